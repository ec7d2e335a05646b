"""Step 4: the list of today's session, from the trainer's telephone to the coordinator's approval."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from cohorts.attendance import standing_marks
from tests.factories import make_cohort, make_coordinator, make_enrolment, make_person, make_register, make_trainer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def register():
    """Four people and a session that has just begun."""
    cohort = make_cohort(name="Tijuana, otoño")
    for given, surname in (("Ana", "Árbol"), ("Eva", "Mora"), ("Inés", "Quispe"), ("Rosa", "Zapata")):
        make_enrolment(cohort, make_person(given, surname))
    return make_register(cohort, title="Presupuesto", starts_at=timezone.now() - timedelta(minutes=1), hours=1)


def row_of(register, given):
    return f"m-{register.cohort.enrolments.get(person__given_names=given).pk}"


def statuses(register):
    people = dict(register.cohort.enrolments.values_list("pk", "person__given_names"))
    return {people[pk]: status for (_register, pk), status in standing_marks([register.pk]).items()}


TAKEN = {"Ana": "present", "Eva": "late", "Inés": "absent", "Rosa": "present", "Luz": "present"}


def test_the_roll_is_taken_returned_corrected_and_approved(walker, another, register):
    trainer, coordinator = walker, another()
    trainer.enters(make_trainer(register.cohort))
    coordinator.enters(make_coordinator(register.cohort.programme))

    takes_the_roll(trainer, register)
    assert statuses(register) == TAKEN
    gives_it_back(coordinator)
    corrects(trainer, register)
    assert statuses(register) == TAKEN | {"Inés": "excused"}
    approves(coordinator, register)


def takes_the_roll(trainer, register):
    trainer.goes_to(reverse("cohorts:today"))
    trainer.follows("Presupuesto")

    trainer.chooses(row_of(register, "Eva"), "late")
    trainer.chooses(row_of(register, "Inés"), "absent")
    trainer.page.get_by_role("button", name="Marcar a todas las personas presentes").click()
    trainer.page.get_by_text("¿Llegó alguien que no está en la lista?").click()
    trainer.fills(given_names="Luz", surname1="Tzul", contact="Casa de Cultura")
    trainer.presses("Inscribir y marcar presente")
    assert "Ya está en la lista, con asistencia: Luz Tzul." in trainer.text
    trainer.presses("Enviar lista")
    assert "La lista quedó enviada." in trainer.text


def gives_it_back(coordinator):
    coordinator.goes_to(reverse("cohorts:today"))
    coordinator.follows("Presupuesto")
    coordinator.page.get_by_text("Devolver para corregir").click()
    coordinator.fills(reason="Inés avisó antes de faltar.")
    coordinator.presses("Devolver la lista")
    assert "La lista volvió a quien la tomó" in coordinator.text


def corrects(trainer, register):
    trainer.goes_to(reverse("cohorts:roll", args=[register.uuid]))
    assert "Inés avisó antes de faltar." in trainer.text
    trainer.chooses(row_of(register, "Inés"), "excused")
    trainer.presses("Enviar lista")


def approves(coordinator, register):
    coordinator.goes_to(reverse("cohorts:roll", args=[register.uuid]))
    coordinator.presses("Aprobar la lista")
    assert "La lista quedó aprobada." in coordinator.text

    coordinator.goes_to(reverse("cohorts:matrix", args=[register.cohort.uuid]))
    marks = {
        row.split()[0].strip(","): row.split()[-1] for row in coordinator.page.locator("tbody tr").all_inner_texts()
    }
    assert len(marks) == 5
    assert coordinator.page.locator("tbody .is-late, tbody .mark.is-late").count() == 1
    coordinator.goes_to(reverse("cohorts:sheets", args=[register.cohort.uuid]))
    assert register.session.title in coordinator.text
    sheet = reverse("cohorts:sheets_pdf", args=[register.cohort.uuid]) + f"?sesion={register.uuid}"
    printed = PdfReader(BytesIO(coordinator.page.request.get(sheet).body()))
    assert "Zapata" in printed.pages[0].extract_text()


def test_without_javascript_the_roll_is_taken_all_the_same(plain, register):
    plain.enters(make_trainer(register.cohort))
    plain.goes_to(reverse("cohorts:roll", args=[register.uuid]))

    plain.chooses(row_of(register, "Eva"), "late")
    plain.presses("Marcar a todas las personas presentes")
    plain.presses("Enviar lista")

    assert "La lista quedó enviada." in plain.text
    assert statuses(register) == {"Ana": "present", "Eva": "late", "Inés": "present", "Rosa": "present"}
