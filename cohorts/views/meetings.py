"""One session seen from near: where and when for who comes, outline sheet and agreements for who teaches."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cohorts.actions.meetings import agree, drop_agreement, outline_mark, settle_agreement, write_outline
from cohorts.actions.roll import Stale
from cohorts.forms.meetings import AgreementForm, steps_form
from cohorts.meetings import sheet_of_session, timed
from cohorts.models import Agreement, Session
from people.actions import Refused
from programmes.attempts import attempt

SEEN_OR_SENT = ["GET", "HEAD", "POST"]


def _found(sessions, uuid) -> dict:
    """What every page of a session needs: it, its cohorts, the programme whose words are used."""
    session = get_object_or_404(sessions.prefetch_related("cohorts__programme"), uuid=uuid)
    cohorts = sorted(session.cohorts.all(), key=lambda cohort: cohort.pk)
    return {"session": session, "cohorts": cohorts, "cohort": cohorts[0], "programme": cohorts[0].programme}


@never_cache
@login_required
@require_safe
def session(request, uuid):
    """When, where and by which link: for who is enrolled and for the team."""
    context = _found(Session.objects.visible_to(request.user), uuid)
    context["staffs"] = Session.objects.staffed_by(request.user).filter(pk=context["session"].pk).exists()
    return render(request, "cohorts/session.html", context)


@never_cache
@login_required
@require_http_methods(SEEN_OR_SENT)
def outline(request, uuid):
    """The outline sheet, row by row; who came second sees what is stored beside what she typed."""
    context = _found(Session.objects.staffed_by(request.user), uuid)
    found = context["session"]
    stored = list(found.moments.all())
    form = steps_form(request.POST if request.method == "POST" else None, stored)
    if request.method == "POST" and form.is_valid():
        try:
            write_outline(found, form.steps(), seen=request.POST.get("seen", ""), by=request.user)
            messages.success(request, _("Carta guardada."))
            return redirect("cohorts:outline", uuid)
        except Refused as refusal:
            context |= {"refusal": refusal, "stale": isinstance(refusal, Stale)}
    wrong = "refusal" in context or (request.method == "POST" and not form.is_valid())
    context |= {"form": form, "moments": timed(found, stored), "seen": outline_mark(found)}
    return render(request, "cohorts/outline.html", context, status=422 if wrong else 200)


@never_cache
@login_required
@require_http_methods(SEEN_OR_SENT)
def agreements(request, uuid):
    """What was agreed there, and a form for one more."""
    context = _found(Session.objects.staffed_by(request.user), uuid)
    found = context["session"]
    form = AgreementForm(request.POST if request.method == "POST" else None, session=found)
    if request.method == "POST" and attempt(form, lambda data: agree(found, **data, by=request.user), "what"):
        messages.success(request, _("Acuerdo anotado."))
        return redirect("cohorts:agreements", uuid)
    context |= {"form": form, "agreements": list(found.agreements.all())}
    return render(request, "cohorts/agreements.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def agreement(request, uuid):
    """Done, not done after all, or noted by mistake (``do``)."""
    mine = Agreement.objects.filter(session__in=Session.objects.staffed_by(request.user)).select_related("session")
    found = get_object_or_404(mine, uuid=uuid)
    wish = request.POST.get("do")
    if wish in {"done", "undone"}:
        settle_agreement(found, done=wish == "done", by=request.user)
    elif wish == "drop":
        drop_agreement(found, by=request.user)
        messages.success(request, _("Acuerdo quitado."))
    return redirect("cohorts:agreements", found.session.uuid)


@never_cache
@login_required
@require_safe
def session_print(request, uuid):
    """The session on paper: when and where, the outline sheet, what is pending and what was agreed."""
    context = _found(Session.objects.staffed_by(request.user), uuid)
    return render(request, "cohorts/session_print.html", context | sheet_of_session(context["session"]))
