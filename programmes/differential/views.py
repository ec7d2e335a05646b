"""The questions a programme asks, one's own answers, and those that who coordinates writes down for somebody."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from people.actions import Refused
from people.models import ConsentRecord, Person
from programmes.differential.actions import allows_here, answer, answers_of, ask_about
from programmes.differential.counting import figures_of
from programmes.differential.forms import AnswerForm, AskForm
from programmes.differential.people import coordinated_in, programmes_asking
from programmes.models import Programme

SEEN_OR_SENT = ["GET", "HEAD", "POST"]


@never_cache
@login_required
@require_http_methods(SEEN_OR_SENT)
def asking(request, slug):
    """Which questions the programme asks and why; below, the figures."""
    programme = get_object_or_404(Programme.objects.coordinated_by(request.user), slug=slug)
    form = AskForm(request.POST if request.method == "POST" else None, asked=_asked(programme))
    if request.method == "POST" and form.is_valid():
        ask_about(programme, purposes=form.purposes, by=request.user)
        messages.success(request, _("Preguntas guardadas."))
        return redirect("differential:asking", slug)
    context = {"programme": programme, "form": form, "figures": figures_of(programme)}
    return render(request, "programmes/differential/asking.html", context, status=422 if form.errors else 200)


def _asked(programme: Programme) -> dict[str, str]:
    return dict(programme.attributes.values_list("attribute", "purpose"))


@never_cache
@login_required
@require_http_methods(SEEN_OR_SENT)
def mine(request, slug):
    """What one answers about oneself in a programme."""
    person = Person.objects.of(request.user).live().filter(erased_at=None).first()
    if person is None:
        raise Http404
    programme = get_object_or_404(programmes_asking(person), slug=slug)
    return _answers(request, person, programme, own=True)


@never_cache
@login_required
@require_http_methods(SEEN_OR_SENT)
def person(request, uuid, slug):
    """What somebody says, written down by who coordinates her there: that something is there is seen, not what."""
    programme = get_object_or_404(Programme.objects.filter(attributes__isnull=False).distinct(), slug=slug)
    found = get_object_or_404(coordinated_in(request.user, programme), uuid=uuid)
    return _answers(request, found, programme, own=False)


def _answers(request, found: Person, programme: Programme, *, own: bool):
    said, sent = answers_of(found, programme), request.method == "POST"
    form = AnswerForm(
        request.POST if sent else None,
        asked=_asked(programme),
        said=said if own else {},
        own=own,
        allowed=allows_here(found, programme),
    )
    if sent and form.is_valid() and _kept(request, form, found, programme):
        return redirect(*(["identity:mine"] if own else ["identity:person", found.uuid]))
    context = {"person": found, "programme": programme, "form": form, "own": own, "answered": len(said)}
    status = 422 if form.errors else 200
    return render(request, "programmes/differential/answers.html", context, status=status)


def _kept(request, form: AnswerForm, found: Person, programme: Programme) -> bool:
    channel = ConsentRecord.Channel.ONLINE if form.own else ConsentRecord.Channel.ASSISTED
    try:
        answer(found, programme, choices=form.choices, authorised=form.authorised, channel=channel, by=request.user)
    except Refused as refusal:
        form.add_error("authorised" if "authorised" in form.fields else None, str(refusal))
        return False
    messages.success(request, _("Respuestas guardadas."))
    return True
