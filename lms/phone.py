"""The site as something that stays on a telephone: its name and picture, the worker, the page for no signal.

What is kept is said in ``cohorts.phone``; the worker only knows how.
"""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

# What the pages that are kept are drawn with.
FILES = ("css/site.css", "icon.svg", "js/site.js", "js/roll.js", "js/phone.js")
WORKER = Path(__file__).with_name("worker.js")
GROUND, INK = "#faf6ee", "#a51c3f"


@require_safe
def worker(request):
    """The worker's own source, with what it keeps written before it. It changes whenever one of the files does."""
    site = {"version": version(), "files": [static(name) for name in FILES], "offline": reverse("offline")}
    source = f"const SITE = {json.dumps(site)};\n{WORKER.read_text()}"
    return HttpResponse(source, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@require_safe
def manifest(request):
    """Name, picture and first page of what is put on the screen of a telephone."""
    icon = {"src": static("icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    said = {
        "name": "Paralelo",
        "short_name": "Paralelo",
        "description": _("Tus sesiones y tus listas de asistencia, también sin señal."),
        "lang": get_language(),
        "id": "/",
        "scope": "/",
        "start_url": reverse("cohorts:today"),
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": INK,
        "icons": [icon],
    }
    return JsonResponse(said, content_type="application/manifest+json", headers={"Cache-Control": "no-cache"})


@require_safe
def offline(request):
    """What is shown where nothing was kept. The worker asks for it without cookies."""
    return render(request, "lms/offline.html")


def version() -> str:
    return _version() if settings.DEBUG else _lasting_version()


def _version() -> str:
    found = [Path(str(finders.find(name))) for name in FILES]
    return sha256(b"".join(path.read_bytes() for path in [*found, WORKER])).hexdigest()[:12]


_lasting_version = cache(_version)
