"""Screens of planning: the sessions of a cohort."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from cohorts.actions.planning import cancel_session
from cohorts.actions.roll import Stale
from cohorts.actions.sessions import change_session, is_settled, moves_of, plan_sessions
from cohorts.forms.planning import CancelForm, SessionChangeForm, SessionForm
from cohorts.models import Cohort, Session
from cohorts.overlaps import Clash, double_bookings
from cohorts.promise import planned_sessions, promise_of
from cohorts.views.planning import SEEN_OR_SENT, coordinated, coordinates
from kit.clock import local
from programmes.attempts import attempt


@login_required
@require_safe
def session_list(request, uuid):
    """Every session with the state of its list, in the order they come."""
    staffed = Cohort.objects.staffed_by(request.user).select_related("programme", "course")
    cohort = get_object_or_404(staffed, uuid=uuid)
    registers = list(cohort.registers.select_related("session").prefetch_related("session__cohorts"))
    registers.sort(key=lambda register: (register.session.starts_at, register.session_id))
    decided = Session.objects.coordinated_by(request.user).filter(cohorts=cohort).values_list("pk", flat=True)
    context = {
        "cohort": cohort,
        "programme": cohort.programme,
        "registers": registers,
        "cancellable": set(decided),
        "promised": promise_of(cohort).sessions if cohort.opened_at else None,
        "planned": planned_sessions(cohort),
        "now": timezone.now(),
        "double_bookings": double_bookings(_to_come(registers), request.user),
        "coordinates": coordinates(request, cohort),
    }
    return render(request, "cohorts/sessions.html", context)


def _to_come(registers):
    return [register.session for register in registers if register.session.ends_at > timezone.now()]


@login_required
@require_http_methods(SEEN_OR_SENT)
def new(request, uuid):
    """One session, or the same one for some weeks, of this cohort or of several together."""
    cohort = coordinated(request, uuid)
    form = SessionForm(request.POST or None, cohort=cohort, user=request.user)
    if request.method == "POST":
        planned = attempt(form, lambda data: _plan(cohort, form, request.user), "ends")
        if planned:
            _say(request, cohort, planned)
            return redirect("cohorts:sessions", uuid)
    return render(request, "cohorts/session_new.html", {"cohort": cohort, "programme": cohort.programme, "form": form})


def _plan(cohort, form, by):
    try:
        return plan_sessions([cohort, *form.cleaned_data.get("together", ())], form.meetings(), by=by)
    except Clash as clash:
        form.add_error("starts", str(clash))
        return None


def _say(request, cohort, planned):
    count = len(planned)
    told = ngettext("Sesión guardada.", "Sesiones guardadas: %(count)s.", count) % {"count": count}
    messages.success(request, told)
    days = [local(session.starts_at, session.time_zone).date() for session in planned]
    if min(days) < cohort.starts_on or max(days) > cohort.ends_on:
        messages.warning(request, _("Hay sesiones fuera de las fechas previstas. Revisa si las fechas cambiaron."))


def _found(request, cohort, uuid):
    """A meeting of this cohort that this account decides on; 404 for everybody else."""
    mine = Session.objects.coordinated_by(request.user).filter(cohorts=cohort)
    return get_object_or_404(mine.prefetch_related("cohorts"), uuid=uuid)


@login_required
@require_http_methods(SEEN_OR_SENT)
def edit(request, uuid, session):
    """What was announced, to be corrected or moved; who came second is shown both versions."""
    cohort = coordinated(request, uuid)
    found = _found(request, cohort, session)
    settled = is_settled(found)
    # A form sent with its dates is answered as such, also when a list was handed in meanwhile.
    asked = {"session": found, "texts_only": settled and "title" not in request.POST}
    form = SessionChangeForm(request.POST or None, cohort=cohort, user=request.user, **asked)
    if request.method == "POST":
        changed = attempt(form, lambda data: _change(found, form, request.user))
        if changed:
            _say(request, cohort, [changed])
            return redirect("cohorts:sessions", uuid)
    shown = {
        "settled": settled,
        "moves": moves_of(found),
        "others": [each for each in found.cohorts.all() if each != cohort],
    }
    shown["told"] = cohort.opened_at and found.ends_at > timezone.now()
    context = {"cohort": cohort, "programme": cohort.programme, "session": found, "form": form, **shown}
    return render(request, "cohorts/session_edit.html", context)


def _change(session, form, by):
    try:
        return change_session(session, **form.changes(), by=by)
    except Stale:
        form.stale = True
        form.renew(Session.objects.get(pk=session.pk).version)
        raise
    except Clash as clash:
        form.add_error("starts" if "starts" in form.fields else None, str(clash))
        return None


@login_required
@require_http_methods(SEEN_OR_SENT)
def cancel(request, uuid, session):
    """Why it will not take place; the cohorts that were to meet are named."""
    cohort = coordinated(request, uuid)
    found = _found(request, cohort, session)
    form = CancelForm(request.POST or None)
    sent = request.method == "POST"
    if sent and attempt(form, lambda data: cancel_session(found, **data, by=request.user), "reason"):
        messages.success(request, _("Sesión cancelada. Ya no cuenta para nadie."))
        return redirect("cohorts:sessions", uuid)
    context = {"cohort": cohort, "programme": cohort.programme, "session": found, "form": form}
    context["told"] = cohort.opened_at and found.ends_at > timezone.now()
    return render(request, "cohorts/session_cancel.html", context)
