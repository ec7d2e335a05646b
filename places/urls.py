from django.urls import path

from places import views

app_name = "places"
urlpatterns = [path("buscar/", views.search, name="search")]
