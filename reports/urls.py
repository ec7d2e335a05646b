from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("<slug:slug>/cifras/", views.figures, name="figures"),
    path("<slug:slug>/cifras/xlsx/", views.figures_xlsx, name="figures_xlsx"),
]
