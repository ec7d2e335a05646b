from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET

from kit.pace import within_pace
from places.forms import SearchForm
from places.models import Territory

# Far above what fingers do.
MOST_A_MINUTE = 240


@login_required
@require_GET
def search(request):
    """Places for a type-ahead, at most 20: ``<option>`` lines, or JSON when that is what is asked for.

    Too many questions of one account in a minute get 429; the browser keeps an answer for an hour.
    """
    if not within_pace(f"places:{request.user.pk}", most=MOST_A_MINUTE, seconds=60):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    form = SearchForm(request.GET)
    places = Territory.objects.search(**_asked(form)) if form.is_valid() else Territory.objects.none()
    status = 200 if form.is_valid() else 400
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        found = [{"id": place.pk, "code": place.code, "name": place.full_name} for place in places]
        response = JsonResponse({"places": found}, status=status)
    else:
        response = render(request, "places/options.html", {"places": places}, status=status)
    response.headers["Vary"] = "Accept, Cookie"
    patch_cache_control(response, private=True, max_age=3600 if status == 200 else 0)
    return response


def _asked(form: SearchForm) -> dict:
    said = form.cleaned_data
    return {"country": said["country"], "text": said["q"], "inside": said["inside"]}
