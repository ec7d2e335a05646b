import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from certificates import tasks  # noqa: F401 – the worker's handlers
from certificates.actions import issue, issue_many, replace, revoke
from certificates.deciding import set_offer
from certificates.models import Certificate
from cohorts.models import Register
from jobs.actions import run
from jobs.models import Job
from kit.ids import folio
from people.models import Person
from tests.certificates.test_sheet import every_printed
from tests.factories import make_coordinator, make_course, make_region, make_settled_cohort, make_trainer, make_user

pytestmark = pytest.mark.django_db


def board_path(cohort):
    return reverse("certificates:cohort", args=[cohort.uuid])


def given(cohort):
    return issue(cohort.enrolments.get(), by=None)


def queries(client, path):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_the_board_says_who_is_ready_and_the_button_issues_once(client):
    cohort = make_settled_cohort(people=3)
    client.force_login(make_coordinator(cohort.programme))

    assert "Emitir 3 constancias" in client.get(board_path(cohort)).content.decode()
    for _click in range(2):
        answer = client.post(reverse("certificates:issue_cohort", args=[cohort.uuid]))
    assert answer.url == board_path(cohort)
    assert "En unos segundos empezamos." in client.get(board_path(cohort)).content.decode()
    run(Job.objects.get(kind="certificates.issue_cohort").pk)

    page = client.get(board_path(cohort)).content.decode()
    assert [folio in page for folio in Certificate.objects.values_list("folio", flat=True)] == [True] * 3
    assert "Emitir" not in page.partition("Con folio")[2].partition("</main>")[0]


def test_the_board_says_in_words_what_is_missing(client):
    cohort = make_settled_cohort(attended=3)
    client.force_login(make_coordinator(cohort.programme))

    page = client.get(board_path(cohort)).content.decode()

    assert "La asistencia ya no alcanza: faltó 1 sesión." in page
    assert "Emitir 1" not in page


def test_registers_to_approve_are_named_and_nothing_is_issued(client):
    cohort = make_settled_cohort()
    register = cohort.registers.first()
    Register.objects.filter(pk=register.pk).update(status="submitted")
    client.force_login(make_coordinator(cohort.programme))

    refused = client.post(reverse("certificates:issue_cohort", args=[cohort.uuid]), follow=True)

    page = refused.content.decode()
    assert "Falta aprobar 1 lista de asistencia." in page
    assert "Emitir 1" not in page
    assert Job.objects.count() == 0


