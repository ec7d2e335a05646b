"""Many sheets at once, and the book of folios, for those who coordinate."""

from dataclasses import dataclass
from io import BytesIO

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.log_actions import log

from certificates.models import FolioSeries, Pack
from certificates.packs import actions
from certificates.packs.binding import Gone, bind
from certificates.packs.choosing import MOST, sheets_for
from certificates.packs.forms import PackForm
from certificates.packs.ledger import Book, book_of_cohort, book_of_year
from certificates.packs.printing import as_pdf, as_xlsx
from cohorts.models import Cohort
from kit.files import safe_name
from people.actions import Refused
from people.entering.freshness import identify_anew
from programmes.models import Programme

TYPES = {
    "pdf": "application/pdf",
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# As many are made while one waits for them.
AT_ONCE = 20


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pack_new(request, uuid):
    """What may be taken of a cohort. Up to twenty sheets are answered at once; more of them are a job."""
    cohort = get_object_or_404(Cohort.objects.coordinated_by(request.user).select_related("programme"), uuid=uuid)
    form = PackForm(request.POST if request.method == "POST" else None, cohort=cohort)
    if form.is_valid():
        identify_anew(request)
        try:
            return _taken(request, cohort, form.cleaned_data["organisation"], form.cleaned_data["format"])
        except (Refused, Gone) as refusal:
            form.add_error(None, str(refusal) or _("Uno de los documentos acaba de cambiar. Inténtalo de nuevo."))
    context = {"cohort": cohort, "form": form, "most": MOST}
    return render(request, "certificates/packs/new.html", context, status=422 if form.errors else 200)


def _taken(request, cohort, organisation, kind):
    if len(sheets_for(cohort, organisation)) > AT_ONCE:
        return redirect("certificates:pack", uuid=actions.ask_pack(cohort, organisation, kind, by=request.user).uuid)
    return _at_once(request, cohort, organisation, kind)


def _at_once(request, cohort, organisation, kind):
    certificates, out = actions.chosen(cohort, organisation, kind, by=request.user), BytesIO()
    for _done in bind(certificates, kind, out):
        pass
    return _file(out.getvalue(), kind, cohort.code)


@never_cache
@login_required
@require_safe
def pack(request, uuid):
    """How far it is; the file once it is there."""
    found = get_object_or_404(_packs(request.user), uuid=uuid)
    return render(request, "certificates/packs/pack.html", {"pack": found, "job": actions.job_of(found)})


@never_cache
@login_required
@require_safe
def pack_file(request, uuid):
    found = get_object_or_404(_packs(request.user).exclude(ready_at=None), uuid=uuid)
    identify_anew(request)
    if not found.file or not found.file.storage.exists(found.file.name):
        raise Http404
    log(instance=found.cohort, action="certificates.fetch_pack", user=request.user, data={"sheets": found.sheets})
    name = safe_name(f"constancias {found.cohort.code}.{found.format}", found.format)
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=name, content_type=TYPES[found.format])


def _packs(user):
    return Pack.objects.visible_to(user).select_related("cohort__programme", "organisation")


@never_cache
@login_required
@require_safe
def cohort_ledger(request, uuid, kind):
    """The cohort's lines of the book, replaced and revoked ones too."""
    cohort = get_object_or_404(Cohort.objects.coordinated_by(request.user).select_related("programme"), uuid=uuid)
    identify_anew(request)
    back = redirect("certificates:cohort", uuid=cohort.uuid)
    cover = Cover(cohort, cohort.programme, cohort.name, cohort.code, back)
    return _printed(request, kind, book_of_cohort(cohort), cover)


@never_cache
@login_required
@require_safe
def programme(request, slug):
    """The programme's series, year by year, and the doors to what other systems may ask and hear."""
    found = get_object_or_404(Programme.objects.coordinated_by(request.user), slug=slug)
    series = FolioSeries.objects.filter(programme=found, last__gt=0).order_by("-year")
    return render(request, "certificates/packs/programme.html", {"programme": found, "series": series})


@never_cache
@login_required
@require_safe
def year_ledger(request, slug, year, kind):
    """Every folio of a programme's year, in its order, none missing."""
    found = get_object_or_404(Programme.objects.coordinated_by(request.user), slug=slug)
    series = get_object_or_404(FolioSeries.objects.select_related("programme"), programme=found, year=year)
    identify_anew(request)
    cover = Cover(series, found, str(year), f"{found.slug} {year}", redirect("certificates:programme", found.slug))
    return _printed(request, kind, book_of_year(series), cover)


@dataclass(frozen=True)
class Cover:
    """What the book is of, what stands on it, and where to go back to when it is too thick."""

    subject: Model
    programme: Programme
    of: str
    name: str
    back: HttpResponse


def _printed(request, kind: str, book: Book, cover: Cover) -> HttpResponse:
    try:
        data = (
            as_xlsx(book, cover.programme)
            if kind == "xlsx"
            else as_pdf(book, cover.programme, of=cover.of, at=timezone.now())
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return cover.back
    data_of_log = {"lines": len(book.entries), "format": kind}
    log(instance=cover.subject, action="certificates.export_ledger", user=request.user, data=data_of_log)
    return _file(data, kind, f"folios {cover.name}")


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{safe_name(f"{name}.{kind}", kind)}"'
    answer["X-Robots-Tag"] = "noindex"
    return answer
