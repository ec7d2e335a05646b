"""The document that describes the API, a page of it, and the tokens of a programme."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates.api import actions
from certificates.api.endpoints import Token, api
from certificates.api.forms import TokenForm
from certificates.api.problems import description_of, problem
from certificates.models import ApiToken
from people.actions import Refused
from people.entering.freshness import identify_anew
from programmes.models import Programme

FORMER = 20


@never_cache
@require_safe
def openapi(request):
    """For the administration, and for whoever holds a live token."""
    if not (request.user.is_superuser or Token()(request)):
        return problem(404, _("Aquí no hay nada.")) if request.user.is_authenticated else _no_token()
    return JsonResponse(description_of(api))


def _no_token():
    return problem(401, _("Falta una llave vigente en el encabezado Authorization: Bearer."))


@never_cache
@login_required
@require_safe
def docs(request):
    """The same document to read, without a script."""
    if not request.user.is_superuser:
        raise Http404
    schema = description_of(api)
    calls = [
        {"path": path, "method": method.upper(), **call}
        for path, methods in schema["paths"].items()
        for method, call in methods.items()
    ]
    return render(request, "certificates/api/docs.html", {"calls": calls, "info": schema["info"]})


@never_cache
def nothing(request, rest=""):
    """Whatever else lies below the API: said to programs as programs read it."""
    return problem(404, _("Aquí no hay nada."))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request, slug):
    """Those of the programme; a new one is shown in the answer that makes it and never again."""
    programme = get_object_or_404(Programme.objects.coordinated_by(request.user), slug=slug)
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST":
        identify_anew(request)
        secret = _made(request, programme, form)
    every = ApiToken.objects.filter(programme=programme).select_related("created_by__person")
    live = [each for each in every if each.is_live]
    former = [each for each in every if not each.is_live][:FORMER]
    context = {"programme": programme, "form": TokenForm() if secret else form, "secret": secret, "live": live}
    status = 422 if form.errors else 200
    return render(request, "certificates/api/tokens.html", context | {"former": former}, status=status)


def _made(request, programme, form) -> str:
    if not form.is_valid():
        return ""
    try:
        _token, secret = actions.make_token(programme, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return ""
    return secret


@login_required
@require_POST
def revoke_token(request, slug, pk):
    token = get_object_or_404(ApiToken.objects.visible_to(request.user), programme__slug=slug, pk=pk)
    identify_anew(request)
    actions.revoke_token(token, by=request.user)
    messages.success(request, _("La llave «%(name)s» ya no abre nada.") % {"name": token.name})
    return redirect("certificates:tokens", slug)
