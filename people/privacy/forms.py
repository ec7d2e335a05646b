"""What people say about their own data, and what is answered to them."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.models import ConsentNotice, Person
from people.privacy.consent import Answer, Guardian
from people.privacy.rules import is_minor

YES, NO = "yes", "no"


class GuardianFields(forms.Form):
    """Who authorises for somebody under 18."""

    guardian_name = forms.CharField(label=_("Nombre de tu madre, padre o tutor"), max_length=160, required=False)
    guardian_relationship = forms.CharField(
        label=_("Qué es de ti"), max_length=60, required=False, help_text=_("Por ejemplo: madre, padre, abuela, tutor.")
    )


class PermissionsForm(GuardianFields):
    """One's own decisions under one notice: the necessary purposes at once, each voluntary one by itself."""

    field_order = ["necessary"]

    def __init__(self, data=None, *, person: Person, notice: ConsentNotice, answers: list[Answer]):
        super().__init__(data, prefix=f"n{notice.pk}")
        self.notice, self.answers = notice, answers
        self.minor = is_minor(person.birth_date, timezone.localdate())
        needed = [each for each in answers if each.purpose.necessary]
        if not all(each.granted for each in needed):
            self.fields["necessary"] = forms.BooleanField(
                label=_("Leí el aviso y autorizo los fines necesarios"), required=False
            )
        for each in answers:
            if not each.purpose.necessary:
                self.fields[each.purpose.code] = self._choice(each)
        if not self.minor:
            del self.fields["guardian_name"], self.fields["guardian_relationship"]
        else:
            self.order_fields([*(name for name in self.fields if not name.startswith("guardian")), *GUARDIAN])
            for name in GUARDIAN:  # asked of who authorises anything: neither required nor optional
                self.fields[name].label_suffix = gettext("(si autorizas algo)")

    def _choice(self, answer: Answer) -> forms.ChoiceField:
        purpose = answer.purpose
        choices = [(NO, _("No autorizo")), (YES, _("Sí, autorizo"))]
        return forms.ChoiceField(
            label=purpose.title,
            help_text=purpose.text,
            choices=choices,
            widget=forms.RadioSelect,
            initial=YES if answer.granted else NO,
        )

    def clean(self):
        data = super().clean()
        wants = data.get("necessary") or any(value == YES for value in data.values())
        if self.minor and wants and not self.guardian:
            sentence = _("Tienes menos de 18 años: hace falta el nombre y el parentesco de quien autoriza por ti.")
            self.add_error("guardian_name", sentence)
        return data

    @property
    def guardian(self) -> Guardian:
        said = self.cleaned_data
        return Guardian(said.get("guardian_name", ""), said.get("guardian_relationship", ""))

    def choices(self) -> dict[str, bool]:
        """``{purpose: allowed}`` as chosen; an unticked box of the necessary ones says nothing yet."""
        said = self.cleaned_data
        codes = [each.purpose for each in self.answers]
        necessary = {each.code: True for each in codes if each.necessary and said.get("necessary")}
        return necessary | {each.code: said[each.code] == YES for each in codes if not each.necessary}


GUARDIAN = ["guardian_name", "guardian_relationship"]


class ErasureForm(forms.Form):
    """Asking to be forgotten, having read what stays."""

    reason = forms.CharField(
        label=_("¿Quieres decirnos algo?"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    understood = forms.BooleanField(
        label=_("Entiendo qué se borra y qué queda"),
        error_messages={"required": _("Marca la casilla para confirmar que lo leíste.")},
    )


class DecisionForm(forms.Form):
    """What the second person says to a request."""

    decision = forms.ChoiceField(
        label=_("Decisión"),
        choices=[("approve", _("Aprobar: se borra ahora y no se puede deshacer")), ("refuse", _("Rechazar"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Motivo del rechazo"),
        help_text=_("La persona lo va a leer. Hace falta solo si rechazas."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self):
        data = super().clean()
        if data.get("decision") == "refuse" and not data.get("reason", "").strip():
            self.add_error("reason", _("Escribe el motivo: la persona lo va a leer."))
        return data
