"""What belongs to no app: the look, the language."""

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language as django_set_language

from kit.icons import PATHS
from kit.widgets import ClockInput, DayInput, MomentInput

# A token here would put a cookie on every public page and forbid keeping it in the page cache. What a stranger could
# make a reader's browser do is change the language: the reader changes it back.
set_language = csrf_exempt(django_set_language)


class SampleForm(forms.Form):
    """One field of each kind, for the sheet of styles."""

    name = forms.CharField(label=_("Nombre completo"), help_text=_("Como debe aparecer en la constancia."))
    email = forms.EmailField(label=_("Correo electrónico"), required=False)
    born_on = forms.DateField(label=_("Fecha de nacimiento"), widget=DayInput)
    starts_at = forms.DateTimeField(label=_("Inicio de la sesión"), widget=MomentInput, required=False)
    hour = forms.TimeField(label=_("Hora de cierre"), widget=ClockInput, required=False)
    seats = forms.IntegerField(label=_("Cupo"), min_value=1, max_value=415)
    region = forms.ChoiceField(
        label=_("Región"), choices=[("", _("Elige una región")), ("1", "Elqui"), ("2", "Limarí")]
    )
    modality = forms.ChoiceField(
        label=_("Modalidad"),
        choices=[("in_person", _("Presencial")), ("online", _("En línea en vivo")), ("mixed", _("Mixta"))],
        widget=forms.RadioSelect,
        help_text=_("Puedes cambiarla hasta la primera sesión."),
    )
    themes = forms.MultipleChoiceField(
        label=_("Temas"),
        choices=[("heritage", _("Patrimonio")), ("funding", _("Financiamiento")), ("rights", _("Derechos culturales"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    story = forms.CharField(label=_("Cuéntanos de tu práctica"), widget=forms.Textarea, required=False)
    roster = forms.FileField(label=_("Lista de participantes"), help_text=_("CSV o XLSX, hasta 5 MB."), required=False)
    notice = forms.BooleanField(label=_("Leí el aviso de privacidad y autorizo el uso de mis datos."))


def styleguide(request):
    """Every component with plausible content. Only while developing."""
    if not settings.DEBUG:
        raise Http404
    return render(
        request,
        "lms/styleguide.html",
        {
            "form": SampleForm(),
            "wrong_form": SampleForm({"name": "", "born_on": "31-02-1990", "seats": "0"}, prefix="wrong"),
            "page_obj": Paginator(range(90), 20).page(2),
            "cloths": [
                "Gestión cultural comunitaria",
                "Patrimonio vivo",
                "Región Elqui",
                "Comuna 4 Aranjuez",
                "Derechos culturales",
            ],
            "icons": sorted(PATHS),
            "people": [
                "Yatziri Hernández Chablé",
                "Ana Lucía Quispe Mamani",
                "José Ángel Montoya Restrepo",
                "Rosa Elena Ñancupil",
            ],
        },
    )
