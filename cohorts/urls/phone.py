from django.urls import path

from cohorts.views import phone

urlpatterns: list = [
    path("listas/envio/", phone.roll_sync, name="roll_sync"),
    path("listas/en-el-telefono/", phone.phone_kit, name="phone_kit"),
]
