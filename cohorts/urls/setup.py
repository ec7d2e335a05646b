from django.urls import path

from cohorts.views import setup

BASE = "programas/<slug:slug>/puesta-en-marcha/"
urlpatterns: list = [
    path(BASE, setup.setup, name="setup"),
    path(f"{BASE}regiones/", setup.regions, name="setup_regions"),
    path(f"{BASE}curso/", setup.course, name="setup_course"),
    path(f"{BASE}grupos/", setup.cohorts, name="setup_cohorts"),
    path(f"{BASE}grupos/plantilla.csv", setup.cohorts_template, name="setup_cohorts_template"),
    path(f"{BASE}sesiones/", setup.sessions, name="setup_sessions"),
    path(f"{BASE}personas/", setup.people, name="setup_people"),
    path(f"{BASE}hojas/", setup.sheets, name="setup_sheets"),
]
