"""Input from outside about the frame of a programme."""

from datetime import date

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from kit.text import tidy
from kit.widgets import DayInput, WrittenSelect
from people.models import Organisation, Person
from people.register import organisation_key
from places.models import Country
from programmes.actions import CHANGEABLE, PRINTED, slug_for
from programmes.models import FundingPeriod, Programme, Region, TeamRole
from programmes.presets import PRESETS
from programmes.reading import find_places, read_lines, split_places, suggest_prefix, with_codes
from programmes.team import known_by
from programmes.terms import LONGEST, usual

# Programmes whose records are brought in late begin with the years of which somebody still has papers.
OUR_TIMES = (1980, 2100)
FORMS = {"one": _("En singular"), "many": _("En plural")}
# What each word names; the order is the page's.
WORDS = {
    "cohort": _("El conjunto de quienes cursan"),
    "participant": _("Quien cursa"),
    "trainer": _("Quien facilita"),
    "enrolment": _("El lugar de una persona en el grupo"),
    "session": _("Cada encuentro con fecha y hora"),
    "register": _("Donde se anota quién asistió"),
    "certificate": _("El documento que se entrega al acreditar"),
    "folio": _("El número de ese documento"),
    "organisation": _("De dónde viene cada persona"),
    "region": _("Cada parte del programa con su coordinación"),
}


def _of_our_times(day: date) -> date:
    if not OUR_TIMES[0] <= day.year <= OUR_TIMES[1]:
        first, last = OUR_TIMES
        raise forms.ValidationError(_("Revisa el año: va de %(first)d a %(last)d.") % {"first": first, "last": last})
    return day


class DatesInOrder:
    """Two days of our times, ``starts_on`` and ``ends_on``, the second not before the first."""

    def clean_starts_on(self):
        return _of_our_times(self.cleaned_data["starts_on"])

    def clean_ends_on(self):
        starts, ends = self.cleaned_data.get("starts_on"), _of_our_times(self.cleaned_data["ends_on"])
        if starts and ends and ends < starts:
            raise forms.ValidationError(_("No puede terminar antes de empezar."))
        return ends


class ProgrammeForm(DatesInOrder, forms.ModelForm):
    time_zone = forms.ChoiceField(
        label=_("Hora de"), required=False, help_text=_("Cada sesión puede llevar la suya. Vacía, la usual del país.")
    )

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
        zones = [(label, [*PRESETS[code].zones]) for code, label in Country.choices]
        self.fields["time_zone"].choices = [("", _("La usual del país")), *zones]
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
        zone, country = data.get("time_zone"), data.get("country")
        if zone and country and zone not in dict(PRESETS[country].zones):
            self.add_error("time_zone", _("Esa hora es de otro país."))
        return data

    @property
    def more(self):
        """What may be left for later, and whether something there has to be corrected."""
        later = [self[name] for name in ("signatory_name", "signatory_post", "certificate_prefix", "time_zone")]
        return {"fields": later, "wrong": any(field.errors for field in later)}


