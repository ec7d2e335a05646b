"""What a telephone sends after it was without a network: each mark answered by itself, none lost, none doubled."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cohorts.actions.phone import MAX_SENT
from cohorts.actions.planning import end_trainer
from cohorts.actions.roll import submit_register
from cohorts.attendance import standing_marks
from cohorts.models import AttendanceMark, Register
from cohorts.phone.facts import milliseconds
from cohorts.phone.kept import account_key
from people.merging.actions import merge
from tests.factories import (
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_organisation,
    make_person,
    make_register,
    make_trainer,
    make_user,
)

pytestmark = pytest.mark.django_db
SYNC = reverse("cohorts:roll_sync")
KIT = reverse("cohorts:phone_kit")


@pytest.fixture
def register(ana):
    return make_register(ana.cohort, starts_at=timezone.now() - timedelta(hours=1))


def ms(**ago):
    return milliseconds(timezone.now() - timedelta(**ago))


def mark(register, enrolment, status="present", at=None, **fields):
    number = getattr(enrolment, "pk", enrolment)
    said = {"uuid": str(uuid4()), "register": str(register.uuid), "enrolment": number, "status": status}
    return said | {"decided_at": ms() if at is None else at} | fields


def body(user, *marks, **fields):
    return {"account": account_key(user), "now": ms(), "skew": None, "marks": list(marks)} | fields


def send(client, user, *marks, **fields):
    return client.post(SYNC, body(user, *marks, **fields), content_type="application/json")


def said(answer):
    """(kept, sentence) of each mark."""
    return [(mark["kept"], mark.get("why", "")) for mark in answer.json()["marks"]]


def test_a_queue_is_kept_and_sent_again_it_is_the_same_queue(client, register, ana, trainer):
    queue = [mark(register, ana, "absent", ms(minutes=3)), mark(register, ana, "late", ms(minutes=2))]

    answers = [send(client, trainer, *queue) for _time in range(3)]

    assert [said(answer) for answer in answers] == [[(True, ""), (True, "")]] * 3
    assert AttendanceMark.objects.count() == 2
    assert standing_marks([register.pk]) == {(register.pk, ana.pk): "late"}
    assert Register.objects.get().status == "draft"


def test_of_two_telephones_the_last_decision_stands_whatever_their_clocks_say(client, register, ana, trainer):
    """One is five minutes fast, the other five minutes slow; the fast one's mark is the earlier decision."""
    other = make_trainer(register.cohort)
    fast, slow = 300_000, -300_000
    client.force_login(other)
    send(client, other, mark(register, ana, "present", ms(minutes=1) + slow), now=ms() + slow)
    client.force_login(trainer)
    send(client, trainer, mark(register, ana, "absent", ms(minutes=2) + fast), now=ms() + fast)

    assert standing_marks([register.pk]) == {(register.pk, ana.pk): "present"}
    off = [abs(row.decided_at - timezone.now()) < timedelta(minutes=3) for row in AttendanceMark.objects.all()]
    assert off == [True, True]


def test_two_taps_of_one_telephone_never_change_places_because_one_request_was_slow(client, register, ana, trainer):
    first, second = mark(register, ana, "absent", ms(seconds=9)), mark(register, ana, "present", ms(seconds=8))

    send(client, trainer, first, now=ms(seconds=20), skew=0)  # twenty seconds on its way
    send(client, trainer, second, now=ms(), skew=0)

    assert standing_marks([register.pk]) == {(register.pk, ana.pk): "present"}


def test_a_mark_from_tomorrow_is_kept_as_of_now_and_says_so(client, register, ana, trainer):
    before = timezone.now()

    answer = send(client, trainer, mark(register, ana, at=ms(days=-1)))

    assert said(answer) == [(True, "El reloj del teléfono estaba adelantado: la marca quedó con la hora en que llegó.")]
    assert before <= AttendanceMark.objects.get().decided_at <= timezone.now()


