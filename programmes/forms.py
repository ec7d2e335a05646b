"""Input from outside about the frame of a programme."""

from django import forms
from django.core.validators import MinValueValidator
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kit.widgets import DayInput
from people.models import Person
from places.models import Country
from programmes.actions import slug_for
from programmes.models import FundingPeriod, Programme, Region, TeamRole
from programmes.reading import find_places, read_lines, split_places, suggest_prefix


class DatesInOrder:
    """Two days, ``starts_on`` and ``ends_on``, the second not before the first."""

    def clean_ends_on(self):
        starts, ends = self.cleaned_data.get("starts_on"), self.cleaned_data["ends_on"]
        if starts and ends and ends < starts:
            raise forms.ValidationError(_("No puede terminar antes de empezar."))
        return ends


class ProgrammeForm(DatesInOrder, forms.ModelForm):
    class Meta:
        model = Programme
        fields = [
            "name",
            "country",
            "starts_on",
            "ends_on",
            "issuer",
            "signatory_name",
            "signatory_post",
            "certificate_prefix",
        ]
        widgets = {"starts_on": DayInput, "ends_on": DayInput, "country": forms.RadioSelect}
        help_texts = {
            "name": _("Como lo conoce la gente, por ejemplo «Paralelo 9»."),
            "country": _("De aquí salen la hora, la moneda y las palabras: generación, cohorte, certificado…"),
            "issuer": _("La que emite las constancias; aparece en cada una."),
            "signatory_post": _("Por ejemplo «Dirección general»."),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["country"].choices = Country.choices
        prefix = self.fields["certificate_prefix"]
        prefix.required = False
        prefix.help_text = _("Con él empieza cada folio: P9-2026-00001. Vacío, lo formamos con el nombre.")

    def clean_certificate_prefix(self):
        return self.cleaned_data["certificate_prefix"] or suggest_prefix(self.cleaned_data.get("name", ""))

    def _get_validation_exclusions(self):
        # The same form twice is the same programme: the action tells that from a prefix that is somebody else's.
        return {*super()._get_validation_exclusions(), "certificate_prefix"}

    def clean(self):
        data = super().clean()
        prefix, name = data.get("certificate_prefix"), data.get("name")
        others = Programme.objects.filter(certificate_prefix=prefix).exclude(slug=slug_for(name or ""))
        if prefix and others.exists():
            self.add_error("certificate_prefix", _("Ese prefijo ya es de otro programa. Elige otro."))
        return data


class RegionLinesForm(forms.Form):
    """Many regions at once, as they come in a document."""

    lines = forms.CharField(
        label=_("Regiones, una por línea"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 7, "spellcheck": "false"}),
        help_text=_("Clave, nombre, dos puntos y los municipios: «R1 Noroeste: Tijuana; Ensenada». Hasta 100 líneas."),
    )

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.programme = programme

    def clean_lines(self):
        """``[(code, name, territories)]``, or every line that cannot be read and why."""
        lines, errors = read_lines(self.cleaned_data["lines"])
        if not errors:
            found, errors = find_places(self.programme.country, [name for line in lines for name in line.places])
        if errors:
            raise forms.ValidationError([str(error) for error in errors])
        return [(line.code, line.name, [found[name] for name in line.places]) for line in lines]


class RegionForm(forms.ModelForm):
    places = forms.CharField(
        label=_("Municipios"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_(
            "Uno por línea, como se dicen. Si hay varios con ese nombre, agrega el estado: «Benito Juárez, Guerrero»."
        ),
    )

    class Meta:
        model = Region
        fields = ["code", "name"]
        help_texts = {"code": _("Corta, por ejemplo R1.")}

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.programme = programme
        self.instance.programme = programme
        if self.instance.pk:
            del self.fields["code"]
            held = self.instance.territories.with_state().order_by("name_key")
            self.initial["places"] = "\n".join(place.full_name for place in held)

    def clean(self):
        data = super().clean()
        taken = Region.objects.filter(programme=self.programme, code=data.get("code"))
        # The same code with the same name is the same form sent twice.
        if taken.exclude(name=data.get("name") or "").exists():
            self.add_error("code", _("Esa clave ya es de otra región. Búscala en la lista para cambiarla."))
        return data

    def clean_places(self):
        within = self.instance.territories.all() if self.instance.pk else ()
        found, errors = find_places(self.programme.country, split_places(self.cleaned_data["places"]), within)
        if errors:
            raise forms.ValidationError([str(error) for error in errors])
        return list(found.values())


class FundingForm(DatesInOrder, forms.ModelForm):
    class Meta:
        model = FundingPeriod
        fields = ["funder", "reference", "amount", "starts_on", "ends_on"]
        widgets = {"starts_on": DayInput, "ends_on": DayInput}
        help_texts = {
            "reference": _("Número de convenio, apoyo o contrato."),
            "amount": _("Solo cifras, sin separar los miles."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["amount"].validators.append(MinValueValidator(0))


class PersonByEmailForm(forms.Form):
    """Somebody already known, or an e-mail with a name for who is not."""

    person = forms.ModelChoiceField(
        label=_("Alguien que ya conoces"), queryset=None, required=False, empty_label=_("Otra persona")
    )
    email = forms.EmailField(
        label=_("Correo electrónico"),
        required=False,
        help_text=_("Si no tiene cuenta, le llegará una invitación."),
    )
    given_names = forms.CharField(label=_("Nombre o nombres"), max_length=80, required=False)
    surname1 = forms.CharField(
        label=_("Primer apellido"),
        max_length=80,
        required=False,
        help_text=_("El nombre hace falta solo si la persona todavía no está en la plataforma."),
    )

    def __init__(self, *args, known, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = known

    def clean(self):
        """``found`` is the person chosen or known by that address; None for somebody new."""
        data = super().clean()
        email = data.get("email")
        data["found"] = data.get("person") or _known_by(email)
        if not data["found"] and not email and "email" not in self.errors:
            self.add_error("email", _("Elige a alguien de la lista o escribe su correo."))
        elif email and not data["found"]:
            for name in ("given_names", "surname1"):
                if not data.get(name):
                    self.add_error(name, _("No conocemos ese correo: escribe también el nombre."))
        return data


def _known_by(email: str | None) -> Person | None:
    """Who answers at that address: the account's person before one who only left it."""
    if not email:
        return None
    named = Person.objects.live().filter(Q(user__email__iexact=email) | Q(email__iexact=email))
    return named.order_by(F("user").asc(nulls_last=True), "pk").first()


class TeamForm(PersonByEmailForm):
    role = forms.ChoiceField(label=_("Papel"), choices=TeamRole.Role.choices, widget=forms.RadioSelect)
    region = forms.ModelChoiceField(
        label=_("Región"),
        queryset=None,
        required=False,
        empty_label=_("Todo el programa"),
        help_text=_("Solo para la coordinación regional."),
    )

    def __init__(self, *args, programme, **kwargs):
        known = Person.objects.filter(team_roles__programme=programme).distinct()
        super().__init__(*args, known=known, **kwargs)
        self.fields["region"].queryset = programme.regions.all()

    def clean(self):
        data = super().clean()
        if data.get("role") == TeamRole.Role.REGIONAL_COORDINATOR and not data.get("region"):
            self.add_error("region", _("Elige la región que va a coordinar."))
        return data
