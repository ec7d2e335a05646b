from cohorts.urls import accounts, planning, roll, roster

app_name = "cohorts"
urlpatterns = [*planning.urlpatterns, *roster.urlpatterns, *roll.urlpatterns, *accounts.urlpatterns]
