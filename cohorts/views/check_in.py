"""The screen in the hall with its code, and the door where codes are shown to somebody."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cohorts.actions.checkin import close_door, let_in, open_door
from cohorts.checkin.board import arrived_at, code_of
from cohorts.checkin.reading import read
from cohorts.forms.checkin import DoorDeedForm, ReceiveForm
from cohorts.models import Cohort, Register
from people.actions import Refused


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def door(request, uuid):
    """The screen; opened and closed by who staffs the cohort."""
    register = _staffed(request, uuid)
    if request.method != "POST":
        return _screen(request, register)
    form, deed = DoorDeedForm(request.POST), DoorDeedForm
    if not form.is_valid():
        return _screen(request, register, problem=next(iter(form.errors.values()))[0], status=422)
    try:
        if form.cleaned_data["do"] == deed.OPEN:
            open_door(register, by=request.user)
        else:
            close_door(register, void=form.cleaned_data["do"] == deed.VOID, by=request.user)
    except Refused as refused:
        return _screen(request, register, problem=str(refused), status=409)
    return redirect("cohorts:check_in", uuid)


@never_cache
@login_required
@require_safe
def now_showing(request, uuid):
    """The part of the screen that changes: asked for every few seconds."""
    return render(request, "cohorts/_door_now.html", _shown(_staffed(request, uuid)))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request, uuid):
    """A code shown at the door, typed or read: who it is, whether she was in already, or why not."""
    mine = Register.objects.markable_by(request.user).select_related("session", "cohort__programme")
    register = get_object_or_404(mine, uuid=uuid)
    form = ReceiveForm(request.POST if request.method == "POST" else None)
    came = _let_in(request, mine.filter(session=register.session_id), form) if form.is_valid() else None
    context = {
        "register": register,
        "session": register.session,
        "cohort": register.cohort,
        "form": ReceiveForm() if came else form,
        "came": came,
        "arrived": arrived_at(register.session),
        "staffs": Cohort.objects.staffed_by(request.user).filter(pk=register.cohort_id).exists(),
    }
    return render(request, "cohorts/receive.html", context, status=422 if form.errors else 200)


def _let_in(request, registers, form):
    try:
        found, seat, method = read(form.cleaned_data["code"], list(registers), by=request.user)
        return let_in(found, seat, method=method, form=form.cleaned_data["form"], by=request.user)
    except Refused as refused:
        form.add_error("code", str(refused))
        return None


def _staffed(request, uuid) -> Register:
    mine = Register.objects.staffed_by(request.user).select_related("session", "cohort__programme")
    return get_object_or_404(mine, uuid=uuid)


def _screen(request, register, *, problem="", status=200):
    context = {"session": register.session, "cohort": register.cohort, "problem": problem}
    return render(request, "cohorts/check_in.html", context | _shown(register), status=status)


def _shown(register) -> dict:
    return {"register": register, "code": code_of(register), "arrived": arrived_at(register.session)}
