from django.urls import path

from people.claiming import views

app_name = "claiming"
urlpatterns = [
    path("codigo/", views.door, name="door"),
    path("codigo/eres-tu/", views.person, name="person"),
    path("codigo/otra-cuenta/", views.other_account, name="other_account"),
    path("codigo/<str:code>/", views.door, name="with_code"),
]
