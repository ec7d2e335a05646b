from django.urls import path

from courses import views

app_name = "courses"
urlpatterns = [path("<slug:catalogue>/<slug:course>/<slug:module>/<slug:lesson>/", views.lesson, name="lesson")]
