from django.urls import path

from people.privacy import views

app_name = "privacy"
urlpatterns = [
    path("mis-datos/", views.mine, name="mine"),
    path("mis-datos/copia/", views.copy, name="copy"),
    path("mis-datos/copia/<uuid:uuid>/", views.download, name="download"),
    path("mis-datos/borrar/", views.ask, name="ask"),
    path("mis-datos/borrar/<uuid:uuid>/retirar/", views.withdraw, name="withdraw"),
    path("privacidad/solicitudes/", views.queue, name="queue"),
    path("privacidad/solicitudes/<uuid:uuid>/", views.decision, name="decision"),
]
