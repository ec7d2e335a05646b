"""What comes from the screens of attendance in files: the file, and what was decided about it."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from cohorts.actions.video_calls import Attending, Wish
from cohorts.attendance_lists.facts import Cell, Meeting, Seat
from cohorts.attendance_lists.vocabulary import heads_of
from cohorts.attendance_lists.words import difference
from cohorts.forms.lists import ListForm
from cohorts.video_calls.reading import NotAReport, read_report
from kit.spreadsheet import MAX_BYTES, BadTable, Table, read_lines, read_pasted_lines
from kit.text import fold

# A meeting of some hundreds who come and go ten times each.
MOST_COMINGS = 5_000
# Names somebody can decide about on one page; the others stay out until the report is brought again.
MOST_UNKNOWN = 100
SEE, SAVE = "see", "save"


class MarksForm(ListForm):
    """Attendance at many sessions: a person a line and a session a column, or a mark a line."""

    def __init__(self, *args, meetings: Sequence[Meeting], **kwargs):
        super().__init__(*args, **kwargs)
        self.meetings = meetings

    def complaint(self, table: Table) -> str:
        heads = heads_of(table.header, self.meetings)
        found = ", ".join(f"«{title[:40]}»" for title in table.header[:12] if title)
        if not table.rows:
            return str(_("La lista solo tiene una línea. La primera lleva los nombres de las columnas."))
        if heads.duplicated or heads.twice:
            names = "; ".join(" · ".join(titles) for titles in heads.duplicated.values())
            names = names or ", ".join(f"{meeting.number} ({meeting.day:%d/%m/%Y})" for meeting in heads.twice)
            return _("Estas columnas dicen lo mismo: %(names)s. Deja una sola de cada una.") % {"names": names}
        if not heads.names_people:
            return _(
                "Falta la columna que dice de quién es cada línea: Nombre completo, Nombre y Apellidos, o Correo."
                " Encontramos: %(found)s."
            ) % {"found": found}
        if not heads.sessions and not heads.long:
            return _(
                "Ninguna columna corresponde a una de las fechas. Escribe arriba de cada una su día o su número,"
                " o usa las columnas Fecha y Asistencia. Encontramos: %(found)s."
            ) % {"found": found}
        return ""


class ReportForm(ListForm):
    """The report of one video call; ``report`` once it is valid. ``near`` is the day of the session."""

    most = MOST_COMINGS

    def __init__(self, *args, near: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.near = near
        self.fields["text"].label = _("Pega aquí el informe")

    def _table(self, text, file) -> Table:
        if not file:
            return Table([], read_pasted_lines(text, most=self.most))
        if file.size > MAX_BYTES:
            raise BadTable("too_big", size=file.size, limit=MAX_BYTES)
        return Table([], read_lines(file.read(), file.name, most=self.most))

    def complaint(self, table: Table) -> str:
        try:
            self.report = read_report(table.rows, near=self.near)
        except NotAReport:
            return str(
                _(
                    "No encontramos ninguna tabla con el nombre y el tiempo de quienes se conectaron. Sube el informe"
                    " de participantes tal como lo descargaste de Zoom, Google Meet o Microsoft Teams."
                )
            )
        return ""


class TakenForm(forms.Form):
    """The differences to be changed into what the file says; what nobody ticks stays as it stands."""

    def __init__(self, *args, differences: Sequence[Cell], time_zone: str, **kwargs):
        super().__init__(*args, **kwargs)
        if differences:
            self.fields["taken"] = forms.MultipleChoiceField(
                label=_("Marcas que dicen otra cosa"),
                help_text=_("Lo que no señales queda como está."),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                choices=[(cell.key, difference(cell, time_zone)) for cell in differences],
                error_messages={
                    "invalid_choice": _("Alguien cambió esa marca mientras la mirabas. Revisa y vuelve a decidir.")
                },
            )

    @property
    def taken(self) -> frozenset[str]:
        return frozenset(self.cleaned_data.get("taken") or ())


class WishForm(forms.Form):
    """From how many minutes on, who the unknown ones are, and what is to be done: ``wish`` once it is valid."""

    present_from = forms.IntegerField(label=_("Presente desde (minutos)"), min_value=1, max_value=1440)
    late_from = forms.IntegerField(label=_("Llegó tarde desde (minutos)"), min_value=1, max_value=1440)
    rest_absent = forms.BooleanField(
        label=_("Anotar ausentes a quienes no aparecen en el informe"),
        help_text=_("Solo a quienes siguen sin registrar en esta lista."),
        required=False,
    )
    do = forms.ChoiceField(choices=[(SEE, SEE), (SAVE, SAVE)], required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, defaults: tuple[int, int], unknown: Sequence[Attending], seats: Sequence[Seat]):
        super().__init__(data, initial={"present_from": defaults[0], "late_from": defaults[1]})
        self.names = called(seats)
        self.asked = list(unknown[:MOST_UNKNOWN])
        for one in self.asked:
            suggested = one.match.seat.name if one.match.seat else ""
            name = one.participant.name or one.participant.email
            self.fields[f"p-{one.place}"] = forms.CharField(
                label=name,
                required=False,
                max_length=300,
                initial=suggested,
                widget=forms.TextInput(attrs={"list": "people-of-the-list", "autocomplete": "off"}),
            )
            self.fields[f"g-{one.place}"] = forms.BooleanField(label=_("Vino de visita"), required=False)

    @property
    def decisions(self):
        """(participant, its field, its box) of each one asked about."""
        return [(one, self[f"p-{one.place}"], self[f"g-{one.place}"]) for one in self.asked]

    def clean(self):
        present, late = self.cleaned_data.get("present_from"), self.cleaned_data.get("late_from")
        if present and late and late > present:
            self.add_error("late_from", _("No puede pedir más minutos que «Presente»."))
        self.picks = {}
        for one in self.asked:
            self._pick(one.place)
        return self.cleaned_data

    def _pick(self, place: int) -> None:
        said = self.cleaned_data.get(f"p-{place}") or ""
        if not said.strip():
            return
        person = self.names.get(fold(said))
        if person is None:
            self.add_error(f"p-{place}", _("No hay nadie con ese nombre. Elige uno de la lista."))
        elif self.cleaned_data.get(f"g-{place}"):
            self.add_error(f"g-{place}", _("Elige una sola: es alguien de la lista, o vino de visita."))
        else:
            self.picks[place] = person

    @property
    def wish(self) -> Wish:
        said = self.cleaned_data
        guests = frozenset(one.place for one in self.asked if said.get(f"g-{one.place}"))
        return Wish(said["present_from"], said["late_from"], self.picks, guests, said["rest_absent"])


def called(seats: Sequence[Seat]) -> dict[str, int]:
    """Each person by how she is called on the page: her name, with her address where two are called alike."""
    return {fold(label): person for label, person in labels(seats)}


def labels(seats: Sequence[Seat]) -> list[tuple[str, int]]:
    alike = [seat.name for seat in seats]
    return [
        (f"{seat.name} · {seat.email or seat.phone or seat.person}" if alike.count(seat.name) > 1 else seat.name,
         seat.person)
        for seat in seats
    ]  # fmt: skip
