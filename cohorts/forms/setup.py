"""Input from outside on the way from an empty programme to its first sheets."""

import hashlib
from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cohorts.forms.lists import ListForm
from cohorts.forms.planning import MOST_WEEKS, MeetingForm
from cohorts.setup.days import days_of
from cohorts.setup.reading import MOST_COHORTS, columns_of
from courses.models import CoursePage
from courses.starters import starters
from kit.languages import in_its_language
from kit.spreadsheet import Table
from kit.widgets import WrittenSelect
from programmes.vocabulary import Vocabulary

EXISTING = "existing"
# What the button under something shown says: do it. Any other asks to be shown.
DO = "plan"


def courses_for(programme, also: CoursePage | None):
    """Published ones, and the one this programme has taken while it waits to be published."""
    own = CoursePage.objects.filter(pk=also.pk) if also else CoursePage.objects.none()
    return (CoursePage.objects.live() | own).order_by("title").distinct()


class CourseForm(forms.Form):
    """A course of ours to begin from, or one there is."""

    begin = forms.ChoiceField(label=_("Con qué empiezas"), widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("Cómo se va a llamar"),
        max_length=160,
        required=False,
        help_text=_("Vacío, con el título de la plantilla. Aparece en el catálogo y en los documentos."),
    )
    course = forms.ModelChoiceField(
        label=_("Curso que ya existe"), queryset=None, required=False, empty_label=_("Elige un curso"),
        widget=WrittenSelect,
    )  # fmt: skip

    def __init__(self, *args, courses, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = courses
        templates = [
            (code, in_its_language(f"{starter.title} — {starter.about}")) for code, starter in starters().items()
        ]
        there = [(EXISTING, _("Un curso que ya existe"))] if courses else []
        self.fields["begin"].choices = templates + there
        if not courses:
            del self.fields["course"]

    def clean(self):
        data = super().clean()
        if data.get("begin") == EXISTING and not data.get("course"):
            self.add_error("course", _("Elige cuál."))
        return data


class CohortListForm(ListForm):
    """A list of cohorts, shown first; what the buttons carry says which list the reader had before her."""

    course = forms.ModelChoiceField(label=_("Curso"), queryset=None, empty_label=None, widget=WrittenSelect)
    field_order = ["course"]

    def __init__(self, *args, programme, courses, **kwargs):
        super().__init__(*args, **kwargs)
        self.programme = programme
        self.fields["course"].queryset = courses
        self.fields["text"].help_text = _("Con su encabezado; separa con comas, punto y coma o tabulador. Hasta 100.")
        self.fields["text"].widget.attrs["rows"] = 6
        self.fields["file"].help_text = _("CSV o XLSX, hasta 5 MB y 100 renglones. Leemos la primera hoja.")

    def complaint(self, table: Table) -> str:
        columns = columns_of(table.header, self.programme)
        found = ", ".join(f"«{title[:40]}»" for title in table.header[:12] if title)
        if not table.rows:
            return str(_("La lista solo tiene una línea: el encabezado va en la primera y los datos debajo."))
        if columns.duplicated:
            names = "; ".join(" · ".join(titles) for titles in columns.duplicated.values())
            return _("Estas columnas dicen lo mismo: %(names)s. Deja una sola de cada una.") % {"names": names}
        if "name" not in columns.at:
            return _("Falta la columna «Nombre». Encontramos: %(found)s.") % {"found": found}
        if len(table.rows) > MOST_COHORTS:
            said = _("La lista tiene %(rows)s renglones y caben %(most)s de una vez. Divídela en partes.")
            return said % {"rows": len(table.rows), "most": MOST_COHORTS}
        return ""

    @property
    def mark(self) -> str:
        """Tells this list, for this course, from any other."""
        lines = [self.table.header, *(row.cells for row in self.table.rows)] if self.table else []
        return hashlib.sha256(repr((self.cleaned_data["course"].pk, lines)).encode()).hexdigest()

    @property
    def decided(self) -> bool:
        """Whether what is sent is what was shown, and the button said to go on."""
        return self.data.get("do") == DO and self.data.get("seen") == self.mark

    def keep_file(self):
        """What the file said stands in the box from here on: a browser sends a file only once."""
        if self.table and self.cleaned_data.get("file"):
            self._keep(self.table)


class SeriesForm(MeetingForm):
    """The same meeting several times for several cohorts; its days are shown before anything is planned."""

    cohorts = forms.ModelMultipleChoiceField(label="", queryset=None, widget=forms.CheckboxSelectMultiple)
    count = forms.IntegerField(label=_("Cuántas"), min_value=1, max_value=MOST_WEEKS, initial=6)
    every = forms.TypedChoiceField(
        label=_("Cada cuánto"),
        coerce=int,
        initial=1,
        choices=[(1, _("Cada semana")), (2, _("Cada dos semanas")), (4, _("Cada cuatro semanas"))],
    )
    joint = forms.BooleanField(
        label=_("Se reúnen juntos"),
        required=False,
        help_text=_("Una sola sesión para todos; cada quien conserva su propia lista de asistencia."),
    )
    field_order = [
        "cohorts",
        "title",
        "day",
        "count",
        "every",
        "starts",
        "ends",
        "time_zone",
        "modality",
        "venue",
        "url",
    ]

    def __init__(self, *args, programme, cohorts, lacking, **kwargs):
        say = Vocabulary(programme)
        super().__init__(*args, programme=programme, **kwargs)
        self.country = programme.country
        # What differs from one meeting to the next is written on each.
        for name in ("outline", "required", "reference", "place"):
            del self.fields[name]
        chosen = self.fields["cohorts"]
        chosen.label, chosen.queryset = say["Cohorts"], cohorts
        chosen.initial = [cohort.pk for cohort in lacking]
        chosen.label_from_instance = lambda cohort: in_its_language(f"{cohort.code} · {cohort.name}")
        self.fields["title"].initial = say["Session"]
        self.fields["title"].help_text = _("Si son varias, cada una lleva su número.")
        day = self.fields["day"]
        day.label, day.help_text = _("Primer día"), _("Las demás caen el mismo día de la semana.")
        day.validators += [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 1, 1))]
        if len(self.fields["time_zone"].choices) == 1:
            self.fields["time_zone"].widget = forms.HiddenInput()
        if len(cohorts) < 2:
            del self.fields["joint"]

    @property
    def deciding(self) -> bool:
        return self.data.get("do") == DO

    @property
    def days(self) -> list[tuple[date, str]]:
        """The days it asks for, with what is celebrated on each; those do not count among them."""
        data = self.cleaned_data
        return days_of(data["day"], data["count"], data["every"], self.country)

    @property
    def details(self) -> dict:
        """What to give to ``plan_series`` besides its moments."""
        data = self.cleaned_data
        kept = {key: data[key] for key in ("title", "modality", "time_zone", "venue", "url")}
        return kept | {"joint": data.get("joint", False)}


class DaysForm(forms.Form):
    """The days of a series, to be looked at: all ticked but those on which something is celebrated."""

    dates = forms.TypedMultipleChoiceField(
        label=_("Días"),
        coerce=date.fromisoformat,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Quita la marca de los que no convengan. Los festivos que conocemos vienen sin marcar."),
        error_messages={"required": _("Marca al menos un día.")},
    )

    def __init__(self, *args, days, **kwargs):
        super().__init__(*args, **kwargs)
        self.offered = {day.isoformat() for day, _name in days}
        self.fields["dates"].choices = [(day.isoformat(), _day_words(day, name)) for day, name in days]
        self.fields["dates"].initial = [day.isoformat() for day, name in days if not name]

    @property
    def of_other_days(self) -> bool:
        """The first day, or how many, changed since these were shown: they are to be shown anew."""
        return bool(set(self["dates"].value() or ()) - self.offered)


def _day_words(day: date, name: str) -> str:
    words = f"{date_format(day, 'l')}, {date_format(day, 'DATE_FORMAT')}"
    return _("%(day)s · festivo: %(name)s") % {"day": words, "name": name} if name else words
