from django.urls import path

from cohorts.views import life

urlpatterns: list = [
    path("grupos/<uuid:uuid>/cerrar/", life.close, name="close"),
    path("grupos/<uuid:uuid>/reabrir/", life.reopen, name="reopen"),
    path("grupos/<uuid:uuid>/cancelar/", life.cancel, name="cancel"),
    path("listas/<uuid:uuid>/prescindir/", life.waive, name="waive"),
]
