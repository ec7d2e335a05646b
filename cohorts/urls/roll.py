from django.urls import path

from cohorts.views import attendance, roll

urlpatterns: list = [
    path("hoy/", attendance.today, name="today"),
    path("listas/<uuid:uuid>/", roll.roll, name="roll"),
    path("listas/<uuid:uuid>/enviar/", roll.register_submit, name="register_submit"),
    path("listas/<uuid:uuid>/aprobar/", roll.register_approve, name="register_approve"),
    path("listas/<uuid:uuid>/devolver/", roll.register_return, name="register_return"),
    path("listas/<uuid:uuid>/reabrir/", roll.register_reopen, name="register_reopen"),
    path("listas/<uuid:uuid>/en-la-puerta/", roll.register_walk_in, name="register_walk_in"),
    path("listas/<uuid:uuid>/visitas/", roll.register_guest, name="register_guest"),
    path("grupos/<uuid:uuid>/asistencia/", attendance.matrix, name="matrix"),
]
