"""Every address of the site. Paths are Spanish and do not change with the reader's language: a link is for ever."""

from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.views import serve

from lms import phone, views
from people.privacy.views import published

handler400 = views.bad_request
urlpatterns = [
    path("inicio/", views.home, name="home"),
    path("idioma/", views.set_language, name="set_language"),
    path("salud/", views.health, name="health"),
    # At the root: a worker reaches only what lies below its own address.
    path("worker.js", phone.worker, name="worker"),
    path("manifest.webmanifest", phone.manifest, name="manifest"),
    path("sin-senal/", phone.offline, name="offline"),
    path("estilos/", views.styleguide, name="styleguide"),
    path("media/images/<path:path>", views.picture, name="picture"),
    # The library's own addresses once more, so that a provider's fault is told in a sentence.
    path("cuenta/oidc/", include("people.entering.provider")),
    path("cuenta/", include("allauth.urls")),
    path("entrar/", include("people.claiming.urls")),
    path("entrar/", include("people.entering.urls")),
    path("gestion/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("gestion/", include(wagtailadmin_urls)),
    path("invitacion/", include("people.urls")),
    path("personas/", include("people.merging.urls")),
    path("trabajos/", include("jobs.urls")),
    path("buzon/", include("notices.urls")),
    path("documentos/", include(wagtaildocs_urls)),
    path("lugares/", include("places.urls")),
    path("programas/", include("programmes.urls")),
    path("programas/", include("reports.urls")),
    path("foro/", include("network.urls")),
    # Wagtail's own pages under names that the footer links to.
    path("acerca-de/", serve, {"path": "acerca-de/"}, name="about"),
    path("privacidad/", published, name="privacy"),
    path("", include("people.privacy.urls")),
    path("", include("people.identity.urls")),
    path("", include("programmes.differential.urls")),
    path("", include("certificates.urls")),
    path("", include("learning.urls")),
    path("", include("cohorts.urls")),
    path("", include("courses.urls")),
    path("", include(wagtail_urls)),
]
