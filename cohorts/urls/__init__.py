from cohorts.urls import organisations, planning, roll, roster

app_name = "cohorts"
urlpatterns = [
    *planning.urlpatterns,
    *roster.urlpatterns,
    *roll.urlpatterns,
    *organisations.urlpatterns,
]
