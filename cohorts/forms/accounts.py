from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.models import User


class SuspensionForm(forms.Form):
    """Which account of this programme, and whether it is shut or opened."""

    email = forms.EmailField(label=_("Correo de la cuenta"))
    do = forms.ChoiceField(
        label=_("Qué hacer"),
        choices=[("suspend", _("Suspender: sale de inmediato de todos sus equipos")), ("resume", _("Reanudar"))],
        initial="suspend",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Motivo"), max_length=400, required=False)

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label_suffix = gettext("(para suspender)")
        self.programme = programme

    def clean(self):
        data = super().clean()
        if data.get("do") == "suspend" and not (data.get("reason") or "").strip():
            self.add_error("reason", _("Escribe el motivo: quien la reanude necesita saberlo."))
        data["account"] = None if self.errors else self._account(data["email"])
        if not self.errors and data["account"] is None:
            self.add_error("email", _("En este programa no hay una cuenta con ese correo."))
        return data

    def _account(self, email: str) -> User | None:
        here = Q(person__enrolments__cohort__programme=self.programme)
        here |= Q(person__facilitations__cohort__programme=self.programme) | Q(
            person__team_roles__programme=self.programme
        )
        return User.objects.filter(here, email__iexact=email).distinct().first()
