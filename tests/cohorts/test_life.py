"""How a cohort ends: its lists settled or done without, closed, reopened, cancelled; and what it may not do after."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cohorts.actions import roll as acts
from cohorts.actions.enrolling import enrol
from cohorts.actions.life import cancel_cohort, close_cohort, reopen_cohort, waive_register
from cohorts.actions.planning import open_cohort
from cohorts.actions.rule import change_rule
from cohorts.attendance import presence_of
from cohorts.life import decisions_of
from cohorts.models import Application, AttendanceMark, Cohort, Register, Session
from cohorts.promise import promise_of
from kit.clock import today
from notices.models import Mail
from people.actions import Refused
from tests.factories import (
    CANCELLED,
    MORNING,
    make_application,
    make_cohort,
    make_coordinator,
    make_course,
    make_enrolment,
    make_person,
    make_programme,
    make_register,
    make_session,
    make_settled_cohort,
    make_trainer,
    make_user,
)

pytestmark = pytest.mark.django_db

NEXT_WEEK = timezone.now() + timedelta(days=7)


def mark(enrolment, status="present"):
    return acts.Mark(enrolment.pk, status, uuid4())


def waive(register, reason="Se perdió en la mudanza"):
    register.refresh_from_db()
    return waive_register(register, version=register.version, reason=reason, by=None)


def test_where_it_stands_is_derived_from_acts_days_and_door_alike_in_code_and_in_the_database():
    programme = make_programme(time_zone="Pacific/Kiritimati")
    day, course = today("Pacific/Kiritimati"), make_course()
    days = {"starts_on": day - timedelta(days=9), "ends_on": day}
    over = {"starts_on": day - timedelta(days=9), "ends_on": day - timedelta(days=1)}
    asked = {
        "planned": make_cohort(programme, course, opened=False, **days),
        "enrolling": make_cohort(programme, course, opened=False, door="open", **days),
        "running": make_cohort(programme, course, door="open", **days),
        "finished": make_cohort(programme, course, **over),
        "closed": make_cohort(programme, course, opened=False, opened_at=MORNING, status="closed", **days),
        "cancelled": make_cohort(programme, course, opened=False, **CANCELLED, **days),
    }
    shut = make_cohort(programme, course, opened=False, door="open", **over)

    assert {stage: cohort.stage for stage, cohort in asked.items()} == {stage: stage for stage in asked}
    assert {stage: set(Cohort.objects.in_stage(stage)) for stage in asked} == {
        stage: {cohort, shut} if stage == "planned" else {cohort} for stage, cohort in asked.items()
    }


def test_the_database_refuses_a_cancellation_a_waived_list_and_a_rule_that_do_not_hold():
    register = make_register()
    wrong = [
        (Cohort.objects, {"status": "cancelled"}),
        (Cohort.objects, {"cancelled_reason": "Lluvia"}),
        (Register.objects, {"status": "waived"}),
        (Cohort.objects, {"lates_per_absence": 0}),
        (Cohort.objects, {"attendance_unit": "minutes", "attendance_sessions": 4}),
    ]
    for rows, fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**fields)
    register.refresh_from_db()
    assert register.status == "not_taken"


def test_opening_writes_the_rule_down_with_the_rest_of_the_promise():
    cohort = make_cohort(opened=False, attendance_base="since", lates_per_absence=3)
    open_cohort(cohort, by=None)
    cohort.refresh_from_db()

    change_rule(cohort, attendance_percent=60, reason="Acuerdo del comité", by=None)

    cohort.refresh_from_db()
    rule = promise_of(cohort).rule
    assert (rule.attendance_percent, rule.attendance_base, rule.lates_per_absence) == (80, "since", 3)
    assert cohort.attendance_percent == 60


def test_a_list_never_taken_holds_up_the_closing_until_it_is_approved_cancelled_or_done_without():
    cohort = make_cohort()
    here = make_enrolment(cohort)
    never, draft, sent = (make_register(cohort, starts_at=MORNING + timedelta(days=d), title=f"{d}") for d in range(3))
    make_register(cohort, starts_at=NEXT_WEEK)
    acts.mark_roll(draft, [mark(here)], by=None)
    acts.mark_roll(sent, [mark(here)], by=None)
    acts.submit_register(sent, version=0, by=None)

    with pytest.raises(Refused, match="Faltan listas por aprobar: 3"):
        close_cohort(cohort, by=None)
    with pytest.raises(Refused, match="por qué"):
        waive(never, reason="  ")
    for register in (never, draft, sent):
        version = register.version
        for _ in range(2):
            waive_register(register, version=version, reason="Se perdió en la mudanza", by=None)

    assert close_cohort(cohort, by=None).status == "closed"
    lines = ModelLogEntry.objects.filter(action="cohorts.waive_register")
    assert [line.data["reason"] for line in lines] == ["Se perdió en la mudanza"] * 3
    # What was never handed in leaves the count; what was counts as it stands.
    presence = presence_of(cohort)[here.pk]
    assert (presence.attended, presence.held, presence.planned) == (1, 1, 2)


def test_a_list_to_come_or_approved_is_not_done_without_and_one_done_without_is_reopened():
    cohort = make_cohort()
    coming, past = make_register(cohort, starts_at=NEXT_WEEK), make_register(cohort)

    with pytest.raises(Refused, match="Todavía no empieza"):
        waive(coming)
    waive(past)
    assert acts.reopen_register(past, version=1, reason="Apareció", by=None).status == "returned"
    Register.objects.filter(pk=past.pk).update(status="approved", first_submitted_at=MORNING)
    with pytest.raises(acts.Stale):
        waive(past)


def test_after_closing_nobody_is_marked_enrolled_or_decided_about_until_it_is_reopened_with_a_reason():
    cohort = make_settled_cohort(people=1, sessions=2)
    here = cohort.enrolments.get()
    coming = make_register(cohort, starts_at=NEXT_WEEK)
    approved = cohort.registers.order_by("pk").first()
    close_cohort(cohort, by=None)

    assert [one.refused for one in acts.mark_roll(coming, [mark(here)], by=None)] == ["closed"]
    with pytest.raises(Refused, match="Ya se cerró"):
        acts.add_guest(coming, name="Eva", organisation="", count=1, by=None, client_uuid=uuid4())
    with pytest.raises(Refused, match="Ya se cerró"):
        acts.reopen_register(approved, version=0, reason="Un error", by=None)
    with pytest.raises(Refused, match="ya no se inscribe"):
        enrol(make_person(), cohort=cohort, source="assisted", by=None)
    with pytest.raises(Refused, match="su regla no cambia"):
        change_rule(cohort, attendance_percent=1, reason="x", by=None)
    assert AttendanceMark.objects.filter(register=coming).count() == 0

    with pytest.raises(Refused, match="por qué se reabre"):
        reopen_cohort(cohort, reason=" ", by=None)
    for _ in range(2):
        assert reopen_cohort(cohort, reason="Faltó una persona", by=None).status == "running"
    assert acts.mark_roll(coming, [mark(here)], by=None)[0].kept
    close_cohort(cohort, by=None)
    assert [(one.code, one.reason) for one in decisions_of(cohort)] == [
        ("close", ""), ("reopen", "Faltó una persona"), ("close", ""),
    ]  # fmt: skip


def test_only_what_was_closed_is_reopened():
    with pytest.raises(Refused, match="se cerró"):
        reopen_cohort(make_cohort(opened=False), reason="x", by=None)


def test_cancelling_tells_everybody_concerned_once_and_takes_its_own_meetings_along():
    programme = make_programme()
    cohort, other = make_cohort(programme), make_cohort(programme)
    make_enrolment(cohort, make_person(email="ana@example.org"))
    make_enrolment(cohort, make_person())
    make_enrolment(cohort, make_person(email="fue@example.org"), withdrawn_at=MORNING, withdrawn_reason="health")
    waiting = make_application(cohort, make_person(email="espera@example.org"))
    trainer = make_trainer(cohort)
    alone, joint = make_session(cohort, starts_at=NEXT_WEEK), make_session(cohort, other, starts_at=NEXT_WEEK)

    with pytest.raises(Refused, match="por qué"):
        cancel_cohort(cohort, reason="", by=None)
    for reason in ("Sin sede", "Otra cosa"):
        cancel_cohort(cohort, reason=reason, by=None)

    cohort.refresh_from_db()
    assert (cohort.status, cohort.cancelled_reason) == ("cancelled", "Sin sede")
    assert set(Mail.objects.values_list("to", flat=True)) == {"ana@example.org", "espera@example.org", trainer.email}
    assert all("Motivo: Sin sede" in mail.text for mail in Mail.objects.all())
    waiting = Application.objects.get(pk=waiting.pk)
    assert (waiting.decision, waiting.note) == ("rejected", "Sin sede")
    cancelled = dict(Session.objects.values_list("pk", "cancelled_reason"))
    assert cancelled == {alone.pk: "Sin sede", joint.pk: ""}


def test_what_took_place_is_closed_and_not_cancelled():
    with pytest.raises(Refused, match="Ciérralo"):
        cancel_cohort(make_settled_cohort(), reason="x", by=None)


def test_the_closing_screen_lists_what_stands_in_the_way_each_with_its_fix(client):
    cohort = make_cohort()
    register = make_register(cohort, title="Presupuesto")
    make_register(cohort, starts_at=NEXT_WEEK)
    client.force_login(make_coordinator(cohort.programme))
    address = f"/grupos/{cohort.uuid}/cerrar/"

    page = client.get(address).content.decode()
    for fix in (f"/listas/{register.uuid}/", f"/listas/{register.uuid}/prescindir/", "/cancelar/"):
        assert f'{fix}"' in page
    assert "Presupuesto" in page and "<form method" not in page.split("</header>")[-1].split("<footer")[0]

    wrong = client.post(f"/listas/{register.uuid}/prescindir/", {"version": 0, "reason": ""})
    assert list(wrong.context["form"].errors) == ["reason"]
    said = client.post(f"/listas/{register.uuid}/prescindir/", {"version": 0, "reason": "Sin luz"}, follow=True)
    assert "Todas las listas están resueltas." in said.content.decode()
    assert "Queda 1 sesión por venir" in said.content.decode()
    client.post(address)
    page = client.get(f"/grupos/{cohort.uuid}/").content.decode()
    assert "Se cerró" in page and f"/grupos/{cohort.uuid}/reabrir/" in page
    client.post(f"/grupos/{cohort.uuid}/reabrir/", {"reason": "Faltó alguien"})
    assert Cohort.objects.get().status == "running"


def test_the_cancelling_screen_counts_whom_it_tells_and_her_own_page_says_why(client):
    cohort = make_cohort()
    ana = make_user()
    make_enrolment(cohort, make_person(user=ana))
    make_enrolment(cohort, make_person())
    make_session(cohort, starts_at=NEXT_WEEK)
    client.force_login(make_coordinator(cohort.programme))
    address = f"/grupos/{cohort.uuid}/cancelar/"

    page = " ".join(client.get(address).content.decode().split())
    assert "Se avisa a 2 personas. 1 no tiene correo" in page
    assert client.post(address, {"reason": "Sin sede"}).status_code == 302

    client.force_login(ana)
    page = client.get("/mi-avance/").content.decode()
    assert ": Sin sede" in page and "Lo que te falta" not in page
