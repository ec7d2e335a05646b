"""Visitors share public pages; nobody is ever served what was another's."""

import gzip

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction, Site

from lms.page_cache import forget_pages
from pages.models import HomePage, InfoPage
from tests.factories import make_course, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def front():
    """A home page, an information page and a course, on the site."""
    course = make_course()
    home = HomePage.objects.get()
    Site.objects.update(root_page=home)
    home.add_child(instance=InfoPage(title="Acerca", slug="acerca-de"))
    return {"home": "/", "info": "/acerca-de/", "course": course.url}


@pytest.mark.parametrize("name", ["home", "info"])
def test_a_second_visit_asks_the_database_nothing(client, front, name, django_assert_num_queries):
    first = client.get(front[name])

    with django_assert_num_queries(0):
        second = client.get(front[name])

    assert (first.status_code, second.content) == (200, first.content)
    assert not first.cookies
    assert second["Vary"] == first["Vary"]
    assert {"Cookie", "Accept-Language"} <= {word.strip() for word in second["Vary"].split(",")}
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]


def test_the_browser_is_told_nothing_changed(client, front):
    tag = client.get("/")["ETag"]

    assert client.get("/", headers={"If-None-Match": tag}).status_code == 304


def test_a_browser_that_can_unpack_gets_a_fraction(client, front):
    plain = client.get("/")

    packed = client.get("/", headers={"Accept-Encoding": "gzip, br"})

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) * 3 < len(plain.content)
    assert "Content-Encoding" not in plain


def test_languages_are_kept_apart(client, front):
    pages = [client.get("/", headers={"Accept-Language": language}) for language in ("es-MX", "en-GB", "es-CL")]

    assert [page["Content-Language"] for page in pages] == ["es", "en", "es"]


def test_the_language_chosen_by_cookie_wins(client, front):
    client.get("/")
    client.post(reverse("set_language"), {"language": "en", "next": "/"})

    assert client.get("/")["Content-Language"] == "en"


def test_who_is_signed_in_neither_fills_nor_reads_the_cache(client, front):
    client.force_login(make_user())
    hers = client.get("/")
    visitors = Client().get("/")
    again = client.get("/")

    assert reverse("account_logout") in hers.content.decode()
    assert reverse("account_logout") not in visitors.content.decode()
    assert reverse("account_logout") in again.content.decode()
    assert (hers["Cache-Control"], visitors["Cache-Control"]) == ("private, no-store", "no-cache")


def test_publishing_shows_the_change_at_once(client, front):
    client.get("/acerca-de/")
    Page.objects.filter(slug="acerca-de").update(title="Otro título")
    stale = client.get("/acerca-de/").content.decode()

    forget_pages()

    assert "Otro título" not in stale
    assert "Otro título" in client.get("/acerca-de/").content.decode()


def test_pages_with_a_form_token_are_never_kept(client):
    path = reverse("account_login")
    tokens = {Client().get(path).cookies["csrftoken"].value for _ in range(2)}

    assert len(tokens) == 2


def test_a_page_behind_a_restriction_is_not_kept(client, front):
    page = Page.objects.get(slug="acerca-de")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    member = Client()
    member.force_login(make_user())

    assert member.get("/acerca-de/").status_code == 200
    assert client.get("/acerca-de/").status_code == 302


def test_what_anybody_writes_behind_a_question_mark_is_not_kept(client, front):
    client.get("/?una=1")

    with CaptureQueriesContext(connection) as asked:
        client.get("/?una=1")

    assert len(asked) > 0