def test_a_known_uuid_with_other_content_is_refused_and_changes_nothing(client, register, ana, trainer):
    first = mark(register, ana, "present")
    send(client, trainer, first)

    answer = send(client, trainer, first | {"status": "absent"})

    assert said(answer) == [
        (False, "Esa marca ya había llegado con otro contenido, y lo que llegó no cambia. Márcala de nuevo.")
    ]
    assert AttendanceMark.objects.get().status == "present"


def test_each_mark_that_cannot_be_kept_is_told_why_and_the_others_are_kept(client, register, ana, trainer):
    foreign, locked = make_enrolment(), make_register(register.cohort)
    Register.objects.filter(pk=locked.pk).update(status="approved")
    gone = make_enrolment(register.cohort, withdrawn_at=register.session.starts_at, withdrawn_reason="other")
    cancelled = make_register(register.cohort, cancelled_at=timezone.now())

    answer = send(
        client,
        trainer,
        mark(register, foreign),
        mark(locked, ana),
        mark(register, gone),
        mark(cancelled, ana),
        mark(register, ana, "asleep"),
        mark(make_register(), ana),
        mark(register, ana, "late"),
    )

    assert (answer.status_code, said(answer)) == (
        200,
        [
            (False, "Esa persona no está inscrita en el grupo de esta lista."),
            (
                False,
                "La lista ya se había enviado a la coordinación. Pide que la devuelva y envía la marca de nuevo.",
            ),
            (False, "Esa persona se dio de baja antes de la sesión."),
            (False, "La sesión se canceló: su lista ya no recibe cambios."),
            (False, "Esa asistencia no existe: se recibe presente, tarde, justificada o ausente."),
            (False, "Ya no pasas esta lista. Copia tus marcas y dáselas a quien coordina."),
            (True, ""),
        ],
    )
    assert [row.status for row in AttendanceMark.objects.all()] == ["late"]


BROKEN = [
    {"uuid": "no"},
    {"uuid": 7},
    {"register": None},
    {"enrolment": "1"},
    {"enrolment": True},
    {"enrolment": -1},
    {"enrolment": 2**70},
    {"status": ["present"]},
    {"decided_at": "ayer"},
    {"decided_at": 1.5},
    {"decided_at": 10**18},
]


def test_a_mark_that_cannot_be_read_is_refused_and_its_neighbour_is_kept(client, register, ana, trainer):
    broken = [mark(register, ana) | wrong for wrong in BROKEN]

    answer = send(client, trainer, *broken, "nada", None, [], mark(register, ana))

    marks = answer.json()["marks"]
    assert (answer.status_code, [each["kept"] for each in marks]) == (200, [True] + [False] * (len(BROKEN) + 3))
    assert {each.get("why") for each in marks[1:]} == {"La marca llegó incompleta. Márcala de nuevo."}
    assert [each["uuid"] for each in marks[1:4]] == ["no", "", broken[2]["uuid"]]
    assert AttendanceMark.objects.count() == 1


@pytest.mark.parametrize(
    "sent",
    [b"", b"{", b"[]", b"\xff\xfe", b"[" * 9_000, b'{"marks": []}', b'{"account": "x", "now": "9", "marks": {}}',
     b'{"account": "x", "now": 1e400, "marks": []}', b'{"account": "x", "now": -5, "marks": []}'],
)  # fmt: skip
def test_what_is_no_queue_is_told_so_in_a_sentence(client, trainer, sent):
    answer = client.post(SYNC, sent, content_type="application/json")

    assert (answer.status_code, answer.json()) == (
        400,
        {"problem": "Lo que envió el teléfono llegó incompleto. No se guardó ninguna marca: siguen en el teléfono."},
    )


def test_too_many_at_once_are_refused_with_the_limit_and_none_is_kept(client, register, ana, trainer):
    answer = send(client, trainer, *(mark(register, ana) for _number in range(MAX_SENT + 1)))
    heavy = client.post(SYNC, b" " * 300_000, content_type="application/json")
    lists = send(client, trainer, *(mark(register, ana) | {"register": str(uuid4())} for _number in range(21)))

    assert (answer.status_code, answer.json()["problem"]) == (
        413,
        "Llegaron 501 marcas y se reciben 500 a la vez. No se guardó ninguna.",
    )
    assert (heavy.status_code, lists.status_code, AttendanceMark.objects.count()) == (413, 413, 0)