@pytest.mark.parametrize("people", [3, 46])
def test_the_board_asks_the_same_however_many_they_are(client, people):
    def cost(size):
        cohort = make_settled_cohort(people=size)
        issue_many(cohort, list(cohort.enrolments.values_list("pk", flat=True))[: size // 2], by=None)
        client.force_login(make_coordinator(cohort.programme))
        return queries(client, board_path(cohort))

    assert cost(people) == cost(2)


def test_who_may_see_and_who_may_decide(client):
    region = make_region(make_settled_cohort().programme)
    cohort = make_settled_cohort(programme=region.programme, region=region)
    certificate = given(cohort)
    holder = make_user()
    Person.objects.filter(pk=certificate.person_id).update(user=holder)
    elsewhere = make_region(region.programme)
    doors = {
        "board": ("get", board_path(cohort)),
        "issue": ("post", reverse("certificates:issue_cohort", args=[cohort.uuid])),
        "revoke": ("get", reverse("certificates:revoke", args=[certificate.folio])),
        "replace": ("get", reverse("certificates:replace", args=[certificate.folio])),
        "download": ("get", reverse("certificates:download", args=[certificate.folio])),
    }
    people = {
        "programme": make_coordinator(region.programme),
        "region": make_coordinator(region.programme, region=region),
        "another region": make_coordinator(region.programme, region=elsewhere),
        "trainer": make_trainer(cohort),
        "holder": holder,
        "stranger": make_user(),
    }

    answers = {}
    for name, user in people.items():
        client.force_login(user)
        answers[name] = {door: getattr(client, verb)(path).status_code for door, (verb, path) in doors.items()}

    decides = {"board": 200, "issue": 302, "revoke": 200, "replace": 200, "download": 200}
    nothing = dict.fromkeys(doors, 404)
    assert answers == {
        "programme": decides,
        "region": decides,
        "another region": nothing,
        "trainer": nothing | {"board": 200, "download": 200},
        "holder": nothing | {"download": 200},
        "stranger": nothing,
    }


def test_anybody_reads_on_the_page_what_is_printed_on_the_sheet(client):
    certificate = given(make_settled_cohort())

    with CaptureQueriesContext(connection) as asked:
        answer = client.get(reverse("certificates:verify", args=[certificate.token]))

    page = answer.content.decode()
    on_paper_only = {"verify", "verify_at"}
    printed = set(every_printed(certificate)) - {certificate.snapshot["text"][key] for key in on_paper_only}
    assert [piece for piece in printed if piece not in page] == []
    assert "Documento válido" in page
    assert len(asked) == 1
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.cookies == {}
    assert len(answer.content) < 12_000


def test_the_page_is_the_same_for_who_is_signed_in_and_asks_no_session(client):
    certificate = given(make_settled_cohort())
    client.force_login(make_user())

    assert queries(client, reverse("certificates:verify", args=[certificate.token])) == 1


def test_the_page_speaks_english_too(client):
    certificate = given(make_settled_cohort())

    answer = client.get(reverse("certificates:verify", args=[certificate.token]), headers={"accept-language": "en"})

    assert '<html lang="en">' in answer.content.decode()
    assert certificate.snapshot["text"]["name"] in answer.content.decode()


def test_a_replaced_and_a_revoked_certificate_say_so(client):
    old = given(make_settled_cohort())
    new = replace(old, printed_name="Ana María Pérez", by=None)
    replaced = client.get(reverse("certificates:verify", args=[old.token])).content.decode()
    revoke(new, reason="Se emitió por error", by=None)
    revoked = client.get(reverse("certificates:verify", args=[new.token])).content.decode()

    assert "Documento sustituido" in replaced and new.folio in replaced and new.token in replaced
    assert "Documento anulado" in revoked and "Motivo: Se emitió por error" in revoked


def test_programs_read_the_same(client):
    certificate = given(make_settled_cohort(attended=4))

    data = client.get(reverse("certificates:verify", args=[certificate.token]) + "?format=json").json()

    assert (data["status"], data["folio"], data["hours"]) == ("valid", certificate.folio, 40)
    assert (data["attended"], data["attendance_base"]) == (4, 5)


def test_an_unknown_address_says_so_and_shows_the_way(client):
    answer = client.get(reverse("certificates:verify", args=["no-existe"]))

    assert answer.status_code == 404
    assert reverse("certificates:verify_form") in answer.content.decode()


def test_folio_and_surname_lead_to_the_page(client):
    certificate = given(make_settled_cohort())
    typed = {
        "folio": f" {certificate.folio.lower().replace('-', ' ')} ",
        "surname": certificate.person.surname1.upper(),
    }

    answer = client.post(reverse("certificates:verify_form"), typed)

    assert answer.url == reverse("certificates:verify", args=[certificate.token])


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"folio": folio("ZZ", 2026, 1)}, "folio", "No hay ningún documento con ese folio. Revisa que esté completo."),
        ({"folio": "hola"}, "folio", "Ese folio no está bien escrito. Cópialo completo, con su último carácter."),
        ({"surname": "Otro"}, "surname", "El apellido no coincide con el de ese folio."),
        ({"surname": "Ana"}, "surname", "El apellido no coincide con el de ese folio."),
        ({"surname": "\0"}, "surname", None),
    ],
)
def test_what_does_not_match_is_said_beside_its_field(client, change, field, sentence):
    certificate = given(make_settled_cohort())
    typed = {"folio": certificate.folio, "surname": certificate.person.surname1} | change

    answer = client.post(reverse("certificates:verify_form"), typed)

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert sentence is None or answer.context["form"].errors[field] == [sentence]


