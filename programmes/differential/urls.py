from django.urls import path

from programmes.differential import views

app_name = "differential"
urlpatterns = [
    path("programas/<slug:slug>/enfoque/", views.asking, name="asking"),
    path("mis-datos/preguntas/<slug:slug>/", views.mine, name="mine"),
    path("personas/<uuid:uuid>/preguntas/<slug:slug>/", views.person, name="person"),
]
