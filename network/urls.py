from django.urls import path

from network import views

app_name = "network"
urlpatterns = [
    path("", views.board, name="board"),
    path("nuevo/", views.new, name="new"),
    path("<uuid:uuid>/", views.topic, name="topic"),
]
