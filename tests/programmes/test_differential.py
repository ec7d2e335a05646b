"""What a programme asks about who takes part: voluntary, read by the person alone, counted from five on."""

import pytest
from django.db.models import ProtectedError
from django.urls import reverse
from wagtail.models import ModelLogEntry

from people.actions import Refused
from people.identity.private import DIVERSITY
from people.merging.actions import merge, undo_merge
from people.models import Person
from people.privacy.consent import Statement, decide, lay_notices, notice_for
from people.privacy.erasing import forget
from people.privacy.exporting import sections_of
from programmes.differential.actions import answer, answers_of, ask_about
from programmes.differential.counting import figures_of
from programmes.differential.rules import readable_total, shielded
from programmes.differential.vocabulary import ATTRIBUTES
from programmes.models import PersonAttribute
from tests.factories import (
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_person,
    make_programme,
    make_region,
    make_trainer,
    make_user,
)
from tests.people.dump import dump

pytestmark = pytest.mark.django_db

WHY = "Para pedir intérprete"


@pytest.fixture
def scene():
    """A programme that asks two things, a region of it, somebody with an account enrolled there, who coordinates it."""
    lay_notices()
    programme = make_programme()
    region = make_region(programme)
    cohort = make_cohort(programme, region=region)
    person = make_enrolment(cohort, make_person("Luz", "Ríos", user=make_user())).person
    ask_about(programme, purposes={"ethnicity": "Para llegar a los pueblos", "disability": WHY}, by=None)
    return programme, cohort, person, make_coordinator(programme, region)


def allow(person, yes=True):
    decide(person, notice_for("MX"), Statement({DIVERSITY: yes}, "online"), by=None)


def say(person, programme, authorised=True, **choices):
    return answer(person, programme, choices=choices, authorised=authorised, channel="online", by=None)


def test_every_question_can_be_left_unanswered_in_two_ways():
    assert all(("prefer_not" in dict(each.every)) and len(each.every) >= 3 for each in ATTRIBUTES.values())
    longest = [len(code) for each in ATTRIBUTES.values() for code in (each.code, *dict(each.every))]
    assert max(longest) <= 20


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 0, "b": 12}, {"a": 0, "b": 12}),
        ({"a": 2, "b": 12, "c": 7}, {"a": None, "b": 12, "c": None}),
        ({"a": 2, "b": 3, "c": 9}, {"a": None, "b": None, "c": 9}),
        ({"a": 1, "b": 1, "c": 9}, {"a": None, "b": None, "c": None}),
        ({"a": 3, "b": 0}, {"a": None, "b": 0}),
        ({}, {}),
    ],
)
def test_few_are_hidden_and_cannot_be_had_by_subtracting(counts, shown):
    assert shielded(counts) == shown


def test_a_total_of_few_is_hidden():
    assert [readable_total({"a": count}) for count in (0, 1, 4, 5)] == [0, None, None, 5]


def test_a_programme_asks_what_it_explains(scene):
    programme, _cohort, _person, _coordinator = scene

    assert ask_about(programme, purposes={"ethnicity": "Para llegar a los pueblos", "disability": WHY}, by=None) == []
    with pytest.raises(Refused):
        ask_about(programme, purposes={"lgbtiq": "  "}, by=None)
    with pytest.raises(KeyError):
        ask_about(programme, purposes={"religion": WHY}, by=None)
    assert ask_about(programme, purposes={"disability": "Otra razón", "migrant": WHY}, by=None) == [
        "disability", "ethnicity", "migrant"
    ]  # fmt: skip
    assert ModelLogEntry.objects.filter(action="programmes.ask_about").count() == 2


def test_what_is_no_longer_asked_is_not_kept(scene):
    programme, _cohort, person, _coordinator = scene
    say(person, programme, ethnicity="afro", disability="none")

    ask_about(programme, purposes={"disability": WHY}, by=None)

    assert answers_of(person, programme) == {"disability": "none"}


def test_an_answer_is_kept_once_changed_and_taken_away(scene):
    programme, _cohort, person, _coordinator = scene

    assert say(person, programme, ethnicity="afro", disability="prefer_not") == ["disability", "ethnicity"]
    assert say(person, programme, ethnicity="afro") == []
    assert say(person, programme, ethnicity="indigenous") == ["ethnicity"]
    assert answers_of(person, programme) == {"ethnicity": "indigenous", "disability": "prefer_not"}
    assert say(person, programme, ethnicity="", disability="") == ["disability", "ethnicity"]
    assert PersonAttribute.objects.count() == 0


