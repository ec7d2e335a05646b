from cohorts.urls import accounts, consents, gaps, organisations, planning, roll, roster

app_name = "cohorts"
urlpatterns = [
    *planning.urlpatterns,
    *roster.urlpatterns,
    *consents.urlpatterns,
    *roll.urlpatterns,
    *organisations.urlpatterns,
    *accounts.urlpatterns,
    *gaps.urlpatterns,
]
