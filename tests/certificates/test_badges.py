"""Credentials, judged by a verifier that is not ours: openbadgeslib, with its own copy of the vocabularies, offline."""

import copy
import io
import json
import re

import pytest
from defusedxml import ElementTree
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from openbadgeslib.baking import ITXT_KEYWORD_OB3, SVG_ELEMENT_OB3, extract_png, extract_svg
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3 import OB3LdpVerifier, resolve_did, verify_data_integrity_proof
from PIL import Image

from certificates.actions import issue, issue_many, replace, revoke
from certificates.badges import keys, picture
from certificates.badges.credential import LIST_SIZE, credential_bytes, credential_of, stated
from certificates.badges.proof import canonical
from certificates.models import BadgeCredential, Certificate, IssuerKey
from courses.models import CoursePage
from people.actions import Refused
from people.privacy.erasing import forget
from tests.factories import make_settled_cohort, make_user

pytestmark = pytest.mark.django_db
HOSTILE = 'Ñandú "]]>\\ <b>&amp;</b> \U0001f9f5 مريم 林 \x7f'


def issued():
    return issue(make_settled_cohort().enrolments.get(), by=None)


def door(certificate, kind="json"):
    return reverse(f"certificates:badge_{kind}", args=[certificate.token])


def verdict(document, client=None):
    """What the verifier says of a credential. With a client its place in the status list is looked up too, and the
    list's own proof is verified."""

    def fetch(address):
        content = client.get("/insignias/" + address.partition("/insignias/")[2]).content
        listed = json.loads(content)
        assert listed["issuer"] == json.loads(document)["issuer"]["id"]
        verify_data_integrity_proof(listed, resolve_did(listed["issuer"]))
        return content

    cache.clear()  # a minute later
    try:
        OB3LdpVerifier().verify(document, check_status=bool(client), download=fetch, verify_status_list=False)
    except LibOpenBadgesException as refusal:
        return str(refusal).partition(" at index")[0]
    return "good"


REVOKED = "Credential status 'revocation' is set"


def unsaved(kind=Certificate.Kind.COMPLETION, **text):
    """A certificate that no table holds, of any kind and with any words."""
    said = {"title": "Constancia", "programme": "Programa", "name": "Ana Pérez", "course": "Cerámica", "facts": []}
    said |= {"folio_word": "Folio", "folio": "P1-2026-00001-X", "because": "acreditó el curso", "issuer": ""}
    url = "https://paralelo.example/v/abc/"
    snapshot = {"language": "es", "url": url, "course": "Cerámica", "text": said | text}
    return Certificate(pk=7, kind=kind, token="abc", issued_at=timezone.now(), snapshot=snapshot)


def signed(certificate):
    key = keys.current_key()
    return json.dumps(keys.sign(stated(certificate, key), key), separators=(",", ":"))


def leaves(value, path=()):
    if isinstance(value, dict | list):
        for step, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(each, (*path, step))
    else:
        yield path


def altered(document, path):
    other = copy.deepcopy(document)
    *way, last = path
    place = other
    for step in way:
        place = place[step]
    place[last] = not place[last] if isinstance(place[last], bool) else f"{place[last]}1"
    return other


def test_a_credential_says_what_is_printed_and_no_more():
    certificate = issued()
    certificate.person.email = "ana@example.org"
    certificate.person.save()

    credential = credential_of(certificate)

    subject, text = credential["credentialSubject"], certificate.snapshot["text"]
    facts = {code: value for code, _label, value in text["facts"]}
    assert subject["identifier"] == [
        {"type": "IdentityObject", "hashed": False, "identityType": "name", "identityHash": text["name"]}
    ]
    assert subject["achievement"]["name"] == text["course"]
    assert [each["value"] for each in subject["result"]] == [facts["hours"], facts["attendance"]]
    assert facts["hours"] in subject["achievement"]["criteria"]["narrative"]
    assert credential["evidence"][0]["id"] == certificate.snapshot["url"]
    assert credential["issuer"]["name"] == text["issuer"]
    assert "example.org" not in json.dumps(credential)
    assert verdict(credential_bytes(certificate)) == "good"


def test_a_credential_of_every_kind_verifies_whatever_it_says():
    facts = [["hours", "Duración", "40 horas"], ["place", "Lugar", HOSTILE]]
    odd = {"name": HOSTILE, "course": HOSTILE * 9, "facts": facts}

    said = [verdict(signed(unsaved(kind, **words))) for kind in Certificate.Kind.values for words in ({}, odd)]

    assert set(said) == {"good"}


