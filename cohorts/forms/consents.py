"""What a coordinator transcribes from the signed sheets."""

from datetime import datetime, time

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.consents import ConsentBoard
from kit.text import tidy
from kit.widgets import DayInput
from people.models import ConsentRecord, Person
from people.privacy.consent import NO_GUARDIAN, Guardian, Statement

Channel = ConsentRecord.Channel
BY_THE_TEAM = [(each.value, each.label) for each in (Channel.PAPER, Channel.ASSISTED, Channel.IMPORT)]
NAME, RELATIONSHIP = 160, 60


class ConsentsForm(forms.Form):
    """Purposes, evidence, a tick for each person (``p-<id>``) and who answers for a minor (``g-<id>``, ``r-<id>``)."""

    purposes = forms.MultipleChoiceField(
        label=_("Qué autorizaron"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Marca solo lo que dice el papel. Lo que no marques queda sin responder."),
        error_messages={"required": _("Marca al menos una finalidad.")},
    )
    channel = forms.ChoiceField(label=_("Cómo lo dijeron"), choices=BY_THE_TEAM, widget=forms.RadioSelect)
    evidence = forms.CharField(
        label=_("Dónde está el comprobante"),
        max_length=200,
        help_text=_("Por ejemplo: carpeta 3, hojas 1 a 4."),
        error_messages={"required": _("Escribe dónde encontrar el papel o el archivo.")},
    )
    signed_on = forms.DateField(label=_("Fecha en que lo dijeron"), widget=DayInput)

    def __init__(self, data=None, *, board: ConsentBoard, **kwargs):
        super().__init__(data, initial={"channel": Channel.PAPER}, **kwargs)
        self.board = board
        assert board.notice is not None, "Without a notice nothing is asked."
        self.notice, purposes = board.notice, self.fields["purposes"]
        assert isinstance(purposes, forms.MultipleChoiceField)
        purposes.choices = [(each.code, each.title) for each in self.notice.listed()]
        self.typed = data or {}

    def clean_signed_on(self):
        day = self.cleaned_data["signed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Esa fecha todavía no llega."))
        return day

    def clean(self):
        said = super().clean()
        if not self.chosen():
            self.add_error(None, _("Marca al menos a una persona."))
        alone = [row.person.full_name for row in self._ticked() if row.minor and not self._guardian(row.person)]
        if alone:
            sentence = _("Tienen menos de 18 años y falta quién autoriza y su parentesco: %(names)s.")
            self.add_error(None, forms.ValidationError(sentence, params={"names": ", ".join(alone)}))
        return said

    def chosen(self) -> dict[Person, Guardian]:
        """Whoever was ticked, with who answers for them when they are minors."""
        return {row.person: self._guardian(row.person) if row.minor else NO_GUARDIAN for row in self._ticked()}

    def statement(self) -> Statement:
        said = self.cleaned_data
        at = min(timezone.make_aware(datetime.combine(said["signed_on"], time(12))), timezone.now())
        return Statement(dict.fromkeys(said["purposes"], True), said["channel"], tidy(said["evidence"]), at)

    def lines(self):
        """Each row of the board with what was typed beside it: nothing is lost when something is to be corrected."""
        for row in self.board.rows:
            key = row.person.pk
            typed = {"ticked": f"p-{key}" in self.typed, "guardian": self._text("g", key, NAME)}
            yield {"row": row, "relationship": self._text("r", key, RELATIONSHIP), **typed}

    def _ticked(self):
        return [row for row in self.board.rows if f"p-{row.person.pk}" in self.typed]

    def _guardian(self, person: Person) -> Guardian:
        return Guardian(self._text("g", person.pk, NAME), self._text("r", person.pk, RELATIONSHIP))

    def _text(self, letter: str, key: int, limit: int) -> str:
        return tidy(self.typed.get(f"{letter}-{key}", ""))[:limit]
