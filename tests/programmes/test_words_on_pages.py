"""Pages speak with the words of the programme they belong to, in the reader's language."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from programmes.models import Programme
from programmes.vocabulary import SharedVocabulary, Vocabulary
from tests.factories import make_cohort, make_coordinator, make_programme, make_session

ROOMS = ("cohorts", "certificates", "programmes")
FIXED = re.compile(
    r"\b(grupos?|constancias?|facilitador\w*|sesi[oó]n(?:es)?|lista de asistencia|folios?|regi[oó]n(?:es)?)\b", re.I
)
OURS = re.compile(r'translate "([^"]*)"|_\("([^"]*)"\)|blocktranslate[^%]*%\}(.*?)\{% endblock', re.S)
# The few that stay, each with its reason.
ALLOWED = {
    "certificates/mine.html": "what was given in several programmes, in the neutral word",
    "certificates/unknown.html": "no certificate is known, so no programme either",
    "certificates/verify_form.html": "anybody's papers, of any programme",
    "certificates/verify_file.html": "the same",
    "certificates/verify.html": "the page's own sentences; the paper's words are the paper's",
    "cohorts/badge.html": "her badge serves in several programmes",
    "cohorts/calendar.html": "the calendar of somebody in several programmes",
    "cohorts/today.html": "the day of somebody who may teach in several programmes",
    "cohorts/list.html": "the sentence for somebody who has none yet",
    "programmes/list.html": "all programmes",
    "programmes/new.html": "a programme that has no words yet",
}


@pytest.mark.parametrize(
    ("country", "language", "said"),
    [
        ("CO", "es", ["Cohortes", "cohorte C1", "Encuentros que cuentan", "Certificados"]),
        ("MX", "es", ["Generaciones", "generación C1", "Sesiones que cuentan", "Constancias"]),
        ("CO", "en", ["Groups", "group C1", "Certificates"]),
    ],
)
@pytest.mark.django_db
def test_a_cohorts_page_speaks_as_its_programme_does(client, country, language, said):
    cohort = make_cohort(make_programme(country=country), name="Norte", code="C1")
    make_session(cohort)
    client.force_login(make_coordinator(cohort.programme))

    page = client.get(reverse("cohorts:detail", args=[cohort.uuid]), headers={"Accept-Language": language})

    assert [word for word in said if word not in page.content.decode()] == []


def test_a_word_in_singular_plural_and_with_a_capital():
    say = Vocabulary(Programme(country="CO"))

    assert [say["session"], say["sessions"], say["Session"], say["Sessions"]] == [
        "encuentro",
        "encuentros",
        "Encuentro",
        "Encuentros",
    ]
    with pytest.raises(KeyError):
        say["classroom"]


def test_several_programmes_share_a_word_or_take_the_neutral_one():
    here, there = Programme(country="CO"), Programme(country="CL")

    assert SharedVocabulary([here, there])["certificates"] == "certificados"
    assert SharedVocabulary([here, there])["cohort"] == "grupo"
    assert SharedVocabulary([])["cohort"] == "grupo"
    with translation.override("en"):
        assert SharedVocabulary([here, there])["Cohorts"] == "Groups"


def test_no_fixed_word_stands_on_a_page_of_one_programme():
    found = {}
    for room in ROOMS:
        for path in sorted(Path(settings.BASE_DIR, "templates", room).glob("*.html")):
            source = re.sub(r"\{% comment %}.*?\{% endcomment %}", "", path.read_text(), flags=re.S)
            ours = OURS.findall(source)
            words = {word for texts in ours for text in texts for word in FIXED.findall(text)}
            if words:
                found[f"{room}/{path.name}"] = sorted(words)

    assert {name: words for name, words in found.items() if name not in ALLOWED} == {}
