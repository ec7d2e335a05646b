"""Input from outside about organisations: one of them, its people, or a whole list."""

import re

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from cohorts.forms.lists import ListForm
from cohorts.organisations.reading import MOST_MEMBERS, columns_of
from kit.spreadsheet import Table
from kit.widgets import DayInput
from people.fields import PhoneField
from people.models import Organisation
from places.forms import PlaceField
from programmes.models import Programme, ProgrammeOrganisation

MOST_REFS = 10
REGISTER = r"[A-Z][A-Z0-9_]{0,19}"


class OrganisationSearchForm(forms.Form):
    q = forms.CharField(label=_("Buscar"), max_length=80, required=False)
    programa = forms.ModelChoiceField(
        label=_("Programa"), queryset=None, required=False, to_field_name="slug", empty_label=_("Todos mis programas")
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["programa"].queryset = Programme.objects.planned_by(user)


class OrganisationListForm(ListForm):
    """A list of organisations; ``register`` says whose identifiers it carries."""

    register = forms.CharField(
        label=_("Registro de los identificadores"),
        max_length=20,
        initial="ARCO",
        help_text=_("El nombre del registro que da el identificador externo: ARCO, RUES… Letras y cifras."),
    )

    def __init__(self, *args, country, **kwargs):
        super().__init__(*args, **kwargs)
        self.country = country
        self.fields["city"] = PlaceField(
            country=country,
            label=_("Municipio de toda la lista"),
            help_text=_("Solo si la lista dice la comuna o el barrio y no el municipio."),
            required=False,
        )

    def clean_register(self):
        register = self.cleaned_data["register"].strip().upper()
        if not re.fullmatch(REGISTER, register):
            raise forms.ValidationError(_("Una palabra de letras y cifras que empiece con letra, por ejemplo ARCO."))
        return register

    def complaint(self, table: Table) -> str:
        columns = columns_of(table.header, self.country)
        if not table.rows:
            return translated("La lista solo tiene una línea: el encabezado va en la primera y los datos debajo.")
        if columns.duplicated:
            names = "; ".join(" · ".join(titles) for titles in columns.duplicated.values())
            return translated("Estas columnas dicen lo mismo: %(names)s. Deja una sola de cada una.") % {"names": names}
        if "name" not in columns.at:
            found = ", ".join(f"«{title[:40]}»" for title in table.header[:12] if title)
            said = translated("Falta la columna «Nombre» de la organización. Encontramos: %(found)s.")
            return said % {"found": found}
        return ""


class OrganisationForm(forms.Form):
    """What is known of one organisation; ``refs`` become {register: identifier}."""

    name = forms.CharField(
        label=_("Nombre"),
        max_length=160,
        help_text=_("Si cambia, el anterior se recuerda para reconocerla en listas viejas."),
    )
    kind = forms.ChoiceField(label=_("Tipo"), choices=Organisation.Kind.choices)
    declared_members = forms.IntegerField(
        label=_("Integrantes declarados"), required=False, min_value=0, max_value=MOST_MEMBERS
    )
    declared_on = forms.DateField(label=_("Fecha de la declaración"), required=False, widget=DayInput)
    refs = forms.CharField(
        label=_("Identificadores externos"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_("Uno por línea: el registro, dos puntos y el identificador, como «ARCO: 1234»."),
    )
    status = forms.ChoiceField(label=_("En el programa"), choices=ProgrammeOrganisation.Status.choices)
    field_order = ["name", "kind", "place"]

    def __init__(self, *args, country, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"] = PlaceField(country=country, inside=True, label=_("Territorio"), required=False)
        self.order_fields(self.field_order)

    def clean_refs(self):
        refs = {}
        for line in self.cleaned_data["refs"].splitlines():
            if not line.strip():
                continue
            register, _colon, value = (part.strip() for part in line.partition(":"))
            if not re.fullmatch(REGISTER, register.upper()) or not re.fullmatch(r"[^=@+<>].{0,39}", value):
                raise forms.ValidationError(_("«%(line)s» no se entiende. Escribe, por ejemplo, «ARCO: 1234»."),
                                            params={"line": line[:40]})  # fmt: skip
            refs[register.upper()] = value
        if len(refs) > MOST_REFS:
            raise forms.ValidationError(_("Caben hasta 10 identificadores."))
        return refs

    def clean_declared_on(self):
        day = self.cleaned_data["declared_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("Esa fecha todavía no llega."))
        return day

    def clean(self):
        data = super().clean()
        if data.get("declared_on") and data.get("declared_members") is None and "declared_members" not in self.errors:
            self.add_error("declared_members", _("Escribe cuántos declaró en esa fecha."))
        if data.get("declared_members") is not None and not data.get("declared_on"):
            data["declared_on"] = timezone.localdate()
        return data


class PostForm(forms.Form):
    """Somebody who speaks or acts for the organisation."""

    given_names = forms.CharField(label=_("Nombre"), max_length=80)
    surname1 = forms.CharField(label=_("Primer apellido"), max_length=80)
    surname2 = forms.CharField(label=_("Segundo apellido"), max_length=80, required=False)
    post = forms.CharField(label=_("Cargo"), max_length=120, help_text=_("Por ejemplo: Presidencia."))
    since = forms.DateField(label=_("Desde"), required=False, widget=DayInput)
    phone = PhoneField()
    email = forms.EmailField(label=_("Correo"), max_length=254, required=False)
    is_contact = forms.BooleanField(label=_("Es la persona de contacto"), required=False)

    def clean_since(self):
        day = self.cleaned_data["since"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("Esa fecha todavía no llega."))
        return day


class EndPostForm(forms.Form):
    until = forms.DateField(label=_("Hasta"), required=False, widget=DayInput)

    def clean_until(self):
        day = self.cleaned_data["until"] or timezone.localdate()
        if day > timezone.localdate():
            raise forms.ValidationError(_("Esa fecha todavía no llega."))
        return day
