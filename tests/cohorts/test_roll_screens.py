"""The attendance screens: who gets in, what is kept, what is refused and shown again."""

from uuid import uuid4

import pytest
from django.urls import reverse

from cohorts.actions.roll import Mark, mark_roll, submit_register
from cohorts.attendance import standing_marks
from cohorts.models import AttendanceMark, Enrolment, Guest
from tests.factories import (
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_region,
    make_register,
    make_trainer,
    make_user,
    note_somebody,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(ana, eva):
    return make_register(ana.cohort)


def page(register, do="save", version=0, seen=0, form=None, **marks):
    fields = {"version": version, "seen": seen, "form": form or uuid4(), "do": do}
    return fields | {f"m-{name.strip('_')}": status for name, status in marks.items()}


def at(name, register):
    return reverse(f"cohorts:{name}", args=[register.uuid])


def row(enrolment):
    return f"_{enrolment.pk}"


def standing(register):
    return {enrolment: status for (_register, enrolment), status in standing_marks([register.pk]).items()}


# ------------------------------------------------------------------ taking the roll


def test_a_draft_is_kept_and_only_what_changed_is_written(client, trainer, register, ana, eva):
    client.post(at("roll", register), page(register, **{row(ana): "present"}))
    newest = AttendanceMark.objects.get().pk
    answer = client.post(
        at("roll", register), page(register, seen=newest, **{row(ana): "present", row(eva): "late"}), follow=True
    )

    assert standing(register) == {ana.pk: "present", eva.pk: "late"}
    assert AttendanceMark.objects.count() == 2
    assert "Se guardó 1 marca." in answer.content.decode()
    assert set(AttendanceMark.objects.values_list("marked_by", flat=True)) == {trainer.pk}


def test_the_same_page_posted_twice_is_one_mark_a_person(client, trainer, register, ana, eva):
    sent = page(register, **{row(ana): "present", row(eva): "absent"})

    answers = [client.post(at("roll", register), sent).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert AttendanceMark.objects.count() == 2


def test_what_nobody_touched_does_not_undo_a_colleagues_correction(client, trainer, register, ana):
    mark_roll(register, [Mark(ana.pk, "present", uuid4())], by=None)
    seen = AttendanceMark.objects.get().pk
    mark_roll(register, [Mark(ana.pk, "excused", uuid4())], by=None)

    client.post(at("roll", register), page(register, seen=seen, **{row(ana): "present"}))

    assert standing(register) == {ana.pk: "excused"}


def test_going_back_and_choosing_otherwise_is_told_and_shown_again(client, trainer, register, ana):
    number = uuid4()
    client.post(at("roll", register), page(register, form=number, **{row(ana): "present"}))

    answer = client.post(at("roll", register), page(register, form=number, **{row(ana): "absent"}))

    assert answer.status_code == 409
    assert [r.get("status") for r in answer.context["sheet"].rows] == ["absent", None]
    assert standing(register) == {ana.pk: "present"}


def test_everybody_present_respects_what_was_chosen(client, trainer, register, ana, eva):
    client.post(at("roll", register), page(register, "all", **{row(ana): "excused"}))

    register.refresh_from_db()
    assert standing(register) == {ana.pk: "excused", eva.pk: "present"}
    assert register.status == "draft"


def test_a_complete_list_is_handed_in(client, trainer, register, ana, eva):
    sent = page(register, "submit", **{row(ana): "present", row(eva): "absent"})

    answer = client.post(at("roll", register), sent, follow=True)

    register.refresh_from_db()
    assert (register.status, register.submitted_by) == ("submitted", trainer)
    assert "ya no recibe cambios" in answer.content.decode()
    assert client.post(at("roll", register), sent).status_code == 302, "pressing twice"


def test_handing_in_with_people_missing_asks_first_and_can_mark_them_absent(client, trainer, register, ana, eva):
    answer = client.post(at("register_submit", register), page(register, **{row(ana): "present"}))
    register.refresh_from_db()
    assert (register.status, answer.context["ask"]) == ("draft", 1)
    assert standing(register) == {ana.pk: "present"}

    client.post(at("roll", register), page(register, "rest_absent", **{row(ana): "present"}))

    register.refresh_from_db()
    assert register.status == "submitted"
    assert standing(register) == {ana.pk: "present", eva.pk: "absent"}


def test_a_stale_page_after_the_list_was_sent_keeps_nothing_and_shows_what_was_typed(client, trainer, register, ana):
    note_somebody(register)
    submit_register(register, version=0, by=None)

    answer = client.post(at("roll", register), page(register, "submit", **{row(ana): "late"}))

    words = answer.content.decode()
    assert answer.status_code == 409
    assert "Esto elegiste y no se guardó" in words
    assert "Árbol, Ana: Llegó tarde" in " ".join(words.split())
    assert standing(register) == {}


def test_a_mark_for_somebody_not_enrolled_is_refused_and_the_others_are_kept(client, trainer, register, ana):
    stranger = make_enrolment()

    answer = client.post(at("roll", register), page(register, **{row(ana): "present", row(stranger): "present"}))

    assert answer.status_code == 409
    assert "sin inscripción en el grupo" in answer.content.decode()
    assert standing(register) == {ana.pk: "present"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": "x"},
        {"form": "no"},
        {"seen": "-1"},
        {"do": "explode"},
        {"version": ""},
        {"version": "9" * 40},
    ],
)
def test_a_broken_page_is_answered_with_the_list_and_what_was_typed(client, trainer, register, ana, wrong):
    answer = client.post(at("roll", register), page(register, **{row(ana): "late"}) | wrong)

    assert answer.status_code == 422
    assert answer.context["problem"]
    assert answer.context["sheet"].rows[0]["status"] == "late"
    assert AttendanceMark.objects.count() == 0


def test_an_unknown_status_is_refused_in_words(client, trainer, register, ana, eva):
    answer = client.post(at("roll", register), page(register, **{row(ana): "asleep", row(eva): "present"}))

    assert answer.status_code == 422
    assert "no existe" in answer.content.decode()
    assert AttendanceMark.objects.count() == 0


@pytest.mark.parametrize(("count", "status"), [(1_001, 422), (10_000, 413)])
def test_thousands_of_marks_at_once_are_refused(client, trainer, register, count, status):
    many = {f"_{number}": "present" for number in range(count)}

    assert client.post(at("roll", register), page(register, **many)).status_code == status
    assert AttendanceMark.objects.count() == 0


def test_numbers_nobody_has_are_no_accident(client, trainer, register):
    answer = client.post(
        at("roll", register), page(register, **{"_" + "9" * 18: "present", "_99999999999999999999": "late"})
    )

    assert answer.status_code == 409


# ------------------------------------------------------------------ at the door


def test_a_walk_in_is_enrolled_and_the_marks_on_the_page_are_kept(client, trainer, register, ana):
    sent = page(register, **{row(ana): "late"}) | {
        "given_names": "Rosa",
        "surname1": "Mamani",
        "contact": "Colectivo Minga",
        "door": uuid4(),
    }

    for _ in range(2):
        assert client.post(at("register_walk_in", register), sent).status_code == 302

    rosa = Enrolment.objects.get(person__given_names="Rosa")
    assert standing(register) == {ana.pk: "late", rosa.pk: "present"}


def test_a_walk_in_without_a_surname_keeps_what_was_typed(client, trainer, register, ana):
    sent = page(register, **{row(ana): "late"}) | {"given_names": "Rosa", "surname1": "", "door": uuid4()}

    answer = client.post(at("register_walk_in", register), sent)

    assert answer.status_code == 422
    assert 'value="Rosa"' in answer.content.decode()
    assert answer.context["sheet"].rows[0]["status"] == "late"
    assert Enrolment.objects.filter(person__given_names="Rosa").count() == 0


@pytest.mark.parametrize("do", ["save", "submit"])
@pytest.mark.parametrize("typed", [{"given_names": "Rosa"}, {"count": "12"}])
def test_who_stands_half_written_at_the_door_is_not_lost_when_the_list_is_saved(
    client, trainer, register, ana, do, typed
):
    answer = client.post(
        at("roll", register), page(register, **{row(ana): "late"}) | {"do": do, "door": uuid4()} | typed
    )

    assert answer.status_code == 422
    assert "Falta decidir por quien llegó" in answer.content.decode()
    assert all(f'value="{value}"' in answer.content.decode() for value in typed.values())
    assert standing(register) == {ana.pk: "late"}
    register.refresh_from_db()
    assert register.status == "draft"


def test_guests_are_seen_in_the_room_and_not_in_the_list(client, trainer, register):
    named = page(register) | {"given_names": "Luz", "surname1": "", "contact": "Vecinas", "door": uuid4()}
    counted = page(register) | {"headcount": "1", "count": "12", "door": uuid4()}

    client.post(at("register_guest", register), named)
    answer = client.post(at("register_guest", register), counted, follow=True)

    assert sorted(Guest.objects.values_list("name", "organisation", "count")) == [("", "", 12), ("Luz", "Vecinas", 1)]
    assert answer.context["guest_count"] == 13
    assert standing(register) == {}


def test_a_headcount_that_is_no_number_is_said(client, trainer, register):
    answer = client.post(
        at("register_guest", register), page(register) | {"headcount": "1", "count": "muchas", "door": uuid4()}
    )

    assert answer.status_code == 422
    assert Guest.objects.count() == 0


# ------------------------------------------------------------------ deciding


def test_the_coordinator_returns_with_a_reason_approves_and_reopens(client, register, ana, eva):
    for enrolment in (ana, eva):
        mark_roll(register, [Mark(enrolment.pk, "present", uuid4())], by=None)
    submit_register(register, version=0, by=None)
    client.force_login(make_coordinator(register.cohort.programme))

    assert client.post(at("register_return", register), {"version": 1, "reason": " "}).status_code == 409
    assert client.post(at("register_return", register), {"version": 1, "reason": "Falta Luz"}).status_code == 302
    assert "Falta Luz" in client.get(at("roll", register)).content.decode()
    assert client.post(at("register_approve", register), {"version": 1}).status_code == 409, "a stale page"
    submit_register(register, version=2, by=None)
    assert client.post(at("register_approve", register), {"version": 3}).status_code == 302
    assert client.post(at("register_reopen", register), {"version": 4, "reason": "Error"}).status_code == 302

    register.refresh_from_db()
    assert (register.status, register.version) == ("returned", 5)


def test_approving_with_people_missing_says_how_many(client, register):
    note_somebody(register)
    submit_register(register, version=0, by=None)
    client.force_login(make_coordinator(register.cohort.programme))

    answer = client.post(at("register_approve", register), {"version": 1})

    assert answer.status_code == 409
    assert "Faltan 2 personas por registrar" in answer.content.decode()


# ------------------------------------------------------------------ who may


def test_each_door_opens_to_its_own_people_only(client, register):
    cohort = register.cohort
    region = make_region(cohort.programme)
    type(cohort).objects.filter(pk=cohort.pk).update(region=region)
    callers = {
        "trainer": make_trainer(cohort),
        "coordinator": make_coordinator(cohort.programme),
        "regional": make_coordinator(cohort.programme, region=region),
        "next region": make_coordinator(cohort.programme, region=make_region(cohort.programme)),
        "other programme": make_coordinator(make_cohort().programme),
        "trainee": make_user(),
    }
    seen = {}
    for name, user in callers.items():
        client.force_login(user)
        seen[name] = [
            client.get(at("roll", register)).status_code,
            client.get(at("sheets", cohort)).status_code,
            client.get(at("matrix", cohort)).status_code,
            client.post(at("register_walk_in", register), {}).status_code,
            client.post(at("register_guest", register), {}).status_code,
            client.post(at("register_submit", register), {}).status_code,
            client.post(at("register_approve", register), {}).status_code,
            client.post(at("register_return", register), {}).status_code,
            client.post(at("register_reopen", register), {}).status_code,
        ]

    staff, nobody = [200, 200, 200, 422, 422, 422], [404] * 9
    assert seen == {
        "trainer": [*staff, 404, 404, 404],
        "coordinator": [*staff, 422, 422, 422],
        "regional": [*staff, 422, 422, 422],
        "next region": nobody,
        "other programme": nobody,
        "trainee": nobody,
    }


def test_visitors_are_asked_to_sign_in(client, register):
    for name in ("roll", "report_new"):
        assert client.get(at(name, register)).status_code == 302
    assert client.get(reverse("cohorts:today")).status_code == 302
