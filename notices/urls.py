from django.urls import path

from notices import views

app_name = "notices"
urlpatterns = [
    path("", views.mailbox, name="mailbox"),
    path("<uuid:uuid>/", views.mail, name="mail"),
]
