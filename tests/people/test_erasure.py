"""The way out: what goes, what stays, who decides, and that no figure moves."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.storage import storages
from django.core.serializers import serialize
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from certificates.actions import replace
from certificates.files import name_of, pdf_of
from jobs.actions import run_due
from jobs.models import Job
from notices.models import Mail
from people.actions import Refused
from people.merging.actions import merge, undo_merge
from people.models import Comparison, ErasureRequest, Merge, NamePair, Person, PersonAlias, PotentialDuplicate
from people.privacy.consent import Guardian, Statement, decide, lay_notices, notice_for
from people.privacy.erasing import approve_erasure, ask_erasure, forget, refuse_erasure, withdraw_erasure
from people.tasks import look_for_duplicates
from reports.breakdowns import by_area, by_sex
from reports.gathering import ledger_of
from reports.indicators import figures
from tests.factories import make_coordinator, make_enrolment, make_person, make_user
from tests.people.lives import make_life

pytestmark = pytest.mark.django_db


@pytest.fixture
def life(tmp_path, monkeypatch):
    monkeypatch.setattr(storages["private"], "_location", str(tmp_path), raising=False)
    lay_notices()
    person = make_life()
    said = Statement({"photos": True}, "paper", evidence="Carpeta de Yatziri")
    decide(person, notice_for("MX"), said, by=None, guardian=Guardian("Rosa Chablé", "madre"))
    return person


def programme_of(person):
    return person.enrolments.get().cohort.programme


def everything():
    """Every stored word of every table."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return "".join(serialize("json", model._base_manager.all()) for model in models)


def counted(programme):
    ledger = ledger_of(programme)
    return figures(ledger), by_sex(ledger), by_area(ledger)


TRACES = [
    "Yatziri",
    "Chabl",
    "yatziri",
    "999 123",
    "9991234567",
    "1991-05-17",
    "Directora",
    "Vocal",
    "Carpeta",
    "Rosa ",
]


def test_no_trace_of_the_person_is_left_in_any_table(life):
    life.user.first_name = "Yatziri"
    life.user.save()
    before = everything()
    assert [word for word in TRACES if word not in before] == ["999 123"]

    forget(life, by=None)

    after = everything()
    assert [word for word in TRACES if word in after] == []


def test_no_figure_moves(life):
    before = counted(programme_of(life))

    forget(life, by=None)

    assert counted(programme_of(life)) == before
    life.refresh_from_db()
    assert (life.sex, life.birth_date, life.birth_year, life.full_name) == (
        "woman",
        None,
        1991,
        "Persona que dejó la red",
    )


def test_the_registers_that_were_united_with_hers_are_forgotten_with_her(life):
    life.refresh_from_db()
    cohort = life.enrolments.get().cohort
    twin = make_enrolment(cohort, make_person("Xóchitl", "Tzab", "Cocom", phone="9997654321")).person
    third = make_person("Nayeli", "Uicab")
    older = make_person("Itzel", "Moo")
    run_duplicate_search()
    PotentialDuplicate.objects.create(a=twin, b=third, score=60, status="not_duplicate")
    undone = merge(third, twin, fields={"name": "drop"}, by=None)
    undo_merge(undone, by=None)
    merge(twin, older, by=None)
    merge(life, twin, fields={"name": "drop"}, by=None)
    words = ["Xóchitl", "xochitl", "Tzab", "tzab", "9997654321", "Itzel", "itzel", "Moo"]
    assert [word for word in words if word not in everything()] == []

    forget(life, by=None)

    after = everything()
    assert [word for word in [*TRACES, *words] if word in after] == []
    assert [model.objects.count() for model in (PersonAlias, PotentialDuplicate)] == [0, 0]
    assert Merge.objects.filter(dropped__in=[twin, older], undone_at=None).count() == 0
    gone = [life, twin, older]
    assert [model.objects.filter(person__in=gone).count() for model in (NamePair, Comparison)] == [0, 0]


