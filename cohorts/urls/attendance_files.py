from django.urls import path

from cohorts.views import attendance_files

urlpatterns: list = [
    path("grupos/<uuid:uuid>/asistencia/archivo/", attendance_files.attendance_new, name="attendance_new"),
    path("listas/<uuid:uuid>/informe/", attendance_files.report_new, name="report_new"),
    path("asistencia-por-importar/<uuid:uuid>/", attendance_files.attendance_draft, name="attendance_draft"),
]
