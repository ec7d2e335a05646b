from django.urls import path

from certificates.design import views

urlpatterns = [
    path("programas/<slug:slug>/disenos/", views.designs, name="designs"),
    path("programas/<slug:slug>/disenos/elegir/", views.choose, name="designs_choose"),
    path("constancias/disenos/", views.shared, name="designs_shared"),
    path("constancias/disenos/<int:pk>/", views.design, name="design"),
    path("constancias/disenos/<int:pk>/vista/", views.design_picture, name="design_picture"),
    path("constancias/disenos/<int:pk>/retirar/", views.design_withdraw, name="design_withdraw"),
]
