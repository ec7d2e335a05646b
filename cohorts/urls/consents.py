from django.urls import path

from cohorts.views import consents

urlpatterns = [path("grupos/<uuid:uuid>/permisos/", consents.consents, name="consents")]
