"""The front door and the forum in a real browser: readable by everybody, nothing refused by our own policy."""

from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import Site

from network.actions import lay_board
from pages.models import HomePage
from tests.browser import axe
from tests.factories import make_course, make_person, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def refusals(page):
    """What the browser refused because of our policy."""
    said = []
    page.on("console", lambda message: said.append(message.text) if "Content Security Policy" in message.text else None)
    return said


def sign_in(page, live_server, user):
    client = Client()
    client.force_login(user)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies(
        [{"name": "sessionid", "value": cookie, "domain": urlsplit(live_server.url).hostname, "path": "/"}]
    )


def test_a_visitor_finds_the_courses_at_the_front_door(browser_page, refusals):
    course = make_course(title="Gestión cultural comunitaria")
    Site.objects.update(root_page=HomePage.objects.get())

    browser_page.goto("/")

    assert browser_page.get_by_role("link", name=course.title).is_visible()
    assert browser_page.context.cookies() == []
    # Before axe looks: it tries styles of its own, which are refused.
    assert refusals == []
    axe(browser_page)


def test_a_member_asks_and_is_answered(browser_page, live_server, refusals):
    lay_board()
    member = make_user()
    make_person("Rosa Elena", "Ñancupil", user=member)
    sign_in(browser_page, live_server, member)

    browser_page.goto(reverse("network:board"))
    browser_page.get_by_role("link", name="Abrir el primer tema").click()
    browser_page.get_by_label("¿De qué se trata?").fill("¿Dónde ensayan?")
    browser_page.get_by_label("Tu mensaje").fill("Buscamos un salón.")
    browser_page.get_by_role("button", name="Publicar tema").click()
    browser_page.get_by_label("Tu mensaje").fill("En la biblioteca, los jueves.")
    browser_page.get_by_role("button", name="Publicar respuesta").click()

    expect(browser_page.get_by_text("En la biblioteca, los jueves.")).to_be_visible()
    expect(browser_page.locator(".post__author")).to_have_text(["Rosa Elena Ñancupil"] * 2)
    assert refusals == []
    for path in (browser_page.url, reverse("network:board"), reverse("network:new")):
        browser_page.goto(path)
        axe(browser_page)
