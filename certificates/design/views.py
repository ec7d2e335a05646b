"""The designs of a programme's certificates: listed, chosen, worked on with the sheet beside, published, withdrawn."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from certificates.design import actions
from certificates.design.forms import ChoiceForm, DesignForm, NewTemplateForm
from certificates.design.previewing import INVENTED, names_for, picture
from certificates.models import CertificateTemplate, TemplateChoice
from certificates.snapshot import PAPER_OF
from cohorts.models import Cohort
from people.actions import Refused
from programmes.models import Programme


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def designs(request, slug):
    """Those of a programme and those shared by all; a new one is begun here."""
    programme = _coordinated(request, slug)
    form = NewTemplateForm(request.POST or None)
    if request.method == "POST" and (made := _made(request, form, programme)):
        return redirect("certificates:design", made.pk)
    standing = CertificateTemplate.objects.filter(withdrawn_at=None)
    context = {
        "programme": programme,
        "form": form,
        "templates": standing.filter(programme=programme).prefetch_related("versions"),
        "shared": CertificateTemplate.objects.usable_in(programme).filter(programme=None).prefetch_related("versions"),
        "choice": ChoiceForm(programme=programme, chosen=_chosen(programme), prefix="para"),
    }
    return render(request, "certificates/designs.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def choose(request, slug):
    """Which design each kind is given with from now on."""
    programme = _coordinated(request, slug)
    form = ChoiceForm(request.POST, programme=programme, chosen=_chosen(programme), prefix="para")
    try:
        if not form.is_valid():
            raise Refused(_("Ese diseño ya no se puede usar aquí."))
        for kind, template in form.chosen().items():
            actions.choose(programme, kind=kind, template=template, by=request.user)
        messages.success(request, _("Listo: así se entregarán desde ahora. Lo ya entregado no cambia."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("certificates:designs", slug)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def shared(request):
    """Designs that all programmes may use: administration alone makes them."""
    if not request.user.is_superuser:
        raise Http404
    form = NewTemplateForm(request.POST or None)
    if request.method == "POST" and (made := _made(request, form, None)):
        return redirect("certificates:design", made.pk)
    found = CertificateTemplate.objects.filter(programme=None, withdrawn_at=None).prefetch_related("versions")
    return render(
        request, "certificates/designs.html", {"form": form, "templates": found}, status=422 if form.errors else 200
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def design(request, pk):
    """The form with the sheet beside it. Saving keeps the draft; publishing freezes a version."""
    template = _edited(request, pk)
    form = DesignForm(request.POST or None, request.FILES or None, template=template)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, template, form)
            return redirect("certificates:design", pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"template": template, "programme": template.programme, "form": form, "names": INVENTED}
    context |= {"versions": template.versions.order_by("-number"), "cohorts": _cohorts(request, template)}
    context["cohort"] = _cohort(request, template)
    return render(request, "certificates/design.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def design_picture(request, pk):
    """The sheet as a picture: of the draft, or of what is being typed, whose own pictures come with saving."""
    template, content = _edited(request, pk), None
    if request.method == "POST":
        form = DesignForm(request.POST, template=template)
        content = form.content() if form.is_valid() else None
        if content is None:
            return HttpResponse(status=422)
    which = request.GET.get("nombre") if request.GET.get("nombre") in INVENTED else "largo"
    cohort = _cohort(request, template)
    name = names_for(template, request.user, cohort)[which]
    drawn = picture(template, content or template.draft, name=name, which=which, cohort=cohort)
    return HttpResponse(drawn, content_type="image/png")


@login_required
@require_POST
def design_withdraw(request, pk):
    template = _edited(request, pk)
    actions.withdraw(template, by=request.user)
    messages.success(request, _("Diseño retirado. Lo que ya se entregó con él no cambia."))
    return (
        redirect("certificates:designs", template.programme.slug)
        if template.programme
        else redirect("certificates:designs_shared")
    )


def _coordinated(request, slug) -> Programme:
    return get_object_or_404(Programme.objects.coordinated_by(request.user), slug=slug)


def _edited(request, pk) -> CertificateTemplate:
    return get_object_or_404(CertificateTemplate.objects.edited_by(request.user).select_related("programme"), pk=pk)


def _chosen(programme) -> dict[str, int]:
    return dict(TemplateChoice.objects.filter(programme=programme).values_list("kind", "template"))


def _made(request, form, programme) -> CertificateTemplate | None:
    if not form.is_valid():
        return None
    paper = PAPER_OF.get(programme.country, "a4") if programme else "a4"
    try:
        return actions.create_template(programme, paper=paper, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def _save(request, template, form) -> None:
    saved = actions.save_draft(template, name=form.cleaned_data["name"], content=form.content(), by=request.user)
    if request.POST.get("act") == "publish":
        version = actions.publish(saved, by=request.user)
        messages.success(request, _("Publicada la versión %(number)d.") % {"number": version.number})
    else:
        messages.success(request, _("Borrador guardado: lo que se entrega no cambia hasta que publiques."))


def _cohorts(request, template):
    mine = Cohort.objects.coordinated_by(request.user).filter(programme=template.programme)
    return mine.order_by("name", "pk") if template.programme else mine.none()


def _cohort(request, template) -> Cohort | None:
    """Whose names are shown, when one was picked; what is not theirs is not there."""
    try:
        return _cohorts(request, template).select_related("course").filter(uuid=request.GET["grupo"]).first()
    except (KeyError, ValueError, TypeError):
        return None
