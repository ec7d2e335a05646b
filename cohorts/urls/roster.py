from django.urls import path

from cohorts.views import people, roster

urlpatterns = [
    path("grupos/<uuid:uuid>/personas/", people.people, name="people"),
    path("grupos/<uuid:uuid>/personas.xlsx", people.people_export, name="people_export"),
    path("grupos/<uuid:uuid>/personas/invitar/", people.invite, name="invite"),
    path("grupos/<uuid:uuid>/personas/nueva/", roster.enrol_one, name="enrol_one"),
    path("grupos/<uuid:uuid>/personas/lista/", roster.roster_new, name="roster_new"),
    path("grupos/<uuid:uuid>/personas/plantilla.csv", roster.roster_template, name="roster_template"),
    path("listas-por-inscribir/<uuid:uuid>/", roster.roster, name="roster"),
    path("listas-por-inscribir/<uuid:uuid>/por-corregir.xlsx", roster.roster_left, name="roster_left"),
    path("inscripciones/<uuid:uuid>/baja/", people.withdraw, name="withdraw"),
]
