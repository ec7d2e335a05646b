"""Step 8: from nothing to the sheets for the hall, a page a step, on a telephone, with and without JavaScript."""

import io

import pypdf
import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from cohorts.models import Cohort, Enrolment, Session
from people.privacy.consent import lay_notices
from programmes.models import Programme
from tests.factories import make_municipality, make_person, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COHORTS = "Nombre;Región;Cupo\nTijuana;R1;30\nEnsenada;R1;25"


@pytest.fixture
def founder(site):
    lay_notices()
    user = make_user("coordina@example.org")
    user.user_permissions.add(Permission.objects.get(codename="add_programme"))
    make_person("Carmen", "Tzul", user=user)
    make_municipality("Tijuana", "02004")
    make_municipality("Ensenada", "02001")
    return user


@pytest.mark.parametrize("scripts", [True, False])
def test_a_programme_is_set_up_step_by_step(walker, plain, founder, scripts):
    someone = walker if scripts else plain
    someone.enters(founder)
    founds_and_divides(someone)
    plans(someone)
    enrols_and_prints(someone)


def founds_and_divides(walker):
    walker.goes_to(reverse("programmes:new"))
    walker.fills(name="Voces", starts_on="2027-01-11", ends_on="2027-07-30", issuer="Casa de Cultura")
    walker.chooses("country", "MX")
    walker.presses("Crear programa")
    walker.fills(lines="R1 Noroeste: Tijuana; Nuncajamas")
    walker.presses("Agregar regiones")
    assert "No encontramos «Nuncajamas»" in walker.text
    walker.fills(lines="R1 Noroeste: Tijuana; Ensenada")
    walker.presses("Agregar regiones")


def plans(walker):
    walker.presses("Usar este curso")
    assert "El curso quedó en borrador" in walker.text
    walker.fills(text=COHORTS)
    walker.presses("Revisar la tabla")
    walker.presses("Crear los 2")
    assert list(Cohort.objects.order_by("code").values_list("name", flat=True)) == ["Tijuana", "Ensenada"]
    walker.fills(day="2027-03-04", starts="17:00", ends="20:00", venue="Teatro")
    walker.presses("Ver los días")
    assert "festivo: Jueves Santo" in walker.text
    walker.presses("Programar estos días")
    assert Session.objects.count() == 12


def enrols_and_prints(walker):
    programme = Programme.objects.get()
    walker.follows("Pegar o subir una lista")
    walker.fills(text="Nombre;Primer apellido\nAna;Ñandú\nEva;Mora")
    walker.presses("Revisar la lista")
    walker.presses("Inscribir a 2")
    assert Enrolment.objects.count() == 2
    walker.goes_to(reverse("programmes:detail", args=[programme.slug]))
    assert "Lo que falta" in walker.text
    walker.follows("Seguir con la puesta en marcha")
    walker.goes_to(reverse("cohorts:setup_sheets", args=[programme.slug]))
    sheets = walker.page.get_by_role("link", name="Hojas PDF").first.get_attribute("href")
    answer = walker.page.request.get(walker.address + sheets)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.body())).pages]
    assert ["Ñandú, Ana" in page for page in pages] == [True] * 6
    assert "17:00–20:00" in pages[0] and "Teatro" in pages[0]
    walker.follows("Elegir qué llevan")
