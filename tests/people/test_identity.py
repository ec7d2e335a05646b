"""What is known of a person, changed by her own hand or by who coordinates her."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from certificates.actions import issue
from people.actions import Refused
from people.identity.actions import MOST_DOCUMENTS, add_document, change_person, is_printed
from people.identity.private import DIVERSITY, allows, say_gender
from people.merging.actions import merge, undo_merge
from people.models import Person
from people.privacy.consent import Statement, decide, lay_notices, notice_for
from people.privacy.erasing import forget
from tests.factories import (
    MORNING,
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_person,
    make_programme,
    make_region,
    make_settled_cohort,
    make_trainer,
    make_user,
)
from tests.people.dump import dump

pytestmark = pytest.mark.django_db

OWN = {"certificate_name": "", "sex": "not_reported", "gender_identity": "", "birth_date": "", "area": "not_reported",
       "phone": ""}  # fmt: skip
THEIRS = OWN | {"given_names": "Luz", "surname1": "Ríos", "surname2": "", "email": ""}


@pytest.fixture
def scene():
    """Somebody with an account in a region, and who coordinates it."""
    lay_notices()
    programme = make_programme()
    region = make_region(programme)
    cohort = make_cohort(programme, region=region)
    person = make_enrolment(cohort, make_person("Luz", "Ríos", user=make_user())).person
    return programme, cohort, person, make_coordinator(programme, region)


def acts(name):
    return list(ModelLogEntry.objects.filter(action=f"people.{name}").order_by("pk").values_list("data", flat=True))


def own(client, person, **said):
    client.force_login(person.user)
    return client.post(reverse("identity:mine"), OWN | said)


def theirs(client, coordinator, person, **said):
    client.force_login(coordinator)
    return client.post(reverse("identity:person", args=[person.uuid]), THEIRS | said)


def allow(person, yes=True):
    decide(person, notice_for("MX"), Statement({DIVERSITY: yes}, "online"), by=None)


def test_one_changes_ones_own_data_once_and_it_is_written_down(client, scene):
    _programme, _cohort, person, _coordinator = scene
    said = {"certificate_name": "Luz  Ríos de la Cruz", "sex": "woman", "birth_date": "1990-02-03", "area": "rural",
            "phone": "+52 55 1234 5678"}  # fmt: skip

    assert own(client, person, **said)["Location"] == reverse("identity:mine")
    own(client, person, **said)

    person.refresh_from_db()
    assert (person.printed_name, person.sex, person.birth_date) == ("Luz Ríos de la Cruz", "woman", date(1990, 2, 3))
    assert (person.area, person.phone) == ("rural", "+525512345678")
    assert acts("change_person") == [{"fields": ["area", "birth_date", "certificate_name", "phone", "sex"]}]


def test_a_preview_shows_the_name_as_typed_and_keeps_nothing(client, scene):
    _programme, _cohort, person, _coordinator = scene

    answer = own(client, person, certificate_name="Luz R. Íñiguez", preview="1")

    assert (answer.status_code, answer.context["form"].preview) == (200, "Luz R. Íñiguez")
    assert own(client, person, preview="1").context["form"].preview == "Luz Ríos"
    assert acts("change_person") == []


@pytest.mark.parametrize(
    "name",
    ["Ñandú O'Higgins", "María-José D’Ávila", "Mª Luisa Peña", "Dr. Ana Sosa, hija", "Núñez", "N" * 60, "王 秀英"],
)
def test_names_as_people_have_them_are_printed(client, scene, name):
    _programme, _cohort, person, _coordinator = scene

    own(client, person, certificate_name=name)

    person.refresh_from_db()
    assert person.printed_name == name


def test_invisible_marks_are_taken_off_a_name_and_spaces_alone_are_no_name(client, scene):
    _programme, _cohort, person, _coordinator = scene

    own(client, person, certificate_name="\u202eLuz\u200f  Sol\u200b ")
    person.refresh_from_db()
    assert person.certificate_name == "Luz Sol"
    own(client, person, certificate_name=" \u200f  ")
    person.refresh_from_db()
    assert person.certificate_name == ""


@pytest.mark.parametrize("name", ["Luz 😀", "<b>Luz</b>", "Luz 2", "=1+1", "---", "x" * 161, "Luz\x00", "\u0958" * 100])
def test_what_cannot_be_printed_is_said_beside_the_name_and_nothing_is_lost(client, scene, name):
    _programme, _cohort, person, _coordinator = scene

    answer = own(client, person, certificate_name=name, sex="woman")

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["certificate_name"])
    assert answer.context["form"]["certificate_name"].value() == name
    person.refresh_from_db()
    assert (person.certificate_name, person.sex) == ("", "not_reported")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (str(timezone.localdate() + timedelta(days=1)), "Esa fecha todavía no llega. Escribe el día en que naciste."),
        ("1896-01-01", "Revisa el año: hace más de 120 años."),
        ("1900-01-01", "Revisa el año: hace más de 120 años."),
        ("no", "Escribe una fecha que exista: día, mes y año."),
        ("1990-02-30", "Escribe una fecha que exista: día, mes y año."),
    ],
)
def test_a_day_nobody_was_born_on_is_said_beside_it(client, scene, day, said):
    _programme, _cohort, person, _coordinator = scene

    assert own(client, person, birth_date=day).context["form"].errors["birth_date"] == [said]


@pytest.mark.parametrize("phone", ["123", "abc", "1" * 32, "5" * 40, "55\x00123456"])
def test_what_is_no_telephone_is_said_beside_it(client, scene, phone):
    _programme, _cohort, person, _coordinator = scene

    assert list(own(client, person, phone=phone).context["form"].errors) == ["phone"]


def test_once_a_certificate_carries_it_the_holder_no_longer_changes_her_name(client, scene):
    _programme, _cohort, _person, _coordinator = scene
    cohort = make_settled_cohort(people=1, lessons_percent=0)
    person = cohort.enrolments.get().person
    Person.objects.filter(pk=person.pk).update(user=make_user())
    person.refresh_from_db()
    certificate = issue(cohort.enrolments.get(), by=None, at=MORNING + timedelta(days=90))

    refused = own(client, person, certificate_name="Otra Persona", sex="woman")

    assert is_printed(person)
    assert refused.context["form"].errors["certificate_name"] == [
        "Tu nombre ya está impreso en una constancia. Pide a tu coordinación que la sustituya."
    ]
    person.refresh_from_db()
    assert (person.certificate_name, person.sex) == ("", "not_reported")
    # The rest of the page goes on: the browser does not send what is closed.
    rest = {key: value for key, value in OWN.items() if key != "certificate_name"}
    client.post(reverse("identity:mine"), rest | {"sex": "woman"})
    person.refresh_from_db()
    assert person.sex == "woman"
    # A certificate that was taken back binds nobody.
    type(certificate).objects.filter(pk=certificate.pk).update(revoked_at=timezone.now(), revoked_reason="Error")
    assert not is_printed(person)


def test_who_coordinates_corrects_a_name_and_the_one_before_is_remembered(client, scene):
    _programme, _cohort, person, coordinator = scene

    assert theirs(client, coordinator, person, surname1="Ríos", surname2="Ñúñez").status_code == 302

    person.refresh_from_db()
    assert (person.full_name, person.name_key) == ("Luz Ríos Ñúñez", "luz nunez rios")
    assert [str(alias) for alias in person.aliases.all()] == ["Luz Ríos"]
    assert acts("change_person") == [{"fields": ["surname2"]}]


@pytest.mark.parametrize(("given", "surname"), [("", "Ríos"), ("Luz", "   "), ("😀", "Ríos"), ("Luz", "\u200f")])
def test_a_person_keeps_a_given_name_and_a_surname(client, scene, given, surname):
    _programme, _cohort, person, coordinator = scene

    assert theirs(client, coordinator, person, given_names=given, surname1=surname).status_code == 422
    with pytest.raises(Refused):
        change_person(person, given_names=given, surname1=surname, by=None)


def test_a_mailbox_that_opens_an_account_is_not_changed_by_others(client, scene):
    _programme, cohort, person, coordinator = scene
    unclaimed = make_enrolment(cohort, make_person("Luz", "Ríos")).person

    theirs(client, coordinator, person, email="otra@example.org")
    theirs(client, coordinator, unclaimed, email="Luz@Example.org")

    kept = Person.objects.filter(pk__in=[person.pk, unclaimed.pk]).order_by("pk").values_list("email", flat=True)
    assert list(kept) == ["", "luz@example.org"]


def test_the_page_of_a_person_is_for_who_coordinates_her(client, scene):
    programme, cohort, person, coordinator = scene
    kept = make_person("Otra", "Vida")
    Person.objects.filter(pk=make_enrolment(cohort).person_id).update(merged_into=kept)
    roles = [make_coordinator(programme, role=role) for role in ("funder_viewer", "data_officer", "editor")]
    others = [make_trainer(cohort), make_coordinator(programme, make_region(programme)), person.user, *roles]

    client.force_login(coordinator)
    assert client.get(reverse("identity:person", args=[person.uuid])).status_code == 200
    for user in others:
        client.force_login(user)
        assert client.get(reverse("identity:person", args=[person.uuid])).status_code == 404
    forget(person, by=None)
    client.force_login(coordinator)
    assert client.get(reverse("identity:person", args=[person.uuid])).status_code == 404
    with pytest.raises(Refused):
        change_person(person, sex="woman", by=None)


def test_the_page_asks_the_same_queries_for_one_document_three_and_six(client, scene, django_assert_num_queries):
    _programme, _cohort, person, coordinator = scene
    client.force_login(coordinator)
    client.get(reverse("identity:person", args=[person.uuid]))
    before = 0
    for many in (1, 3, MOST_DOCUMENTS):
        for number in range(before, many):
            add_document(person, country="CO", kind="cc", number=f"12345{number}", by=None)
        before = many
        with django_assert_num_queries(7):
            client.get(reverse("identity:person", args=[person.uuid]))


def test_a_page_of_ones_own_asks_nothing_of_who_has_no_record(client):
    client.force_login(make_user())

    assert client.get(reverse("identity:mine")).status_code == 200
    assert client.post(reverse("identity:mine"), OWN).status_code == 200


# ---------------------------------------------------------------- gender identity


def test_not_answering_is_not_the_same_as_not_being_asked(client, scene):
    _programme, _cohort, person, _coordinator = scene
    assert (person.sex, person.gender_identity) == ("not_reported", "")

    own(client, person, sex="prefer_not", gender_identity="prefer_not")

    person.refresh_from_db()
    assert (person.sex, person.gender_identity) == ("prefer_not", "prefer_not")
    assert person.consents.count() == 0


def test_a_gender_identity_is_kept_with_permission_alone(client, scene):
    _programme, _cohort, person, _coordinator = scene

    refused = own(client, person, gender_identity="non_binary")
    assert refused.context["form"].errors["authorised"] == [
        "Marca la casilla: sin esa autorización no se guarda la respuesta."
    ]
    person.refresh_from_db()
    assert person.gender_identity == ""

    own(client, person, gender_identity="non_binary", authorised="on")
    own(client, person, gender_identity="non_binary")

    person.refresh_from_db()
    assert (person.gender_identity, allows(person)) == ("non_binary", True)
    assert list(person.consents.values_list("purpose", "decision", "channel")) == [(DIVERSITY, "granted", "online")]
    assert acts("say_gender") == [{}]


def test_the_permission_taken_back_takes_the_answer_along(scene):
    _programme, _cohort, person, _coordinator = scene
    allow(person)
    say_gender(person, "trans_woman", channel="online", by=None)

    allow(person, yes=False)

    person.refresh_from_db()
    assert person.gender_identity == ""


def test_that_one_prefers_not_to_answer_stays_when_the_permission_goes(scene):
    _programme, _cohort, person, _coordinator = scene
    allow(person)
    say_gender(person, "prefer_not", channel="online", by=None)

    allow(person, yes=False)

    person.refresh_from_db()
    assert person.gender_identity == "prefer_not"


def test_who_coordinates_writes_it_down_and_never_reads_it(client, scene):
    _programme, _cohort, person, coordinator = scene

    assert theirs(client, coordinator, person, gender_identity="trans_man").status_code == 422
    theirs(client, coordinator, person, gender_identity="trans_man", authorised="on")
    page = client.get(reverse("identity:person", args=[person.uuid])).content.decode()

    person.refresh_from_db()
    assert person.gender_identity == "trans_man"
    assert person.consents.get().channel == "assisted"
    assert 'value="trans_man" selected' not in page
    theirs(client, coordinator, person)
    person.refresh_from_db()
    assert person.gender_identity == "trans_man"
    theirs(client, coordinator, person, gender_identity="clear")
    person.refresh_from_db()
    assert person.gender_identity == ""


def test_without_a_notice_that_names_it_nothing_sensitive_is_kept():
    person = make_person()

    with pytest.raises(Refused):
        say_gender(person, "woman", authorised=True, channel="online", by=None)


def test_somebody_under_eighteen_needs_who_answers_for_her(scene):
    _programme, _cohort, person, _coordinator = scene
    Person.objects.filter(pk=person.pk).update(birth_date=timezone.localdate() - timedelta(days=15 * 365))

    with pytest.raises(Refused):
        say_gender(person, "woman", authorised=True, channel="online", by=None)


@pytest.mark.parametrize(
    ("kept", "dropped", "stays"),
    [("", "woman", "woman"), ("prefer_not", "man", "man"), ("other", "man", "other"), ("", "prefer_not", "prefer_not")],
)
def test_united_an_answer_stands_before_a_silence_and_parted_each_has_its_own(kept, dropped, stays):
    keep, drop = make_person(gender_identity=kept), make_person(gender_identity=dropped)
    before = dump()

    done = merge(keep, drop, by=None)

    keep.refresh_from_db()
    assert keep.gender_identity == stays
    undo_merge(done, by=None)
    assert dump() == before


def test_who_unites_does_not_read_it(client, scene):
    _programme, cohort, person, coordinator = scene
    other = make_enrolment(cohort, make_person("Luz", "Ríos", gender_identity="trans_man")).person
    client.force_login(coordinator)

    page = client.get(reverse("merging:unite", args=[person.uuid, other.uuid])).content.decode()

    assert ("trans" in page, "énero" in page) == (False, False)
