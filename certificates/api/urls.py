from django.urls import path

from certificates.api import views
from certificates.api.endpoints import api
from certificates.api.problems import in_words

CALLS = [each for each in api.urls[0] if each.name != "api-root"]

urlpatterns = [
    path("constancias/programa/<slug:slug>/llaves/", views.tokens, name="tokens"),
    path("constancias/programa/<slug:slug>/llaves/<int:pk>/retirar/", views.revoke_token, name="token_revoke"),
    path("api/v1/", views.docs, name="api_docs"),
    path("api/v1/openapi.json", views.openapi, name="openapi"),
    # Its patterns under our own names: a namespace inside ours would be one more word in every address.
    *(path(f"api/v1/{each.pattern}", in_words(each.callback), name=each.name) for each in CALLS),
    path("api/v1/<path:rest>", views.nothing, name="api_nothing"),
]