def test_those_who_left_are_not_taken_for_one_another(life):
    for person in (life, make_person()):
        forget(person, by=None)

    run_duplicate_search()

    assert PotentialDuplicate.objects.count() == 0


def run_duplicate_search():
    look_for_duplicates("test")
    run_due()


def test_leaving_twice_is_leaving_once(life):
    first = forget(life, by=None).erased_at

    assert forget(life, by=None).erased_at == first


def test_the_certificate_survives_as_folio_and_fingerprint(client, life, django_capture_on_commit_callbacks):
    certificate = life.certificates.get()
    fingerprint = hashlib.sha256(pdf_of(certificate)).hexdigest()

    with django_capture_on_commit_callbacks(execute=True):
        forget(life, by=None)

    certificate.refresh_from_db()
    assert (certificate.pdf_sha256, storages["private"].exists(name_of(certificate))) == (fingerprint, False)
    page = client.get(reverse("certificates:verify", args=[certificate.token])).content.decode()
    assert [word in page for word in (certificate.folio, fingerprint, "Titular no disponible", "Documento válido")] == [
        True
    ] * 4
    data = client.get(reverse("certificates:verify", args=[certificate.token]) + "?format=json").json()
    assert (data["name"], data["holder_gone"], data["status"]) == ("Titular no disponible", True, "valid")
    with pytest.raises(Refused):
        replace(certificate, printed_name="Otra", by=None)
    with pytest.raises(Refused):
        pdf_of(certificate)


def test_a_certificate_never_drawn_keeps_the_fingerprint_it_would_have_had(life):
    certificate = life.certificates.get()
    assert certificate.pdf_sha256 == ""

    forget(life, by=None)

    certificate.refresh_from_db()
    assert len(certificate.pdf_sha256) == 64


def test_her_account_is_closed_and_every_session_with_it(life):
    inside = Client()
    inside.force_login(life.user)
    assert Session.objects.count() == 1

    forget(life, by=None)

    assert (Session.objects.count(), inside.get(reverse("privacy:mine")).status_code) == (0, 302)
    life.user.refresh_from_db()
    assert (life.user.is_active, life.user.has_usable_password(), life.user.email.endswith("@borrada.invalid")) == (
        False,
        False,
        True,
    )


def test_what_she_wrote_stays_under_no_name(client, life):
    post = life.user.posts.get()

    forget(life, by=None)

    client.force_login(make_user())
    page = client.get(reverse("network:topic", args=[post.topic.uuid])).content.decode()
    assert ("Persona que dejó la red" in page, "Hola a todas" in page) == (True, True)


def test_a_mailbox_that_somebody_else_uses_keeps_its_mails(life):
    make_person(email=life.email)

    forget(life, by=None)

    assert Mail.objects.filter(to=life.email).count() == 1


def test_somebody_elses_life_is_left_alone(life):
    other = make_life()
    before = serialize("json", [other, other.user, other.certificates.get(), *other.memberships.all()])

    forget(life, by=None)

    again = Person.objects.get(pk=other.pk)
    assert serialize("json", [again, again.user, again.certificates.get(), *again.memberships.all()]) == before


def test_a_request_waits_once_and_a_second_person_decides(life):
    first, second = ask_erasure(life, by=life.user), ask_erasure(life, by=life.user)
    assert (first, first.country) == (second, "MX")

    with pytest.raises(Refused):
        approve_erasure(first, by=life.user)
    officer = make_coordinator(programme_of(life))
    approve_erasure(first, by=officer)
    approve_erasure(first, by=officer)

    life.refresh_from_db()
    assert life.erased_at is not None
    with pytest.raises(Refused):
        refuse_erasure(first, reason="tarde", by=officer)
    with pytest.raises(Refused):
        ask_erasure(life, by=None)


def test_a_refusal_says_why_and_may_be_asked_again(life):
    request = ask_erasure(life, by=life.user)
    with pytest.raises(Refused):
        refuse_erasure(request, reason="  ", by=None)
    refuse_erasure(request, reason="Hay una auditoría abierta", by=None)

    again = ask_erasure(life, by=life.user)

    assert (request.decision_reason, again.pk == request.pk) == ("Hay una auditoría abierta", False)


