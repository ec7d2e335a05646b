"""Screens of planning: cohorts, what they promise, who teaches them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cohorts.actions.planning import (
    assign_trainer,
    change_cohort,
    end_trainer,
    open_cohort,
    plan_cohort,
)
from cohorts.boards import with_counts
from cohorts.forms.planning import CohortChangeForm, CohortFilterForm, CohortForm, TrainerForm
from cohorts.life import decisions_of
from cohorts.models import Cohort, Facilitation, Session
from cohorts.overlaps import double_bookings
from cohorts.promise import planned_sessions, promise_of
from cohorts.rule import RULE
from courses.models import CoursePage
from people.actions import Refused
from programmes.attempts import attempt
from programmes.models import Programme
from programmes.team import person_for

SEEN_OR_SENT = ["GET", "HEAD", "POST"]
PAGE = 30
# Sentences about one trainer in two places, after one change.
BOOKINGS = 5


def coordinated(request, uuid) -> Cohort:
    """The cohort this account plans; 404 for everybody else."""
    mine = Cohort.objects.coordinated_by(request.user)
    return get_object_or_404(mine.select_related("programme", "region", "course"), uuid=uuid)


def coordinates(request, cohort) -> bool:
    return Cohort.objects.coordinated_by(request.user).filter(pk=cohort.pk).exists()


def warn_of_double_bookings(request, sessions) -> None:
    """Said once it is caused; it is kept all the same, and said on the list of sessions as long as it lasts."""
    found = double_bookings(sessions, request.user)
    for booking in found[:BOOKINGS]:
        messages.warning(request, str(booking))
    if len(found) > BOOKINGS:
        messages.warning(request, _("Y coincide otras %(count)d veces.") % {"count": len(found) - BOOKINGS})


@login_required
@require_safe
def cohort_list(request):
    """The cohorts this account coordinates or teaches."""
    staffed = Cohort.objects.staffed_by(request.user)
    programmes = Programme.objects.filter(pk__in=staffed.values("programme"))
    form = CohortFilterForm(request.GET, programmes=programmes)
    chosen = form.cleaned_data if form.is_valid() else {}
    cohorts = with_counts(staffed).order_by("-programme__starts_on", "programme__name", "region__code", "code")
    if chosen.get("programa"):
        cohorts = cohorts.filter(programme=chosen["programa"])
    if chosen.get("estado"):
        cohorts = cohorts.in_stage(chosen["estado"])
    context = {
        "page_obj": Paginator(cohorts, PAGE).get_page(request.GET.get("page")),
        "form": form,
        "filtered": any(chosen.values()),
        "plannable": Programme.objects.planned_by(request.user).first(),
    }
    return render(request, "cohorts/list.html", context)


@login_required
@require_http_methods(SEEN_OR_SENT)
def new(request, slug):
    """A cohort of a published course, with its rule explained: that of the programme's last one, to begin with."""
    programme = get_object_or_404(Programme.objects.planned_by(request.user), slug=slug)
    number = programme.cohorts.count() + 1
    rule = programme.cohorts.order_by("-pk").values(*RULE).first() or {}
    initial = {"starts_on": programme.starts_on, "ends_on": programme.ends_on, "code": f"G{number:02d}"} | rule
    form = CohortForm(request.POST or None, programme=programme, user=request.user, initial=initial)
    if request.method == "POST":
        made = attempt(form, lambda data: plan_cohort(programme, **data, by=request.user), "code")
        if made:
            return redirect("cohorts:detail", made.uuid)
    context = {"programme": programme, "form": form, "no_course": not CoursePage.objects.live().exists()}
    return render(request, "cohorts/new.html", context)


@login_required
@require_safe
def detail(request, uuid):
    """The home of a cohort: where it stands, what comes next, what it promises."""
    staffed = with_counts(Cohort.objects.staffed_by(request.user))
    cohort = get_object_or_404(staffed, uuid=uuid)
    coming = cohort.registers.filter(session__cancelled_at=None, session__ends_at__gte=timezone.now())
    context = {
        "cohort": cohort,
        "programme": cohort.programme,
        "promise": promise_of(cohort),
        "planned": planned_sessions(cohort),
        "next": None if cohort.over else coming.select_related("session").order_by("session__starts_at").first(),
        "charges": cohort.facilitations.filter(ended_at=None, role=Facilitation.Role.TRAINER).select_related("person"),
        "coordinates": coordinates(request, cohort),
        "decisions": decisions_of(cohort),
    }
    return render(request, "cohorts/detail.html", context)


@login_required
@require_http_methods(SEEN_OR_SENT)
def edit(request, uuid):
    """Name, dates, capacity; the rule too while nothing was promised."""
    cohort = coordinated(request, uuid)
    instance = Cohort.objects.get(pk=cohort.pk)
    form = CohortChangeForm(request.POST or None, instance=instance, programme=cohort.programme, user=request.user)
    if request.method == "POST" and attempt(
        form, lambda data: change_cohort(cohort, **data, by=request.user), "capacity"
    ):
        messages.success(request, _("Cambios guardados."))
        if form.tried_the_rule:
            messages.warning(request, _("La regla ya fue prometida al abrir: no cambió. Se cambia aparte."))
        return redirect("cohorts:detail", uuid)
    return render(request, "cohorts/edit.html", {"cohort": cohort, "programme": cohort.programme, "form": form})


@login_required
@require_http_methods(SEEN_OR_SENT)
def open_it(request, uuid):
    """What will be frozen, and the button that freezes it."""
    cohort = coordinated(request, uuid)
    refusal = None
    if request.method == "POST":
        try:
            open_cohort(cohort, by=request.user)
            messages.success(request, _("Ya está en marcha. Lo prometido quedó guardado."))
        except Refused as refused:
            refusal = refused
    if refusal is None and (cohort.opened_at or request.method == "POST"):
        return redirect("cohorts:detail", uuid)
    context = {"cohort": cohort, "programme": cohort.programme, "promise": promise_of(cohort), "refusal": refusal}
    return render(request, "cohorts/open.html", context, status=409 if refusal else 200)


@login_required
@require_http_methods(SEEN_OR_SENT)
def trainers(request, uuid):
    """Who teaches, who did, and a form for one more."""
    cohort = coordinated(request, uuid)
    form = TrainerForm(request.POST or None, cohort=cohort)
    if request.method == "POST" and attempt(form, lambda data: _put_in_charge(cohort, data, request.user)):
        messages.success(request, _("Listo: ya puede pasar lista."))
        warn_of_double_bookings(request, Session.objects.filter(cohorts=cohort, ends_at__gt=timezone.now()))
        return redirect("cohorts:trainers", uuid)
    charges = list(
        cohort.facilitations.select_related("person__user", "assigned_by", "ended_by").order_by("person__surname1")
    )
    context = {
        "cohort": cohort,
        "programme": cohort.programme,
        "charges": [charge for charge in charges if charge.ended_at is None],
        "former": [charge for charge in charges if charge.ended_at],
        "form": form,
    }
    return render(request, "cohorts/trainers.html", context)


@transaction.atomic
def _put_in_charge(cohort, data, by):
    names = {key: data[key] for key in ("found", "email", "given_names", "surname1")}
    return assign_trainer(cohort, person_for(**names, by=by, purpose=cohort.name), role=data["role"], by=by)


@login_required
@require_POST
def trainer_end(request, uuid, pk):
    """End one charge; its history stays."""
    end_trainer(get_object_or_404(Facilitation, cohort=coordinated(request, uuid), pk=pk), by=request.user)
    messages.success(request, _("Facilitación terminada. Queda en el historial."))
    return redirect("cohorts:trainers", uuid)
