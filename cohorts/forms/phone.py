"""What a telephone sends: JSON, read as strictly as a form."""

import json
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.actions.phone import MAX_SENT, MAX_SENT_LISTS, Sent
from cohorts.actions.roll import Mark
from cohorts.phone.facts import LATEST_MS, corrected

MAX_BYTES = 256 * 1024
_BROKEN = _("Lo que envió el teléfono llegó incompleto. No se guardó ninguna marca: siguen en el teléfono.")


class PhoneForm(forms.Form):
    """Marks of one account, with the clock of the telephone that sends them.

    ``sent()`` are the marks that could be read, ``unreadable()`` the names of the others; each is answered by itself.
    """

    account = forms.CharField(max_length=40, error_messages={"required": _BROKEN})
    now = forms.IntegerField(min_value=0, max_value=LATEST_MS)
    skew = forms.IntegerField(min_value=-LATEST_MS, max_value=LATEST_MS, required=False)

    def __init__(self, data: dict):
        super().__init__(data)
        self.rows = data.get("marks")
        self.unread: list[str] = []

    def clean(self):
        if not isinstance(self.rows, list) or self.errors:
            raise forms.ValidationError(_BROKEN)
        if len(self.rows) > MAX_SENT:
            raise forms.ValidationError(
                _("Llegaron %(count)d marcas y se reciben %(limit)d a la vez. No se guardó ninguna."),
                code="too_much",
                params={"count": len(self.rows), "limit": MAX_SENT},
            )
        asked, now = self.cleaned_data, timezone.now()
        read = [_read(row, asked["now"], asked.get("skew"), now) for row in self.rows]
        asked["sent"] = [each for each in read if each]
        self.unread = [_name(row) for row, each in zip(self.rows, read, strict=True) if not each]
        if len({each.register for each in asked["sent"]}) > MAX_SENT_LISTS:
            raise forms.ValidationError(
                _("Llegaron marcas de más de %(limit)d listas a la vez. No se guardó ninguna."),
                code="too_much",
                params={"limit": MAX_SENT_LISTS},
            )
        return asked

    @property
    def too_much(self) -> bool:
        return self.has_error("__all__", "too_much")

    def problem(self) -> str:
        """The sentence to answer with, of a form that is not valid."""
        return str(self.non_field_errors()[0])


def read_json(body: bytes) -> dict:
    """An object, or an empty one for whatever else came."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _read(row, phone_now: int, skew: int | None, now) -> Sent | None:
    """A mark, or None when a piece is missing or is not what it should be. Whether it may be kept is not asked here."""
    try:
        uuid, register = UUID(row["uuid"]), UUID(row["register"])
        enrolment, status, at = row["enrolment"], row["status"], row["decided_at"]
    except (TypeError, KeyError, ValueError, AttributeError):
        return None
    if not (_whole(enrolment, 2**63 - 1) and _whole(at, LATEST_MS) and isinstance(status, str)):
        return None
    decided_at = corrected(at, phone_now=phone_now, skew=skew, now=now)
    return Sent(register, Mark(enrolment, status, uuid, decided_at))


def _whole(value, most: int) -> bool:
    return type(value) is int and 0 <= value <= most


def _name(row) -> str:
    """How the telephone calls a mark that could not be read, if it said so."""
    name = row.get("uuid") if isinstance(row, dict) else None
    return name[:64] if isinstance(name, str) else ""