def test_who_is_not_signed_in_is_told_where_and_nothing_is_kept(register, ana):
    answers = [send(Client(), make_user(), mark(register, ana)), Client().get(KIT)]

    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].json() == {
        "problem": "Tu sesión terminó. Entra de nuevo: tus marcas siguen en este teléfono.",
        "sign_in": "/cuenta/login/",
    }
    assert AttendanceMark.objects.count() == 0


def test_a_queue_is_never_sent_as_somebody_else(client, register, ana, trainer):
    other = make_trainer(register.cohort)

    answer = send(client, other, mark(register, ana))

    assert (answer.status_code, answer.json()["problem"], AttendanceMark.objects.count()) == (
        409,
        "Estas marcas son de otra cuenta. Entra con ella para enviarlas.",
        0,
    )


def test_without_the_token_nothing_is_kept_and_the_kit_brings_a_new_one(register, ana, trainer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(trainer)
    queue = body(trainer, mark(register, ana))

    lost = client.post(SYNC, queue, content_type="application/json")
    client.get(KIT)
    token = {"x-csrftoken": client.cookies["csrftoken"].value}
    sent = client.post(SYNC, queue, content_type="application/json", headers=token)

    assert (lost.status_code, sent.status_code, AttendanceMark.objects.count()) == (403, 200, 1)


def test_what_arrived_while_she_taught_is_kept_and_what_comes_later_is_refused(client, register, ana, trainer):
    first = mark(register, ana)
    send(client, trainer, first)
    end_trainer(register.cohort.facilitations.get(), by=None)

    answer = send(client, trainer, first, mark(register, ana, "absent"))

    assert [kept for kept, _why in said(answer)] == [True, False]
    assert AttendanceMark.objects.count() == 1


def test_a_mark_for_a_number_that_a_union_took_away_lands(client, register, ana, trainer):
    twin = make_enrolment(register.cohort)
    held = mark(register, twin, "late")
    merge(ana.person, twin.person, by=None)

    answer = send(client, trainer, held, held)

    assert said(answer) == [(True, ""), (True, "")]
    assert standing_marks([register.pk]) == {(register.pk, ana.pk): "late"}


@pytest.mark.parametrize("people", [1, 3, 46])
def test_sending_takes_the_same_queries_however_many_marks(people, client, django_assert_num_queries):
    cohort = make_cohort()
    enrolments = [make_enrolment(cohort) for _number in range(people)]
    register, trainer = make_register(cohort, starts_at=timezone.now()), make_trainer(cohort)
    client.force_login(trainer)
    queue = [mark(register, enrolment) for enrolment in enrolments]

    with django_assert_num_queries(9):
        send(client, trainer, *queue)

    assert AttendanceMark.objects.count() == people


def test_the_kit_names_open_lists_of_today_and_tomorrow_that_she_takes(client, register, trainer):
    cohort, soon = register.cohort, timezone.now() + timedelta(days=1)
    tomorrow = make_register(cohort, starts_at=soon, hours=1)
    make_register(cohort, starts_at=soon + timedelta(days=2))
    make_register(starts_at=soon)
    make_register(cohort, starts_at=soon, cancelled_at=soon)
    Register.objects.filter(pk=make_register(cohort, starts_at=soon).pk).update(status="submitted")

    kit = client.get(KIT).json()

    addresses = [reverse("cohorts:roll", args=[each.uuid]) for each in (register, tomorrow)]
    assert (kit["account"], kit["pages"]) == (account_key(trainer), ["/hoy/", *addresses])


def test_who_only_coordinates_keeps_no_list_on_the_telephone(client, register):
    client.force_login(make_coordinator(register.cohort.programme))

    assert client.get(KIT).json()["pages"] == ["/hoy/"]


def test_the_copy_kept_on_a_telephone_has_names_and_nothing_beside_them(client, register, trainer):
    organisation = make_organisation("Junta Secreta")
    make_enrolment(register.cohort, make_person(phone="+525512345678"), organisation=organisation)
    page = client.get(reverse("cohorts:roll", args=[register.uuid]), {"telefono": ""}).content.decode()

    assert "Árbol, Ana" in page
    assert [word for word in ("5512345678", "Junta Secreta") if word in page] == []
    assert "hace falta señal" in page
    assert 'name="surname1"' not in page


def typed(register, enrolment, status, uuid, do="save"):
    page = {"version": register.version, "seen": 0, "form": str(uuid4()), "do": do}
    return page | {f"m-{enrolment.pk}": status, f"u-{enrolment.pk}": uuid}


def test_the_form_and_the_queue_bring_one_mark_whichever_comes_first(client, register, ana, trainer):
    queued = mark(register, ana, "late")
    page = reverse("cohorts:roll", args=[register.uuid])

    client.post(page, typed(register, ana, "late", queued["uuid"], do="submit"))
    late = send(client, trainer, queued)

    assert (said(late), Register.objects.get().status) == ([(True, "")], "submitted")
    assert AttendanceMark.objects.count() == 1


def test_the_form_carries_a_queued_mark_also_when_the_page_showed_the_same(client, register, ana, trainer):
    """Present, then absent and handed over, then present again and not yet: the list goes in as it looks."""
    page = reverse("cohorts:roll", args=[register.uuid])
    send(client, trainer, mark(register, ana, "present", ms(seconds=9)))
    seen = AttendanceMark.objects.get().pk
    send(client, trainer, mark(register, ana, "absent", ms(seconds=5)))

    client.post(page, typed(register, ana, "present", str(uuid4()), do="submit") | {"seen": seen})

    assert standing_marks([register.pk]) == {(register.pk, ana.pk): "present"}


def test_the_coordinator_reads_who_said_what_and_when_where_two_did_not_agree(client, register, ana, trainer):
    other, eva = make_trainer(register.cohort), make_enrolment(register.cohort)
    send(client, trainer, mark(register, ana, "absent", ms(minutes=40)), mark(register, eva, "absent", ms(minutes=40)))
    send(client, trainer, mark(register, eva, "present", ms(minutes=39)))
    client.force_login(other)
    send(client, other, mark(register, ana, "present"), mark(register, eva, "present"))
    register.refresh_from_db()
    submit_register(register, version=register.version, by=trainer)
    client.force_login(make_coordinator(register.cohort.programme))

    answer = client.get(reverse("cohorts:roll", args=[register.uuid]))

    (difference,) = answer.context["differences"]
    names = [user.person.full_name for user in (trainer, other)]
    voices = [(voice.who, voice.status, bool(voice.arrived_at), voice.stands) for voice in difference.voices]
    assert (difference.name, voices) == (
        "Ana Árbol",
        [(names[0], "Ausente", True, False), (names[1], "Presente", False, True)],
    )
    assert "Marcas que no coinciden" in answer.content.decode()
    client.force_login(trainer)
    assert "Marcas que no coinciden" not in client.get(reverse("cohorts:roll", args=[register.uuid])).content.decode()


def test_the_worker_stands_at_the_root_and_changes_with_what_it_keeps(client):
    worker, manifest, nothing = (client.get(reverse(name)) for name in ("worker", "manifest", "offline"))

    site = json.loads(worker.content.decode().partition("\n")[0].removeprefix("const SITE = ").rstrip(";"))
    assert (worker.headers["Content-Type"], worker.headers["Cache-Control"]) == ("text/javascript", "no-cache")
    assert reverse("worker").count("/") == 1
    assert {"/static/js/phone.js", "/static/js/roll.js", "/static/css/site.css"} <= set(site["files"])
    assert manifest.json()["start_url"] == "/hoy/"
    assert (nothing.status_code, nothing.cookies) == (200, {})
