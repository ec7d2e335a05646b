from django.urls import path

from certificates.webhooks import views

ALL = "constancias/programa/<slug:slug>/avisos/"
ONE = ALL + "<int:pk>/"

urlpatterns = [
    path(ALL, views.webhooks, name="webhooks"),
    path(ONE, views.webhook, name="webhook"),
    path(ONE + "probar/", views.webhook_test, name="webhook_test"),
    path(ONE + "quitar/", views.webhook_end, name="webhook_end"),
    path(ONE + "reenviar/", views.webhook_resend_failed, name="webhook_resend_failed"),
    path(ONE + "reenviar/<uuid:event>/", views.webhook_resend, name="webhook_resend"),
]
