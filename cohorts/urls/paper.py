from django.urls import path

from cohorts.views import paper

urlpatterns: list = [
    path("listas/<uuid:uuid>/pasar-la-hoja/", paper.transcribe, name="transcribe"),
    path("listas/<uuid:uuid>/hoja-firmada/", paper.scans, name="scans"),
    path("hojas/<uuid:uuid>/", paper.scan_file, name="scan_file"),
    path("hojas/<uuid:uuid>/retirar/", paper.scan_retire, name="scan_retire"),
]
