from django.urls import path

from cohorts.views import arriving, badges, check_in

urlpatterns: list = [
    path("llegada/", arriving.arrive, name="arrive"),
    path("llegada/lista/<uuid:uuid>/", arriving.arrival, name="arrival"),
    path("llegada/lista/<uuid:uuid>/otra-cuenta/", arriving.other_account, name="arrival_other"),
    path("llegada/<str:code>/", arriving.arrive_with, name="arrive_with"),
    path("listas/<uuid:uuid>/codigo/", check_in.door, name="check_in"),
    path("listas/<uuid:uuid>/codigo/ahora/", check_in.now_showing, name="check_in_now"),
    path("listas/<uuid:uuid>/recibir/", check_in.receive, name="receive"),
    path("mi-credencial/", badges.badge, name="badge"),
    path("grupos/<uuid:uuid>/credenciales.pdf", badges.badges_pdf, name="badges_pdf"),
]
