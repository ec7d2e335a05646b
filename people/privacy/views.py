"""One's own data and permissions, the queue of those who attend to them, and the page for everybody."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.log_actions import log

from people.actions import Refused
from people.models import ConsentRecord, DataExport, ErasureRequest, Person
from people.privacy import erasing
from people.privacy.consent import Statement, answers_of, decide, notices_of
from people.privacy.exporting import ask_copy
from people.privacy.forms import DecisionForm, ErasureForm, PermissionsForm
from people.privacy.permissions import may_work_privacy, requests_for
from people.privacy.published import classes_in_words, nights_in_words, texts_in_force

HISTORY_SHOWN = 100
DECIDED_SHOWN = 50


@require_safe
def published(request):
    """The notices and what is kept for how long, for anybody. Visitors share one drawn page."""
    request.public_page = True
    context = {"notices": texts_in_force(), "classes": classes_in_words(), "nights": nights_in_words()}
    return render(request, "people/privacy/published.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request):
    """What I allow, what I said before, my copy, and the way out."""
    person = Person.objects.of(request.user).select_related("territory").first()
    if person is None:
        return render(request, "people/privacy/nobody.html")
    forms = _forms(person, request)
    if request.method == "POST":
        posted = [form for form in forms if form.is_bound]
        if posted and _kept(posted[0], person, request):
            return redirect("privacy:mine")
    context = {
        "person": person,
        "forms": forms,
        "history": person.consents.select_related("notice").order_by("-pk")[:HISTORY_SHOWN],
        "copies": DataExport.objects.of(request.user),
        "erasure": person.erasure_requests.order_by("-pk").first(),
    }
    return render(request, "people/privacy/mine.html", context)


def _forms(person: Person, request) -> list[PermissionsForm]:
    """One form a notice; the one that was sent is bound."""
    sent = request.POST.get("notice", "")
    return [
        PermissionsForm(
            request.POST if sent == str(notice.pk) else None,
            person=person,
            notice=notice,
            answers=answers_of(person, notice),
        )
        for notice in notices_of(person)
    ]


def _kept(form: PermissionsForm, person: Person, request) -> bool:
    if not form.is_valid():
        return False
    try:
        said = Statement(form.choices(), ConsentRecord.Channel.ONLINE)
        new = decide(person, form.notice, said, by=request.user, guardian=form.guardian)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Guardamos tu decisión.") if new else _("Ya estaba así: no cambió nada."))
    return True


@login_required
@require_POST
def copy(request):
    ask_copy(_me(request), by=request.user)
    messages.success(request, _("Estamos preparando tu copia. Aparecerá aquí en unos minutos."))
    return redirect("privacy:mine")


@never_cache
@login_required
@require_safe
def download(request, uuid):
    """The file, to whoever asked for it about herself, and a line that says it was fetched."""
    found = get_object_or_404(DataExport.objects.of(request.user).exclude(ready_at=None), uuid=uuid)
    if not found.file or not found.file.storage.exists(found.file.name):
        raise Http404
    log(instance=found.person, action="people.fetch_copy", user=request.user, data={"export": str(found.uuid)})
    answer = FileResponse(found.file.open("rb"), as_attachment=True, filename="mis-datos.zip")
    return answer


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request):
    """What goes, what stays, and the request."""
    person = _me(request)
    waiting = person.erasure_requests.filter(decided_at=None).first()
    form = ErasureForm(request.POST or None)
    if request.method == "POST" and waiting is None and form.is_valid():
        erasing.ask_erasure(person, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("Recibimos tu solicitud. La decide otra persona y te respondemos aquí."))
        return redirect("privacy:mine")
    return render(request, "people/privacy/ask.html", {"form": form, "waiting": waiting})


@login_required
@require_POST
def withdraw(request, uuid):
    found = get_object_or_404(ErasureRequest.objects.filter(person__user=request.user), uuid=uuid)
    try:
        erasing.withdraw_erasure(found, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Retiraste tu solicitud. Tus datos siguen como estaban."))
    return redirect("privacy:mine")


@never_cache
@login_required
@require_safe
def queue(request):
    """What waits, the most urgent first, and what was decided lately."""
    if not may_work_privacy(request.user):
        raise Http404
    mine = requests_for(request.user).select_related("person", "decided_by")
    context = {
        "waiting": sorted(mine.filter(decided_at=None), key=lambda each: each.due_on),
        "decided": mine.exclude(decided_at=None).order_by("-decided_at")[:DECIDED_SHOWN],
        "today": timezone.localdate(),
    }
    return render(request, "people/privacy/queue.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request, uuid):
    mine = requests_for(request.user).select_related("person__user", "decided_by")
    found = get_object_or_404(mine, uuid=uuid)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _decided(found, form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Quedó decidida."))
            return redirect("privacy:queue")
    return render(
        request, "people/privacy/decision.html", {"asked": found, "form": form, "today": timezone.localdate()}
    )


def _decided(found: ErasureRequest, said: dict, *, by) -> None:
    if said["decision"] == "approve":
        erasing.approve_erasure(found, by=by)
    else:
        erasing.refuse_erasure(found, reason=said["reason"], by=by)


def _me(request) -> Person:
    return get_object_or_404(Person.objects.of(request.user))
