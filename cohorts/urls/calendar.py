from django.urls import path

from cohorts.views import calendar

urlpatterns: list = [
    path("calendario/", calendar.calendar, name="calendar"),
    path("calendario/grupo/<str:token>.ics", calendar.cohort_feed, name="cohort_feed"),
    path("calendario/<str:token>.ics", calendar.calendar_feed, name="calendar_feed"),
]
