from django.urls import include, path

from certificates import board_views, public, views
from certificates.design.urls import urlpatterns as designs

app_name = "certificates"
urlpatterns = [
    *designs,
    path("constancias/", views.mine, name="mine"),
    path("constancias/grupo/<uuid:uuid>/", views.cohort, name="cohort"),
    path("constancias/grupo/<uuid:uuid>/emitir/", views.issue_cohort, name="issue_cohort"),
    path("constancias/grupo/<uuid:uuid>/pausar/", board_views.pause, name="pause"),
    path("constancias/grupo/<uuid:uuid>/reanudar/", board_views.resume, name="resume"),
    path("constancias/grupo/<uuid:uuid>/que-da/", board_views.offer, name="offer"),
    path("constancias/dispensa/<int:passage>/", board_views.waive, name="waive"),
    path("constancias/dispensa/<int:pk>/retirar/", board_views.lift_waiver, name="lift_waiver"),
    path("constancias/<str:folio>/descargar/", views.download, name="download"),
    path("constancias/<str:folio>/anular/", views.revoke, name="revoke"),
    path("constancias/<str:folio>/sustituir/", views.replace, name="replace"),
    path("constancias/<str:folio>/mantener/", board_views.uphold, name="uphold"),
    path("constancias/<str:folio>/emitir-de-nuevo/", board_views.anew, name="anew"),
    path("", include("certificates.packs.urls")),
    path("", include("certificates.api.urls")),
    path("", include("certificates.webhooks.urls")),
    path("v/<str:token>/", public.verify, name="verify"),
    path("", include("certificates.badges.urls")),
    path("verificar/", public.verify_form, name="verify_form"),
    path("", include("certificates.signing.urls")),
]
