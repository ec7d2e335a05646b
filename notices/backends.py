"""Django's e-mail door, leading into the outbox."""

import hashlib

from django.core.mail.backends.base import BaseEmailBackend

from notices.actions import new_message_id, write


class OutboxBackend(BaseEmailBackend):
    """Writes one row for each recipient; the row is sent later. Any library's mail takes this way.

    The key comes from the Message-ID (made here when there is none, and kept on the message), so the same message
    twice is one row. Attachments are refused with ValueError: what we send is linked,
    never attached. The one exception, an invitation to a calendar, is written by ``notices.actions``.
    """

    def send_messages(self, email_messages) -> int:
        for message in email_messages:
            if message.attachments:
                raise ValueError("The outbox takes no attachments: link to a page that asks who is reading.")
            message_id = message.extra_headers.setdefault("Message-ID", new_message_id())
            rich = [part.content for part in getattr(message, "alternatives", []) if part.mimetype == "text/html"]
            headers = {**message.extra_headers, "From": message.from_email}
            if message.reply_to:
                headers["Reply-To"] = ", ".join(message.reply_to)
            for recipient in message.recipients():
                about = hashlib.sha256(f"{message_id}|{recipient}".encode()).hexdigest()
                write(
                    key=f"message:{about}",
                    to=recipient,
                    subject=message.subject,
                    text=message.body,
                    html=rich[0] if rich else "",
                    headers=headers,
                    message_id=message_id,
                )
        return len(email_messages)
