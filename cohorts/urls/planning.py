from django.urls import path

from cohorts.views import planning, sessions

urlpatterns: list = [
    path("grupos/", planning.cohort_list, name="list"),
    path("grupos/nuevo/<slug:slug>/", planning.new, name="new"),
    path("grupos/<uuid:uuid>/", planning.detail, name="detail"),
    path("grupos/<uuid:uuid>/cambiar/", planning.edit, name="edit"),
    path("grupos/<uuid:uuid>/abrir/", planning.open_it, name="open"),
    path("grupos/<uuid:uuid>/facilitacion/", planning.trainers, name="trainers"),
    path("grupos/<uuid:uuid>/facilitacion/<int:pk>/terminar/", planning.trainer_end, name="trainer_end"),
    path("grupos/<uuid:uuid>/sesiones/", sessions.session_list, name="sessions"),
    path("grupos/<uuid:uuid>/sesiones/nueva/", sessions.new, name="session_new"),
    path("grupos/<uuid:uuid>/sesiones/<uuid:session>/cambiar/", sessions.edit, name="session_edit"),
    path("grupos/<uuid:uuid>/sesiones/<uuid:session>/cancelar/", sessions.cancel, name="session_cancel"),
]
