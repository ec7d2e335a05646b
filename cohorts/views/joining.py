"""Coming in by oneself: the door of a cohort, a link, and one's own application."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cohorts.actions.applying import apply, confirm, give_up, person_of, shut_because
from cohorts.forms.doors import AnswerForm, JoinForm
from cohorts.models import Application, Cohort, Enrolment, EnrolmentLink
from cohorts.models.cohort import OVER
from cohorts.waiting import PUBLIC_DOORS, door_of, with_place, with_taken
from people.actions import Refused
from people.models import Person
from people.queries import claimable_by
from people.register import register_organisation
from programmes.attempts import attempt

SEEN_OR_SENT = ["GET", "HEAD", "POST"]


def _cohorts():
    return with_taken(Cohort.objects.exclude(status__in=OVER).select_related("programme", "course", "region"))


@never_cache
@require_http_methods(SEEN_OR_SENT)
def join(request, uuid):
    """The door of a cohort that anybody may use; one that is for a team or a link does not exist here."""
    return _join(request, get_object_or_404(_cohorts(), uuid=uuid, door__in=PUBLIC_DOORS))


@never_cache
@require_http_methods(SEEN_OR_SENT)
def join_by_link(request, token):
    """The same by a secret link. One that never was answers as one that was taken back."""
    link = EnrolmentLink.objects.working().filter(token=token).first()
    cohort = _cohorts().filter(pk=link.cohort_id).first() if link else None
    if cohort is None:
        return render(request, "cohorts/link_gone.html", status=404)
    return _join(request, cohort, link)


def _join(request, cohort, link=None):
    user = request.user
    if not user.is_authenticated:
        return redirect_to_login(request.path) if request.method == "POST" else _page(request, cohort)
    if here := _stands(user, cohort):
        return redirect(here)
    person = Person.objects.of(user).first()
    by_region = cohort.quotas.filter(region__isnull=False).exists()
    sent = request.POST if request.method == "POST" else None
    form = JoinForm(sent, cohort=cohort, person=person, by_region=by_region)
    if sent is not None and (got := attempt(form, lambda data: _apply(user, cohort, link, form))):
        if isinstance(got, Enrolment):
            messages.success(request, _("¡Listo! Ya tienes tu lugar en %(cohort)s.") % {"cohort": cohort.name})
            return redirect("home")
        return redirect("cohorts:application", got.uuid)
    return _page(request, cohort, form, claimable=not person and claimable_by(user).exists())


def _apply(user, cohort, link, form):
    if sentence := shut_because(cohort):
        raise Refused(sentence)
    person, data = person_of(user, **form.names), form.cleaned_data
    organisation = data.get("organisation")
    if name := data.get("organisation_name"):
        organisation = register_organisation(name=name, by=user)
    said = {"territory": data.get("territory"), "message": data.get("message", "")}
    return apply(person, cohort=cohort, by=user, link=link, organisation=organisation, **said)


def _stands(user, cohort):
    """Where she is led who has a seat already, or has asked for one."""
    application = Application.objects.live().of(user).filter(cohort=cohort).first()
    if application:
        return application
    return "home" if Enrolment.objects.active().of(user).filter(cohort=cohort).exists() else None


def _page(request, cohort, form=None, claimable=False):
    staffed = request.user.is_authenticated and Cohort.objects.staffed_by(request.user).filter(pk=cohort.pk).exists()
    context = {"cohort": cohort, "door": door_of(cohort), "form": form, "shut": shut_because(cohort)}
    context |= {"claimable": claimable, "staffed": staffed, "here": request.path}
    return render(request, "cohorts/join.html", context, status=422 if form and form.errors else 200)


@never_cache
@login_required
@require_http_methods(SEEN_OR_SENT)
def application(request, uuid):
    """One's own application: where it stands, and taking or leaving what was offered."""
    own = Application.objects.of(request.user).select_related("cohort__programme", "cohort__course", "person")
    found = get_object_or_404(with_place(own), uuid=uuid)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        acts = {"confirm": confirm, "give_up": give_up}
        done = attempt(form, lambda data: acts[data["do"]](found, by=request.user))
        if isinstance(done, Enrolment):
            messages.success(request, _("¡Listo! Ya tienes tu lugar en %(cohort)s.") % {"cohort": found.cohort.name})
            return redirect("home")
        if done:
            return redirect(found)
    context = {"application": found, "cohort": found.cohort, "programme": found.cohort.programme, "form": form}
    context["left_at"] = found.cohort.enrolments.filter(person=found.person, withdrawn_at__isnull=False).exists()
    return render(request, "cohorts/application.html", context, status=422 if form.errors else 200)
