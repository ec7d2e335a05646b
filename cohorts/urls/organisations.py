from django.urls import path

from cohorts.views import organisation_lists, organisations

urlpatterns = [
    path("organizaciones/", organisations.organisations, name="organisations"),
    path("organizaciones.xlsx", organisations.organisations_export, name="organisations_export"),
    path("organizaciones/<uuid:uuid>/", organisations.organisation, name="organisation"),
    path("organizaciones/<uuid:uuid>/editar/", organisations.organisation_edit, name="organisation_edit"),
    path("organizaciones/cargos/<int:pk>/terminar/", organisations.post_end, name="post_end"),
    path("organizaciones/cargos/<int:pk>/contacto/", organisations.post_contact, name="post_contact"),
    path("organizaciones/listas/<uuid:uuid>/", organisation_lists.organisations_list, name="organisations_list"),
    path("programas/<slug:slug>/organizaciones/", organisation_lists.organisations_new, name="organisations_new"),
    path(
        "programas/<slug:slug>/organizaciones/plantilla.csv",
        organisation_lists.organisations_template,
        name="organisations_template",
    ),
]
