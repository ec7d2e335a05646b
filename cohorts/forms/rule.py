"""The completion rule as it is typed: when a cohort is planned, and when what was promised has to change."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cohorts.models import Cohort
from cohorts.promise import planned_sessions
from cohorts.rule import RULE, out_of_reach, unsound

RULE_WORDS = {
    "attendance_unit": _("Elige minutos cuando las sesiones duran distinto y eso debe pesar."),
    "attendance_percent": _("De lo que cuenta, a cuánto hay que asistir."),
    "attendance_sessions": _("Si lo llenas, manda sobre el porcentaje: por ejemplo «4» de 6. No va con minutos."),
    "attendance_base": _(
        "Realizadas: solo las que ocurrieron. Desde que se inscribió: a quien llega tarde al curso no se le cuentan las"
        " anteriores. Planeadas: todas las programadas y no canceladas."
    ),
    "excused": _("Qué pasa cuando alguien falta y lo justifica."),
    "lates_per_absence": _(
        "Por ejemplo «3»: cada tres llegadas tarde hacen una ausencia. Vacío: llegar tarde cuenta como asistir."
    ),
    "lessons_percent": _("De las lecciones en línea, cuántas hay que completar."),
    "pass_score": _("De 0 a 100, en la evaluación final. Solo cuenta si el curso tiene una."),
}
RULE_WIDGETS = {
    "attendance_unit": forms.RadioSelect,
    "attendance_base": forms.RadioSelect,
    "excused": forms.RadioSelect,
}


class RuleFields(forms.ModelForm):
    """A form of a cohort in which parts of its rule stand."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound and "attendance_unit" not in self.data:
            # A page opened before this could be chosen sends nothing: what stands stays.
            self.data = self.data.copy()
            self.data["attendance_unit"] = self.instance.attendance_unit

    def clean(self):
        data = super().clean() or self.cleaned_data
        field, problem = unsound(data)
        if problem:
            self.add_error(field, problem)
        return data


class RuleForm(RuleFields):
    """What was promised, to be changed for a reason."""

    reason = forms.CharField(
        label=_("Por qué cambia"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Queda en el historial, junto con lo que decía antes."),
    )

    class Meta:
        model = Cohort
        fields = RULE
        widgets = RULE_WIDGETS
        help_texts = RULE_WORDS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stood = {name: getattr(self.instance, name) for name in RULE}

    def clean(self):
        data = super().clean()
        if problem := out_of_reach(data, planned_sessions(self.instance)):
            self.add_error("attendance_sessions", problem)
        if not self.errors and self.rule == self.stood:
            self.add_error(None, _("La regla es la misma: cambia algo o vuelve sin cambiarla."))
        return data

    @property
    def rule(self) -> dict:
        return {name: self.cleaned_data[name] for name in RULE}
