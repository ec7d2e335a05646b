"""Coming in by every door: open, by asking, by a link; and what the limits do about it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cohorts.actions.applying import accept, apply, confirm, give_up, person_of, reject, shut_because, sweep_offers
from cohorts.actions.doors import make_link, revoke_link, set_door, set_quota
from cohorts.actions.enrolling import enrol, withdraw
from cohorts.actions.planning import change_cohort, plan_cohort
from cohorts.models import Application, Cohort, Enrolment, SeatQuota
from cohorts.seats import seats_of
from cohorts.tasks import sweep_seats
from kit.clock import today
from notices.models import Mail
from people.actions import Refused
from people.models import Person
from tests.factories import (
    CANCELLED,
    make_application,
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_municipality,
    make_organisation,
    make_person,
    make_region,
    make_trainer,
    make_user,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LATER, TOMORROW, YESTERDAY = (TODAY + timedelta(days=days) for days in (400, 2, -2))


def make_open(door="open", **fields):
    return make_cohort(**{"door": door, "ends_on": LATER, "opened": False} | fields)


def ask(cohort, person=None, **said):
    return apply(person or make_person(), cohort=cohort, by=None, **said)


def states(cohort):
    return [one.state for one in cohort.applications.order_by("applied_at", "pk")]


def run_out(application):
    """Its 48 hours are over."""
    then = timezone.now() - timedelta(hours=49)
    late = {"offered_at": then, "offer_until": then + timedelta(hours=48)}
    Application.objects.filter(pk=application.pk).update(**late)


def waiting(cohort):
    return list(Application.objects.waiting().filter(cohort=cohort))


def test_by_an_open_door_one_enrols_oneself_once():
    cohort, person = make_open(), make_person()

    first, again = ask(cohort, person), ask(cohort, person)

    assert (first, first.source, first.person) == (again, "self", person)
    assert (Enrolment.objects.count(), states(cohort)) == (1, ["accepted"])


def test_the_last_seat_goes_to_one_and_the_next_is_the_first_to_wait():
    cohort = make_open(capacity=1)
    one, two, three = (ask(cohort) for _number in range(3))

    assert isinstance(one, Enrolment)
    assert (two.state, three.state, waiting(cohort)) == ("waiting", "waiting", [two, three])
    assert (seats_of(cohort).enrolled, cohort.enrolments.count()) == (1, 1)


def test_who_waits_is_counted_nowhere_and_asking_again_keeps_her_place():
    cohort, person = make_open(capacity=1), make_person()
    ask(cohort)
    first = ask(cohort, person)
    ask(cohort)

    assert ask(cohort, person) == first
    assert (waiting(cohort)[0], cohort.enrolments.count()) == (first, 1)


@pytest.mark.parametrize(("fields", "sentence"), [
    ({"door": "closed"}, "están cerradas"),
    ({"door_opens_on": TOMORROW}, "todavía no empiezan"),
    ({"door_closes_on": YESTERDAY}, "ya terminaron"),
    ({"starts_on": date(2025, 1, 1), "ends_on": date(2025, 6, 1)}, "ya terminaron"),
    ({"door": "link"}, "enlace ya no sirve"),
    (CANCELLED, "cerrado o cancelado"),
])  # fmt: skip
def test_a_shut_door_says_why(fields, sentence):
    cohort = make_open(**fields)
    with pytest.raises(Refused, match=sentence):
        ask(cohort)
    assert Application.objects.count() == 0


def test_the_day_of_the_door_is_the_programmes_own():
    cohort = make_open()
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):  # never the same day
        cohort.programme.time_zone = zone
        cohort.door_closes_on = today(zone)
        assert shut_because(cohort) == ""
        cohort.door_closes_on -= timedelta(days=1)
        assert shut_because(cohort) == "Las inscripciones ya terminaron."


def test_the_team_takes_no_seat_in_its_own_cohort():
    cohort = make_open()
    for user in (make_trainer(cohort), make_coordinator(cohort.programme)):
        with pytest.raises(Refused, match="parte del equipo"):
            ask(cohort, user.person)


def test_a_link_opens_its_own_cohort_until_it_ends_or_is_taken_back():
    cohort, other = make_open("link"), make_open("link")
    link = make_link(cohort, until=TOMORROW, by=None)

    assert isinstance(ask(cohort, link=link), Enrolment)
    with pytest.raises(Refused, match="enlace ya no sirve"):
        ask(other, link=link)
    link.expires_at = timezone.now()
    link.save()
    with pytest.raises(Refused, match="enlace ya no sirve"):
        ask(cohort, link=link)
    link.expires_at += timedelta(days=9)
    link.save()
    revoke_link(link, by=None)
    with pytest.raises(Refused, match="enlace ya no sirve"):
        ask(cohort, link=link)
    assert cohort.enrolments.count() == 1


def test_a_new_link_ends_the_one_before_and_the_same_day_is_the_same_link():
    cohort = make_open("link")
    first = make_link(cohort, until=TOMORROW, by=None)

    assert make_link(cohort, until=TOMORROW, by=None) == first
    second = make_link(cohort, until=LATER, by=None)
    first.refresh_from_db()
    assert (first.revoked_at is None, second.token != first.token) == (False, True)
    with pytest.raises(Refused, match="ya pasó"):
        make_link(cohort, until=date(2020, 1, 1), by=None)


def test_a_request_is_accepted_rejected_and_told():
    cohort, clerk = make_open("request", capacity=1), make_user()
    people = [make_person(email=f"p{number}@example.org") for number in range(3)]
    asked = [ask(cohort, person, message=" Quiero  aprender ") for person in people]
    assert (states(cohort), asked[0].message) == (["asked"] * 3, "Quiero aprender")

    done = accept(cohort, [asked[1].pk, asked[0].pk], by=clerk)
    again = accept(cohort, [asked[1].pk, asked[0].pk], by=clerk)
    refused = reject(cohort, [asked[2].pk], reason="Es para otra región", by=clerk)

    # The first to ask gets the seat, whatever the order of the form.
    assert (done, again, refused) == ({"enrolled": 1, "waiting": 1}, {"enrolled": 0, "waiting": 0}, 1)
    assert (states(cohort), cohort.enrolments.get().person) == (["accepted", "waiting", "rejected"], people[0])
    assert reject(cohort, [asked[2].pk], reason="Otro", by=clerk) == 0
    told = dict(Mail.objects.values_list("to", "text"))
    assert set(told) == {person.email for person in people} and "Es para otra región" in told["p2@example.org"]


def test_a_rejection_says_why():
    application = make_application(door="request", approved_at=None)
    with pytest.raises(Refused, match="Escribe el motivo"):
        reject(application.cohort, [application.pk], reason="  ", by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.update(decision="rejected", decided_at=timezone.now())


def test_a_seat_that_comes_free_is_offered_to_the_first_for_48_hours():
    cohort = make_open(capacity=1)
    held = ask(cohort)
    first, second = ask(cohort, make_person(email="ana@example.org")), ask(cohort)

    withdraw(held, reason="no_time", by=None)
    withdraw(held, reason="no_time", by=None)

    first.refresh_from_db()
    assert (states(cohort)[1:], first.offer_until - first.offered_at) == (["offered", "waiting"], timedelta(hours=48))
    assert (Mail.objects.get().to, str(first.uuid) in Mail.objects.get().text) == ("ana@example.org", True)
    # The seat is kept: neither the team nor the next by the door gets it.
    with pytest.raises(Refused, match="cupo de 1"):
        enrol(make_person(), cohort=cohort, source="assisted", by=None)
    assert ask(cohort).state == "waiting"
    with pytest.raises(Refused, match="no hay un lugar"):
        confirm(second, by=None)

    taken = confirm(first, by=None)
    assert (confirm(first, by=None), taken.person) == (taken, first.person)
    assert (seats_of(cohort).free, cohort.enrolments.active().count()) == (0, 1)


def test_an_offer_that_is_left_or_runs_out_goes_to_the_next():
    cohort = make_open(capacity=1)
    held = ask(cohort)
    first, second, third = (ask(cohort) for _number in range(3))
    withdraw(held, reason="no_time", by=None)

    give_up(Application.objects.get(pk=first.pk), by=None)
    give_up(Application.objects.get(pk=first.pk), by=None)
    assert states(cohort)[1:] == ["withdrawn", "offered", "waiting"]
    run_out(second)
    with pytest.raises(Refused, match="48 horas"):
        confirm(second, by=None)
    sweep_seats()
    assert sweep_offers() == 0
    assert states(cohort)[1:] == ["withdrawn", "expired", "offered"]
    assert confirm(third, by=None).person == third.person


def test_more_seats_are_offered_and_fewer_never_take_one_that_is_kept():
    cohort = make_open(capacity=1)
    ask(cohort)
    ask(cohort), ask(cohort)

    cohort = change_cohort(cohort, capacity=2, by=None)

    assert states(cohort)[1:] == ["offered", "waiting"]
    with pytest.raises(Refused, match="Ya hay 2"):
        change_cohort(cohort, capacity=1, by=None)
    change_cohort(cohort, capacity=None, by=None)
    assert states(cohort)[1:] == ["offered", "offered"]


@pytest.mark.parametrize("capacity", [0, -1])
def test_a_cohort_without_a_seat_is_refused_in_a_sentence(capacity):
    cohort = make_open()
    with pytest.raises(Refused, match="de una persona o más"):
        change_cohort(cohort, capacity=capacity, by=None)
    dates = {"starts_on": cohort.starts_on, "ends_on": LATER}
    with pytest.raises(Refused, match="de una persona o más"):
        plan_cohort(cohort.programme, course=cohort.course, name="N", code="N", **dates, capacity=capacity, by=None)
    with pytest.raises(ValidationError, match="de una persona o más|mayor o igual"):
        Cohort(capacity=capacity).clean_fields()
    with pytest.raises(IntegrityError), transaction.atomic():
        Cohort.objects.filter(pk=cohort.pk).update(capacity=capacity)


def test_whom_the_team_brings_in_itself_waits_no_more():
    cohort = make_open(capacity=2)
    ask(cohort), ask(cohort)
    late = ask(cohort)
    Cohort.objects.filter(pk=cohort.pk).update(capacity=3)

    passage = enrol(late.person, cohort=cohort, source="assisted", by=None)

    late.refresh_from_db()
    assert (late.state, passage.source) == ("accepted", "assisted")


def test_a_quota_of_a_region_and_of_a_kind_is_kept_on_every_way_in():
    cohort = make_open(capacity=10)
    north = make_region(cohort.programme)
    town = make_municipality()
    north.territories.add(town)
    set_quota(cohort, region=north, seats=1, by=None)
    set_quota(cohort, kind="jac", seats=1, by=None)
    jac = make_organisation(kind="jac")

    assert isinstance(ask(cohort, territory=town), Enrolment)
    second = ask(cohort, territory=town)
    assert isinstance(ask(cohort, organisation=jac), Enrolment)
    with pytest.raises(Refused, match="Junta de Acción Comunal"):
        enrol(make_person(), cohort=cohort, organisation=jac, source="assisted", by=None)
    # Who is of neither is not asked.
    other = ask(cohort)
    assert (second.state, isinstance(other, Enrolment), waiting(cohort)) == ("waiting", True, [second])
    assert [quota.left for quota in seats_of(cohort).quotas] == [0, 0]

    withdraw(other, reason="no_time", by=None)
    assert states(cohort)[1] == "waiting"
    set_quota(cohort, region=north, seats=2, by=None)
    assert states(cohort)[1] == "offered"


def test_who_fits_in_no_free_seat_is_passed_over_and_keeps_her_place():
    cohort = make_open(capacity=2)
    set_quota(cohort, kind="jac", seats=1, by=None)
    jac = make_organisation(kind="jac")
    ask(cohort, organisation=jac)
    leaves = ask(cohort)
    first, second = ask(cohort, organisation=jac), ask(cohort)

    withdraw(leaves, reason="no_time", by=None)

    first.refresh_from_db(), second.refresh_from_db()
    assert (first.state, second.state) == ("waiting", "offered")


def test_quotas_are_set_changed_taken_away_and_refused():
    cohort = make_open()
    elsewhere = make_region(make_open().programme)
    set_quota(cohort, kind="jac", seats=3, by=None)
    set_quota(cohort, kind="jac", seats=2, by=None)
    assert [(row.kind, row.seats) for row in SeatQuota.objects.all()] == [("jac", 2)]
    set_quota(cohort, kind="jac", seats=None, by=None)
    set_quota(cohort, kind="jac", seats=None, by=None)
    for wrong in ({"kind": "jac", "seats": 0}, {"kind": "nada", "seats": 1}, {"seats": 1},
                  {"region": elsewhere, "seats": 1}):  # fmt: skip
        with pytest.raises(Refused):
            set_quota(cohort, **wrong, by=None)
    assert SeatQuota.objects.count() == 0


def test_the_door_is_set_once_and_never_closes_before_it_opens():
    cohort, clerk = make_open("closed"), make_user()
    for _twice in range(2):
        set_door(cohort, door="open", opens_on=date(2026, 1, 1), closes_on=None, by=clerk)
    cohort.refresh_from_db()
    assert (cohort.door, cohort.door_opens_on) == ("open", date(2026, 1, 1))
    with pytest.raises(Refused, match="antes de empezar"):
        set_door(cohort, door="open", opens_on=date(2026, 2, 1), closes_on=date(2026, 1, 1), by=clerk)
    Cohort.objects.filter(pk=cohort.pk).update(**CANCELLED)
    with pytest.raises(Refused, match="cerrado o cancelado"):
        set_door(cohort, door="closed", opens_on=None, closes_on=None, by=clerk)


def test_an_account_without_a_person_gets_one():
    user = make_user()
    names = {"given_names": "Ana", "surname1": "Ñandú"}

    assert person_of(user, **names) == person_of(user, **names) == Person.objects.get(user=user)
    with pytest.raises(Refused, match="un apellido"):
        person_of(make_user(), given_names="Ana")


def test_one_live_application_a_cohort_is_the_databases_word():
    application = make_application()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_application(application.cohort, application.person)
    make_application(application.cohort, application.person, decision="withdrawn", decided_at=timezone.now())


def test_offering_costs_the_same_whatever_the_number_that_waits():
    figures = []
    for number in (1, 1, 3, 46):  # the first one fills the caches
        cohort = make_open(capacity=1)
        make_enrolment(cohort)
        for _each in range(number):
            make_application(cohort, make_person(email="alguien@example.org"))
        with CaptureQueriesContext(connection) as asked:
            change_cohort(cohort, capacity=None, by=None)
        figures.append(len(asked))
        assert Application.objects.offered().filter(cohort=cohort).count() == number
    assert len(set(figures[1:])) == 1
