"""Writing to people. Nothing is sent here: a row is written, and the outbox sends it after the commit."""

import hashlib
import re
from datetime import datetime
from email.utils import make_msgid, parseaddr

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models.functions import Now
from django.template import Context
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext as _

from jobs.bell import ring_after_commit
from notices.models import Mail

# Written by our own code only; anything else asked for is left out.
ALLOWED_HEADERS = {"From", "Reply-To", "List-Unsubscribe", "List-Unsubscribe-Post", "List-Id", "Auto-Submitted"}
SUBJECT_LENGTH = 250


@transaction.atomic
def write(
    *,
    key: str,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    not_before: datetime | None = None,
    headers: dict[str, str] | None = None,
    message_id: str = "",
) -> Mail:
    """Put one message into the outbox, in the caller's transaction. The same ``key`` again returns the first one.

    ``to`` is one address, with or without a name. An address that cannot exist does not raise: its mail is stored as
    given up. Line breaks in subject and headers become spaces, so they can never start another header.
    """
    address, valid = _address(to)
    mail, created = Mail.objects.get_or_create(
        key=_fitting(key),
        defaults={
            "to": address,
            "subject": one_line(subject)[:SUBJECT_LENGTH],
            "text": text,
            "html": html,
            "headers": {name: one_line(value) for name, value in (headers or {}).items() if name in ALLOWED_HEADERS},
            "message_id": one_line(message_id)[:255] or make_msgid(domain="paralelo.invalid"),
            "not_before": not_before,
            "failed_at": None if valid else Now(),
            "last_error": "" if valid else _("La dirección de correo no es válida."),
        },
    )
    if created:
        mail.refresh_from_db()
        ring_after_commit("notices.tasks.send_due")
    return mail


def post_templated(*, key: str, to: str, template: str, context: dict, language: str = "es") -> Mail:
    """Write ``templates/notices/<template>.txt`` (first line: the subject) and ``.html`` when there is one.

    The text must read well alone. Asking again with the same ``key`` returns the first mail.
    """
    with translation.override(language):
        subject, _break, text = _render(f"notices/{template}.txt", context, plain=True).strip().partition("\n")
        try:
            html = _render(f"notices/{template}.html", context, plain=False)
        except TemplateDoesNotExist:
            html = ""
    return write(key=key, to=to, subject=subject, text=re.sub(r"\n{3,}", "\n\n", text.strip()) + "\n", html=html)


def one_line(text: str) -> str:
    """The text without control characters, every run of white space a single space."""
    visible = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(visible.split())


def _render(name: str, context: dict, *, plain: bool) -> str:
    return get_template(name).template.render(Context(context, autoescape=not plain))


def _address(to: str) -> tuple[str, bool]:
    bare = parseaddr(to)[1] if "<" in to else to.strip()
    try:
        validate_email(bare)
    except ValidationError:
        return one_line(to)[:320], False
    return bare, True


def _fitting(key: str) -> str:
    return key if len(key) <= 200 else f"{key[:130]}:{hashlib.sha256(key.encode()).hexdigest()}"
