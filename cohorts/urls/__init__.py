from cohorts.urls import (
    accounts,
    calendar,
    calling,
    consents,
    doors,
    gaps,
    organisations,
    paper,
    phone,
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
    *phone.urlpatterns,
    *organisations.urlpatterns,
    *accounts.urlpatterns,
    *calendar.urlpatterns,
    *setup.urlpatterns,
    *sheets.urlpatterns,
    *paper.urlpatterns,
    *calling.urlpatterns,
    *gaps.urlpatterns,
    *doors.urlpatterns,
]
