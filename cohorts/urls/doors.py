from django.urls import path

from cohorts.views import doors, joining, moving

urlpatterns: list = [
    path("inscribirme/<uuid:uuid>/", joining.join, name="join"),
    path("inscribirme/con-enlace/<str:token>/", joining.join_by_link, name="join_by_link"),
    path("mis-solicitudes/<uuid:uuid>/", joining.application, name="application"),
    path("grupos/<uuid:uuid>/solicitudes/", doors.applications, name="applications"),
    path("grupos/<uuid:uuid>/inscripcion/", doors.door, name="door"),
    path("inscripciones/<uuid:uuid>/", moving.passage, name="passage"),
    path("inscripciones/<uuid:uuid>/trasladar/", moving.move, name="transfer"),
    path("inscripciones/<uuid:uuid>/reemplazar/", moving.replace, name="replace"),
]
