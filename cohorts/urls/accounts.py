from django.urls import path

from cohorts.views import accounts, claim_codes

urlpatterns: list = [
    path("programas/<slug:slug>/cuentas/", accounts.accounts, name="accounts"),
    path("grupos/<uuid:uuid>/personas/codigos/", claim_codes.slips, name="slips"),
]
