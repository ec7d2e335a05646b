from django.urls import include, path

from certificates import public, views

app_name = "certificates"
urlpatterns = [
    path("constancias/", views.mine, name="mine"),
    path("constancias/grupo/<uuid:uuid>/", views.cohort, name="cohort"),
    path("constancias/grupo/<uuid:uuid>/emitir/", views.issue_cohort, name="issue_cohort"),
    path("constancias/<str:folio>/descargar/", views.download, name="download"),
    path("constancias/<str:folio>/anular/", views.revoke, name="revoke"),
    path("constancias/<str:folio>/sustituir/", views.replace, name="replace"),
    path("", include("certificates.packs.urls")),
    path("", include("certificates.api.urls")),
    path("", include("certificates.webhooks.urls")),
    path("v/<str:token>/", public.verify, name="verify"),
    path("verificar/", public.verify_form, name="verify_form"),
]
