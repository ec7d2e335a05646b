from django.urls import path

from cohorts.views import calling

urlpatterns: list = [
    path("grupos/<uuid:uuid>/por-llamar/", calling.calling, name="calling"),
    path("inscripciones/<uuid:uuid>/escribir/", calling.write, name="call_write"),
]