def test_without_permission_an_answer_is_refused_and_a_silence_is_not(scene):
    programme, _cohort, person, _coordinator = scene

    with pytest.raises(Refused):
        say(person, programme, authorised=False, ethnicity="afro")
    say(person, programme, authorised=False, ethnicity="prefer_not")
    with pytest.raises(Refused):
        say(person, programme, lgbtiq="yes")
    with pytest.raises(Refused):
        say(person, programme, ethnicity="klingon")

    assert answers_of(person, programme) == {"ethnicity": "prefer_not"}
    assert person.consents.count() == 0


def test_the_permission_taken_back_takes_the_answers_along(scene):
    programme, _cohort, person, _coordinator = scene
    elsewhere = make_programme(country="CO")
    ask_about(elsewhere, purposes={"ethnicity": WHY}, by=None)
    say(person, programme, ethnicity="afro", disability="prefer_not"), say(person, elsewhere, ethnicity="afro")

    allow(person, yes=False)

    assert answers_of(person, programme) == {"disability": "prefer_not"}
    assert answers_of(person, elsewhere) == {"ethnicity": "afro"}


def test_each_programme_has_its_own_answers(scene):
    programme, _cohort, person, _coordinator = scene
    other = make_programme()
    ask_about(other, purposes={"ethnicity": WHY}, by=None)
    say(person, programme, ethnicity="afro"), say(person, other, ethnicity="prefer_not")

    assert (answers_of(person, programme), answers_of(person, other)) == (
        {"ethnicity": "afro"}, {"ethnicity": "prefer_not"}
    )  # fmt: skip


def test_the_record_of_acts_says_which_questions_and_never_the_answers(scene):
    programme, _cohort, person, _coordinator = scene
    say(person, programme, ethnicity="afro")

    kept = ModelLogEntry.objects.get(action="programmes.answer").data
    assert kept == {"programme": programme.pk, "about": ["ethnicity"]}


def test_figures_count_who_allows_it_and_ask_as_much_for_many(scene, django_assert_num_queries):
    programme, cohort, _person, _coordinator = scene
    before = 0
    for many in (1, 3, 46):
        for _number in range(many - before):
            each = make_enrolment(cohort).person
            say(each, programme, ethnicity="afro", disability="none")
        before = many
        with django_assert_num_queries(4):
            ethnicity, disability = figures_of(programme)
    silent = make_enrolment(cohort).person
    say(silent, programme, ethnicity="prefer_not")
    withdrawn = Person.objects.filter(attributes__choice="afro").first()
    allow(withdrawn, yes=False)

    ethnicity, disability = figures_of(programme)

    assert dict(ethnicity.lines)["Afrodescendiente"] == 45
    assert (ethnicity.total, dict(disability.lines)["Ninguna"]) == (45, 45)


def test_who_leaves_takes_the_answers_and_a_copy_says_them_in_words(scene):
    programme, _cohort, person, _coordinator = scene
    say(person, programme, ethnicity="afro")

    (row,) = {each.key: each for each in sections_of(person)}["programmes.personattribute"].rows
    assert (row["programme"], row["question"], row["answer"]) == (
        programme.name, "Pueblo o pertenencia étnica", "Afrodescendiente"
    )  # fmt: skip

    with pytest.raises(ProtectedError):
        person.delete()
    forget(person, by=None)
    assert PersonAttribute.objects.count() == 0
    with pytest.raises(Refused):
        say(person, programme, ethnicity="afro")


def test_united_an_answer_stands_before_a_silence_and_parted_each_has_its_own(scene):
    programme, cohort, keep, _coordinator = scene
    drop = make_enrolment(cohort).person
    say(keep, programme, ethnicity="prefer_not"), say(drop, programme, ethnicity="afro", disability="visual")
    before = dump()

    done = merge(keep, drop, by=None)

    assert answers_of(keep, programme) == {"ethnicity": "afro", "disability": "visual"}
    undo_merge(done, by=None)
    after = dump()
    assert after == before


# ---------------------------------------------------------------- screens


