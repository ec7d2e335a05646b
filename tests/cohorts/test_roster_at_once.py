"""Two who decide about the same list in the same moment: all of it once, or nothing."""

import threading

import pytest
from django.db import connection

from cohorts.actions.roster import cancel_roster, commit_roster, draft_roster
from cohorts.models import Enrolment, RosterDraft
from kit.spreadsheet import read_pasted
from people.actions import Refused
from people.models import Person
from tests.factories import make_coordinator

LINES = [f"Ana{letter};Pérez Mora;ana{letter}@example.org;Junta {letter}" for letter in "abcde"]


def drafted(cohort, by, *lines):
    text = "\n".join(["Nombre;Apellidos;Correo;Organización", *lines])
    return draft_roster(cohort, read_pasted(text), source="x.csv", by=by)


@pytest.mark.django_db(transaction=True)
def test_two_who_commit_the_same_list_at_once_enrol_once(cohort):
    coordinators = [make_coordinator(cohort.programme) for _number in range(2)]
    draft = drafted(cohort, coordinators[0], *LINES)
    start, outcomes = threading.Barrier(2), []

    def commit(user):
        try:
            start.wait()
            outcomes.append(commit_roster(RosterDraft.objects.get(pk=draft.pk), decisions={}, by=user).outcome)
        finally:
            connection.close()

    threads = [threading.Thread(target=commit, args=[user]) for user in coordinators]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert outcomes[0] == outcomes[1]
    assert (Enrolment.objects.count(), Person.objects.filter(surname2="Mora").count()) == (5, 5)


@pytest.mark.django_db(transaction=True)
def test_one_who_cancels_while_another_commits_gets_all_or_nothing(cohort):
    user = make_coordinator(cohort.programme)
    draft = drafted(cohort, user, *LINES)
    start, said = threading.Barrier(2), []

    def act(verb):
        try:
            start.wait()
            verb(RosterDraft.objects.get(pk=draft.pk))
            said.append(verb.__name__)
        except (Refused, RosterDraft.DoesNotExist):
            pass
        finally:
            connection.close()

    def commit(held):
        commit_roster(held, decisions={}, by=user)

    def cancel(held):
        cancel_roster(held, by=user)

    threads = [threading.Thread(target=act, args=[verb]) for verb in (commit, cancel)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(said) == 1
    assert cohort.enrolments.count() == (5 if said == ["commit"] else 0)
    assert RosterDraft.objects.count() == cohort.enrolments.count() // 5
