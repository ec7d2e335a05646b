from django.urls import path

from people.merging import views

app_name = "merging"
urlpatterns = [
    path("duplicados/", views.inbox, name="inbox"),
    path("duplicados/<int:pk>/otra/", views.not_duplicate, name="not_duplicate"),
    path("uniones/", views.done, name="done"),
    path("uniones/<int:pk>/deshacer/", views.undo, name="undo"),
    path("<uuid:keep>/unir/<uuid:drop>/", views.unite, name="unite"),
]
