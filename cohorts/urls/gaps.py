from django.urls import path

from cohorts.views import gaps

urlpatterns = [path("programas/<slug:slug>/datos-por-revisar/", gaps.gaps, name="gaps")]