def test_every_single_value_is_under_the_signature():
    document = stated(unsaved(facts=[["hours", "Duración", "40 horas"]]), keys.current_key())
    document["credentialSubject"] |= {"activityStartDate": "2026-01-01", "activityEndDate": "2026-02-01"}
    said = canonical(document)

    unsigned = []
    for path in leaves({name: value for name, value in document.items() if name != "@context"}):
        try:
            unsigned += [path] if canonical(altered(document, path)) == said else []
        except Exception as error:  # a type that no vocabulary knows makes no statement at all
            assert "type" in path, error

    assert unsigned == []


def test_one_altered_character_is_found():
    whole = signed(unsaved(name="Ana Pérez"))

    @settings(max_examples=10, deadline=None)
    @given(st.integers(0, len(whole) - 1), st.sampled_from('aZ9"-'))
    def holds_not(at, char):
        other = whole[:at] + char + whole[at + 1 :]
        try:
            same = json.loads(other) == json.loads(whole)
        except json.JSONDecodeError:
            same = False
        assert same or verdict(other) != "good"

    assert verdict(whole) == "good"
    holds_not()


def test_what_was_revoked_or_replaced_no_longer_verifies_and_its_neighbours_do(client):
    cohort = make_settled_cohort(people=3)
    ids = list(cohort.enrolments.values_list("pk", flat=True))
    revoked, replaced, stays = issue_many(cohort, ids, by=None)
    papers = [credential_bytes(each) for each in (revoked, replaced, stays)]
    before = [verdict(paper, client) for paper in papers]

    revoke(revoked, reason="Se emitió por error", by=None)
    successor = replace(replaced, printed_name="Ana María Ruiz", by=None)

    assert before == ["good"] * 3
    assert [verdict(paper, client) for paper in papers] == [REVOKED, REVOKED, "good"]
    assert verdict(credential_bytes(successor), client) == "good"
    assert client.get(door(revoked)).content == papers[0]


def test_pictures_carry_the_credential_inside(client):
    certificate = issued()

    png, svg = client.get(door(certificate, "png")), client.get(door(certificate, "svg"))

    unbaked = [
        extract_png(png.content, keyword=ITXT_KEYWORD_OB3),
        extract_svg(svg.content, element=SVG_ELEMENT_OB3, text_fallback=True),
    ]
    assert [verdict(each, client) for each in unbaked] == ["good", "good"]
    assert [each.encode() for each in unbaked] == [credential_bytes(certificate)] * 2
    assert (png["Content-Type"], svg["Content-Type"]) == ("image/png", "image/svg+xml")
    drawn = Image.open(io.BytesIO(png.content)).convert("RGBA")
    assert (drawn.size, drawn.getpixel((0, 0))[3], drawn.getpixel((256, 40))[3]) == ((512, 512), 0, 255)
    assert len(png.content) < 40_000 and len(svg.content) < 80_000
    assert re.findall(rb"<style|style=|<script|<image|href=\"[^#]", svg.content) == []
    attached = client.get(door(certificate, "png") + "?descargar=1")["Content-Disposition"]
    assert attached == f'attachment; filename="{certificate.folio}.png"'


@pytest.mark.parametrize("course", [HOSTILE, "W" * 120, "Taller", "Título de dos renglones para un diplomado " * 5])
def test_any_title_stays_within_its_field(course):
    certificate = unsaved(course=course)

    drawn = picture.svg(certificate.snapshot, b'{"a":"]]>&<"}', at=certificate.issued_at)
    bitmap = picture.png(certificate.snapshot, b"{}", at=certificate.issued_at)

    assert (
        ElementTree.fromstring(drawn).find(".//{https://purl.imsglobal.org/ob/v3p0}credential").text == '{"a":"]]>&<"}'
    )
    # The rim around the field is whole: eight pixels wide at the left and at the right, from stair to stair.
    rim = Image.open(io.BytesIO(bitmap)).convert("RGBA").convert("L")
    assert all(max(rim.crop((x, 220, x + 8, 292)).getextrema()) < 60 for x in (84, 420))


def test_a_credential_is_signed_once_and_stays_to_the_byte(client):
    certificate = issued()
    first = credential_bytes(certificate)
    CoursePage.objects.update(title="Otro")
    keys.rotate()

    with CaptureQueriesContext(connection) as asked:
        again = credential_bytes(certificate)

    assert again == first and len(asked) == 1
    assert client.get(door(certificate)).content == first
    assert client.get(door(certificate))["Access-Control-Allow-Origin"] == "*"


