"""The one place that talks to a mail server."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend

from notices.models import Mail

TIMEOUT = 20
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def settings_from(url: str) -> dict:
    """``smtp://user:password@host:port?tls=1`` as arguments of Django's SMTP backend.

    ``smtp`` speaks plainly unless ``tls=1``, ``smtp+tls`` asks for STARTTLS, ``smtps`` is encrypted from the first
    byte. ValueError when it is none of these.
    """
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("EMAIL_URL must look like smtp://user:password@host:port?tls=1")
    asked = parse_qs(parts.query)
    return {
        "host": parts.hostname,
        "port": parts.port or PORTS[parts.scheme],
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": parts.scheme == "smtp+tls" or asked.get("tls") == ["1"],
        "use_ssl": parts.scheme == "smtps",
        "timeout": TIMEOUT,
    }


def connection_to(url: str) -> EmailBackend:
    """A connection, not opened yet, that raises what goes wrong."""
    return EmailBackend(fail_silently=False, **settings_from(url))


def message_of(mail: Mail) -> EmailMultiAlternatives:
    """The message as it leaves: always under the same Message-ID, so that a second copy is known as one."""
    headers = {"Auto-Submitted": "auto-generated", **mail.headers, "Message-ID": mail.message_id}
    sender = headers.pop("From", None)
    message = EmailMultiAlternatives(mail.subject, mail.text, sender, [mail.to], headers=headers)
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    if mail.calendar:
        _invite(message, mail.calendar)
    return message


def _invite(message: EmailMultiAlternatives, calendar: str) -> None:
    """Twice, as mail programs expect it: as one more reading of the message, and as a file for those who miss that."""
    method = re.search(r"^METHOD:([A-Z]+)\r?$", calendar, re.MULTILINE)
    kind = f"calendar; method={method[1]}" if method else "calendar"
    message.attach_alternative(calendar, f"text/{kind}")
    message.attach("sesion.ics", calendar.encode(), "application/ics")
