"""The report of who was in a video call: read as the programmes write it, summed, brought to one list."""

import io
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cohorts.actions.roll import Mark, mark_roll, submit_register
from cohorts.actions.video_calls import Wish, commit_report, draft_report, review_report, thresholds
from cohorts.models import AttendanceDraft, AttendanceMark
from cohorts.video_calls.moments import moment_said, seconds_said
from cohorts.video_calls.reading import names_in, read_report
from cohorts.video_calls.spans import united_seconds
from kit.spreadsheet import read_lines, read_pasted_lines
from tests.factories import make_enrolment, make_person, make_register, make_trainer

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 6)
ZOOM = """Topic,ID,Host email,Duration (Minutes),Start Time,End Time
Taller,871,host@example.org,124,03/06/2026 09:58:00 AM,03/06/2026 12:02:00 PM

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,In Waiting Room
"Anita (Ana Árbol)",,03/06/2026 10:00:00 AM,03/06/2026 11:00:00 AM,60,Yes,No
"Anita (Ana Árbol)",,03/06/2026 10:30:00 AM,03/06/2026 12:00:00 PM,90,Yes,No
Compu de casa,EVA@example.org,03/06/2026 10:00:00 AM,03/06/2026 11:10:59 AM,71,Yes,No
Luz Mar,,03/06/2026 10:00:00 AM,03/06/2026 10:20:00 AM,20,Yes,No
"""
TEAMS = """1. Resumen
Título de la reunión\tTaller
Participantes asistentes\t2
Hora de inicio\t6/3/2026, 10:00:11

2. Participantes
Nombre\tPrimera entrada\tÚltima salida\tDuración de la reunión\tCorreo electrónico\tId. de participante (UPN)\tRol
Ana Árbol (Invitado)\t6/3/2026, 10:00:00\t6/3/2026, 12:00:00\t1h 40m 5s\t\t\tAsistente
Eva Z\t6/3/2026, 10:05:00\t6/3/2026, 11:05:00\t1h\t\teva@example.org\tAsistente

3. Actividades en la reunión
Nombre\tHora de entrada\tHora de salida\tDuración\tCorreo electrónico\tRol
Ana Árbol (Invitado)\t6/3/2026, 10:00:00\t6/3/2026, 11:00:00\t1h\t\tAsistente
Ana Árbol (Invitado)\t6/3/2026, 11:20:00\t6/3/2026, 12:00:05\t40m 5s\t\tAsistente
Eva Z\t6/3/2026, 10:05:00\t6/3/2026, 11:05:00\t1h\t\tAsistente
"""
MEET = """First name,Last name,Email,Duration,Time joined,Time exited
Ana,Árbol,,1 hr 40 min,10:00 AM,11:45 AM
Eva,Zapata,eva@example.org,45 min,10:10 AM,10:55 AM
"""
UNIQUE = "Nombre (nombre original),E-mail del usuario,Duración total (minutos),Invitado\nAna Árbol,,95,Sí\n"
EVENTS = """Nombre completo\tAcción del usuario\tMarca de tiempo
Ana Árbol\tSe unió\t6/3/2026, 10:00:00
Ana Árbol\tSalió\t6/3/2026, 10:40:00
Eva Zapata\tSe unió\t6/3/2026, 10:10:00
Ana Árbol\tSe unió\t6/3/2026, 10:50:00
"""


@pytest.fixture
def eva(ana):
    return make_enrolment(ana.cohort, make_person("Eva", "Zapata", email="eva@example.org"))


@pytest.fixture
def online(ana, eva):
    """Two hours, of which the rule asks 80 %: 96 minutes."""
    return make_register(ana.cohort, modality="online_live", hours=2)


