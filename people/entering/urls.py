from django.urls import path

from people.entering import views

app_name = "entering"
urlpatterns = [path("confirmar/", views.proof, name="proof")]
