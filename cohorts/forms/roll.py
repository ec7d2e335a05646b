"""What comes from the attendance screens."""

import re
from uuid import UUID, uuid5

from django import forms
from django.utils.translation import gettext_lazy as _

from cohorts.actions.roll import MAX_GUESTS, MAX_MARKS
from cohorts.models import AttendanceMark

_ROW = re.compile(r"([mu])-([0-9]{1,18})")
STATUSES = frozenset(AttendanceMark.Status.values)
_BROKEN = _("La página llegó incompleta. Recárgala e inténtalo de nuevo.")


class RollForm(forms.Form):
    """The whole list as one form: ``m-<enrolment>`` carries a status, what nobody touched is absent.

    ``seen`` is the newest mark its reader had before her eyes, ``form`` the number of the page she answered: both
    make the same page sent twice say the same. A page with its own queue says under ``u-<enrolment>`` which mark of
    the queue a row is: by whichever way it comes first, it is one mark.
    """

    class Do:
        SAVE, SUBMIT, SUBMIT_AS_IS, ALL_PRESENT, REST_ABSENT = "save", "submit", "as_is", "all", "rest_absent"

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, error_messages={"required": _BROKEN})
    seen = forms.IntegerField(min_value=0, max_value=2**63 - 1, error_messages={"required": _BROKEN})
    form = forms.UUIDField(error_messages={"required": _BROKEN})
    do = forms.ChoiceField(
        choices=[(value, value) for value in (Do.SAVE, Do.SUBMIT, Do.SUBMIT_AS_IS, Do.ALL_PRESENT, Do.REST_ABSENT)],
        required=False,
    )

    def __init__(self, data):
        super().__init__(data)
        found = [(row, data[name]) for name in data if (row := _ROW.fullmatch(name))]
        self.typed = {int(row[2]): value for row, value in found if row[1] == "m"}
        named = ((int(row[2]), _uuid(value)) for row, value in found if row[1] == "u")
        self.queued = {pk: uuid for pk, uuid in named if uuid and pk in self.typed}

    def clean(self):
        if len(self.typed) > MAX_MARKS:
            self.add_error(
                None,
                forms.ValidationError(
                    _("Llegaron %(count)d marcas y se reciben %(limit)d a la vez. No se guardó ninguna."),
                    params={"count": len(self.typed), "limit": MAX_MARKS},
                ),
            )
        if not STATUSES.issuperset(self.typed.values()):
            self.add_error(
                None, _("Llegó una asistencia que no existe. Elige una de las cuatro; no se guardó ninguna.")
            )
        return self.cleaned_data

    def uuid_for(self, enrolment: int) -> UUID:
        """The same page names the same row the same way: sent twice it is one mark."""
        return self.queued.get(enrolment) or uuid5(self.cleaned_data["form"], str(enrolment))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class WalkInForm(forms.Form):
    """Somebody at the door in three fields."""

    given_names = forms.CharField(label=_("Nombre"), max_length=80)
    surname1 = forms.CharField(label=_("Apellido"), max_length=80)
    contact = forms.CharField(label=_("Teléfono, correo u organización"), max_length=160, required=False)
    door = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": _BROKEN})


class GuestForm(WalkInForm):
    """A guest of the day: her name, or only how many."""

    surname1 = forms.CharField(label=_("Apellido"), max_length=80, required=False)


class HeadcountForm(forms.Form):
    count = forms.IntegerField(
        label=_("Cuántas personas"), min_value=1, max_value=MAX_GUESTS, widget=forms.NumberInput(attrs={"min": 1})
    )
    door = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": _BROKEN})


class DoorForm(forms.Form):
    """What stands in the fields of the door when another button of the page is pressed: it is not lost unseen."""

    given_names = forms.CharField(required=False)
    surname1 = forms.CharField(required=False)
    contact = forms.CharField(required=False)
    count = forms.CharField(required=False)

    @property
    def waits(self) -> bool:
        return any(str(self[name].value() or "").strip() for name in self.fields)


class DecisionForm(forms.Form):
    """A coordinator's decision on the state she saw. The reason is asked for by the action that needs one."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, error_messages={"required": _BROKEN})
    reason = forms.CharField(
        label=_("Motivo"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Lo verá quien tomó la lista."),
    )
