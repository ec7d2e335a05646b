"""What comes from outside about who somebody is."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kit.text import tidy
from people.fields import PhoneField
from people.identity.rules import compact, name_complaint
from people.models import Area, GenderIdentity, IdentityDocument, Person, Sex
from people.models.document import COUNTRIES

_OLDEST = date(1900, 1, 1)
NAME_RULE = _("Un nombre se escribe con letras, espacios, guiones y apóstrofos.")
# What a coordination may do with an answer that it does not read.
KEEP, CLEAR = "", "clear"


class NameField(forms.CharField):
    """One clean line of letters: what cannot be printed on a certificate is said beside the field."""

    def clean(self, value):
        name = tidy(super().clean(value))
        # Composed accents may take more room than they were typed in.
        self.run_validators(name)
        complaint = name_complaint(name)
        if complaint == "symbols":
            raise ValidationError(NAME_RULE)
        if self.required and complaint == "empty":
            raise ValidationError(self.error_messages["required"], code="required")
        return name


def birth_date_field():
    attrs = {"type": "date", "autocomplete": "bday"}
    return forms.DateField(label=_("Fecha de nacimiento"), required=False, widget=forms.DateInput(attrs, "%Y-%m-%d"))


def check_birth(day: date | None) -> date | None:
    """A day gone by, within a lifetime."""
    if day and day >= timezone.localdate():
        raise ValidationError(_("Esa fecha todavía no llega. Escribe el día en que naciste."))
    if day and (day < _OLDEST or timezone.localdate().year - day.year > 120):
        raise ValidationError(_("Revisa el año: hace más de 120 años."))
    return day


class PersonFields(forms.Form):
    """What the holder and the coordination both write; the values are those the person has."""

    certificate_name = NameField(
        label=_("Nombre para la constancia"),
        max_length=160,
        required=False,
        help_text=_("Tal como quieres verlo impreso. Si lo dejas vacío, va el nombre completo."),
    )
    sex = forms.ChoiceField(label=_("Sexo"), choices=Sex.choices)
    birth_date = birth_date_field()
    area = forms.ChoiceField(label=_("Área donde vives"), choices=Area.choices)
    phone = PhoneField(label=_("Teléfono de contacto"), autocomplete="tel")

    def __init__(self, data=None, *, person: Person):
        super().__init__(data, initial={name: getattr(person, name, "") for name in self.base_fields})
        self.person = person

    def clean_birth_date(self):
        return check_birth(self.cleaned_data["birth_date"])

    @property
    def changes(self) -> dict:
        """What ``people.identity.actions.change_person`` takes."""
        return {name: self.cleaned_data[name] for name in self.fields if name not in {"gender_identity", "authorised"}}

    @property
    def preview(self) -> str:
        """The name as it would be printed, with what is typed now."""
        typed = {name: tidy(self[name].value() or "") for name in self.fields if name.endswith(("name", "names"))}
        return typed["certificate_name"] or self.full_name

    @property
    def full_name(self) -> str:
        return self.person.full_name


class OwnForm(PersonFields):
    """One's own page: with the gender identity, and the box that allows it to be kept."""

    gender_identity = forms.ChoiceField(
        label=_("Identidad de género"),
        required=False,
        choices=[("", _("Sin dato")), *GenderIdentity.choices],
        help_text=_("Es un dato sensible y responder es voluntario. Solo tú lo lees; se usa para contar, sin nombres."),
    )
    authorised = forms.BooleanField(
        label=_("Autorizo que se guarde mi identidad de género para contar, sin mi nombre"), required=False
    )
    field_order = ["certificate_name", "sex", "gender_identity", "authorised", "birth_date", "area", "phone"]

    def __init__(self, data=None, *, person: Person, allowed: bool, printed: bool):
        super().__init__(data, person=person)
        if allowed:
            del self.fields["authorised"]
        if printed:
            # Sent by hand all the same, the action refuses it.
            self.fields["certificate_name"].disabled = "certificate_name" not in (data or {})

    @property
    def authorises(self) -> bool:
        return self.cleaned_data.get("authorised", False)


