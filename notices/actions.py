"""Writing to people. Nothing is sent here: a row is written, and the outbox sends it after the commit."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from email.utils import make_msgid, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from jobs.bell import ring_after_commit
from kit.letters import Letter, compose
from notices.models import Mail

# Written by our own code only; anything else asked for is left out.
ALLOWED_HEADERS = {"From", "Reply-To", "List-Unsubscribe", "List-Unsubscribe-Post", "List-Id", "Auto-Submitted"}
SUBJECT_LENGTH = 250
# Stands for the name in a letter drawn once; nothing that people type holds it.
NAME = "\ue000"


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
    facts = _facts(to, subject, text, html) | {
        "headers": {name: one_line(value) for name, value in (headers or {}).items() if name in ALLOWED_HEADERS},
        "message_id": one_line(message_id)[:255] or new_message_id(),
        "not_before": not_before,
    }
    mail, created = Mail.objects.get_or_create(key=_fitting(key), defaults=facts)
    if created:
        mail.refresh_from_db()
        ring_after_commit("notices.tasks.send_due")
    return mail


def post_templated(*, key: str, to: str, template: str, context: dict, language: str = "es") -> Mail:
    """Write ``templates/notices/<template>.txt`` (first line: the subject) and ``.html`` when there is one.

    The text must read well alone. Asking again with the same ``key`` returns the first mail.
    """
    letter = compose(f"notices/{template}", context, language=language)
    return write(key=key, to=to, subject=letter.subject, text=letter.text, html=letter.html)


def post_each(letters: Iterable[tuple[str, str, dict]], *, template: str, language: str = "es") -> None:
    """``post_templated`` for each (key, to, context), in one INSERT. A key that exists already keeps its first mail."""
    _store((key, to, compose(f"notices/{template}", context, language=language), "") for key, to, context in letters)


def post_alike(
    addressees: Iterable[tuple[str, str, str]],
    *,
    template: str,
    context: dict,
    calendar: Callable[[str], str] | None = None,
    language: str = "es",
) -> None:
    """The same letter to each (key, to, name), drawn once: only ``{{ name }}`` differs, and only in its text.

    ``calendar`` gives for an address the iCalendar object that goes along, if one does. One INSERT; a key that exists
    already keeps its first mail.
    """
    letter = compose(f"notices/{template}", context | {"name": NAME}, language=language)
    _store(
        (
            key,
            to,
            replace(letter, text=letter.text.replace(NAME, one_line(name)), html=""),
            calendar(to) if calendar else "",
        )
        for key, to, name in addressees
    )


@transaction.atomic
def _store(letters: Iterable[tuple[str, str, Letter, str]]) -> None:
    mails = []
    for key, to, letter, calendar in letters:
        facts = _facts(to, letter.subject, letter.text, letter.html)
        enclosed = "" if facts["failed_at"] else calendar
        mails.append(Mail(key=_fitting(key), message_id=new_message_id(), calendar=enclosed, **facts))
    if mails:
        Mail.objects.bulk_create(mails, ignore_conflicts=True)
        ring_after_commit("notices.tasks.send_due")


def new_message_id() -> str:
    """A Message-ID under the site's own name."""
    return make_msgid(domain=urlsplit(settings.SITE_URL).hostname)


def one_line(text: str) -> str:
    """The text without control characters, every run of white space a single space."""
    visible = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(visible.split())


def _facts(to: str, subject: str, text: str, html: str) -> dict:
    address, valid = _address(to)
    return {
        "to": address,
        "subject": one_line(subject)[:SUBJECT_LENGTH],
        "text": text,
        "html": html,
        "failed_at": None if valid else Now(),
        "last_error": "" if valid else _("La dirección de correo no es válida."),
    }


def _address(to: str) -> tuple[str, bool]:
    bare = parseaddr(to)[1] if "<" in to else to.strip()
    try:
        validate_email(bare)
    except ValidationError:
        return one_line(to)[:320], False
    return bare, True


def _fitting(key: str) -> str:
    return key if len(key) <= 200 else f"{key[:130]}:{hashlib.sha256(key.encode()).hexdigest()}"
