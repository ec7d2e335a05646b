"""Who a line is, and what committing the list does."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cohorts.actions.enrolling import enrol, withdraw
from cohorts.actions.roster import OTHER, SAME, commit_roster, draft_roster, review_roster
from cohorts.models import Enrolment
from kit.spreadsheet import Row, Table, read_pasted
from people.actions import Refused
from people.models import Organisation, Person
from tests.factories import make_cohort, make_coordinator, make_enrolment, make_person, make_region

pytestmark = pytest.mark.django_db


def table_of(*lines, header="Nombres;Apellidos;Correo;Teléfono;Organización"):
    width = header.count(";")
    return read_pasted("\n".join([header, *(line + ";" * (width - line.count(";")) for line in lines)]))


def verdicts(cohort, by, *lines):
    review = review_roster(draft_roster(cohort, table_of(*lines), source="lista.csv", by=by), by=by)
    return [(line.verdict, line.why) for line in review.judged]


def commit(cohort, by, *lines, **decided):
    draft = draft_roster(cohort, table_of(*lines), source="lista.csv", by=by)
    return commit_roster(draft, **{"decisions": {}, "by": by} | decided).outcome["counts"]


def test_new_people_are_registered_and_enrolled_with_what_the_list_says(cohort, coordinator):
    counts = commit(cohort, coordinator, "Ana;Pérez López;ana@example.org;;Junta 4", "Luis;Soto;;;junta 4")

    assert counts == {"enrolled": 2, "new": 2, "known": 0, "here": 0, "possible": 0, "repeated": 0, "wrong": 0}
    passages = Enrolment.objects.order_by("person__given_names").select_related("organisation", "person")
    assert [(one.person.full_name, one.organisation.name, one.source) for one in passages] == [
        ("Ana Pérez López", "Junta 4", "import"),
        ("Luis Soto", "Junta 4", "import"),
    ]
    assert (Organisation.objects.count(), Person.objects.get(surname2="López").created_by) == (1, coordinator)


def test_the_same_list_again_changes_nothing(cohort, coordinator):
    lines = [
        "Ana;Pérez;ana@example.org",
        "Luis;Soto;;5512345678",
        "Eva;Mora;;;Junta 4",
        "Ana;Pérez;otra@example.org",
        "X1;Y",
    ]
    commit(cohort, coordinator, *lines)
    before = list(Enrolment.objects.values()), list(Person.objects.values())

    counts = commit(cohort, coordinator, *lines)

    assert (counts["enrolled"], counts["here"], counts["wrong"], counts["possible"]) == (0, 3, 1, 1)
    assert (list(Enrolment.objects.values()), list(Person.objects.values())) == before


def test_a_second_press_of_the_button_enrols_once(cohort, coordinator):
    draft = draft_roster(cohort, table_of("Ana;Pérez"), source="x", by=coordinator)

    first = commit_roster(draft, decisions={}, by=coordinator)
    again = commit_roster(draft, decisions={}, by=coordinator)

    assert (first.outcome == again.outcome, Enrolment.objects.count()) == (True, 1)


def test_the_list_itself_is_not_kept_once_it_is_enrolled(cohort, coordinator):
    draft = draft_roster(cohort, table_of("Ana;Pérez;ana@example.org"), source="x.csv", by=coordinator)

    assert commit_roster(draft, decisions={}, by=coordinator).content == {"source": "x.csv"}


def test_a_known_mailbox_and_name_is_the_same_person(cohort, coordinator):
    director = make_person("Ana María", "Pérez", "López", email="ana@example.org")
    make_enrolment(cohort=make_cohort(cohort.programme), person=director)

    assert verdicts(cohort, coordinator, "Ana;Pérez López;ANA@example.org") == [("known", "same_email")]
    assert commit(cohort, coordinator, "Ana;Pérez López;ANA@example.org")["known"] == 1
    assert [passage.person for passage in cohort.enrolments.all()] == [director]


def test_eight_practitioners_who_are_directors_are_recognised_by_their_mailbox(cohort, coordinator):
    practice = make_cohort(cohort.programme, course=cohort.course)
    names = ["Ana", "Luisa", "Eva", "Rosa", "Ines", "Nora", "Alma", "Irma", "Olga", "Elsa"]
    directors = [f"{name};Director Mora;{name.lower()}@example.org" for name in names]
    practitioners = [f"{name};Director Mora;{name.lower()}@example.org" for name in names[:8]]
    commit(cohort, coordinator, *directors)

    counts = commit(practice, coordinator, *practitioners, "Pía;Nueva;pia@example.org", "Sol;Nueva;sol@example.org")

    assert (counts["new"], counts["known"], Enrolment.objects.count(), Person.objects.exclude(
        enrolments=None).count()) == (2, 8, 20, 12)  # fmt: skip


def test_a_known_telephone_and_name_is_the_same_person_with_or_without_prefix(cohort, coordinator):
    person = make_person("Ana", "Pérez", phone="+525512345678")
    make_enrolment(cohort=make_cohort(cohort.programme), person=person)

    assert verdicts(cohort, coordinator, "Ana;Perez;;55 1234 5678") == [("known", "same_phone")]


def test_a_shared_mailbox_is_not_one_person(cohort, coordinator):
    make_enrolment(
        cohort=make_cohort(cohort.programme), person=make_person("Luis", "García", "López", email="casa@example.org")
    )

    assert verdicts(
        cohort, coordinator, "Luisa;García López;casa@example.org", "Rosa;Mora Paz;casa@example.org"
    ) == [("possible", "same_email"), ("new", "nobody")]  # fmt: skip


def test_a_name_alone_only_suggests_and_the_undecided_stay_out(cohort, coordinator):
    person = make_person("Ana", "Pérez")
    make_enrolment(cohort=make_cohort(cohort.programme), person=person)

    assert verdicts(cohort, coordinator, "ana;PEREZ") == [("possible", "same_name")]
    assert commit(cohort, coordinator, "ana;PEREZ")["enrolled"] == 0
    assert commit(cohort, coordinator, "ana;PEREZ", decisions={2: SAME})["known"] == 1
    assert [passage.person for passage in cohort.enrolments.all()] == [person]


def test_another_person_of_the_same_name_is_registered_apart(cohort, coordinator):
    make_enrolment(cohort=make_cohort(cohort.programme), person=make_person("Ana", "Pérez"))

    assert commit(cohort, coordinator, "ana;PEREZ", decisions={2: OTHER})["new"] == 1
    assert verdicts(cohort, coordinator, "ana;PEREZ") == [("here", "same_name")]


def test_whoever_left_comes_back_as_the_same_person(cohort, coordinator):
    passage = make_enrolment(cohort=cohort, person=make_person("Ana", "Pérez", email="ana@example.org"))
    withdraw(passage, reason="no_time", by=None)

    assert commit(cohort, coordinator, "Ana;Pérez;ana@example.org")["known"] == 1
    assert list(cohort.enrolments.values_list("person", flat=True)) == [passage.person_id] * 2


def test_a_line_that_stands_twice_counts_once_and_the_fuller_one_stays(cohort, coordinator):
    assert verdicts(cohort, coordinator, "Ana;Pérez", "Ana;Pérez;ana@example.org") == [
        ("repeated", "same_name"),
        ("new", "nobody"),
    ]


def test_nobody_of_another_programme_is_told(cohort, coordinator):
    make_enrolment(person=make_person("Ana", "Pérez", email="ana@example.org", phone="5512345678"))

    assert verdicts(cohort, coordinator, "Ana;Pérez;ana@example.org;5512345678") == [("new", "nobody")]


def test_a_regional_coordinator_is_not_told_who_is_in_another_region(cohort):
    north, south = make_region(cohort.programme), make_region(cohort.programme)
    mine = make_cohort(cohort.programme, course=cohort.course, region=north)
    make_enrolment(
        cohort=make_cohort(cohort.programme, course=cohort.course, region=south),
        person=make_person("Ana", "Pérez", email="ana@example.org"),
    )

    assert verdicts(mine, make_coordinator(cohort.programme, north), "Ana;Pérez;ana@example.org") == [("new", "nobody")]


def test_more_people_than_seats_are_refused_and_nobody_enters(coordinator, cohort):
    cohort.capacity = 1
    cohort.save()
    draft = draft_roster(cohort, table_of("Ana;Pérez", "Eva;Mora"), source="x", by=coordinator)

    with pytest.raises(Refused, match="Queda 1 lugar"):
        commit_roster(draft, decisions={}, by=coordinator)

    draft.refresh_from_db()
    assert (Person.objects.filter(given_names="Eva").count(), Enrolment.objects.count(), draft.committed_at) == (
        0,
        0,
        None,
    )


def test_a_list_that_cannot_name_anybody_is_refused(cohort, coordinator):
    with pytest.raises(Refused):
        draft_roster(cohort, Table(["Correo"], [Row(2, ["ana@example.org"])]), source="x", by=coordinator)


def test_a_doubtful_name_is_parted_the_other_way_when_asked(cohort, coordinator):
    table = read_pasted("Nombre completo\nAna Belén Soto\nEva Mora Paz")
    draft = draft_roster(cohort, table, source="x", by=coordinator)

    commit_roster(draft, decisions={}, turned=[2], by=coordinator)

    people = Person.objects.exclude(enrolments=None).order_by("given_names")
    assert [(one.given_names, one.surname1, one.surname2) for one in people] == [
        ("Ana Belén", "Soto", ""),
        ("Eva", "Mora", "Paz"),
    ]


def test_what_changed_since_the_dry_run_counts(cohort, coordinator):
    draft = draft_roster(cohort, table_of("Ana;Pérez;ana@example.org"), source="x", by=coordinator)
    enrol(make_person("Ana", "Pérez", email="ana@example.org"), cohort=cohort, source="assisted", by=None)

    assert commit_roster(draft, decisions={}, by=coordinator).outcome["counts"]["enrolled"] == 0


NAMES = st.sampled_from(
    ["Ana;Pérez", "ANA;perez", "Eva;Mora Paz", "Luis;Soto", "Luisa;Soto", "José;de la Cruz", "X1;Mal"]
)
MAILS = st.sampled_from(["", "ana@example.org", "casa@example.org", "mal@"])
PHONES = st.sampled_from(["", "5512345678", "+52 55 1234 5678"])
LINES = st.lists(st.builds("{};{};{}".format, NAMES, MAILS, PHONES), min_size=1, max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES, shuffled=st.randoms(use_true_random=False))
def test_any_list_twice_is_once_and_the_order_of_its_lines_does_not_matter(cohort, coordinator, lines, shuffled):
    turned_round = list(lines)
    shuffled.shuffle(turned_round)
    # Programmes of their own, so that what one list brought is not known when the other one comes.
    one, other = (make_cohort(course=cohort.course) for _ in range(2))

    commit(one, coordinator, *lines)
    once = people_of(one)
    again = commit(one, coordinator, *turned_round)
    commit(other, coordinator, *turned_round)

    assert (again["enrolled"], people_of(one)) == (0, once)
    assert [facts[1:] for facts in people_of(other)] == [facts[1:] for facts in once]


def people_of(cohort):
    fields = ("person", "person__name_key", "person__email", "person__phone")
    return sorted(cohort.enrolments.values_list(*fields), key=lambda facts: facts[1:])
