"""Lists, decisions about them, and one person at a time."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cohorts.actions.roster import OTHER, SAME
from cohorts.forms.lists import ListForm
from cohorts.models import Enrolment
from cohorts.roster.vocabulary import columns_of, without_header
from cohorts.roster.words import field_labels, question
from kit.spreadsheet import Row, Table
from people.fields import PhoneField
from people.identity.forms import birth_date_field, check_birth
from people.models import Area, Sex
from places.forms import place_widget

# A worker reads, judges and enrols as many in seconds: decision 0016.
MOST_LINES = 10_000

# Whoever is transferred says so on the page for that.
LEAVING = [choice for choice in Enrolment.Reason.choices if choice[0] != Enrolment.Reason.TRANSFERRED]


class RosterForm(ListForm):
    """A list of people for a cohort of that country."""

    most = MOST_LINES

    headerless = forms.BooleanField(
        label=_("Mi lista no lleva encabezado"),
        help_text=_(
            "Entonces leemos por su lugar: nombres, apellidos y, si hay tercera columna, organización. "
            "Con una sola columna, el nombre completo."
        ),
        required=False,
    )

    def __init__(self, *args, country, **kwargs):
        super().__init__(*args, **kwargs)
        self.country = country

    def arranged(self, table: Table) -> Table:
        return without_header(table) if self.cleaned_data.get("headerless") else table

    def complaint(self, table: Table) -> str:
        columns = columns_of(table.header, self.country)
        found = ", ".join(f"«{title[:40]}»" for title in table.header[:12] if title)
        if not table.rows:
            return str(_("La lista solo tiene una línea. Si no lleva encabezado, marca la casilla de abajo."))
        if not columns.recognised:
            return _(
                "No reconocemos ningún encabezado en la primera línea: %(found)s. Si ya es una persona, marca «Mi lista"
                " no lleva encabezado»; si no, escribe arriba Nombre y Apellidos."
            ) % {"found": found}
        if columns.duplicated:
            names = "; ".join(" · ".join(titles) for titles in columns.duplicated.values())
            return _("Estas columnas dicen lo mismo: %(names)s. Deja una sola de cada una.") % {"names": names}
        if columns.missing:
            labels = field_labels()
            missing = ", ".join(f"«{labels[field]}»" for field in columns.missing)
            return ngettext(
                "Falta la columna %(missing)s. Encontramos: %(found)s.",
                "Faltan las columnas %(missing)s. Encontramos: %(found)s.",
                len(columns.missing),
            ) % {"missing": missing, "found": found}
        return ""


class DecisionsForm(forms.Form):
    """For each possible duplicate: the same person, another, or nothing yet. For each doubtful name: turned or not."""

    def __init__(self, *args, judged, **kwargs):
        super().__init__(*args, **kwargs)
        for line in judged:
            if line.verdict == "possible":
                self.fields[f"d-{line.row.number}"] = self._decision(line)
        doubtful = [line.row for line in judged if line.row.other_split and line.verdict in {"new", "possible"}]
        if doubtful:
            self.fields["turned"] = forms.TypedMultipleChoiceField(
                label=_("Nombres que se pueden partir de dos maneras"),
                help_text=_("Marca solo las líneas que leímos mal; quedarán como dice cada opción."),
                coerce=int,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                choices=[(row.number, self._turned_label(row)) for row in doubtful],
            )

    def _decision(self, line):
        same = _("Es la misma persona")
        if not line.person:
            same = _("Es la misma persona: sobra esta línea")
        elif line.person.here:
            same = _("Es la misma persona: ya está en el grupo")
        choices = [
            ("", _("Aún no sé: dejarla fuera por ahora")),
            (f"{SAME}-{line.person.uuid if line.person else line.twin}", same),
            (OTHER, _("Es otra persona: inscribirla")),
        ]
        label = _("Línea %(number)s: %(name)s") % {"number": line.row.number, "name": line.row.name}
        return forms.ChoiceField(
            label=label, help_text=question(line), choices=choices, required=False, widget=forms.RadioSelect
        )

    def _turned_label(self, row):
        given, first, second = row.other_split
        return _("Línea %(number)s: nombre «%(given)s», apellidos «%(surnames)s»") % {
            "number": row.number,
            "given": given,
            "surnames": f"{first} {second}".strip(),
        }

    @property
    def decisions(self) -> dict[int, str]:
        """By line number: ``SAME`` or ``OTHER``; nothing for the undecided."""
        said = {field[2:]: value for field, value in self.cleaned_data.items() if field.startswith("d-") and value}
        return {int(number): value.split("-")[0] for number, value in said.items()}

    @property
    def turned(self) -> list[int]:
        return self.cleaned_data.get("turned") or []


class EnrolOneForm(forms.Form):
    """Somebody in three fields, and more if it is known. ``table`` is a list of one line."""

    given_names = forms.CharField(label=_("Nombre"), max_length=80)
    surname1 = forms.CharField(label=_("Primer apellido"), max_length=80)
    surname2 = forms.CharField(label=_("Segundo apellido"), max_length=80, required=False)
    email = forms.EmailField(
        label=_("Correo"), max_length=254, required=False, help_text=_("Con él podrá recibir su invitación.")
    )
    phone = PhoneField()
    organisation = forms.CharField(label=_("Organización"), max_length=160, required=False)
    post = forms.CharField(label=_("Cargo"), max_length=120, required=False)
    place = forms.CharField(
        label=_("Municipio"), max_length=160, required=False, help_text=_("Por ejemplo: Benito Juárez, Quintana Roo.")
    )
    sex = forms.ChoiceField(
        label=_("Sexo"),
        required=False,
        choices=[("", _("No informado")), (Sex.WOMAN, Sex.WOMAN.label), (Sex.MAN, Sex.MAN.label),
                 (Sex.INTERSEX, Sex.INTERSEX.label), (Sex.OTHER, Sex.OTHER.label),
                 (Sex.PREFER_NOT, Sex.PREFER_NOT.label)],
    )  # fmt: skip
    birth_date = birth_date_field()
    area = forms.ChoiceField(
        label=_("Área"),
        required=False,
        choices=[("", _("No informada")), (Area.URBAN, Area.URBAN.label), (Area.RURAL, Area.RURAL.label)],
    )

    def __init__(self, *args, country="", **kwargs):
        super().__init__(*args, **kwargs)
        if country:
            place = self.fields["place"]
            place.widget = place_widget(country)
            place.widget.attrs |= place.widget_attrs(place.widget)

    def clean_birth_date(self):
        return check_birth(self.cleaned_data["birth_date"])

    @property
    def table(self) -> Table:
        said = self.cleaned_data | {"birth_date": self.cleaned_data["birth_date"] or ""}
        return Table([*said], [Row(1, [str(value) for value in said.values()])])

    def tell(self, problems) -> None:
        """Each sentence beside the field it begins with."""
        for problem in problems:
            named = [name for name, field in self.fields.items() if problem.startswith(f"{field.label}:")]
            self.add_error(named[0] if named else None, problem)


class BigRosterForm(forms.Form):
    """What is to be done with a big list."""

    do = forms.ChoiceField(
        choices=[(word, word) for word in ("judge", "decide", "enrol", "cancel")],
        error_messages={"required": _("Elige uno de los botones."), "invalid_choice": _("Elige uno de los botones.")},
    )


class WithdrawForm(forms.Form):
    reason = forms.ChoiceField(label=_("Motivo de la baja"), choices=LEAVING, widget=forms.RadioSelect)


class BoardForm(forms.Form):
    """What is looked for in the list of people."""

    q = forms.CharField(label=_("Buscar"), max_length=80, required=False)


class InviteForm(forms.Form):
    """One enrolment, or nobody in particular: everyone who can be invited."""

    enrolment = forms.UUIDField(required=False)
