from django.urls import path

from certificates.signing import views

urlpatterns = [
    path("verificar/archivo/", views.verify_file, name="verify_file"),
    path("verificar/firma/", views.keys, name="keys"),
    path("verificar/firma/<str:fingerprint>.cer", views.key_certificate, name="key_certificate"),
]