class ProgrammeChangeForm(DatesInOrder, forms.ModelForm):
    """What may still change; with ``printed``, not what every certificate repeats."""

    class Meta(ProgrammeForm.Meta):
        fields = [*(name for name in CHANGEABLE if name not in PRINTED), *PRINTED]
        error_messages = {"certificate_prefix": {"unique": _("Ese prefijo ya es de otro programa. Elige otro.")}}

    def __init__(self, *args, printed, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = Country.choices
        self.fields["certificate_prefix"].help_text = _("Con él empieza cada folio: P9-2026-00001.")
        for name in PRINTED if printed else ():
            del self.fields[name]


class WordsForm(forms.Form):
    """The programme's own words, two boxes each; what is left empty is said as usual in its country."""

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        for key in WORDS:
            own = (programme.terms or {}).get(key) or ["", ""]
            for number, name in enumerate(FORMS):
                box = forms.TextInput(
                    attrs={"placeholder": usual(programme.country, key)[number], "autocomplete": "off"}
                )
                self.fields[f"{key}_{name}"] = forms.CharField(
                    label=FORMS[name], max_length=LONGEST, required=False, initial=own[number], widget=box
                )

    @property
    def rows(self):
        """``(what it names, field of the singular, field of the plural)`` in the order of the page."""
        return [(label, self[f"{key}_one"], self[f"{key}_many"]) for key, label in WORDS.items()]

    def clean(self):
        data = super().clean()
        data["words"] = {}
        for key in WORDS:
            one, many = (tidy(data.get(f"{key}_{name}") or "") for name in FORMS)
            if bool(one) != bool(many):
                missing = "many" if one else "one"
                sentence = _("Escribe también la otra forma de «%(word)s», o deja las dos vacías.")
                self.add_error(f"{key}_{missing}", sentence % {"word": one or many})
            data["words"][key] = (one, many)
        return data


class RegionLinesForm(forms.Form):
    """Many regions at once, as they come in a document."""

    lines = forms.CharField(
        label=_("Regiones, una por línea"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 7, "spellcheck": "false"}),
        help_text=_(
            "Nombre, dos puntos y los municipios: «Noroeste: Tijuana; Ensenada». Si tienen clave, antes del nombre: "
            "«R1 Noroeste: Tijuana». Hasta 100 líneas."
        ),
    )

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.programme = programme

    def clean_lines(self):
        """``[(code, name, territories)]``, or every line that cannot be read and why."""
        lines, errors = read_lines(self.cleaned_data["lines"])
        lines = with_codes(lines, dict(self.programme.regions.values_list("name", "code")))
        if not errors:
            found, errors = find_places(self.programme.country, [name for line in lines for name in line.places])
        if errors:
            raise forms.ValidationError([str(error) for error in errors])
        return [(line.code, line.name, [place for name in line.places for place in found[name]]) for line in lines]


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
            held = self.instance.territories.with_state().order_by("name_key")
            self.initial["places"] = "\n".join(place.full_name for place in held)

    def clean(self):
        data = super().clean()
        taken = Region.objects.filter(programme=self.programme, code=data.get("code")).exclude(pk=self.instance.pk)
        if not self.instance.pk:
            # The same code with the same name is the same form sent twice.
            taken = taken.exclude(name=data.get("name") or "")
        if taken.exists():
            self.add_error("code", _("Esa clave ya es de otra región. Búscala en la lista para cambiarla."))
        return data

    def clean_places(self):
        within = self.instance.territories.all() if self.instance.pk else ()
        found, errors = find_places(self.programme.country, split_places(self.cleaned_data["places"]), within)
        if errors:
            raise forms.ValidationError([str(error) for error in errors])
        return [place for places in found.values() for place in places]


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
        data["found"] = data.get("person") or known_by(email)
        if not data["found"] and not email and "email" not in self.errors:
            self.add_error("email", _("Elige a alguien de la lista o escribe su correo."))
        elif email and not data["found"]:
            for name in ("given_names", "surname1"):
                if not data.get(name):
                    self.add_error(name, _("No conocemos ese correo: escribe también el nombre."))
        return data


class TeamForm(PersonByEmailForm):
    role = forms.ChoiceField(label=_("Papel"), choices=TeamRole.Role.choices, widget=forms.RadioSelect)
    organisation = forms.CharField(
        label=_("Organización"),
        max_length=160,
        required=False,
        help_text=_("Solo para quien representa a una: su nombre, como está registrada."),
    )
    region = forms.ModelChoiceField(
        label=_("Región"),
        queryset=None,
        required=False,
        empty_label=_("Todo el programa"),
        widget=WrittenSelect,
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
        data["organisation"] = self._organisation(data)
        return data

    def _organisation(self, data) -> Organisation | None:
        if data.get("role") != TeamRole.Role.ORGANISATION_REPRESENTATIVE or "organisation" in self.errors:
            return None
        named = Organisation.objects.filter(name_key=organisation_key(data.get("organisation") or ""))[:2]
        if len(named) != 1:
            many = _("Hay varias organizaciones con ese nombre: distínguelas primero.")
            self.add_error("organisation", many if named else _("No hay una organización registrada con ese nombre."))
            return None
        return named[0]
