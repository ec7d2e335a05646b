"""Input from outside about coming in: by oneself, for who decides, and how the door is set."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cohorts.models import Application, Cohort, EnrolmentLink
from kit.widgets import DayInput, WrittenSelect
from people.fields import PhoneField
from people.models import Organisation
from people.register import compact_phone
from places.forms import PlaceField

MOST_SEATS = 100_000


class JoinForm(forms.Form):
    """What is still to be known of who asks for a seat: her name, her organisation, where she lives."""

    given_names = forms.CharField(label=_("Nombre"), max_length=80)
    surname1 = forms.CharField(label=_("Primer apellido"), max_length=80)
    surname2 = forms.CharField(label=_("Segundo apellido"), max_length=80, required=False)
    organisation = forms.ModelChoiceField(
        label=_("Por cuál organización vienes"),
        queryset=None,
        required=False,
        empty_label=_("Por mi cuenta"),
        widget=WrittenSelect,
    )
    organisation_name = forms.CharField(
        label=_("Organización"),
        max_length=160,
        required=False,
        help_text=_("Si vienes por una: casa de cultura, junta, colectivo…"),
    )
    message = forms.CharField(
        label=_("Cuéntanos por qué te interesa"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Lo leerá quien decide las solicitudes."),
    )

    def __init__(self, *args, cohort, person, by_region, **kwargs):
        super().__init__(*args, **kwargs)
        own = Organisation.objects.filter(memberships__person=person, memberships__until=None).distinct()
        mine = person is not None and own.exists()
        self.fields["organisation"].queryset = own if mine else Organisation.objects.none()
        leave_out = ["organisation_name"] if mine else ["organisation"]
        leave_out += ["given_names", "surname1", "surname2"] if person else []
        leave_out += [] if cohort.door == Cohort.Door.REQUEST else ["message"]
        for name in leave_out:
            del self.fields[name]
        if by_region and not (person and person.territory_id):
            self.fields["territory"] = PlaceField(country=cohort.programme.country)

    @property
    def names(self) -> dict[str, str]:
        return {key: self.cleaned_data[key] for key in ("given_names", "surname1", "surname2") if key in self.fields}


class AnswerForm(forms.Form):
    """What she does with a seat that was offered, or with her application."""

    do = forms.ChoiceField(
        choices=[("confirm", "confirm"), ("give_up", "give_up")],
        error_messages={"required": _("Elige uno de los botones."), "invalid_choice": _("Elige uno de los botones.")},
    )


class DecideForm(forms.Form):
    """Yes or no to one request or to many."""

    do = forms.ChoiceField(
        choices=[("accept", "accept"), ("reject", "reject")],
        error_messages={"required": _("Elige uno de los botones."), "invalid_choice": _("Elige uno de los botones.")},
    )
    chosen = forms.ModelMultipleChoiceField(
        queryset=None,
        to_field_name="uuid",
        error_messages={
            "required": _("Marca al menos a una persona."),
            "invalid_choice": _("Una de esas solicitudes ya no está. Revisa la lista y vuelve a marcar."),
            "invalid_pk_value": _("Una de esas solicitudes ya no está. Revisa la lista y vuelve a marcar."),
        },
    )
    reason = forms.CharField(
        label=_("Motivo, si no la aceptas"),
        max_length=400,
        required=False,
        help_text=_("Se lo escribimos a la persona tal como lo pongas."),
    )

    def __init__(self, *args, cohort, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chosen"].queryset = Application.objects.filter(cohort=cohort)

    def clean(self):
        data = super().clean()
        if data.get("do") == "reject" and not (data.get("reason") or "").strip():
            self.add_error("reason", _("Escribe el motivo: se lo diremos a la persona."))
        return data


class DoorForm(forms.Form):
    door = forms.ChoiceField(label=_("Quién puede inscribirse"), choices=Cohort.Door.choices, widget=forms.RadioSelect)
    opens_on = forms.DateField(
        label=_("Desde el día"), required=False, widget=DayInput, help_text=_("Vacío, desde ahora.")
    )
    closes_on = forms.DateField(
        label=_("Hasta el día"), required=False, widget=DayInput, help_text=_("Vacío, hasta que termine.")
    )

    def clean(self):
        data = super().clean()
        opens, closes = data.get("opens_on"), data.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("Las inscripciones no pueden terminar antes de empezar."))
        return data


class QuotaForm(forms.Form):
    """One part quota: of a region or of a kind of organisation; without a number it is taken away."""

    whom = forms.ChoiceField(label=_("Para quién"))
    seats = forms.IntegerField(
        label=_("Lugares como máximo"),
        required=False,
        min_value=1,
        max_value=MOST_SEATS,
        help_text=_("Vacío, sin límite propio."),
        error_messages={"min_value": _("Un cupo parcial es de una persona o más. Quítalo si no hay límite.")},
    )

    def __init__(self, *args, cohort, **kwargs):
        super().__init__(*args, **kwargs)
        self.regions = {f"region-{one.pk}": one for one in cohort.programme.regions.order_by("code")}
        kinds = [(f"kind-{value}", label) for value, label in Organisation.Kind.choices]
        regions = [(key, str(one)) for key, one in self.regions.items()]
        groups = [(_("Regiones"), regions)] if regions else []
        self.fields["whom"].choices = [("", _("Elige")), *groups, (_("Tipos de organización"), kinds)]

    @property
    def quota(self) -> dict:
        """What to give to ``set_quota``."""
        whom = self.cleaned_data["whom"]
        region = self.regions.get(whom)
        kind = "" if region else whom.removeprefix("kind-")
        return {"region": region, "kind": kind, "seats": self.cleaned_data["seats"]}


class LinkForm(forms.Form):
    until = forms.DateField(label=_("Sirve hasta el día"), widget=DayInput)


class RevokeForm(forms.Form):
    link = forms.ModelChoiceField(queryset=None, to_field_name="uuid")

    def __init__(self, *args, cohort, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["link"].queryset = EnrolmentLink.objects.filter(cohort=cohort)


class TransferForm(forms.Form):
    to = forms.ModelChoiceField(
        label=_("A dónde pasa"),
        queryset=None,
        to_field_name="uuid",
        empty_label=_("Elige"),
        widget=WrittenSelect,
        help_text=_("Su asistencia y lo que avanzó aquí se conservan en su historial."),
    )

    def __init__(self, *args, cohorts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = cohorts


class ReplaceForm(forms.Form):
    """Who takes the seat; and why the other one leaves, unless she has left."""

    given_names = forms.CharField(label=_("Nombre"), max_length=80)
    surname1 = forms.CharField(label=_("Primer apellido"), max_length=80)
    surname2 = forms.CharField(label=_("Segundo apellido"), max_length=80, required=False)
    email = forms.EmailField(label=_("Correo"), max_length=254, required=False)
    phone = PhoneField()
    post = forms.CharField(
        label=_("Cargo"), max_length=120, required=False, help_text=_("Vacío, el mismo de quien deja el lugar.")
    )

    def __init__(self, *args, reasons, **kwargs):
        super().__init__(*args, **kwargs)
        if reasons:
            self.fields["reason"] = forms.ChoiceField(
                label=_("Por qué deja el lugar"), choices=reasons, widget=forms.RadioSelect
            )

    def clean_phone(self):
        return compact_phone(self.cleaned_data["phone"])
