"""What lies inside the municipalities of a programme: looked for by name, then extended by pasting a list."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from places.actions import NotThere, add_places
from places.models import Territory
from programmes.models import Programme
from programmes.territory_forms import PlaceLinesForm, PlaceSearchForm

MOST_SHOWN = 200


@login_required
@require_safe
def places(request, slug):
    """Municipalities that fit what is looked for; unasked, those already divided and those of the regions."""
    programme = get_object_or_404(Programme.objects.planned_by(request.user), slug=slug)
    form = PlaceSearchForm(request.GET)
    q = form.cleaned_data["q"] if form.is_valid() else ""
    if q:
        found = Territory.objects.search(programme.country, q)
    else:
        regions = programme.regions.values("territories")
        divided = Territory.objects.local().filter(country=programme.country).values("parent")
        shown = Territory.objects.municipal().filter(Q(pk__in=regions) | Q(pk__in=divided))
        found = shown.with_state()[:MOST_SHOWN]
    context = {"programme": programme, "form": form, "q": q, "found": _with_parts(found)}
    context["coordinates"] = Programme.objects.coordinated_by(request.user).filter(pk=programme.pk).exists()
    return render(request, "programmes/places.html", context)


def _with_parts(places) -> list[tuple[Territory, int]]:
    places = list(places)
    counted = Territory.objects.local().filter(parent__in=places).values_list("parent").annotate(parts=Count("pk"))
    parts = dict(counted.order_by())
    return [(place, parts.get(place.pk, 0)) for place in places]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def place(request, slug, pk):
    """One municipality, or a part of one, with what lies directly under it and a form to add more."""
    programme = get_object_or_404(Programme.objects.planned_by(request.user), slug=slug)
    allowed = Territory.objects.filter(country=programme.country).with_state()
    found = get_object_or_404(allowed.filter(level__in=["municipality", *Territory.LOCAL]), pk=pk)
    form = PlaceLinesForm(request.POST or None, parent=found)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_places(found, **_said(form), by=request.user)
        except NotThere as refusal:
            form.add_error("lines", str(refusal))
        else:
            _tell(request, len(made))
            return redirect("programmes:place", slug, pk)
    parts = found.children.local().annotate(parts=Count("children")).order_by("level", "code")
    context = {"programme": programme, "place": found, "form": form, "parts": parts}
    return render(request, "programmes/place.html", context, status=422 if form.errors else 200)


def _said(form) -> dict:
    return {"level": form.cleaned_data["level"], "places": form.cleaned_data["lines"]}


def _tell(request, count):
    said = ngettext("%(count)s lugar agregado.", "%(count)s lugares agregados.", count) % {"count": count}
    messages.success(request, said)