def test_one_answers_for_oneself_where_one_takes_part(client, scene):
    programme, _cohort, person, _coordinator = scene
    address = reverse("differential:mine", args=[programme.slug])
    client.force_login(person.user)

    refused = client.post(address, {"ethnicity": "afro", "disability": ""})
    done = client.post(address, {"ethnicity": "afro", "disability": "", "authorised": "on"})
    page = client.get(address).content.decode()

    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["authorised"])
    assert done["Location"] == reverse("identity:mine")
    assert ('value="afro" selected' in page, WHY in page, "authorised" in page) == (True, True, False)
    assert programme.name in client.get(reverse("identity:mine")).content.decode()


def test_who_takes_no_part_is_asked_nothing(client, scene):
    programme, _cohort, _person, _coordinator = scene
    other = make_person(user=make_user())
    make_enrolment(make_cohort(), other)
    client.force_login(other.user)

    assert client.get(reverse("differential:mine", args=[programme.slug])).status_code == 404
    silent = make_programme()
    make_enrolment(make_cohort(silent), other)
    assert client.get(reverse("differential:mine", args=[silent.slug])).status_code == 404


def test_who_coordinates_writes_answers_down_and_reads_none(client, scene):
    programme, _cohort, person, coordinator = scene
    address = reverse("differential:person", args=[person.uuid, programme.slug])
    client.force_login(coordinator)

    assert client.post(address, {"ethnicity": "afro"}).status_code == 422
    client.post(address, {"ethnicity": "afro", "disability": "visual", "authorised": "on"})
    page = client.get(address).content.decode()
    client.post(address, {"ethnicity": "", "disability": "clear"})

    assert answers_of(person, programme) == {"ethnicity": "afro"}
    assert ("Ya hay 2 respuestas." in page, "selected" in page) == (True, True)
    assert 'value="afro" selected' not in page
    assert person.consents.get().channel == "assisted"


def test_answers_are_written_by_who_coordinates_her_in_that_very_programme(client, scene):
    """To coordinate her elsewhere gives no right here; nor does any other part in the programme."""
    programme, cohort, person, _coordinator = scene
    elsewhere = make_programme()
    make_enrolment(make_cohort(elsewhere), person)
    address = reverse("differential:person", args=[person.uuid, programme.slug])
    others = [make_coordinator(elsewhere), make_coordinator(programme, make_region(programme)), make_trainer(cohort),
              make_coordinator(programme, role="funder_viewer"), make_coordinator(programme, role="data_officer"),
              person.user]  # fmt: skip

    for user in others:
        client.force_login(user)
        assert client.get(address).status_code == 404
    client.force_login(make_coordinator(programme))
    assert client.get(address).status_code == 200


def test_questions_and_figures_are_for_who_coordinates_the_whole_programme(client, scene):
    programme, cohort, _person, regional = scene
    address = reverse("differential:asking", args=[programme.slug])

    for user in (regional, make_trainer(cohort), make_coordinator(programme, role="funder_viewer")):
        client.force_login(user)
        assert client.get(address).status_code == 404
    client.force_login(make_coordinator(programme))
    wrong = client.post(address, {"ask_lgbtiq": "on", "why_lgbtiq": " \u200f"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["why_lgbtiq"])
    assert client.post(address, {"ask_lgbtiq": "on", "why_lgbtiq": "x" * 201}).status_code == 422
    assert client.post(address, {"ask_lgbtiq": "on", "why_lgbtiq": WHY}).status_code == 302
    assert list(programme.attributes.values_list("attribute", "purpose")) == [("lgbtiq", WHY)]


def test_a_figure_of_few_is_not_printed(client, scene):
    programme, cohort, _person, _coordinator = scene
    for choice in ["afro"] * 3 + ["indigenous"] * 9 + ["none"] * 7:
        say(make_enrolment(cohort).person, programme, ethnicity=choice)
    client.force_login(make_coordinator(programme))

    page = client.get(reverse("differential:asking", args=[programme.slug])).content.decode()

    cells = page.split("<tbody>")[1].split("</tbody>")[0]
    assert [cell.split("</td>")[0] for cell in cells.split('<td class="num">')[1:]] == [
        "9", "Muy pocas", "0", "0", "0", "Muy pocas", "0"
    ]  # fmt: skip
