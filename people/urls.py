from django.urls import path

from people import views

app_name = "people"
urlpatterns = [
    path("soy-yo/", views.claim, name="claim"),
    path("<str:token>/", views.invitation, name="invitation"),
    path("<str:token>/aceptar/", views.accept, name="accept"),
]
