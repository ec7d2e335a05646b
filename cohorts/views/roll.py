"""The attendance list: shown, kept, handed in, decided on. Refusals answer with the list and what was typed."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cohorts.actions import roll as acts
from cohorts.forms.roll import DecisionForm, DoorForm, GuestForm, HeadcountForm, RollForm, WalkInForm
from cohorts.models import Cohort, Register
from cohorts.models.cohort import coordinates
from cohorts.phone.differences import differences_of
from cohorts.phone.kept import kept_at
from cohorts.sheet import sheet_of
from cohorts.views.handing_in import HANDS_IN, Do, differs, first_error, hand_in, keep_marks, kept_words
from kit.rows import rows
from people.actions import Refused

_GUESTS = "SELECT name, organisation, count FROM cohorts_guest WHERE register_id IN ({}) ORDER BY id"


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def roll(request, uuid):
    """Shown and marked by who staffs the cohort and, near the session, by who helps with its roll."""
    markable = Register.objects.markable_by(request.user)
    staffed = Exists(Cohort.objects.staffed_by(request.user).filter(pk=OuterRef("cohort")))
    register = _register(request, uuid, markable.annotate(staffed=staffed))
    request.only_helps = not register.staffed
    if request.only_helps and request.POST.get("do") in HANDS_IN:
        raise Http404
    if request.method != "POST":
        return _show(request, register)
    return _receive(request, register, RollForm(request.POST))


@never_cache
@login_required
@require_POST
def register_submit(request, uuid):
    """Hand in what the form carries, whichever button sent it."""
    return _receive(request, _register(request, uuid), RollForm({**request.POST.dict(), "do": Do.SUBMIT}))


@never_cache
@login_required
@require_POST
def register_walk_in(request, uuid):
    return _at_the_door(request, _register(request, uuid), WalkInForm(request.POST), _enrol_at_the_door)


@never_cache
@login_required
@require_POST
def register_guest(request, uuid):
    form = (HeadcountForm if "headcount" in request.POST else GuestForm)(request.POST)
    return _at_the_door(request, _register(request, uuid), form, _note_guest)


@never_cache
@login_required
@require_POST
def register_approve(request, uuid):
    return _decide(request, uuid, acts.approve_register, _("La lista quedó aprobada."))


@never_cache
@login_required
@require_POST
def register_return(request, uuid):
    return _decide(request, uuid, acts.return_register, _("La lista volvió a quien la tomó, con tu motivo."))


@never_cache
@login_required
@require_POST
def register_reopen(request, uuid):
    return _decide(request, uuid, acts.reopen_register, _("La lista se abrió de nuevo para corregirla."))


def _register(request, uuid, mine=None) -> Register:
    mine = Register.objects.staffed_by(request.user) if mine is None else mine
    return get_object_or_404(mine.select_related("session", "cohort__programme", "submitted_by"), uuid=uuid)


def _show(request, register, *, form=None, door=None, problem="", ask=0, decision=None, status=200):
    """The list with what was typed over what stands; on a locked list, what was typed is told apart."""
    typed = form.typed if form else {}
    locked = register.shut
    only_helps = getattr(request, "only_helps", False)
    kept = kept_at(request)
    sheet = sheet_of(register, {} if locked else typed, names_only=only_helps or kept is not None)
    decides = coordinates(request.user, register.cohort_id)
    guests = rows(_GUESTS, [register.pk])
    context = {
        "register": register,
        "session": register.session,
        "cohort": register.cohort,
        "sheet": sheet,
        "locked": locked,
        "lost": [row | {"typed": typed[row["pk"]]} for row in sheet.rows if differs(row, typed)] if locked else [],
        "guests": guests,
        "guest_count": sum(guest[2] for guest in guests),
        "coordinates": decides,
        "differences": differences_of(register) if decides and register.locked else [],
        "kept": kept,
        "page_number": uuid4(),
        "door_number": uuid4(),
        "door": door,
        "problem": problem,
        "ask": ask,
        "decision": decision,
        "only_helps": only_helps,
    }
    return render(request, "cohorts/roll.html", context, status=status)


def _receive(request, register, form):
    if not form.is_valid():
        return _show(request, register, form=form, problem=first_error(form), status=422)
    refused, kept = keep_marks(request, register, form)
    if refused:
        return _show(request, register, form=form, problem=refused, status=409)
    door = DoorForm(request.POST)
    if door.waits:
        problem = _("Falta decidir por quien llegó sin estar en la lista: pulsa uno de sus botones o borra lo escrito.")
        return _show(request, register, form=form, door=door, problem=problem, status=422)
    do = form.cleaned_data["do"]
    if do not in HANDS_IN:
        messages.success(request, kept_words(kept))
        return redirect("cohorts:roll", register.uuid)
    if instead := hand_in(request, register, form, _show):
        return instead
    messages.success(request, _("La lista quedó enviada. La coordinación la revisará."))
    return redirect("cohorts:roll", register.uuid)


def _at_the_door(request, register, form, act):
    """Marks typed on the same page are kept first: nobody loses a list for adding one person."""
    marks = RollForm(request.POST)
    if not marks.is_valid():
        return _show(request, register, form=marks, door=form, problem=first_error(marks), status=422)
    refused, _kept = keep_marks(request, register, marks)
    if refused:
        return _show(request, register, form=marks, door=form, problem=refused, status=409)
    if not form.is_valid():
        return _show(request, register, form=marks, door=form, status=422)
    try:
        words = act(request, register, form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, register, form=marks, door=form, status=409)
    messages.success(request, words)
    return redirect("cohorts:roll", register.uuid)


def _enrol_at_the_door(request, register, asked):
    names = {name: asked[name] for name in ("given_names", "surname1", "contact")}
    enrolment = acts.add_walk_in(register, **names, by=request.user, client_uuid=asked["door"])
    return _("Ya está en la lista, con asistencia: %(name)s.") % {"name": enrolment.person.full_name}


def _note_guest(request, register, asked):
    name = " ".join(part for part in (asked.get("given_names"), asked.get("surname1")) if part)
    organisation, count = asked.get("contact", ""), asked.get("count", 1)
    acts.add_guest(
        register, name=name, organisation=organisation, count=count, by=request.user, client_uuid=asked["door"]
    )
    return _("Anotado: se ve entre las personas en sala y no cuenta en la asistencia del grupo.")


def _decide(request, uuid, act, done):
    mine = Register.objects.coordinated_by(request.user).select_related("session", "cohort__programme", "submitted_by")
    register = get_object_or_404(mine, uuid=uuid)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _show(request, register, decision=form, problem=first_error(form), status=422)
    asked = {} if act is acts.approve_register else {"reason": form.cleaned_data["reason"]}
    try:
        act(register, version=form.cleaned_data["version"], by=request.user, **asked)
    except Refused as refusal:
        return _show(request, register, decision=form, problem=str(refusal), status=409)
    messages.success(request, done)
    return redirect("cohorts:roll", register.uuid)
