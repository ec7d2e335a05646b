"""Input from outside about cohorts, sessions and trainers."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import Q
from django.forms.models import model_to_dict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cohorts.actions.sessions import FROZEN, TEXTS
from cohorts.forms.rule import RULE_WIDGETS, RULE_WORDS, RuleFields
from cohorts.forms.where import PlaceField
from cohorts.models import Cohort, Facilitation, Session
from cohorts.rule import RULE
from courses.models import CoursePage
from kit.clock import local
from kit.languages import in_its_language
from kit.widgets import ClockInput, DayInput, WrittenSelect
from people.models import Person
from programmes.forms import DatesInOrder, PersonByEmailForm
from programmes.models import Programme, Region
from programmes.presets import PRESETS

MOST_WEEKS = 30
A_YEAR = timedelta(days=366)
# The fields of a session's form that a list handed in freezes.
WHEN = ("title", "day", "starts", "ends", "time_zone", "modality", "required")
LONGEST = timedelta(hours=14)
WORDS = {
    "name": _("Como lo va a ver la gente, por ejemplo «Tijuana, otoño»."),
    "code": _("Corta y sin repetir en el programa. Aparece en listas e informes."),
    "profile": _("Para quién es, por ejemplo «directoras y directores de cultura»."),
    "capacity": _("Cuántas personas caben. Vacío, sin límite."),
    **RULE_WORDS,
}


class CohortForm(DatesInOrder, RuleFields):
    class Meta:
        model = Cohort
        fields = ["course", "name", "code", "region", "profile", "capacity", "starts_on", "ends_on", *RULE]
        widgets = {
            "course": WrittenSelect,
            "region": WrittenSelect,
            "starts_on": DayInput,
            "ends_on": DayInput,
            **RULE_WIDGETS,
        }
        help_texts = WORDS

    def __init__(self, *args, programme, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.programme = programme
        course, region = self.fields["course"], self.fields["region"]
        course.queryset, course.empty_label = CoursePage.objects.live().order_by("title"), _("Elige un curso")
        region.queryset = Region.objects.coordinated_by(user).filter(programme=programme)
        region.required = not Programme.objects.coordinated_by(user).filter(pk=programme.pk).exists()
        region.empty_label = _("Elige una región") if region.required else _("Todo el programa")
        if not region.queryset and not region.required:
            del self.fields["region"]

    def clean(self):
        data = super().clean()
        taken = Cohort.objects.filter(programme=self.programme, code=data.get("code")).exclude(pk=self.instance.pk)
        # The same code with the same name and course is the same form sent twice.
        if taken.exclude(name=data.get("name") or "", course=data.get("course")).exists():
            self.add_error("code", _("Esa clave ya está en uso en este programa. Escribe otra."))
        return data


class CohortChangeForm(CohortForm):
    """What may still change: everything but course, code and region before opening; then not the rule either."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("course", "code", "region", *(RULE if self.instance.opened_at else ())):
            self.fields.pop(name, None)

    @property
    def tried_the_rule(self) -> bool:
        """The form was opened before the cohort and sent after, with another rule in it."""
        if not self.instance.opened_at:
            return False
        kept = {name: str(value) for name, value in model_to_dict(self.instance, RULE).items() if value is not None}
        return any(self.data[name] != kept.get(name, "") for name in RULE if name in self.data)

    def clean(self):
        return RuleFields.clean(self)


