from django.urls import path

from programmes import logo_views, territory_views, views

app_name = "programmes"
urlpatterns = [
    path("", views.programme_list, name="list"),
    path("nuevo/", views.new, name="new"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/cambiar/", views.edit, name="edit"),
    path("<slug:slug>/palabras/", views.words, name="words"),
    path("<slug:slug>/logotipos/", logo_views.logos, name="logos"),
    path("<slug:slug>/logotipos/<int:pk>/", logo_views.logo, name="logo"),
    path("<slug:slug>/logotipos/<int:pk>/quitar/", logo_views.logo_remove, name="logo_remove"),
    path("<slug:slug>/regiones/", views.regions, name="regions"),
    path("<slug:slug>/regiones/varias/", views.region_lines, name="region_lines"),
    path("<slug:slug>/regiones/<int:pk>/", views.region, name="region"),
    path("<slug:slug>/territorio/", territory_views.places, name="places"),
    path("<slug:slug>/territorio/<int:pk>/", territory_views.place, name="place"),
    path("<slug:slug>/financiamiento/", views.funding, name="funding"),
    path("<slug:slug>/financiamiento/<int:pk>/", views.funding_period, name="funding_period"),
    path("<slug:slug>/financiamiento/<int:pk>/quitar/", views.funding_remove, name="funding_remove"),
    path("<slug:slug>/equipo/", views.team, name="team"),
    path("<slug:slug>/equipo/<int:pk>/quitar/", views.revoke, name="revoke"),
]