class CoordinationForm(PersonFields):
    """The person as who coordinates her corrects it. Her gender identity is written as she says it, not read."""

    given_names = NameField(label=_("Nombre"), max_length=80)
    surname1 = NameField(label=_("Primer apellido"), max_length=80)
    surname2 = NameField(label=_("Segundo apellido"), max_length=80, required=False)
    email = forms.EmailField(label=_("Correo"), max_length=254, required=False)
    gender_identity = forms.ChoiceField(
        label=_("Identidad de género"),
        required=False,
        choices=[(KEEP, _("No cambiar")), *GenderIdentity.choices, (CLEAR, _("Borrar la respuesta"))],
        help_text=_("Escribe lo que la persona te diga. Lo que ya respondió no se muestra: solo lo lee ella."),
    )
    authorised = forms.BooleanField(
        label=_("La persona me autorizó a guardarla, y sabe que es voluntario"), required=False
    )
    field_order = ["given_names", "surname1", "surname2", "certificate_name", "email", "phone", "sex", "birth_date",
                   "area", "gender_identity", "authorised"]  # fmt: skip

    def __init__(self, data=None, *, person: Person):
        super().__init__(data, person=person)
        self.initial["gender_identity"] = KEEP
        self.fields["area"].label = _("Área donde vive")
        self.fields["certificate_name"].help_text = _("Si queda vacío, va el nombre completo.")
        if person.user_id:
            # Her account's mailbox is hers to change.
            del self.fields["email"]

    @property
    def full_name(self) -> str:
        parts = (tidy(self[name].value() or "") for name in ("given_names", "surname1", "surname2"))
        return " ".join(part for part in parts if part)


class DocumentForm(forms.Form):
    """One document: what it is, who issued it, its number. Only what cannot be a number at all is refused."""

    kind = forms.ChoiceField(label=_("Tipo de documento"))
    country = forms.ChoiceField(label=_("País que lo expide"), choices=COUNTRIES)
    number = forms.CharField(
        label=_("Número"),
        max_length=40,
        help_text=_("Con o sin puntos y guiones. Se guarda cifrado."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def __init__(self, data=None, *, country: str = ""):
        super().__init__(data, initial={"country": country}, prefix="doc")
        self.fields["kind"].choices = kinds_by_country()  # type: ignore[attr-defined]

    def clean_number(self):
        number = tidy(self.cleaned_data["number"])
        if not compact(number):
            raise ValidationError(_("Escribe el número del documento."))
        return number

    def clean(self):
        data = super().clean()
        kind, country = data.get("kind"), data.get("country")
        issuer = IdentityDocument.ISSUER.get(kind) if kind else None
        if issuer and country and issuer != country:
            words = {"kind": IdentityDocument.Kind(kind).label, "country": dict(COUNTRIES)[issuer]}
            self.add_error("country", _("Ese documento (%(kind)s) lo expide %(country)s.") % words)
        return data


def kinds_by_country():
    """The kinds in groups: those of each country, then those that any issues."""
    kinds, names = IdentityDocument.Kind, dict(COUNTRIES)
    own = {
        code: [(k.value, k.label) for k in kinds if IdentityDocument.ISSUER.get(k) == code]
        for code in ("MX", "CO", "CL")
    }
    anywhere = [(k.value, k.label) for k in kinds if k not in IdentityDocument.ISSUER]
    return [*((names[code], listed) for code, listed in own.items()), (_("De cualquier país"), anywhere)]


class SearchForm(forms.Form):
    """A number, looked for exactly. It is posted: an address would stay in the logs."""

    number = forms.CharField(
        label=_("Número de documento"),
        max_length=40,
        help_text=_("El número completo, con o sin puntos y guiones."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
