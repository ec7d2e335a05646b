"""Every address of the site. Paths are Spanish and do not change with the reader's language: a link is for ever."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    path("cuenta/", include("allauth.urls")),
    path("gestion/", include(wagtailadmin_urls)),
    path("documentos/", include(wagtaildocs_urls)),
    path("lugares/", include("places.urls")),
    path("", include(wagtail_urls)),
]
