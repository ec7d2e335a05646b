from cohorts.urls import (
    accounts,
    calendar,
    checkin,
    consents,
    gaps,
    organisations,
    planning,
    roll,
    roster,
    setup,
    sheets,
)

app_name = "cohorts"
urlpatterns = [
    *planning.urlpatterns,
    *roster.urlpatterns,
    *consents.urlpatterns,
    *roll.urlpatterns,
    *organisations.urlpatterns,
    *accounts.urlpatterns,
    *calendar.urlpatterns,
    *setup.urlpatterns,
    *sheets.urlpatterns,
    *gaps.urlpatterns,
    *checkin.urlpatterns,
]
