from django.urls import path

from cohorts.views import calendar

urlpatterns: list = [
    path("calendario/", calendar.calendar, name="calendar"),
    path("calendario/<str:token>.ics", calendar.calendar_feed, name="calendar_feed"),
]
