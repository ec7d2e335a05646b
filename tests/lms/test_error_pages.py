"""Each error has a page in the site's look, with a sentence and the next step."""

import pytest
from django.test import Client
from django.test.utils import override_settings
from django.urls import path

from lms import urls as site
from tests.factories import make_cohort, make_coordinator

pytestmark = pytest.mark.django_db

MB = 1024 * 1024


def body(answer):
    return answer.content.decode()


def broken(request):
    raise RuntimeError("a bug of ours")


def roster_of(client):
    cohort = make_cohort()
    client.force_login(make_coordinator(cohort.programme))
    return f"/grupos/{cohort.uuid}/personas/lista/"


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_too_much_says_how_much_fits_and_leads_back_to_the_form(client, kind):
    address = roster_of(client)
    text = b"a" * (13 * MB)
    part = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n' + text + b"\r\n--x--\r\n"

    answer = client.post(address, b"text=" + text if "url" in kind else part, content_type=kind)

    page = body(answer)
    assert answer.status_code == 413
    assert "caben 12 MB de una vez" in page
    assert f'href="{address}"' in page
    assert "site.css" in page


def test_it_is_said_in_english_to_who_reads_english(client):
    answer = client.post("/verificar/", {"folio": "a" * (13 * MB)}, headers={"accept-language": "en"})

    assert answer.status_code == 413
    assert '<html lang="en"' in body(answer)


def test_a_form_that_expired_says_so():
    answer = Client(enforce_csrf_checks=True).post("/verificar/", {"folio": "x"})

    assert answer.status_code == 403
    assert "El formulario caducó" in body(answer)


def test_what_is_not_there_says_so(client):
    answer = client.get("/no/existe/")

    assert answer.status_code == 404
    assert "Aquí se soltó un hilo" in body(answer)


def test_a_host_that_is_not_ours_gets_a_page_all_the_same(client):
    answer = client.get("/inicio/", headers={"host": "evil.example"})

    assert answer.status_code == 400
    assert "La petición llegó dañada o incompleta." in body(answer)


class Broken:
    """The site with one address that fails."""

    urlpatterns = [path("falla/", broken), *site.urlpatterns]
    handler400 = site.handler400


@override_settings(ROOT_URLCONF=Broken)
def test_a_bug_of_ours_says_that_it_is_ours():
    answer = Client(raise_request_exception=False).get("/falla/")

    assert answer.status_code == 500
    assert "Algo falló de nuestro lado" in body(answer)


@pytest.mark.parametrize(
    ("address", "status"), [("/v/%00/", 404), ("/constancias/a%00b/descargar/", 404), ("/verificar/?folio=%00", 400)]
)
def test_an_address_that_no_database_can_be_asked_for_is_refused(client, address, status):
    assert client.get(address).status_code == status
