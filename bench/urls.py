from django.urls import include, path

from bench.views import smallest

urlpatterns = [path("bench/smallest/", smallest), path("", include("lms.urls"))]
