from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from places.forms import SearchForm
from places.models import Territory


@login_required
@require_GET
def search(request):
    """Municipalities for a type-ahead: ``<option>`` lines, or JSON when that is what is asked for."""
    form = SearchForm(request.GET)
    places = Territory.objects.search(**_asked(form)) if form.is_valid() else Territory.objects.none()
    status = 200 if form.is_valid() else 400
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        found = [{"id": place.pk, "code": place.code, "name": place.full_name} for place in places]
        return JsonResponse({"places": found}, status=status)
    return render(request, "places/options.html", {"places": places}, status=status)


def _asked(form: SearchForm) -> dict[str, str]:
    return {"country": form.cleaned_data["country"], "text": form.cleaned_data["q"]}
