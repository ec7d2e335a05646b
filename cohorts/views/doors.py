"""For who coordinates: how people come in, who asks for a seat, who waits."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cohorts.actions.applying import accept, reject, shut_because
from cohorts.actions.doors import make_link, revoke_link, set_door, set_quota
from cohorts.forms.doors import DecideForm, DoorForm, LinkForm, QuotaForm, RevokeForm
from cohorts.models import EnrolmentLink
from cohorts.seats import seats_of
from cohorts.views.planning import coordinated
from cohorts.waiting import LISTS, applications_in, counts_of
from programmes.attempts import attempt

SEEN_OR_SENT = ["GET", "HEAD", "POST"]
A_PAGE = 50


@never_cache
@login_required
@require_http_methods(SEEN_OR_SENT)
def applications(request, uuid):
    """Who asks, who waits, to whom a seat is offered; yes or no to several at once."""
    cohort = coordinated(request, uuid)
    form = DecideForm(request.POST if request.method == "POST" else None, cohort=cohort)
    if request.method == "POST" and (said := attempt(form, lambda data: _decide(cohort, data, request.user))):
        messages.success(request, said)
        return redirect(request.get_full_path())
    counts = counts_of(cohort)
    which = request.GET.get("ver") if request.GET.get("ver") in LISTS else next((k for k in counts if counts[k]), None)
    which = which or "por-decidir"
    context = {"cohort": cohort, "form": form, "which": which, "tabs": _tabs(counts), "seats": seats_of(cohort)}
    context["page_obj"] = Paginator(applications_in(cohort, which), A_PAGE).get_page(request.GET.get("page"))
    context["marked"] = set(form.data.getlist("chosen")) if form.is_bound else set()
    return render(request, "cohorts/applications.html", context, status=422 if form.errors else 200)


def _decide(cohort, data, by) -> str:
    chosen = [application.pk for application in data["chosen"]]
    if data["do"] == "reject":
        done = reject(cohort, chosen, reason=data["reason"], by=by)
        return ngettext("%(n)d solicitud no aceptada.", "%(n)d solicitudes no aceptadas.", done) % {"n": done}
    return _("Aceptadas. Con lugar: %(enrolled)d; en lista de espera: %(waiting)d.") % accept(cohort, chosen, by=by)


def _tabs(counts):
    words = {
        "por-decidir": _("Por decidir"),
        "espera": _("Lista de espera"),
        "ofrecidos": _("Lugares ofrecidos"),
        "historial": _("Historial"),
    }
    return [(which, words[which], count) for which, count in counts.items()]


@never_cache
@login_required
@require_http_methods(SEEN_OR_SENT)
def door(request, uuid):
    """The door, its days, its link, and the part quotas: four forms, of which one is sent."""
    cohort = coordinated(request, uuid)
    sent = request.POST if request.method == "POST" else None
    do = (sent or {}).get("do")
    initial = {"door": cohort.door, "opens_on": cohort.door_opens_on, "closes_on": cohort.door_closes_on}
    forms = {
        "door": DoorForm(sent if do == "door" else None, initial=initial),
        "quota": QuotaForm(sent if do == "quota" else None, cohort=cohort),
        "link": LinkForm(sent if do == "link" else None, initial={"until": cohort.ends_on}),
        "revoke": RevokeForm(sent if do == "revoke" else None, cohort=cohort),
    }
    if do in forms and attempt(forms[do], lambda data: _ACTS[do](cohort, forms[do], data, request.user)):
        messages.success(request, _("Cambios guardados."))
        return redirect("cohorts:door", uuid)
    wrong = any(form.errors for form in forms.values())
    return render(
        request, "cohorts/door.html", {"forms": forms, **_standing(request, cohort)}, status=422 if wrong else 200
    )


def _standing(request, cohort) -> dict:
    link = EnrolmentLink.objects.filter(cohort=cohort, revoked_at=None).first()
    return {
        "cohort": cohort,
        "programme": cohort.programme,
        "seats": seats_of(cohort),
        "link": link,
        "works": link and EnrolmentLink.objects.working().filter(pk=link.pk).exists(),
        "site": f"{request.scheme}://{request.get_host()}",
        "shut": shut_because(cohort),
    }


def _set_door(cohort, _form, data, by):
    return set_door(cohort, **data, by=by)


def _set_quota(cohort, form, _data, by):
    set_quota(cohort, **form.quota, by=by)
    return True


def _make_link(cohort, _form, data, by):
    return make_link(cohort, until=data["until"], by=by)


def _revoke_link(_cohort, _form, data, by):
    return revoke_link(data["link"], by=by)


_ACTS = {"door": _set_door, "quota": _set_quota, "link": _make_link, "revoke": _revoke_link}