def test_a_new_key_signs_and_the_old_ones_stay_known(client):
    old = issued()
    paper = credential_bytes(old)
    keys.rotate()
    new = credential_bytes(issued())

    profile = client.get(reverse("certificates:badge_issuer")).json()

    second, first = profile["verificationMethod"]
    assert [verdict(each, client) for each in (paper, new)] == ["good", "good"]
    assert first["controller"] == json.loads(paper)["issuer"]["id"] != json.loads(new)["issuer"]["id"]
    assert (first["expires"], "expires" in second) == (second["created"], False)
    assert profile["assertionMethod"] == [second["id"], first["id"]]
    assert profile["id"] == json.loads(new)["issuer"]["url"]
    assert "private" not in json.dumps(profile) and IssuerKey.objects.last().private not in json.dumps(profile)


def test_a_key_that_fell_takes_its_credentials_along_and_they_are_signed_anew(client):
    certificate = issued()
    before = credential_bytes(certificate)
    call_command("badge_keys", "--distrust=1", stdout=io.StringIO())
    call_command("badge_keys", "--distrust=1", stdout=io.StringIO())

    after = credential_bytes(certificate)

    assert (verdict(before), verdict(before, client), verdict(after, client)) == ("good", REVOKED, "good")
    assert list(IssuerKey.objects.values_list("number", flat=True)) == [1, 2]
    profile = client.get(reverse("certificates:badge_issuer")).json()
    assert ["revoked" in each for each in profile["verificationMethod"]] == [False, True]
    assert len(profile["assertionMethod"]) == 1


def test_whose_holder_left_is_served_no_more_and_the_list_does_not_tell(client):
    certificate = issued()
    paper = credential_bytes(certificate)
    forget(certificate.person, by=None)

    answers = [client.get(door(certificate, kind)) for kind in ("json", "png", "svg")]

    certificate.refresh_from_db()
    assert [answer.status_code for answer in answers] == [410, 410, 410]
    assert BadgeCredential.objects.get().document == ""
    assert verdict(paper, client) == "good"
    with pytest.raises(Refused):
        credential_bytes(certificate)


def test_lists_follow_one_another_and_cost_the_same_whatever_they_hold(client):
    def cost(number):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("certificates:badge_status", args=[1, number])).status_code == 200
        return len(asked)

    certificate = issued()
    Certificate.objects.filter(pk=certificate.pk).update(id=2 * LIST_SIZE + 5)
    far = Certificate.objects.get()
    paper = credential_bytes(far)
    status = json.loads(paper)["credentialStatus"]
    empty = cost(2)
    cache.clear()
    revoke(far, reason="Error", by=None)

    assert (status["statusListIndex"], status["statusListCredential"][-4:]) == ("5", "1/2/")
    assert verdict(paper, client) == REVOKED
    cache.clear()
    assert cost(2) == cost(0) == empty
    beyond = [client.get(reverse("certificates:badge_status", args=place)).status_code for place in ((1, 3), (9, 0))]
    odd = [
        client.get(path).status_code
        for path in (f"/insignias/estado/{10**30}/0/", "/v/%00/badge.json", "/v/x/badge.svg")
    ]
    assert (beyond, odd) == ([404, 404], [404, 404, 404])


def test_two_that_need_the_first_key_at_once_share_it():
    assert keys._make(1) == keys._make(1) == keys.current_key()
    assert IssuerKey.objects.count() == 1


def test_a_key_that_cannot_be_opened_is_said_and_a_new_one_helps(client, settings):
    certificate = issued()
    keys.current_key()
    settings.SECRET_KEY, settings.FIELD_KEYS = "another", []

    away = client.get(door(certificate))
    with pytest.raises(CommandError, match="1 that no key of FIELD_KEYS opens"):
        call_command("badge_keys", "--rotate", stdout=io.StringIO())

    assert (away.status_code, BadgeCredential.objects.count()) == (503, 0)
    assert client.get(door(certificate)).status_code == 200


def test_private_keys_are_sealed_and_sealed_anew(settings):
    private = keys.current_key().private
    fresh = "M0wyTmZqR3F0QkZ5bG5hV2JzY1J0eE5hVkQ4eTJrN3A="
    settings.FIELD_KEYS = [fresh]

    call_command("badge_keys", "--reseal", stdout=io.StringIO())
    settings.SECRET_KEY = "another"

    assert IssuerKey.objects.get().private == private
    with connection.cursor() as cursor:
        cursor.execute("SELECT private FROM certificates_issuerkey")
        assert private not in cursor.fetchone()[0]


def test_the_badge_is_offered_where_the_certificate_is_while_it_holds(client):
    certificate = issued()
    certificate.person.user = make_user()
    certificate.person.save()
    client.force_login(certificate.person.user)
    pages = [reverse("certificates:mine"), reverse("certificates:verify", args=[certificate.token])]

    before = [door(certificate, "png") in client.get(page).content.decode() for page in pages]
    revoke(certificate, reason="Error", by=None)

    cache.clear()
    assert before == [True, True]
    assert [door(certificate, "png") in client.get(page).content.decode() for page in pages] == [False, False]
