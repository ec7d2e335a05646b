from cohorts.urls import planning, roll, roster

app_name = "cohorts"
urlpatterns = [*planning.urlpatterns, *roster.urlpatterns, *roll.urlpatterns]