def test_guessing_is_made_slow_and_knowing_is_not(client):
    certificate = given(make_settled_cohort())
    path = reverse("certificates:verify_form")
    right = {"folio": certificate.folio, "surname": certificate.person.surname1}

    for _person in range(40):
        assert client.post(path, right).status_code == 302
    wrong = [client.post(path, right | {"surname": "Otro"}).status_code for _guess in range(31)]

    assert wrong == [200] * 30 + [429]


def test_revoking_and_replacing_from_their_screens(client):
    cohort = make_settled_cohort()
    certificate = given(cohort)
    client.force_login(make_coordinator(cohort.programme))

    empty = client.post(reverse("certificates:replace", args=[certificate.folio]), {"printed_name": ""})
    client.post(reverse("certificates:replace", args=[certificate.folio]), {"printed_name": "Ana María Ruiz"})
    new = Certificate.objects.valid().get()
    client.post(reverse("certificates:revoke", args=[new.folio]), {"reason": "Era de otra persona"})
    late = client.post(reverse("certificates:replace", args=[new.folio]), {"printed_name": "Otra"})

    assert list(empty.context["form"].errors) == ["printed_name"]
    assert (new.snapshot["text"]["name"], Certificate.objects.valid().count()) == ("Ana María Ruiz", 0)
    assert late.context["form"].errors["printed_name"] == ["Este documento ya no es válido: no se puede sustituir."]


def test_the_holder_finds_hers_and_what_is_still_missing(client):
    done, under_way = make_settled_cohort(), make_settled_cohort(attended=2)
    certificate = given(done)
    user = make_user()
    person = certificate.person
    person.user = user
    person.save()
    under_way.enrolments.update(person=person)
    client.force_login(user)

    page = client.get(reverse("certificates:mine")).content.decode()
    sheet = client.get(reverse("certificates:download", args=[certificate.folio]))

    assert certificate.folio in page
    assert "La asistencia ya no alcanza: te faltaron 2 sesiones." in page
    assert sheet["Content-Type"] == "application/pdf" and sheet.content.startswith(b"%PDF-")
    assert certificate.folio in sheet["Content-Disposition"]


def test_what_is_missing_is_said_for_what_the_cohort_gives(client):
    user, course = make_user(), make_course(lessons=2)
    people = Person.objects.filter(enrolments__cohort__course=course)
    cohorts = [make_settled_cohort(attended=came, course=course) for came in (5, 2, 5)]
    for cohort in cohorts[1:]:
        cohort.enrolments.update(person=people.order_by("pk").first())
    Person.objects.filter(pk=people.order_by("pk").first().pk).update(user=user)
    offers = ({"attendance": True}, {"attendance": True}, {"organisation": True})
    client.force_login(user)

    def passages():
        return [row.verdict.missing for row in client.get(reverse("certificates:mine")).context["passages"]]

    every = [[reason.code for reason in missing] for missing in passages()]
    for cohort, offer in zip(cohorts, offers, strict=True):
        set_offer(cohort, completion=False, by=None, **offer)

    assert every == [["lessons"], ["attendance_unreachable", "lessons"], ["lessons"]]
    assert [[reason.code for reason in missing] for missing in passages()] == [["attendance_unreachable"], []]


def test_whoever_has_nothing_yet_is_told_what_to_do(client):
    client.force_login(make_user())

    assert "Aún no tienes constancias" in client.get(reverse("certificates:mine")).content.decode()


def test_the_passage_shows_its_certificate_without_a_query_each():
    cohort = make_settled_cohort()
    certificate = given(cohort)
    enrolment = cohort.enrolments.get()

    with CaptureQueriesContext(connection) as asked:
        shown = render_to_string(
            "learning/_certificate.html", {"enrolment": enrolment, "given": {enrolment.pk: certificate}}
        )

    assert certificate.folio in shown
    assert len(asked) == 0


def test_with_the_broker_away_asking_is_answered_and_kept(client, settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    cohort = make_settled_cohort()
    client.force_login(make_coordinator(cohort.programme))

    answer = client.post(reverse("certificates:issue_cohort", args=[cohort.uuid]))

    assert answer.status_code == 302
    assert (
        Job.objects.filter(kind="certificates.issue_cohort", state="queued", run_after__lte=timezone.now()).count() == 1
    )