class MeetingForm(forms.Form):
    """A meeting as it is announced: a day, from one hour to another, on the clocks of the hall."""

    title = forms.CharField(label=_("Tema"), max_length=160)
    day = forms.DateField(label=_("Día"), widget=DayInput)
    starts = forms.TimeField(label=_("Empieza"), widget=ClockInput)
    ends = forms.TimeField(label=_("Termina"), widget=ClockInput)
    time_zone = forms.ChoiceField(label=_("Hora de"))
    modality = forms.ChoiceField(
        label=_("Modalidad"), choices=Session.Modality.choices, widget=forms.RadioSelect, initial="in_person"
    )
    venue = forms.CharField(
        label=_("Lugar"), max_length=200, required=False, help_text=_("Con calle, número y localidad, si los tiene.")
    )
    reference = forms.CharField(
        label=_("Puntos de referencia"),
        max_length=300,
        required=False,
        help_text=_("Cómo se llega: «portón azul, frente al mercado»."),
    )
    place = PlaceField(label=_("Punto en el mapa"), required=False)
    url = forms.URLField(
        label=_("Enlace"),
        max_length=400,
        required=False,
        assume_scheme="https",
        help_text=_("El de la videollamada. Quienes participan lo ven desde 15 minutos antes y hasta que termina."),
    )
    outline = forms.CharField(
        label=_("Qué se trabaja"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    required = forms.BooleanField(label=_("Cuenta para la asistencia"), required=False, initial=True)

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        zones = dict(PRESETS[programme.country].zones)
        self.fields["time_zone"].choices = list({programme.time_zone: programme.time_zone, **zones}.items())
        self.fields["time_zone"].initial = programme.time_zone

    def clean(self):
        data = super().clean()
        day, starts, ends = (data.get(key) for key in ("day", "starts", "ends"))
        if day and starts and ends and data.get("time_zone"):
            data["from"], data["until"] = self.moments_of(day)
            if data["until"] <= data["from"]:
                self.add_error("ends", _("La sesión termina antes de empezar. Corrige la hora de cierre."))
            elif data["until"] - data["from"] > LONGEST:
                self.add_error("ends", _("Una sesión dura 14 horas como máximo. Divídela en varias."))
        return data

    def moments_of(self, day):
        """From when to when on that day, on the hall's clock."""
        data, zone = self.cleaned_data, ZoneInfo(self.cleaned_data["time_zone"])
        return datetime.combine(day, data["starts"], zone), datetime.combine(day, data["ends"], zone)


class SessionForm(MeetingForm):
    """One meeting, or the same for some weeks, of one cohort or of several together."""

    weeks = forms.IntegerField(
        label=_("Cuántas semanas seguidas"),
        min_value=1,
        max_value=MOST_WEEKS,
        initial=1,
        required=False,
        help_text=_("Repite la sesión el mismo día y a la misma hora. Hasta 30."),
    )
    together = forms.ModelMultipleChoiceField(
        label=_("Sesión conjunta con"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Cada quien conserva su propia lista de asistencia."),
    )

    def __init__(self, *args, cohort, user, **kwargs):
        programme = cohort.programme
        super().__init__(*args, programme=programme, **kwargs)
        self.cohort = cohort
        others = Cohort.objects.coordinated_by(user).filter(programme=programme).exclude(pk=cohort.pk)
        others = others.filter(status__in=[Cohort.Status.PLANNED, Cohort.Status.RUNNING]).order_by("code")
        self.fields["together"].queryset = others
        self.fields["together"].label_from_instance = lambda other: in_its_language(str(other))
        if not others:
            del self.fields["together"]

    def clean_day(self):
        """A year before the cohort or after it at the most: further off, the year was mistyped."""
        day, first, last = self.cleaned_data["day"], self.cohort.starts_on, self.cohort.ends_on
        if not first - A_YEAR <= day <= last + A_YEAR:
            days = {"first": date_format(first), "last": date_format(last)}
            raise forms.ValidationError(_("Revisa el año: va del %(first)s al %(last)s.") % days)
        return day

    def meetings(self):
        """What to give to ``plan_session`` for each week asked for; hours stay the same on the hall's clock."""
        data = self.cleaned_data
        keys = ("title", "modality", "time_zone", "venue", "reference", "url", "outline", "required")
        details = {key: data[key] for key in keys} | PlaceField.as_fields(data["place"])
        for week in range(data["weeks"] or 1):
            gap = timedelta(weeks=week)
            yield {"starts_at": data["from"] + gap, "ends_at": data["until"] + gap, **details}


class SessionChangeForm(SessionForm):
    """The same meeting announced anew. With ``texts_only`` it offers what may change after a list was handed in."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args, session, texts_only, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("weeks", "together", *(WHEN if texts_only else ())):
            self.fields.pop(name, None)
        if not texts_only:
            zone = self.fields["time_zone"]
            zone.choices = list({session.time_zone: session.time_zone, **dict(zone.choices)}.items())
        starts, ends = (local(moment, session.time_zone) for moment in (session.starts_at, session.ends_at))
        self.initial = {name: getattr(session, name) for name in (*FROZEN, *TEXTS, "version")}
        self.initial |= {"day": starts.date(), "starts": starts.time(), "ends": ends.time()}
        self.initial["place"] = PlaceField.written(session.latitude, session.longitude)

    def changes(self):
        """What to give to ``change_session``."""
        data = self.cleaned_data
        given = {key: data[key] for key in (*FROZEN, *TEXTS, "version") if key in data}
        moments = {"starts_at": data["from"], "ends_at": data["until"]} if "from" in data else {}
        return given | moments | PlaceField.as_fields(data["place"])

    def renew(self, version):
        """Sent once more, it speaks of the meeting as it is stored now; what was typed stays."""
        self.data = self.data.copy()
        self.data["version"] = version


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Por qué se cancela"), max_length=200, help_text=_("Lo va a leer quien mire la lista de sesiones.")
    )


class TrainerForm(PersonByEmailForm):
    role = forms.ChoiceField(
        label=_("Para qué"),
        choices=Facilitation.Role.choices,
        initial=Facilitation.Role.TRAINER,
        widget=forms.RadioSelect,
        help_text=_(
            "Quien ayuda a pasar lista solo ve los nombres, desde un día antes hasta un día después de cada sesión."
        ),
    )

    def __init__(self, *args, cohort, **kwargs):
        taught, team = Q(facilitations__cohort__programme=cohort.programme), Q(team_roles__programme=cohort.programme)
        super().__init__(*args, known=Person.objects.filter(taught | team).distinct(), **kwargs)


class CohortFilterForm(forms.Form):
    """``?programa=…&estado=…`` of the list; what is unknown filters nothing."""

    programa = forms.ModelChoiceField(
        label=_("Programa"),
        queryset=None,
        to_field_name="slug",
        required=False,
        empty_label=_("Todos"),
        widget=WrittenSelect,
    )
    estado = forms.ChoiceField(label=_("Estado"), required=False, choices=[("", _("Todos")), *Cohort.Stage.choices])

    def __init__(self, *args, programmes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["programa"].queryset = programmes