def test_who_thought_better_of_it_takes_it_back(life):
    request = ask_erasure(life, by=life.user)

    withdraw_erasure(request, by=life.user)
    withdraw_erasure(request, by=life.user)

    with pytest.raises(Refused):
        approve_erasure(request, by=None)
    assert Person.objects.get(pk=life.pk).erased_at is None


def test_from_the_button_to_the_end(client, life):
    client.force_login(life.user)
    wrong = client.post(reverse("privacy:ask"), {"reason": "Me mudo"})
    assert "Marca la casilla" in wrong.content.decode() and "Me mudo" in wrong.content.decode()
    client.post(reverse("privacy:ask"), {"reason": "Me mudo", "understood": "on"})
    request = ErasureRequest.objects.get()

    client.force_login(make_coordinator(programme_of(life)))
    assert "Yatziri Chablé Hau" in client.get(reverse("privacy:queue")).content.decode()
    url = reverse("privacy:decision", args=[request.uuid])
    assert "Escribe el motivo" in client.post(url, {"decision": "refuse"}).content.decode()
    assert client.post(url, {"decision": "approve"}).status_code == 302

    assert "Persona que dejó la red" in client.get(reverse("privacy:queue")).content.decode()


def test_the_person_herself_takes_it_back_on_the_page(client, life):
    request = ask_erasure(life, by=life.user)
    client.force_login(make_life().user)
    assert client.post(reverse("privacy:withdraw", args=[request.uuid])).status_code == 404
    client.force_login(life.user)

    client.post(reverse("privacy:withdraw", args=[request.uuid]))

    assert ErasureRequest.objects.get().decision == "withdrawn"


def test_only_those_who_answer_for_a_programme_see_its_requests(client, life):
    request = ask_erasure(life, by=life.user)
    url = reverse("privacy:decision", args=[request.uuid])
    programme = programme_of(life)
    here, elsewhere = make_coordinator(programme), make_coordinator(make_life_programme())
    answers = {}
    for name, user in {
        "here": here,
        "elsewhere": elsewhere,
        "funder": make_coordinator(programme, role="funder_viewer"),
        "member": make_user(),
        "administration": make_user(is_superuser=True),
    }.items():
        client.force_login(user)
        answers[name] = (client.get(reverse("privacy:queue")).status_code, client.get(url).status_code)

    assert answers == {
        "here": (200, 200),
        "elsewhere": (200, 404),
        "funder": (404, 404),
        "member": (404, 404),
        "administration": (200, 200),
    }


def make_life_programme():
    return programme_of(make_life())


def test_a_request_past_its_day_says_so(client, life):
    request = ask_erasure(life, by=life.user)
    ErasureRequest.objects.update(asked_at=timezone.now() - timedelta(days=21))
    client.force_login(make_coordinator(programme_of(life)))

    assert "Vencida" in client.get(reverse("privacy:queue")).content.decode()
    request.refresh_from_db()
    assert request.due_on == timezone.localdate(request.asked_at) + timedelta(days=20)


@pytest.mark.parametrize("number", [1, 3, 46])
def test_the_queue_asks_the_same_number_of_questions(client, life, number, django_assert_num_queries):
    cohort = life.enrolments.get().cohort
    for _one in range(number):
        person = make_person()
        cohort.enrolments.create(person=person, enrolled_at=timezone.now())
        ErasureRequest.objects.create(person=person, country="MX", asked_at=timezone.now())
    client.force_login(make_coordinator(cohort.programme))
    client.get(reverse("privacy:queue"))

    with django_assert_num_queries(7):
        client.get(reverse("privacy:queue"))


def test_nothing_personal_waits_in_the_jobs(life):
    forget(life, by=None)

    assert "Yatziri" not in json.dumps(list(Job.objects.values("key", "payload", "message", "error")))
