from django.urls import path

from learning import rule_views, views

app_name = "learning"
urlpatterns = [
    path("grupos/<uuid:uuid>/regla/", rule_views.rule, name="rule"),
    path("mi-avance/", views.progress, name="progress"),
    path("lecciones/<int:lesson_id>/terminada/", views.complete, name="complete"),
    path("lecciones/<int:lesson_id>/pendiente/", views.undo, name="undo"),
    path("lecciones/<int:lesson_id>/cuestionario/<uuid:quiz_id>/", views.answer, name="answer"),
]
