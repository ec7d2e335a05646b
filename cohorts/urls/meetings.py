from django.urls import path

from cohorts.views import calendar, meetings

urlpatterns: list = [
    path("sesiones/<uuid:uuid>/", meetings.session, name="session"),
    path("sesiones/<uuid:uuid>/carta/", meetings.outline, name="outline"),
    path("sesiones/<uuid:uuid>/acuerdos/", meetings.agreements, name="agreements"),
    path("sesiones/<uuid:uuid>/imprimir/", meetings.session_print, name="session_print"),
    path("acuerdos/<uuid:uuid>/", meetings.agreement, name="agreement"),
    path("grupos/<uuid:uuid>/calendario/", calendar.cohort_calendar, name="cohort_calendar"),
]
