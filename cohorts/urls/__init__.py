from cohorts.urls import consents, planning, roll, roster

app_name = "cohorts"
urlpatterns = [*planning.urlpatterns, *roster.urlpatterns, *consents.urlpatterns, *roll.urlpatterns]