def people_in(text, encoding=""):
    lines = read_lines(text.encode(encoding), "informe.csv") if encoding else read_pasted_lines(text)
    return [(one.name, one.email, one.seconds // 60) for one in read_report(lines, near=DAY).people]


def drafted(register, text):
    report = read_report(read_pasted_lines(text), near=DAY)
    return draft_report(register, report, source="informe.csv", by=None)


def noted(register):
    marks = AttendanceMark.objects.filter(register=register).order_by("decided_at", "pk")
    return {mark.enrolment_id: (mark.status, mark.minutes, mark.method) for mark in marks}


def test_the_reports_of_the_three_programmes_are_read_in_both_languages():
    found = {"zoom": people_in(ZOOM), "teams": people_in(TEAMS, "utf-16"), "bare": people_in(TEAMS, "utf-16-le")}
    found |= {"meet": people_in(MEET), "unique": people_in(UNIQUE, "cp1252"), "events": people_in(EVENTS, "utf-16")}

    teams = [("Ana Árbol (Invitado)", "", 100), ("Eva Z", "", 60)]
    assert found == {
        "zoom": [("Anita (Ana Árbol)", "", 120), ("Compu de casa", "eva@example.org", 70), ("Luz Mar", "", 20)],
        "teams": teams,
        "bare": teams,
        "meet": [("Ana Árbol", "", 105), ("Eva Zapata", "eva@example.org", 45)],
        "unique": [("Ana Árbol", "", 95)],
        "events": [("Ana Árbol", "", 40), ("Eva Zapata", "", 40)],
    }
    assert names_in("Anita (Ana Árbol) (Guest)") == ["Ana Árbol", "Anita", "Anita (Ana Árbol)"]


def test_moments_and_durations_are_read_as_they_are_written_and_overlaps_count_once():
    moments = {"7/22/26, 7:00:11 PM": ((7, 22, 26), 68_411), "2026-03-12T19:00:05Z": ((2026, 3, 12), 68_405),
               "7:02 a. m.": (None, 25_320), "12:00 AM": (None, 0)}  # fmt: skip
    assert {text: moment_said(text) for text in moments} == moments
    assert [moment_said(text) for text in ("", "ayer", "25:00", "Ana 12")] == [None] * 4
    said = {
        "1h 30m 51s": 5_451,
        "1 hr 5 min": 3_900,
        "1:05:20": 3_920,
        "45": 2_700,
        "45,5": 2_730,
        "30 s": 30,
        "Ana": None,
    }
    assert {text: seconds_said(text) for text in said} == said
    assert united_seconds([(0, 60), (30, 90), (40, 50), (200, 260)]) == 150


def test_everybody_is_marked_by_minutes_and_the_same_report_again_changes_nothing(online, ana, eva):
    wish = Wish(*thresholds(online.cohort, 120))
    draft = drafted(online, ZOOM)

    commit_report(draft, wish, taken=(), by=None)
    commit_report(draft, wish, taken=(), by=None)
    again = commit_report(drafted(online, ZOOM), wish, taken=(), by=None)

    assert (wish.present_from, wish.late_from) == (96, 48)
    assert noted(online) == {ana.pk: ("present", 120, "online_log"), eva.pk: ("late", 70, "online_log")}
    assert AttendanceMark.objects.count() == 2
    assert (again.outcome["counts"]["new"], again.outcome["counts"]["same"]) == (0, 2)
    assert draft.outcome["left"] == [{"name": "Luz Mar", "minutes": 20}]
    assert draft.content == {"source": "informe.csv"}


def test_one_person_with_two_names_is_one_and_never_longer_than_the_session(online, ana, eva):
    text = (
        "Name,Email,Join Time,Leave Time,Duration\nAna Árbol,,9:30 AM,11:00 AM,90\n"
        "iPhone,,10:30 AM,1:00 PM,150\nEva,eva@example.org,,,15\nEva,eva@example.org,,,20\n"
    )

    review = review_report(drafted(online, text), Wish(96, 48, picks={1: ana.person_id}))

    assert [(one.kind, one.minutes, one.cell.claim.status) for one in review.attending] == [
        ("known", 120, "present"), ("known", 120, "present"), ("known", 20, "absent"),
    ]  # fmt: skip
    assert len(review.cells) == 2


def test_who_is_unknown_is_chosen_from_the_list_or_noted_as_a_guest(client, online, ana, eva):
    client.force_login(make_trainer(online.cohort))
    text = "Name,Email,Duration\nEva,eva@example.org,110\nAnita,,100\nTía Luz,,30\nAlguien,,5\n"
    client.post(reverse("cohorts:report_new", args=[online.uuid]), {"text": text})
    draft = AttendanceDraft.objects.get()
    address = reverse("cohorts:attendance_draft", args=[draft.uuid])
    page = client.get(address).content.decode()
    said = {"present_from": 96, "late_from": 48, "do": "save", "p-1": "ana arbol", "g-2": "on"}

    assert "La regla pide 80 % de asistencia y el encuentro dura 120 minutos" in page
    assert '<option value="Ana Árbol"></option>' in page
    wrong = client.post(address, said | {"p-3": "Quién Sabe"})
    assert (wrong.status_code, "No hay nadie con ese nombre." in wrong.content.decode()) == (422, True)
    assert client.post(address, said | {"late_from": 97}).status_code == 422
    seen = client.post(address, said | {"do": "see", "rest_absent": "on"})
    assert (seen.status_code, noted(online)) == (200, {})
    client.post(address, said)
    client.post(address, said)

    assert noted(online) == {eva.pk: ("present", 110, "online_log"), ana.pk: ("present", 100, "online_log")}
    assert [(guest.name, guest.count) for guest in online.guests.all()] == [("Tía Luz", 1)]
    assert AttendanceDraft.objects.get().outcome["counts"]["unknown"] == 1


def test_who_teaches_is_on_no_list_and_half_a_name_is_only_suggested(online, ana, eva):
    trainer = make_trainer(online.cohort).person
    text = f"Name,Duration\n{trainer.full_name},120\nAna María Árbol,120\n"

    review = review_report(drafted(online, text), Wish(96, 48))

    assert [(one.kind, one.match.seat.name if one.match.seat else "") for one in review.attending] == [
        ("staff", ""), ("unknown", "Ana Árbol"),
    ]  # fmt: skip
    assert review.cells == []


def test_what_a_person_decided_stands_unless_it_was_asked_and_minutes_join_what_agrees(online, ana, eva):
    mark_roll(online, [Mark(ana.pk, "present", uuid4()), Mark(eva.pk, "excused", uuid4())], by=None)

    review = review_report(drafted(online, ZOOM), Wish(96, 48))
    commit_report(drafted(online, ZOOM), Wish(96, 48), taken=(), by=None)

    assert review.counts == {"minutes": 1, "different": 1}
    assert noted(online) == {ana.pk: ("present", 120, "online_log"), eva.pk: ("excused", None, "roll_call")}
    (seen,) = review.differences
    commit_report(drafted(online, ZOOM), Wish(96, 48), taken=[seen.key], by=None)
    assert noted(online)[eva.pk] == ("late", 70, "online_log")


def test_whom_the_report_does_not_name_is_absent_only_when_it_is_asked(online, ana, eva):
    late = make_enrolment(ana.cohort, enrolled_at=timezone.now())
    text = "Name,Duration\nAna Árbol,120\n"

    commit_report(drafted(online, text), Wish(96, 48), taken=(), by=None)
    assert noted(online) == {ana.pk: ("present", 120, "online_log")}
    commit_report(drafted(online, text), Wish(96, 48, rest_absent=True), taken=(), by=None)

    assert noted(online)[eva.pk] == ("absent", 0, "online_log")
    assert late.pk not in noted(online)


def test_a_list_that_takes_no_marks_and_a_file_that_is_no_report_say_so(client, online, ana, eva):
    client.force_login(make_trainer(online.cohort))
    address = reverse("cohorts:report_new", args=[online.uuid])
    broken = io.BytesIO(b"PK\x03\x04nothing")
    broken.name = "informe.xlsx"
    sentences = {
        "Nombre\tApellido\nAna\tÁrbol\n": "No encontramos ninguna tabla con el nombre y el tiempo",
        "Name,Duration\nAna\0,4\n": "caracteres que no son texto",
        "Name,Duration\n" + "Ana,4\n" * 5_001: "filas y el máximo es",
    }

    for text, sentence in sentences.items():
        answer = client.post(address, {"text": text})
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True), sentence
    assert "está dañado" in client.post(address, {"file": broken}).content.decode()
    draft = drafted(online, ZOOM)
    AttendanceDraft.objects.filter(pk=draft.pk).update(created_by=online.cohort.facilitations.get().person.user)
    mark_roll(online, [Mark(ana.pk, "present", uuid4())], by=None)
    submit_register(online, version=0, by=None)

    assert "ya se envió y no recibe marcas" in client.get(address).content.decode()
    late = client.post(
        reverse("cohorts:attendance_draft", args=[draft.uuid]), {"present_from": 9, "late_from": 9, "do": "save"}
    )
    assert (late.status_code, "ya se envió y no recibe marcas" in late.content.decode()) == (409, True)
    assert AttendanceMark.objects.count() == 1


def test_the_report_of_another_day_is_told_and_as_many_queries_for_46_people_as_for_one(client, online):
    trainer = make_trainer(online.cohort)
    client.force_login(trainer)
    counted, at = [], timezone.now().date() - timedelta(days=900)
    for people in (1, 45):
        seats = [make_enrolment(online.cohort) for _one in range(people)]
        rows = "".join(f"{seat.person.full_name},{at} 10:00,{at} 12:00\n" for seat in seats)
        draft = drafted(online, f"Name,Join time,Leave time\n{rows}Nadie,{at} 10:00,{at} 10:30\n")
        AttendanceDraft.objects.filter(pk=draft.pk).update(created_by=trainer)
        address = reverse("cohorts:attendance_draft", args=[draft.uuid])
        client.get(address)
        with CaptureQueriesContext(connection) as shown:
            page = client.get(address).content.decode()
        with CaptureQueriesContext(connection) as written:
            client.post(address, {"present_from": 96, "late_from": 48, "do": "save"})
        counted.append((len(shown), len(written)))

    assert "Comprueba que sea el archivo correcto." in page
    assert counted[0] == counted[1]
    assert AttendanceMark.objects.filter(status="present", minutes=120).count() == 46
