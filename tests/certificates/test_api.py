from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from certificates.actions import issue_many, replace, revoke
from certificates.api.actions import make_token, revoke_token
from certificates.limits import FAILURES
from certificates.models import ApiToken
from certificates.verification import as_data
from people.suspension import suspend
from tests.factories import make_coordinator, make_settled_cohort, make_user

pytestmark = pytest.mark.django_db
LIST = "/api/v1/certificates"


def given_to(people):
    cohort = make_settled_cohort(people=people, sessions=1, attended=1)
    return cohort, issue_many(cohort, list(cohort.enrolments.values_list("pk", flat=True)), by=None)


def secret_for(programme, name="Registro"):
    return make_token(programme, name=name, days=30, by=make_coordinator(programme))[1]


def read(client, secret, path=LIST):
    return client.get(path, headers={"authorization": f"Bearer {secret}"})


def test_anybody_verifies_by_token_and_only_wrong_ones_count_against_a_limit(client):
    cache.clear()
    _cohort, (certificate,) = given_to(1)
    right, wrong = (reverse("certificates:api_verify", args=[token]) for token in (certificate.token, "x" * 32))

    assert client.get(right).json() == as_data(certificate)
    assert {client.get(wrong).status_code for _guess in range(FAILURES)} == {404}
    refused = client.get(wrong)

    assert (refused.status_code, refused["Content-Type"]) == (429, "application/problem+json")
    cache.clear()
    for strange in ("%00", "a" * 65, "ñ"):
        assert client.get(f"/api/v1/certificates/verify/{strange}").status_code == 422


def test_a_token_reads_its_programme_page_by_page_and_nobodys_name(client):
    cohort, (first, second, third) = given_to(3)
    given_to(1)
    new = replace(first, printed_name="Otro Nombre", by=None)
    revoke(second, reason="Error", by=None)
    secret = secret_for(cohort.programme)

    page = read(client, secret, f"{LIST}?limit=2").json()
    rest = read(client, secret, page["next"]).json()
    items = page["items"] + rest["items"]

    assert [item["folio"] for item in items] == [each.folio for each in (first, second, third, new)]
    assert [item["status"] for item in items] == ["replaced", "revoked", "valid", "valid"]
    assert items[0]["replaced_by"] == {"folio": new.folio, "url": new.snapshot["url"]}
    assert (page["limit"], rest["next"]) == (2, None)
    text = read(client, secret).content.decode()
    assert [each.snapshot["text"]["name"] in text for each in (first, second, third, new)] == [False] * 4
    assert ApiToken.objects.get().last_used_at is not None


def test_filters_choose_and_what_is_no_filter_is_refused(client):
    cohort, (first, second) = given_to(2)
    revoke(first, reason="Error", by=None)
    secret = secret_for(cohort.programme)
    today, tomorrow = timezone.now().date(), timezone.now().date() + timedelta(days=2)

    def folios(query):
        return [item["folio"] for item in read(client, secret, f"{LIST}?{query}").json()["items"]]

    assert folios("status=revoked") == [first.folio]
    assert folios(f"status=valid&cohort={cohort.uuid}&programme={cohort.programme.slug}") == [second.folio]
    assert folios(f"cohort={cohort.programme.pk:032x}") == []
    assert folios(f"issued_to={today - timedelta(days=2)}") == folios(f"issued_from={tomorrow}") == []
    assert len(folios(f"issued_from={today - timedelta(days=2)}&issued_to={tomorrow}")) == 2
    assert len(folios("issued_from=0001-01-01&issued_to=9999-12-31")) == 2
    bad = [
        "limit=201",
        "limit=0",
        "status=x",
        "cohort=1",
        "after=%00",
        "id=1",
        "issued_from=9999-99-99",
        "offset=3",
    ]
    answers = [read(client, secret, f"{LIST}?{query}") for query in bad]
    assert [(each.status_code, each["Content-Type"]) for each in answers] == [
        (422, "application/problem+json")] * len(bad)  # fmt: skip
    assert read(client, secret, f"{LIST}?programme=otro").status_code == 404
    assert read(client, secret, f"{LIST}?after=P9-2026-00001-X").status_code == 404


def test_a_token_opens_nothing_once_it_is_over_or_its_maker_is_gone(client):
    cohort, _given = given_to(1)
    secrets = [secret_for(cohort.programme, name) for name in ("vencida", "retirada", "sin papel", "suspendida")]
    over, taken, released, suspended = ApiToken.objects.order_by("pk")
    assert {read(client, secret).status_code for secret in secrets} == {200}
    ApiToken.objects.filter(pk=over.pk).update(expires_at=timezone.now())
    revoke_token(taken, by=None)
    released.created_by.person.team_roles.update(revoked_at=timezone.now())
    suspend(suspended.created_by, reason="Robo", by=None)

    answers = [read(client, secret) for secret in [*secrets, "paralelo_nada", "otra"]]

    assert [(each.status_code, each.json()["title"]) for each in answers] == [(401, "Not authenticated")] * 6
    assert client.get(LIST).status_code == 401
    assert client.post(LIST, {"folio": "X"}).status_code == 405
    assert client.get("/api/v1/nada").json()["status"] == 404


def test_the_list_asks_the_same_however_many_there_are(client):
    def cost(people):
        cohort, _given = given_to(people)
        secret = secret_for(cohort.programme)
        with CaptureQueriesContext(connection) as asked:
            assert len(read(client, secret).json()["items"]) == people
        return len(asked)

    assert len({cost(1), cost(3), cost(46)}) == 1


def test_a_coordinator_makes_a_token_that_is_shown_once_and_kept_as_a_digest(client):
    cohort, _given = given_to(1)
    client.force_login(make_coordinator(cohort.programme))
    path = reverse("certificates:tokens", args=[cohort.programme.slug])

    shown = client.post(path, {"name": "Registro", "days": "90"}).content.decode()
    again = client.post(path, {"name": "Registro", "days": "90"}).content.decode()
    token = ApiToken.objects.get()
    secret = shown.partition("<code>paralelo_")[2].partition("<")[0]

    assert read(client, f"paralelo_{secret}").status_code == 200
    assert "Ya hay una llave con ese nombre." in again
    assert (secret in client.get(path).content.decode(), secret in str(vars(token))) == (False, False)
    client.post(reverse("certificates:token_revoke", args=[cohort.programme.slug, token.pk]))
    assert read(client, f"paralelo_{secret}").status_code == 401


def test_the_description_is_for_the_administration_and_for_who_holds_a_token(client):
    cohort, _given = given_to(1)
    secret = secret_for(cohort.programme)

    described = read(client, secret, "/api/v1/openapi.json").json()
    assert [*described["paths"]] == ["/api/v1/certificates/verify/{token}", LIST]
    assert {*described["paths"][LIST]["get"]["responses"]["422"]["content"]} == {"application/problem+json"}
    assert client.get("/api/v1/openapi.json").status_code == 401
    client.force_login(make_coordinator(cohort.programme))
    assert [client.get(path).status_code for path in ("/api/v1/", "/api/v1/openapi.json")] == [404, 404]
    client.force_login(make_user(is_superuser=True))
    page = client.get("/api/v1/").content.decode()
    assert ("GET /api/v1/certificates/verify/{token}" in page, "cdn" in page) == (True, False)
