"""The pages: who may enter, what bad input gets, how many queries."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cohorts.actions.enrolling import withdraw
from cohorts.models import AttendanceMark, Enrolment, Register, RosterDraft
from kit.spreadsheet import read_table
from notices.models import Mail
from people.register import register_organisation
from tests.factories import (
    MORNING,
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_person,
    make_region,
    make_session,
    make_trainer,
    make_user,
)

pytestmark = pytest.mark.django_db
LIST = "Nombres;Apellidos;Correo\nAna;Pérez López;ana@example.org\nEva;Mora;\n=1+1;Soto;\n"


def address(name, cohort):
    return reverse(f"cohorts:{name}", args=[cohort.uuid])


def paste(client, cohort, text, **more):
    return client.post(address("roster_new", cohort), {"text": text, **more})


def upload(client, cohort, data, name="lista.csv", **more):
    return client.post(address("roster_new", cohort), {"file": SimpleUploadedFile(name, data), **more})


def error_beside(response, field):
    return list(response.context["form"].errors.get(field, []))


def test_a_pasted_list_is_looked_at_then_enrolled_and_the_button_twice_is_once(client, cohort, coordinator):
    dry_run = paste(client, cohort, LIST).headers["Location"]
    page = client.get(dry_run).content.decode()
    assert "Inscribir a 2 personas" in page
    assert "«=1+1» parece una fórmula" in page
    assert Enrolment.objects.count() == 0

    answers = [client.post(dry_run), client.post(dry_run)]

    assert [(answer.status_code, answer.headers["Location"]) for answer in answers[:1]] == [(302, dry_run)]
    assert answers[1].status_code == 200
    done = client.get(dry_run).content.decode()
    assert "Quedaron inscritas 2 personas" in done and "«=1+1» parece una fórmula" in done
    assert Enrolment.objects.count() == 2


def test_possible_duplicates_are_decided_on_the_page(client, cohort, coordinator):
    known = make_enrolment(cohort=make_cohort(cohort.programme), person=make_person("Eva", "Mora")).person
    dry_run = paste(client, cohort, LIST).headers["Location"]
    form = client.get(dry_run).context["form"]
    assert [value for value, _label in form.fields["d-3"].choices] == ["", f"same-{known.uuid}", "other"]

    wrong = client.post(dry_run, {"d-3": "same-somebody-else"})
    client.post(dry_run, {"d-3": f"same-{known.uuid}"})

    assert wrong.status_code == 422
    assert sorted(cohort.enrolments.values_list("person__given_names", flat=True)) == ["Ana", "Eva"]
    assert cohort.enrolments.filter(person=known).exists()


def test_a_doubtful_name_can_be_turned_on_the_page(client, cohort, coordinator):
    dry_run = paste(client, cohort, "Nombre completo\nRosa Belén Soto\n").headers["Location"]

    client.post(dry_run, {"turned": ["2"]})

    assert cohort.enrolments.get().person.given_names == "Rosa Belén"


def test_unknown_columns_are_named_and_not_read(client, cohort, coordinator):
    dry_run = paste(client, cohort, "Nombre;Apellidos;CURP\nAna;Pérez;SECRETO\n").headers["Location"]

    page = client.get(dry_run).content.decode()

    assert "Estas columnas no se leerán: CURP." in page
    assert "SECRETO" not in page


@pytest.mark.parametrize(
    "text,sentence",
    [
        ("", "Pega tu lista o elige un archivo."),
        ("Correo;Apellidos\na@example.org;Pérez", "Falta la columna «Nombre». Encontramos: «Correo», «Apellidos»."),
        ("Correo;Cargo\nx;y", "Faltan las columnas «Nombre», «Apellidos». Encontramos: «Correo», «Cargo»."),
        (
            "Nombre;Apellidos;Nombre\nA;B;C",
            "El encabezado «Nombre» está repetido. Deja una sola columna con ese nombre.",
        ),
        (
            "Nombre;Apellidos;Correo;E-mail\nA;B;C;D",
            "Estas columnas dicen lo mismo: Correo · E-mail. Deja una sola de cada una.",
        ),
        (
            "Nombre;Apellidos\n" + "Ana;Pérez\n" * 10_001,
            "La lista tiene 10,001 filas y el máximo es 10,000. Divídela en partes.",
        ),
        (
            "Nombre;Apellidos\nAna\0;Pérez",
            "La línea 2 tiene caracteres que no son texto. Guarda la lista de nuevo como CSV en UTF-8.",
        ),
        (
            "Nombre;Apellidos",
            "La lista solo tiene una línea. Si no lleva encabezado, marca la casilla de abajo.",
        ),
    ],
)
def test_a_bad_paste_gets_a_sentence_and_stays_in_the_box(client, cohort, coordinator, text, sentence):
    response = paste(client, cohort, text)

    assert (response.status_code, [one.replace("\xa0", ",") for one in error_beside(response, "text")]) == (
        422,
        [sentence],
    )
    assert response.context["form"]["text"].value() == text
    assert RosterDraft.objects.count() == 0


def test_a_list_without_header_is_offered_to_be_read_by_position(client, cohort, coordinator):
    text = "Ana\tPérez\tJunta 4\nEva\tMora\tJunta 5\n"
    refused = paste(client, cohort, text)
    assert "No reconocemos ningún encabezado en la primera línea: «Ana», «Pérez», «Junta 4»." in error_beside(
        refused, "text"
    )[0]  # fmt: skip

    dry_run = paste(client, cohort, text, headerless="on").headers["Location"]
    client.post(dry_run)

    passages = cohort.enrolments.order_by("person__given_names")
    assert list(passages.values_list("person__surname1", "organisation__name")) == [
        ("Pérez", "Junta 4"),
        ("Mora", "Junta 5"),
    ]


def test_what_a_refused_file_said_stays_in_the_box(client, cohort, coordinator):
    response = upload(client, cohort, b"Ana;Soto\nEva;Mora\n")

    assert (response.status_code, len(error_beside(response, "file"))) == (422, 1)
    assert response.context["form"]["text"].value() == "Ana\tSoto\nEva\tMora\n"


def workbook(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_is_read(client, cohort, coordinator):
    data = workbook([["Nombre", "Primer apellido"], ["Ana", "Pérez"], ['=HYPERLINK("http://x.example","Eva")', "Mora"]])

    dry_run = upload(client, cohort, data, "lista.xlsx").headers["Location"]
    client.post(dry_run)

    assert list(cohort.enrolments.values_list("person__given_names", flat=True)) == ["Ana"]


@pytest.mark.parametrize(
    "data,name,begins",
    [
        (b"PK\x03\x04 not a workbook", "lista.xlsx", "No pudimos abrir el archivo de Excel: está dañado."),
        (workbook([["Nombre", "Apellidos"]])[:900], "lista.xlsx", "No pudimos abrir el archivo de Excel: está dañado."),
        (b"Nombre;Apellidos\n" + b"Ana;Soto\n" * 3_500_000, "lista.csv", "El archivo pesa 30"),
        (b"", "lista.csv", "La lista está vacía."),
        (b"Nombre;Apellidos\nAna\x00;Soto\n", "lista.csv", "La línea 2 tiene caracteres que no son texto."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1x", "lista.xls", "Este archivo tiene el formato antiguo de Excel"),
    ],
    ids=["broken", "cut", "30MB", "empty", "nul", "xls"],
)  # fmt: skip
def test_a_bad_file_gets_a_sentence_beside_it(client, cohort, coordinator, data, name, begins):
    response = upload(client, cohort, data, name)

    assert (response.status_code, [one[: len(begins)] for one in error_beside(response, "file")]) == (422, [begins])


def test_a_paste_and_a_file_at_once_are_asked_to_be_one(client, cohort, coordinator):
    response = upload(client, cohort, LIST.encode(), text=LIST)

    assert error_beside(response, "file") == ["Elige una sola: la lista pegada o el archivo."]


def test_too_many_for_the_seats_is_told_and_nobody_enters(client, cohort, coordinator):
    cohort.capacity = 1
    cohort.save()
    dry_run = paste(client, cohort, LIST).headers["Location"]

    response = client.post(dry_run)

    assert (response.status_code, Enrolment.objects.count()) == (422, 0)
    assert "Queda 1 lugar" in error_beside(response, "__all__")[0]


def test_the_template_is_read_by_the_form_it_comes_from(client, cohort, coordinator):
    table = read_table(client.get(address("roster_template", cohort)).content, "plantilla.csv")

    assert (table.header[:2], len(table.rows)) == (["Nombre", "Primer apellido"], 1)


PAGES = ["people", "people_export", "roster_new", "roster_template", "enrol_one"]


@pytest.mark.parametrize("page", PAGES)
def test_nobody_enters_unknown_nor_from_another_region_or_programme(client, page):
    north = make_region(make_cohort().programme)
    cohort = make_cohort(north.programme, region=north)
    south = make_region(cohort.programme)
    assert client.get(address(page, cohort)).status_code == 302

    for user in (make_user(), make_coordinator(make_cohort().programme), make_coordinator(cohort.programme, south)):
        client.force_login(user)
        assert client.get(address(page, cohort)).status_code == 404
    for user in (make_coordinator(cohort.programme), make_coordinator(cohort.programme, north)):
        client.force_login(user)
        assert client.get(address(page, cohort)).status_code == 200


def test_a_trainer_sees_the_people_and_brings_in_no_list(client, cohort):
    client.force_login(make_trainer(cohort))

    assert [client.get(address(page, cohort)).status_code for page in PAGES] == [200, 404, 404, 404, 404]
    assert client.post(address("invite", cohort)).status_code == 404
    assert "Inscribir" not in client.get(address("people", cohort)).content.decode()


def test_a_draft_is_seen_by_whoever_coordinates_its_cohort_only(client, cohort, coordinator):
    dry_run = paste(client, cohort, LIST).headers["Location"]
    client.force_login(make_coordinator(make_cohort().programme))

    assert (client.get(dry_run).status_code, client.post(dry_run).status_code) == (404, 404)
    assert Enrolment.objects.count() == 0


def fill(cohort, people):
    held = make_session(cohort).registers.get()
    Register.objects.filter(pk=held.pk).update(first_submitted_at=MORNING, status="submitted")
    for number in range(people):
        passage = make_enrolment(
            cohort=cohort,
            person=make_person("Ana", f"Ávila{number}", email=f"p{number}@example.org"),
            organisation=register_organisation(name=f"Casa {number}", by=None),
        )
        AttendanceMark.objects.create(register=held, enrolment=passage, status="present", decided_at=MORNING)


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_the_board_asks_the_same_however_many_people(client, coordinator, cohort):
    counts = []
    for people in (1, 3, 46):
        group = make_cohort(cohort.programme, course=cohort.course)
        fill(group, people)
        counts.append(queries(client, address("people", group)))
        assert client.get(address("people", group)).content.decode().count("100 % (1 de 1)") == people

    assert (len(set(counts)), counts[0] <= 8) == (1, True)


def test_each_page_of_a_large_group_counts_its_own_people(client, coordinator, cohort, monkeypatch):
    monkeypatch.setattr("cohorts.views.people.PEOPLE_A_PAGE", 2)
    fill(cohort, 5)
    AttendanceMark.objects.filter(enrolment__person__surname1__in=["Ávila1", "Ávila4"]).delete()
    withdraw(cohort.enrolments.get(person__surname1="Ávila0"), reason="health", by=None)

    def shown(page):
        found = client.get(address("people", cohort), {"page": page}).context
        return [[(one.name[:6], one.presence[:3]) for one in found[part]] for part in ("people", "withdrawn")]

    assert shown(1) == [[("Ávila1", "0 %"), ("Ávila2", "100")], [("Ávila0", "100")]]
    assert shown(2) == [[("Ávila3", "100"), ("Ávila4", "0 %")], [("Ávila0", "100")]]


def test_the_dry_run_asks_the_same_however_many_lines(client, coordinator, cohort):
    counts = []
    for people in (1, 3, 46):
        group = make_cohort(cohort.programme, course=cohort.course)
        fill(group, people)
        lines = "\n".join(f"Ana;Ávila{number};p{number}@example.org" for number in range(people))
        counts.append(queries(client, paste(client, group, f"Nombres;Apellidos;Correo\n{lines}").headers["Location"]))

    assert (len(set(counts)), counts[0] <= 8) == (1, True)


def test_people_stand_by_surname_and_are_found_without_accents(client, cohort, coordinator):
    for surname in ("Zúñiga", "Álvarez", "Núñez", "Aguilar"):
        make_enrolment(cohort=cohort, person=make_person("Ana", surname))

    def names(**look):
        return [one.name for one in client.get(address("people", cohort), look).context["people"]]

    assert names() == ["Aguilar, Ana", "Álvarez, Ana", "Núñez, Ana", "Zúñiga, Ana"]
    assert names(q="NUNEZ") == ["Núñez, Ana"]
    assert names(q="ana zuñiga") == ["Zúñiga, Ana"]
    assert names(q="nadie") == []


def test_one_person_is_enrolled_in_three_fields_and_again_is_once(client, cohort, coordinator):
    said = {"given_names": "Ana", "surname1": "Pérez", "email": "ana@example.org"}

    answers = [client.post(address("enrol_one", cohort), said) for _ in range(2)]

    assert [answer.headers["Location"] for answer in answers] == [address("people", cohort)] * 2
    passage = cohort.enrolments.get()
    assert (passage.person.full_name, passage.source, RosterDraft.objects.count()) == ("Ana Pérez", "assisted", 2)


def test_one_person_who_may_be_known_is_asked_about(client, cohort, coordinator):
    make_enrolment(cohort=make_cohort(cohort.programme), person=make_person("Ana", "Mora"))

    answer = client.post(address("enrol_one", cohort), {"given_names": "Ana", "surname1": "Mora"})

    assert answer.headers["Location"] == reverse("cohorts:roster", args=[RosterDraft.objects.get().uuid])
    assert cohort.enrolments.count() == 0


@pytest.mark.parametrize(
    "said,field",
    [
        ({"surname1": ""}, "surname1"),
        ({"email": "ana@"}, "email"),
        ({"phone": "12"}, "phone"),
        ({"place": "Ningún lugar"}, "place"),
        ({"birth_date": "1896-01-01"}, "birth_date"),
        ({"birth_date": "2199-01-01"}, "birth_date"),
        ({"given_names": "=1+1"}, "given_names"),
    ],
)
def test_one_person_badly_written_is_told_beside_the_field(client, cohort, coordinator, said, field):
    response = client.post(address("enrol_one", cohort), {"given_names": "Ana", "surname1": "Pérez"} | said)

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert (RosterDraft.objects.count(), cohort.enrolments.count()) == (0, 0)


def test_leaving_takes_a_reason_and_shows_on_the_board(client, cohort, coordinator):
    passage = make_enrolment(cohort=cohort)
    leave = reverse("cohorts:withdraw", args=[passage.uuid])

    assert client.post(leave, {}).status_code == 422
    assert client.post(leave, {"reason": "health"}).headers["Location"] == address("people", cohort)
    client.post(leave, {"reason": "other"})

    shown = client.get(address("people", cohort)).context
    assert ([one.left for one in shown["withdrawn"]], shown["people"]) == (["Salud"], [])


def test_everyone_or_one_is_invited_and_nobody_twice(client, cohort, coordinator, settings):
    settings.EMAIL_BACKEND = "notices.backends.OutboxBackend"
    first, _second, _without = (
        make_enrolment(cohort=cohort, person=make_person(email=email))
        for email in ("a@example.org", "b@example.org", "")
    )

    client.post(address("invite", cohort), {"enrolment": first.uuid})
    assert list(Mail.objects.values_list("to", flat=True)) == ["a@example.org"]
    client.post(address("invite", cohort), {"enrolment": "garbage"})
    client.post(address("invite", cohort))
    client.post(address("invite", cohort))

    assert sorted(Mail.objects.values_list("to", flat=True)) == ["a@example.org", "b@example.org"]
    assert [one.account for one in client.get(address("people", cohort)).context["people"]] == [
        "invited", "invited", "none"
    ]  # fmt: skip


def test_the_sheet_holds_the_people_and_nothing_sensitive_and_is_written_down(client, cohort, coordinator):
    make_enrolment(cohort=cohort, person=make_person("=Ana", "Pérez", sex="woman", email="ana@example.org"))

    table = read_table(client.get(address("people_export", cohort)).content, "personas.xlsx")

    assert table.header == ["Persona", "Organización", "Cargo", "Municipio", "Correo", "Teléfono", "Cuenta",
                            "Sesiones a las que asistió", "Sesiones realizadas", "Baja"]  # fmt: skip
    assert [row.cells[0] for row in table.rows] == ["Pérez, =Ana"]
    assert [entry.action for entry in ModelLogEntry.objects.filter(action="cohorts.export_people")] == [
        "cohorts.export_people"
    ]
