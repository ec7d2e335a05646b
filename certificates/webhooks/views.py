"""Which other systems hear of a programme's certificates, and what became of each delivery."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates.models import WebhookEndpoint
from certificates.webhooks import actions
from certificates.webhooks.forms import EndpointForm
from certificates.webhooks.words import EVENT_WORDS, error_in_words, outcome
from people.actions import Refused
from people.entering.freshness import identify_anew
from programmes.models import Programme

SHOWN = 50
WAITING = Q(deliveries__delivered_at=None, deliveries__failed_at=None, deliveries__isnull=False)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def webhooks(request, slug):
    """Those that listen; the secret of a new one is shown in the answer that adds it and never again."""
    programme = get_object_or_404(Programme.objects.coordinated_by(request.user), slug=slug)
    form, secret = EndpointForm(request.POST or None), ""
    if request.method == "POST":
        identify_anew(request)
        secret = _added(request, programme, form)
    live = WebhookEndpoint.objects.live().filter(programme=programme)
    counted = live.annotate(
        waiting=Count("deliveries", filter=WAITING),
        failed=Count("deliveries", filter=Q(deliveries__failed_at__isnull=False)),
    )
    rows = [(each, [EVENT_WORDS[event] for event in each.events]) for each in counted]
    context = {"programme": programme, "rows": rows, "form": EndpointForm() if secret else form, "secret": secret}
    return render(request, "certificates/webhooks/list.html", context, status=422 if form.errors else 200)


def _added(request, programme, form) -> str:
    if not form.is_valid():
        return ""
    try:
        _endpoint, secret = actions.add_endpoint(programme, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error("url", str(refusal))
        return ""
    return secret


@never_cache
@login_required
@require_safe
def webhook(request, slug, pk):
    """One of them, and its latest deliveries."""
    endpoint = _found(request, slug, pk)
    latest = endpoint.deliveries.select_related("certificate").order_by("-created_at", "-pk")[:SHOWN]
    rows = [(each, EVENT_WORDS.get(each.event, each.event), outcome(each), error_in_words(each)) for each in latest]
    context = {"programme": endpoint.programme, "endpoint": endpoint, "rows": rows, "most": SHOWN}
    context["failed"] = endpoint.deliveries.filter(failed_at__isnull=False).count()
    return render(request, "certificates/webhooks/detail.html", context)


@login_required
@require_POST
def webhook_test(request, slug, pk):
    try:
        actions.send_trial(_found(request, slug, pk), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("La prueba sale en unos segundos. Actualiza la página para ver qué pasó."))
    return redirect("certificates:webhook", slug, pk)


@login_required
@require_POST
def webhook_end(request, slug, pk):
    endpoint = _found(request, slug, pk)
    identify_anew(request)
    actions.end_endpoint(endpoint, by=request.user)
    messages.success(request, _("Ya no se envía nada a esa dirección."))
    return redirect("certificates:webhooks", slug)


@login_required
@require_POST
def webhook_resend(request, slug, pk, event):
    return _resent(request, slug, pk, Q(event_id=event))


@login_required
@require_POST
def webhook_resend_failed(request, slug, pk):
    return _resent(request, slug, pk, Q(failed_at__isnull=False))


def _resent(request, slug, pk, which: Q):
    count = actions.resend(_found(request, slug, pk).deliveries.filter(which), by=request.user)
    sentence = ngettext("Se enviará de nuevo %(count)d aviso.", "Se enviarán de nuevo %(count)d avisos.", count)
    messages.success(request, sentence % {"count": count})
    return redirect("certificates:webhook", slug, pk)


def _found(request, slug, pk) -> WebhookEndpoint:
    theirs = WebhookEndpoint.objects.visible_to(request.user).select_related("programme", "created_by__person")
    return get_object_or_404(theirs, programme__slug=slug, pk=pk)
