"""What belongs to no app: the door of each role, the language, pictures, the look."""

from pathlib import Path

from django import forms
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from django.views.defaults import bad_request as plain_bad_request
from django.views.i18n import set_language as django_set_language
from django.views.static import serve
from wagtail.images import get_image_model

from cohorts.models import Register
from kit.icons import PATHS
from kit.widgets import ClockInput, DayInput, MomentInput
from learning.files import is_private, may_open
from lms.roles import roles_of
from people.queries import claimable_by
from programmes.models import Programme

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
MEGABYTE = 1024 * 1024
# A browser that is still sending hears no answer: this much more is let in, and thrown away.
STILL_HEARD = 64 * MEGABYTE
PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"}
PICTURES_KEPT_SECONDS = 60 * 60 * 24 * 30
REGISTERS_SHOWN = 5

# A token here would put a cookie on every public page and forbid keeping it in the page cache. What a stranger could
# make a reader's browser do is change the language: the reader changes it back.
set_language = csrf_exempt(django_set_language)


@require_safe
def home(request):
    """The door of each role: one role is led straight in, several choose, nobody yet is told the next step."""
    if not request.user.is_authenticated:
        return redirect("/")
    roles = roles_of(request.user)
    if roles.is_trainee and not roles.staff:
        return redirect("learning:progress")
    return render(request, "lms/home.html", {"roles": roles, **_work_of(request.user, roles)})


def _work_of(user, roles):
    """What waits for whom: registers to approve, programmes, a record to recognise as one's own."""
    work = {}
    if roles.is_coordinator or roles.is_funder or roles.is_data_officer:
        work["programmes"] = list(Programme.objects.visible_to(user))
    if roles.is_coordinator:
        waiting = Register.objects.coordinated_by(user).filter(status=Register.Status.SUBMITTED)
        waiting = waiting.filter(session__cancelled_at=None).select_related("session", "cohort__programme")
        work["registers"] = waiting.order_by("submitted_at")[:REGISTERS_SHOWN]
        work["registers_waiting"] = waiting.count()
    if not roles.has_person:
        work["claimable"] = claimable_by(user).exists()
    return work


@never_cache
@require_safe
def health(request):
    """Alive: says so without asking the database or anybody else."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def picture(request, path):
    """A picture that editors put on a page. Of all that was uploaded, only drawings, and of private ones who may."""
    if Path(path).suffix.lower() not in PICTURES:
        raise Http404
    drawings = get_image_model().get_rendition_model().objects.select_related("image__collection")
    drawing = drawings.filter(file=f"images/{path}").first()
    if drawing and not may_open(request.user, drawing.image):
        raise Http404
    response = serve(request, path, document_root=settings.MEDIA_ROOT / "images")
    # Wagtail names each drawing after its content and its size: another picture is another name.
    shared = (
        "private, no-store" if drawing and is_private(drawing.image) else f"max-age={PICTURES_KEPT_SECONDS}, immutable"
    )
    response["Cache-Control"] = shared
    return response


def bad_request(request, exception):
    """What could not be read. Who sent too much is told how much fits, and led back to the form it came from."""
    if not isinstance(exception, TOO_MUCH):
        return plain_bad_request(request, exception)
    _let_it_arrive(request)
    limits = {
        "megabytes": settings.DATA_UPLOAD_MAX_MEMORY_SIZE // MEGABYTE,
        "fields": settings.DATA_UPLOAD_MAX_NUMBER_FIELDS,
        "too_many": not isinstance(exception, RequestDataTooBig),
    }
    return render(request, "413.html", limits, status=413)


def _let_it_arrive(request) -> None:
    left = STILL_HEARD
    try:
        while left > 0 and (chunk := request.read(MEGABYTE)):
            left -= len(chunk)
    except OSError:  # it went away, or was read already
        return


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
