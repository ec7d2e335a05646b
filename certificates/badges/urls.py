"""Addresses that signed credentials name: they do not change."""

from django.urls import path

from certificates.badges import views

urlpatterns = [
    path("v/<slug:token>/badge.json", views.badge, {"format": "json"}, name="badge_json"),
    path("v/<slug:token>/badge.png", views.badge, {"format": "png"}, name="badge_png"),
    path("v/<slug:token>/badge.svg", views.badge, {"format": "svg"}, name="badge_svg"),
    path("insignias/emisor/", views.issuer, name="badge_issuer"),
    path("insignias/estado/<int:key>/<int:number>/", views.status, name="badge_status"),
]
