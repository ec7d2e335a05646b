from django.urls import path

from certificates.packs import views

COHORT, YEAR = "constancias/grupo/<uuid:uuid>/", "constancias/programa/<slug:slug>/<int:year>/"
XLSX, PDF = {"kind": "xlsx"}, {"kind": "pdf"}

urlpatterns = [
    path(COHORT + "paquete/", views.pack_new, name="pack_new"),
    path(COHORT + "libro.xlsx", views.cohort_ledger, XLSX, name="cohort_ledger_xlsx"),
    path(COHORT + "libro.pdf", views.cohort_ledger, PDF, name="cohort_ledger_pdf"),
    path("constancias/paquete/<uuid:uuid>/", views.pack, name="pack"),
    path("constancias/paquete/<uuid:uuid>/archivo/", views.pack_file, name="pack_file"),
    path("constancias/programa/<slug:slug>/", views.programme, name="programme"),
    path(YEAR + "libro.xlsx", views.year_ledger, XLSX, name="year_ledger_xlsx"),
    path(YEAR + "libro.pdf", views.year_ledger, PDF, name="year_ledger_pdf"),
]
