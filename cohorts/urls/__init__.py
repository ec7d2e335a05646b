from cohorts.urls import accounts, calendar, consents, gaps, organisations, phone, planning, roll, roster, setup, sheets

app_name = "cohorts"
urlpatterns = [
    *planning.urlpatterns,
    *roster.urlpatterns,
    *consents.urlpatterns,
    *roll.urlpatterns,
    *phone.urlpatterns,
    *organisations.urlpatterns,
    *accounts.urlpatterns,
    *calendar.urlpatterns,
    *setup.urlpatterns,
    *sheets.urlpatterns,
    *gaps.urlpatterns,
]
