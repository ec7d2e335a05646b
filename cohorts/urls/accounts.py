from django.urls import path

from cohorts.views import accounts

urlpatterns: list = [path("programas/<slug:slug>/cuentas/", accounts.accounts, name="accounts")]
