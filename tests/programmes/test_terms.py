import pytest
from django.template import Context, Template
from django.utils import translation

from programmes.models import Programme
from programmes.presets import ENGLISH, NEUTRAL, PRESETS
from programmes.terms import word


@pytest.mark.parametrize(
    ("country", "expected"), [("MX", "generación"), ("CO", "cohorte"), ("CL", "versión"), ("", "grupo")]
)
def test_each_country_names_the_cohort_its_way(country, expected):
    assert word(Programme(country=country), "cohort") == expected


def test_each_country_speaks_as_its_glossary_does():
    said = {code: {key: word(Programme(country=code), key) for key in NEUTRAL} for code in PRESETS}

    assert said["MX"] == {key: one for key, (one, _many) in NEUTRAL.items()} | {
        "cohort": "generación",
        "trainer": "tallerista",
    }
    assert said["CO"] == {key: one for key, (one, _many) in NEUTRAL.items()} | {
        "cohort": "cohorte",
        "trainer": "tallerista",
        "session": "encuentro",
        "certificate": "certificado",
        "folio": "consecutivo",
        "enrolment": "matrícula",
        "register": "listado de asistencia",
    }
    assert said["CL"] == {key: one for key, (one, _many) in NEUTRAL.items()} | {
        "cohort": "versión",
        "trainer": "persona relatora",
        "session": "clase",
        "certificate": "certificado",
    }


def test_readers_in_english_get_the_same_word_everywhere():
    with translation.override("en"):
        assert {word(Programme(country=code), "cohort", plural=True) for code in PRESETS} == {"groups"}


def test_the_programmes_own_word_goes_first_and_a_broken_one_is_passed_over():
    assert word(Programme(country="MX", terms={"cohort": ["grupo", "grupos"]}), "cohort", plural=True) == "grupos"
    assert word(Programme(country="MX", terms={"cohort": "grupo"}), "cohort") == "generación"


def test_a_template_writes_the_word():
    page = Template('{% load terms %}{% term p "cohort" %} {% term p "cohort" "plural" %} {% term None "folio" %}')

    assert page.render(Context({"p": Programme(country="CO")})) == "cohorte cohortes folio"


def test_every_language_knows_every_word():
    assert NEUTRAL.keys() == ENGLISH.keys()
    assert [key for preset in PRESETS.values() for key in preset.words if key not in NEUTRAL] == []
