from django.urls import path

from cohorts.views import sheets

urlpatterns: list = [
    path("grupos/<uuid:uuid>/hojas/", sheets.sheets, name="sheets"),
    path("grupos/<uuid:uuid>/hojas.pdf", sheets.sheets_pdf, name="sheets_pdf"),
    path("programas/<slug:slug>/hojas.pdf", sheets.day_pdf, name="day_pdf"),
]
