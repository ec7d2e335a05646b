"""The logos of a programme: seen, added, taken away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.actions import Refused
from programmes.logo_forms import LogoForm
from programmes.logos import MOST_LOGOS, TYPES, add_logo, remove_logo
from programmes.views import coordinated


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def logos(request, slug):
    programme = coordinated(request, slug)
    form = LogoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_logo(programme, name=form.cleaned_data["name"], picture=form.picture, by=request.user)
            messages.success(request, _("Logotipo agregado: aparecerá en las hojas que imprimas."))
            return redirect("programmes:logos", slug)
        except Refused as refusal:
            form.add_error("file", str(refusal))
    context = {"programme": programme, "logos": programme.logos.all(), "form": form, "most": MOST_LOGOS}
    return render(request, "programmes/logos.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_safe
def logo(request, slug, pk):
    found = get_object_or_404(coordinated(request, slug).logos, pk=pk)
    try:
        return FileResponse(found.file.open("rb"), content_type=TYPES[found.kind])
    except FileNotFoundError as error:
        raise Http404 from error


@login_required
@require_POST
def logo_remove(request, slug, pk):
    """A second press finds nothing left to do."""
    found = coordinated(request, slug).logos.filter(pk=pk).first()
    if found:
        remove_logo(found, by=request.user)
        messages.success(request, _("Logotipo quitado."))
    return redirect("programmes:logos", slug)
