"""The pages of coming in: a stranger's way with a code, the list where one waits, what a coordination decides."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cohorts.actions.doors import make_link, set_quota
from cohorts.models import Application, Cohort, Enrolment, EnrolmentLink, SeatQuota
from cohorts.privacy import people_of_my_programmes
from courses.setup import lay_site
from notices.models import Mail
from people.models import Person
from people.privacy.consent import lay_notices
from tests.factories import (
    CANCELLED,
    make_application,
    make_cohort,
    make_coordinator,
    make_course,
    make_enrolment,
    make_municipality,
    make_organisation,
    make_person,
    make_region,
    make_trainer,
    make_user,
)

pytestmark = pytest.mark.django_db
LATER = timezone.localdate() + timedelta(days=400)


def make_open(door="open", **fields):
    return make_cohort(**{"door": door, "ends_on": LATER, "opened": False} | fields)


def page(answer, status=200):
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def to(name, thing):
    return reverse(f"cohorts:{name}", args=[getattr(thing, "uuid", thing)])


def signed_in(client, **fields):
    user = make_user()
    person = make_person(user=user, **fields)
    client.force_login(user)
    return person


def offered(cohort, person, hours=1):
    now = timezone.now()
    return make_application(cohort, person, offered_at=now, offer_until=now + timedelta(hours=hours))


def test_a_stranger_makes_her_account_on_the_way_and_comes_back_to_the_same_door(client, settings):
    settings.EMAIL_BACKEND = "notices.backends.OutboxBackend"
    lay_site()
    course = make_course()
    cohort = make_open(course=course, capacity=2)
    door = to("join", cohort)
    shown = page(client.get(course.url))
    assert f'href="{door}"' in shown and "Quedan 2 lugares" in shown
    assert f"{reverse('account_signup')}?next={door}" in page(client.get(door))

    sent = client.post(f"{reverse('account_signup')}?next={door}", {"email": "eva@example.org", "next": door})
    code = re.search(r"^(\d{3}-\d{3}-\d{3})$", Mail.objects.get().text, re.M)[1]
    entered = client.post(sent["Location"], {"code": code})
    assert entered["Location"] == door
    # Nothing typed is lost, and nothing is stored, while a name is missing.
    half = page(client.post(door, {"given_names": "Eva"}), 422)
    assert ('value="Eva"' in half, Person.objects.filter(user__email="eva@example.org").exists()) == (True, False)
    whole = {"given_names": "Eva", "surname1": "Ñandú", "organisation_name": "Casa de Cultura"}
    assert client.post(door, whole)["Location"] == reverse("home")

    passage = Enrolment.objects.get()
    assert (passage.person.user.email, passage.person.full_name) == ("eva@example.org", "Eva Ñandú")
    assert (passage.source, passage.organisation.name) == ("self", "Casa de Cultura")
    assert client.get(door)["Location"] == reverse("home") == client.post(door, whole)["Location"]


def test_whoever_was_registered_before_is_shown_her_record_and_comes_back(client):
    cohort, user = make_open(), make_user("ana@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    person = make_person(email="ana@example.org")
    client.force_login(user)
    door = to("join", cohort)

    claiming = f"{reverse('people:claim')}?next={door}"
    assert claiming in page(client.get(door))
    assert f'name="next" value="{door}"' in page(client.get(claiming))
    assert client.post(claiming, {"person": person.pk, "next": door})["Location"] == door
    assert client.post(claiming, {"person": person.pk, "next": "https://mal.example/"}).status_code != 500
    client.post(door)
    assert Enrolment.objects.get().person == person


def test_who_finds_no_seat_sees_her_number_here_and_in_mi_avance_and_may_leave(client):
    cohort = make_open(capacity=1)
    make_enrolment(cohort), make_application(cohort)
    assert "Sin lugares: 1 persona en espera" in page(client.get(to("join", cohort)))
    signed_in(client)

    own = client.post(to("join", cohort))["Location"]

    assert '<span class="figure">2</span>' in page(client.get(own))
    mine = page(client.get("/mi-avance/"))
    assert '<span class="figure">2</span>' in mine and "Todavía no estás" not in mine
    assert client.get(to("join", cohort))["Location"] == own
    assert page(client.post(own, {"do": "nada"}), 422).count("Elige uno de los botones.") >= 1
    assert client.post(own, {"do": "give_up"})["Location"] == own
    assert "Retiraste esta solicitud." in page(client.get(own))


def test_an_offered_seat_is_confirmed_from_mi_avance_and_a_late_one_says_why_not(client):
    cohort = make_open(capacity=2)
    person = signed_in(client)
    application = offered(cohort, person)
    assert "Confirmar mi lugar" in page(client.get("/mi-avance/"))
    for _twice in range(2):
        assert client.post(to("application", application), {"do": "confirm"})["Location"] == reverse("home")
    assert cohort.enrolments.get().person == person

    late = offered(make_open(capacity=1), person)
    Application.objects.filter(pk=late.pk).update(offered_at=late.applied_at, offer_until=timezone.now())
    assert "48 horas" in page(client.post(to("application", late), {"do": "confirm"}), 422)
    assert Enrolment.objects.count() == 1


def test_an_application_is_its_persons_alone(client):
    application = make_application()
    signed_in(client)
    assert client.get(to("application", application)).status_code == 404
    assert client.post(to("application", application), {"do": "give_up"}).status_code == 404


def test_a_link_lets_in_whoever_holds_it_and_says_when_it_no_longer_does(client):
    cohort = make_open("link")
    link = make_link(cohort, until=LATER, by=None)
    door = to("join_by_link", link.token)
    assert client.get(to("join", cohort)).status_code == 404
    assert client.post(door)["Location"].startswith(reverse("account_login"))
    person = signed_in(client)

    assert client.post(door)["Location"] == reverse("home")
    assert cohort.enrolments.get().person == person
    EnrolmentLink.objects.update(revoked_at=timezone.now())
    for token in (link.token, "no-existe"):
        assert "Ese enlace ya no sirve" in page(client.get(to("join_by_link", token)), 404)


@pytest.mark.parametrize("fields", [{"door": "closed"}, CANCELLED])
def test_a_door_that_is_not_for_everybody_does_not_exist(client, fields):
    assert client.get(to("join", make_open(**fields))).status_code == 404


def test_a_door_out_of_its_days_says_so_and_takes_nobody(client):
    signed_in(client)
    cohort = make_open(door_closes_on=timezone.localdate() - timedelta(days=3))
    assert "Las inscripciones ya terminaron." in page(client.get(to("join", cohort)))
    assert client.post(to("join", cohort)).status_code == 422
    assert Application.objects.count() == 0


def test_the_team_sees_the_door_as_others_do_and_takes_no_seat(client):
    cohort = make_open()
    client.force_login(make_trainer(cohort))
    assert "Formas parte del equipo" in page(client.get(to("join", cohort)))
    assert client.post(to("join", cohort)).status_code == 422
    assert cohort.enrolments.count() == 0


def test_a_quota_of_a_region_asks_where_one_lives(client):
    cohort = make_open(capacity=5)
    north = make_region(cohort.programme)
    north.territories.add(make_municipality())
    set_quota(cohort, region=north, seats=1, by=None)
    signed_in(client)
    assert "No encontramos ese lugar" in page(client.post(to("join", cohort), {"territory": "Atlántida"}), 422)
    client.post(to("join", cohort), {"territory": "Ensenada"})
    assert Enrolment.objects.get().territory.name == "Ensenada"


def test_the_catalogue_says_where_the_door_is_open_in_the_same_queries(client):
    lay_site()
    figures = []
    for number in (0, 1, 3):
        for _each in range(number):
            make_open(course=make_course())
        catalogue = make_course().get_parent()
        with CaptureQueriesContext(connection) as asked:
            shown = page(client.get(f"{catalogue.url}?{uuid4()}"))
        figures.append(len(asked))
    assert (shown.count("Inscripciones abiertas"), figures[1]) == (4, figures[2])


def test_several_requests_are_decided_at_once(client):
    cohort = make_open("request", capacity=1)
    client.force_login(make_coordinator(cohort.programme))
    asked = [make_application(cohort, door="request", approved_at=None) for _number in range(3)]
    screen = to("applications", cohort)
    assert "Por decidir (3)" in page(client.get(screen))

    assert "Marca al menos a una persona." in page(client.post(screen, {"do": "accept"}), 422)
    no_reason = page(client.post(screen, {"do": "reject", "chosen": [asked[2].uuid]}), 422)
    assert ("Escribe el motivo" in no_reason, f'value="{asked[2].uuid}" checked' in no_reason) == (True, True)
    assert client.post(screen, {"do": "accept", "chosen": ["no", uuid4()]}).status_code == 422
    client.post(screen, {"do": "accept", "chosen": [one.uuid for one in asked[:2]]})
    client.post(screen, {"do": "reject", "chosen": [asked[2].uuid], "reason": "Otra región"})

    states = [one.state for one in cohort.applications.order_by("pk")]
    assert states == ["accepted", "waiting", "rejected"]
    shown = page(client.get(screen))
    assert "Lista de espera (1)" in shown and "Historial (2)" in shown
    assert "Otra región" in page(client.get(f"{screen}?ver=historial"))


def test_requests_of_another_cohort_are_not_decided_here(client):
    cohort, other = make_open("request"), make_application(make_open("request"), approved_at=None)
    client.force_login(make_coordinator(cohort.programme))
    screen = to("applications", cohort)
    assert client.post(screen, {"do": "accept", "chosen": [other.uuid]}).status_code == 422
    assert client.get(to("applications", other.cohort)).status_code == 404
    other.refresh_from_db()
    assert other.state == "asked"


def test_the_lists_take_the_same_queries_for_one_and_for_many(client):
    figures = []
    coordinator = None
    for number in (1, 3, 46):
        cohort = make_open(capacity=1)
        coordinator = make_coordinator(cohort.programme)
        for _each in range(number):
            make_application(cohort, organisation=make_organisation(), message="Hola")
        client.force_login(coordinator)
        client.get(to("applications", cohort))
        with CaptureQueriesContext(connection) as asked:
            assert page(client.get(to("applications", cohort))).count('name="chosen"') == number
        figures.append(len(asked))
    assert len(set(figures)) == 1


def test_the_door_is_set_with_its_days_its_link_and_its_quotas(client):
    cohort = make_cohort(ends_on=LATER)
    north = make_region(cohort.programme)
    client.force_login(make_coordinator(cohort.programme))
    screen = to("door", cohort)

    wrong = {"do": "door", "door": "open", "opens_on": "2026-05-02", "closes_on": "2026-05-01"}
    assert "no pueden terminar antes de empezar" in page(client.post(screen, wrong), 422)
    client.post(screen, {"do": "door", "door": "link", "opens_on": "2026-05-02"})
    assert "ya pasó" in page(client.post(screen, {"do": "link", "until": "2020-01-01"}), 422)
    client.post(screen, {"do": "link", "until": LATER.isoformat()})
    zero = page(client.post(screen, {"do": "quota", "whom": "kind-jac", "seats": "0"}), 422)
    assert "de una persona o más" in zero
    client.post(screen, {"do": "quota", "whom": "kind-jac", "seats": "4"})
    client.post(screen, {"do": "quota", "whom": f"region-{north.pk}", "seats": "2"})
    assert client.post(screen, {"do": "quota", "whom": "region-999999", "seats": "2"}).status_code == 422

    cohort.refresh_from_db()
    link = cohort.enrolment_links.get()
    assert (cohort.door, sorted(SeatQuota.objects.values_list("seats", flat=True))) == ("link", [2, 4])
    assert to("join_by_link", link.token) in page(client.get(screen))
    client.post(screen, {"do": "revoke", "link": link.uuid})
    link.refresh_from_db()
    assert link.revoked_at is not None
    client.post(screen, {"do": "quota", "whom": "kind-jac", "seats": ""})
    assert SeatQuota.objects.get().region == north


def test_a_capacity_of_nobody_is_refused_beside_its_field(client):
    cohort = make_cohort(capacity=5)
    client.force_login(make_coordinator(cohort.programme))
    form = client.get(to("edit", cohort)).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"capacity": "0"}
    assert "El cupo es de una persona o más" in page(client.post(to("edit", cohort), sent))
    cohort.refresh_from_db()
    assert cohort.capacity == 5


def test_a_passage_is_read_carried_on_and_handed_over(client):
    old, new = make_cohort(), None
    new = make_cohort(old.programme)
    passage, other = make_enrolment(old), make_enrolment(old, organisation=make_organisation("Junta Norte"))
    client.force_login(make_coordinator(old.programme))
    assert "Quedó inscrita: Con ayuda del equipo." in page(client.get(to("passage", passage)))

    assert client.post(to("transfer", passage), {"to": uuid4()}).status_code == 422
    moved = client.post(to("transfer", passage), {"to": new.uuid})
    assert "Viene de" in page(client.get(moved["Location"]))
    names = {"given_names": "Eva", "surname1": "Ruiz", "email": "eva@example.org"}
    assert client.post(to("replace", other), names).status_code == 422
    undialled = client.post(to("replace", other), names | {"reason": "change_of_post", "phone": "abc"})
    assert list(undialled.context["form"].errors.items()) == [("phone", ["Escribe de 6 a 20 cifras."])]
    for _twice in range(2):
        done = client.post(to("replace", other), names | {"reason": "change_of_post"})
    shown = page(client.get(done["Location"]))
    assert ("Ocupa el lugar de" in shown, "Junta Norte" in shown) == (True, True)
    assert "Su lugar lo ocupa" in page(client.get(to("passage", other)))
    assert Person.objects.filter(surname1="Ruiz").count() == 1
    assert "Nunca empezó" in page(client.get(to("withdraw", make_enrolment(old))))


def test_a_trainer_reads_a_passage_and_neither_moves_nor_replaces(client):
    cohort = make_cohort()
    passage = make_enrolment(cohort)
    client.force_login(make_trainer(cohort))
    assert client.get(to("passage", passage)).status_code == 200
    for name in ("transfer", "replace"):
        assert client.post(to(name, passage)).status_code == 404
    assert Cohort.objects.count() == 1


def test_who_waits_is_asked_for_her_permissions_like_whoever_is_enrolled(client):
    lay_notices()
    person = signed_in(client)
    application = make_application(make_open(), person)
    assert "para qué podemos usar tus datos" in page(client.get(to("application", application)))
    officer = make_coordinator(application.cohort.programme)
    assert person in people_of_my_programmes(officer)
