from django.urls import path

from cohorts.views import arriving, badges, doors

urlpatterns: list = [
    path("llegada/", arriving.arrive, name="arrive"),
    path("llegada/lista/<uuid:uuid>/", arriving.arrival, name="arrival"),
    path("llegada/lista/<uuid:uuid>/otra-cuenta/", arriving.other_account, name="arrival_other"),
    path("llegada/<str:code>/", arriving.arrive_with, name="arrive_with"),
    path("listas/<uuid:uuid>/codigo/", doors.door, name="door"),
    path("listas/<uuid:uuid>/codigo/ahora/", doors.now_showing, name="door_now"),
    path("listas/<uuid:uuid>/recibir/", doors.receive, name="receive"),
    path("mi-credencial/", badges.badge, name="badge"),
    path("grupos/<uuid:uuid>/credenciales.pdf", badges.badges_pdf, name="badges_pdf"),
]
