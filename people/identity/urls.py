from django.urls import path

from people.identity import views

app_name = "identity"
urlpatterns = [
    path("mis-datos/ficha/", views.mine, name="mine"),
    path("personas/documento/", views.search, name="search"),
    path("personas/<uuid:uuid>/", views.person, name="person"),
    path("personas/<uuid:uuid>/documentos/", views.documents, name="documents"),
    path("documentos-de-identidad/<uuid:uuid>/ver/", views.show, name="show"),
    path("documentos-de-identidad/<uuid:uuid>/quitar/", views.remove, name="remove"),
]
