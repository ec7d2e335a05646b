"""The signed sheet comes back: transcribed row by row, and its pages attached."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.log_actions import log

from cohorts.actions import roll as acts
from cohorts.actions.paper import attach_scan, retire_scan
from cohorts.forms.paper import PagesForm, TranscriptionForm, blank_rows
from cohorts.models import AttendanceMark, Register, SheetScan
from cohorts.paper import leaf_of, next_to_transcribe
from cohorts.views.handing_in import HANDS_IN, differs, first_error, hand_in, keep_marks, kept_words
from kit.clock import now
from people.actions import Refused

PAPER = AttendanceMark.Method.PAPER
CONTENT = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def transcribe(request, uuid):
    register = _staffed(request, uuid)
    if request.method != "POST":
        return _show(request, register, printed=request.GET.get("hoja", ""))
    form = TranscriptionForm(request.POST)
    if not form.is_valid():
        return _show(request, register, form=form, problem=first_error(form), status=422)
    refused, kept = keep_marks(request, register, form, PAPER)
    if refused:
        return _show(request, register, form=form, problem=refused, status=409)
    wrong, added = _keep_blank_rows(request, register, form)
    if wrong:
        problem = _("Hay renglones por corregir. Lo demás quedó guardado.")
        return _show(request, register, form=form, blanks=wrong, problem=problem, status=422)
    return _go_on(request, register, form, kept + added)


def _staffed(request, uuid) -> Register:
    mine = Register.objects.staffed_by(request.user).select_related("session", "cohort__programme")
    return get_object_or_404(mine, uuid=uuid)


def _show(request, register, *, form=None, blanks=None, printed="", problem="", ask=0, status=200):
    """The paper on the screen; ``blanks`` are rows that were typed and could not be kept."""
    typed = form.typed if form else {}
    printed = str(form.cleaned_data.get("hoja") or "") if form and form.is_bound else printed
    locked = register.shut
    leaf = leaf_of(register, {} if locked else typed, printed=printed)
    wrong = {row.number: row for row in blanks or ()}
    context = {
        "register": register,
        "session": register.session,
        "cohort": register.cohort,
        "leaf": leaf,
        "locked": locked,
        "lost": [row | {"typed": typed[row["pk"]]} for row in leaf.sheet.rows if differs(row, typed)] if locked else [],
        "blanks": [wrong.get(row.number, row) for row in blank_rows(None, leaf.first_blank, leaf.blank)],
        "beyond": [row for number, row in wrong.items() if number >= leaf.first_blank + leaf.blank],
        "next": next_to_transcribe(register, until=now()),
        "page_number": uuid4(),
        "problem": problem,
        "ask": ask,
    }
    return render(request, "cohorts/transcribe.html", context, status=status)


def _keep_blank_rows(request, register, form) -> tuple[list, int]:
    """Each row that says enough is kept; those that do not come back, and how many were kept."""
    first, count = (form.cleaned_data[name] or 0 for name in ("first", "blank"))
    wrong, kept = [], 0
    for row in blank_rows(request.POST, first, count):
        if not row.written:
            continue
        if row.is_valid() and _kept(request, register, row, form.cleaned_data["form"]):
            kept += 1
        else:
            wrong.append(row)
    return wrong, kept


def _kept(request, register, row, page) -> bool:
    asked = row.cleaned_data
    try:
        if asked["guest"]:
            name = " ".join(part for part in (asked["given_names"], asked["surname1"]) if part)
            facts = {"name": name, "organisation": asked["contact"], "count": 1}
            acts.add_guest(register, **facts, by=request.user, client_uuid=row.uuid_in(page))
        else:
            names = {name: asked[name] for name in ("given_names", "surname1", "contact")}
            acts.add_walk_in(register, **names, by=request.user, client_uuid=row.uuid_in(page), method=PAPER)
    except Refused as refusal:
        row.add_error("given_names", str(refusal))
        return False
    return True


def _go_on(request, register, form, kept):
    """Saved, or handed in and on to the sheet below this one."""
    if form.cleaned_data["do"] not in HANDS_IN:
        messages.success(request, kept_words(kept))
        return redirect("cohorts:transcribe", register.uuid)
    if instead := hand_in(request, register, form, _show):
        return instead
    following = next_to_transcribe(register, until=now())
    words = {"title": register.session.title}
    if following is None:
        messages.success(request, _("La lista de «%(title)s» quedó enviada.") % words)
        return redirect("cohorts:scans", register.uuid)
    messages.success(request, _("La lista de «%(title)s» quedó enviada. Esta es la hoja que sigue.") % words)
    return redirect("cohorts:transcribe", following.uuid)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def scans(request, uuid):
    """The pages of the signed sheet: looked at, added, one put in the place of another."""
    register = _staffed(request, uuid)
    if request.method != "POST":
        return _show_scans(request, register, PagesForm())
    form = PagesForm(request.POST, request.FILES)
    form.is_valid()
    asked = form.cleaned_data.get("en_lugar_de")
    replaced = get_object_or_404(register.scans, uuid=asked) if asked else None
    try:
        for page in form.pages[:1] if replaced else form.pages:
            attach_scan(register, page=page, replaces=replaced, by=request.user)
    except Refused as refusal:
        form.add_error("photos", str(refusal))
    if form.errors:
        return _show_scans(request, register, form, status=422)
    messages.success(request, _("La hoja firmada quedó adjunta."))
    return redirect("cohorts:scans", register.uuid)


def _show_scans(request, register, form, *, status=200):
    pages = register.scans.select_related("added_by__person", "retired_by__person", "replaced_by")
    context = {
        "register": register,
        "session": register.session,
        "cohort": register.cohort,
        "form": form,
        "standing": [page for page in pages if page.retired_at is None],
        "retired": [page for page in pages if page.retired_at],
    }
    return render(request, "cohorts/scans.html", context, status=status)


@never_cache
@login_required
@require_safe
def scan_file(request, uuid):
    kept = SheetScan.objects.visible_to(request.user).exclude(file="")
    page = get_object_or_404(kept.select_related("register"), uuid=uuid)
    try:
        file = page.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    # Signatures of a whole group: who looks at them is written down.
    log(instance=page.register, action="cohorts.see_sheet", user=request.user, data={"page": str(page.uuid)})
    answer = FileResponse(file, content_type=CONTENT[page.kind])
    # A document may carry more than a picture: it is opened outside the site.
    place = "attachment" if page.kind == "pdf" else "inline"
    answer["Content-Disposition"] = f'{place}; filename="{_("hoja-firmada")}-{page.uuid}.{page.kind}"'
    return answer


@never_cache
@login_required
@require_POST
def scan_retire(request, uuid):
    visible = SheetScan.objects.visible_to(request.user).select_related("register")
    page = get_object_or_404(visible, uuid=uuid)
    retire_scan(page, by=request.user)
    messages.success(request, _("La página se retiró. Queda en el historial."))
    return redirect("cohorts:scans", page.register.uuid)
