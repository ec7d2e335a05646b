"""Step 2: from an empty desk to an open group, with the list of people that the coordinator already had."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from cohorts.models import Cohort, Enrolment, Session
from people.models import Person
from places.models import Territory, place_key
from programmes.models import Programme
from tests.factories import make_cohort, make_coordinator, make_course, make_enrolment, make_person, make_user

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# A new one, one known by her e-mail, one who might be somebody we know, one that cannot be read.
LIST = """Nombre;Primer apellido;Correo
Ana;Pérez;ana@example.org
Eva;Mora;eva@example.org
Rosa;Ñancupil;
=HYPERLINK("http://x.example");Soto;
"""


@pytest.fixture
def founder(site):
    """An account that may create programmes; a course to teach; the municipalities of the region."""
    user = make_user("coordina@example.org")
    user.user_permissions.add(Permission.objects.get(codename="add_programme"))
    make_person("Carmen", "Tzul", user=user)
    make_course(title="Gestión cultural comunitaria")
    state = Territory.objects.create(
        country="MX", level="state", code="02", name="Baja California", name_key="baja california"
    )
    for code, name in (("02004", "Tijuana"), ("02001", "Ensenada")):
        known = {"country": "MX", "level": "municipality", "parent": state}
        Territory.objects.create(code=code, name=name, name_key=place_key(name), **known)
    return user


def plans_a_session(walker, cohort, *, title, day, modality, **more):
    walker.goes_to(reverse("cohorts:session_new", args=[cohort.uuid]))
    walker.fills(title=title, day=day, starts="10:00", ends="14:00", **more)
    walker.chooses("modality", modality)


def test_a_programme_its_region_its_money_and_a_group_with_its_sessions(walker, founder):
    walker.enters(founder)
    programme = founds_a_programme(walker)
    cohort = plans_a_cohort(walker, programme)
    plans_three_sessions(walker, cohort)
    opens_it(walker, cohort)


def founds_a_programme(walker):
    walker.goes_to(reverse("programmes:list"))
    walker.follows("Crear")
    walker.fills(name="Paralelo de Ejemplo", starts_on="2026-01-15", ends_on="2026-12-15", issuer="Casa de Cultura")
    walker.chooses("country", "MX")
    walker.presses("Crear programa")
    programme = Programme.objects.get()

    walker.goes_to(reverse("programmes:regions", args=[programme.slug]))
    walker.fills(code="R1", name="Noroeste", places="Tijuana\nEnsenada")
    walker.presses("Agregar región")
    assert sorted(programme.regions.get().territories.values_list("name", flat=True)) == ["Ensenada", "Tijuana"]

    walker.goes_to(reverse("programmes:funding", args=[programme.slug]))
    walker.fills(funder="Fondo de Ejemplo", amount="250000", starts_on="2026-01-15", ends_on="2026-06-30")
    walker.presses("Agregar periodo")
    assert "Periodo guardado." in walker.text and "250,000" in walker.text
    walker.goes_to(reverse("programmes:team", args=[programme.slug]))
    return programme


def plans_a_cohort(walker, programme):
    walker.goes_to(reverse("programmes:detail", args=[programme.slug]))
    walker.follows(re.compile("Agregar"))
    walker.page.get_by_label("Curso").select_option(label="Gestión cultural comunitaria")
    walker.page.get_by_label("Región").select_option(index=1)
    walker.fills(name="Tijuana, otoño")
    walker.presses("Guardar")
    return Cohort.objects.get()


def plans_three_sessions(walker, cohort):
    sister = make_cohort(cohort.programme, course=cohort.course, opened=False, name="Ensenada, otoño")

    plans_a_session(walker, cohort, title="Encuadre", day="2026-03-06", modality="in_person", venue="Casa de Cultura")
    walker.presses("Guardar")
    plans_a_session(
        walker, cohort, title="Redes", day="2026-03-13", modality="online_live", url="https://sala.example/1"
    )
    walker.presses("Guardar")
    plans_a_session(walker, cohort, title="Conjunta", day="2026-03-20", modality="in_person", venue="Teatro")
    walker.chooses("together", sister.pk)
    walker.presses("Guardar")
    assert "Ensenada, otoño" in walker.text
    assert [session.registers.count() for session in Session.objects.order_by("starts_at")] == [1, 1, 2]


def opens_it(walker, cohort):
    walker.goes_to(reverse("cohorts:trainers", args=[cohort.uuid]))
    walker.goes_to(reverse("cohorts:detail", args=[cohort.uuid]))
    walker.follows("Revisar y abrir")
    walker.presses("Abrir y dejar fijo lo prometido")
    assert "Lo prometido quedó guardado." in walker.text
    assert Cohort.objects.get(pk=cohort.pk).promise["sessions"] == 3
    walker.goes_to(reverse("cohorts:list"))
    walker.goes_to(reverse("home"))


@pytest.fixture
def cohort(site):
    """A group of a programme in which Eva, with her e-mail, and a Rosa Ñancupil took another course."""
    cohort = make_cohort(name="Tijuana, otoño")
    earlier = make_cohort(cohort.programme, course=cohort.course)
    make_enrolment(earlier, make_person("Eva", "Mora", email="eva@example.org"))
    make_enrolment(earlier, make_person("Rosa", "Ñancupil"))
    return cohort


def brings_the_list(walker, cohort):
    walker.goes_to(reverse("cohorts:people", args=[cohort.uuid]))
    walker.follows("Inscribir una lista")
    walker.fills(text=LIST)
    walker.presses("Revisar la lista")


def figures(walker):
    names = walker.page.locator(".stats dt").all_inner_texts()
    return dict(zip(names, walker.page.locator(".stats dd").all_inner_texts(), strict=True))


def test_a_pasted_list_is_judged_line_by_line_enrolled_and_the_second_time_changes_nothing(walker, cohort):
    walker.enters(make_coordinator(cohort.programme))
    walker.goes_to(reverse("cohorts:people", args=[cohort.uuid]))
    brings_the_list(walker, cohort)
    assert figures(walker) == {"Nuevas": "1", "Conocidas": "1", "Posibles duplicados": "1", "Con error": "1"}
    assert "parece una fórmula" in walker.text
    walker.page.get_by_text("Es otra persona: inscribirla").click()
    walker.presses("Inscribir a 2 personas")
    assert "Quedaron inscritas 3 personas" in walker.text
    before = (Enrolment.objects.count(), Person.objects.count())

    brings_the_list(walker, cohort)
    assert figures(walker) == {"Ya en el grupo": "3", "Con error": "1"}
    assert "No hay nadie por inscribir en esta lista." in walker.text
    assert (Enrolment.objects.count(), Person.objects.count()) == before

    walker.goes_to(reverse("cohorts:enrol_one", args=[cohort.uuid]))
    walker.goes_to(reverse("cohorts:people", args=[cohort.uuid]))
    walker.presses("Enviar las invitaciones")
    assert "2 personas tienen su invitación." in walker.text
    walker.goes_to(reverse("cohorts:withdraw", args=[cohort.enrolments.first().uuid]))


def test_without_javascript_the_list_is_enrolled_all_the_same(plain, cohort):
    plain.enters(make_coordinator(cohort.programme))
    plain.goes_to(reverse("cohorts:roster_new", args=[cohort.uuid]))
    plain.fills(text=LIST)
    plain.presses("Revisar la lista")
    plain.presses("Inscribir a 2 personas")

    assert "Quedaron inscritas 2 personas" in plain.text
