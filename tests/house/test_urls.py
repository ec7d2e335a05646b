"""Every address of ours, asked for by a visitor: unless it is named here as public, it asks who is there.

A new address that lets visitors in fails until it stands in ``PUBLIC``, with the reason beside it.
"""

from uuid import UUID

import pytest
from django.conf import settings
from django.urls import URLPattern, get_resolver, reverse

from tests.factories import make_user

pytestmark = pytest.mark.django_db

# Named address -> why anybody may open it.
PUBLIC = {
    "about": "information page",
    "privacy": "what is kept and why, for anybody",
    "home": "leads visitors to the front door",
    "health": "asked by whatever watches the server",
    "worker": "a script; it names no person",
    "manifest": "name and picture of the site",
    "offline": "says that there is no signal",
    "set_language": "a choice of words, no data",
    "picture": "pictures of public pages",
    "styleguide": "only while developing",
    "people:invitation": "whoever holds the secret link",
    "claiming:door": "a code from a slip of paper is typed",
    "claiming:with_code": "the same, opened from the slip's QR; nothing is looked up",
    "claiming:person": "whoever typed a code that serves; others are led back to the door",
    "cohorts:join": "the open door of a cohort; taking a seat asks who is there",
    "cohorts:join_by_link": "whoever holds the secret link; taking a seat asks who is there",
    "cohorts:arrive": "a code on a screen is typed",
    "cohorts:arrive_with": "the same, opened from its QR; what it leads to asks who is there",
    "cohorts:arrival": "names the session only to who read its code; others are told to read it",
    "cohorts:arrival_other": "leaves an account",
    "notices:mailbox": "only in the demo",
    "notices:mail": "only in the demo",
    "certificates:verify": "what is printed on the paper, for whoever holds it",
    "certificates:verify_form": "a folio is typed",
    "certificates:badge_json": "what is printed on the paper, for whoever holds it",
    "certificates:badge_png": "the same, as a picture",
    "certificates:badge_svg": "the same, as a picture",
    "certificates:badge_issuer": "public keys; it names no person",
    "certificates:badge_status": "signed bits; they name no person",
    "certificates:verify_file": "a PDF is compared and forgotten",
    "certificates:keys": "which keys sign; their public half",
    "certificates:key_certificate": "the public certificate of a key",
    "certificates:api_verify": "the same as the page, for programs",
}
# Not ours: they carry their own tests, and their own doors.
FOREIGN = {"account_", "mfa_", "socialaccount_", "openid_connect_", "wagtail", "headless"}
NOWHERE = UUID("00000000-0000-4000-8000-000000000000")
SAMPLES = {"uuid": NOWHERE, "int": 999_999, "slug": "no-existe", "str": "no-existe", "path": "no-existe.png"}


def addresses(resolver=None, prefix=""):
    """(name, one path) of every named pattern of ours, with arguments that belong to nothing."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            name = f"{prefix}{pattern.name}"
            if pattern.name and not any(name.startswith(foreign) for foreign in FOREIGN):
                yield name, reverse(name, kwargs=dummies(pattern))
        elif not (pattern.namespace or "").startswith("wagtail") and "wagtail" not in str(pattern.urlconf_name):
            yield from addresses(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)


def dummies(pattern):
    """A value for each argument, by its converter; what the pattern itself fixes needs none."""
    converters = pattern.pattern.converters
    kinds = {name: type(converter).__name__.removesuffix("Converter").lower() for name, converter in converters.items()}
    return {name: SAMPLES[{"string": "str"}.get(kind, kind)] for name, kind in kinds.items()} | pattern.default_args


def test_there_are_addresses_to_ask():
    assert {"home", "network:topic", "people:claim"} <= {name for name, _path in addresses()}


def test_a_visitor_is_let_in_where_it_is_said_and_nowhere_else(client):
    answers = {name: client.get(path) for name, path in addresses()}

    broken = {name: answer.status_code for name, answer in answers.items() if answer.status_code >= 500}
    open_doors = {name for name, answer in answers.items() if name not in PUBLIC and not turned_away(answer)}

    assert broken == {}
    assert open_doors == set()


def turned_away(answer):
    """Sent to sign in, by a page or by 401, or told that there is nothing, or that this address takes no questions."""
    to_sign_in = answer.status_code == 302 and answer["Location"].startswith(reverse(settings.LOGIN_URL))
    return to_sign_in or answer.status_code in {401, 404, 405}


def test_nobody_breaks_an_address_with_what_does_not_exist(client):
    client.force_login(make_user())

    answers = {name: client.get(path).status_code for name, path in addresses()}

    assert {name: status for name, status in answers.items() if status >= 500} == {}


def test_a_stranger_to_every_programme_finds_nothing_behind_a_number(client):
    """Whoever has an account and no role: what carries an identifier is not there."""
    client.force_login(make_user())
    asked = [(name, path) for name, path in addresses() if any(str(each) in path for each in SAMPLES.values())]

    found = {name for name, path in asked if client.get(path).status_code not in {404, 405} and name not in PUBLIC}

    assert found == set()
