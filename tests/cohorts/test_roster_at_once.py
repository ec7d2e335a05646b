"""Two who decide about the same list in the same moment: all of it once, or nothing."""

import pytest

from cohorts.actions.roster import cancel_roster, commit_roster, draft_roster
from cohorts.models import Enrolment, RosterDraft
from kit.spreadsheet import read_pasted
from people.actions import Refused
from people.models import Person
from tests.factories import make_coordinator
from tests.together import at_once

LINES = [f"Ana{letter};Pérez Mora;ana{letter}@example.org;Junta {letter}" for letter in "abcde"]


def drafted(cohort, by, *lines):
    text = "\n".join(["Nombre;Apellidos;Correo;Organización", *lines])
    return draft_roster(cohort, read_pasted(text), source="x.csv", by=by)


@pytest.mark.django_db(transaction=True)
def test_two_who_commit_the_same_list_at_once_enrol_once(cohort):
    coordinators = [make_coordinator(cohort.programme) for _number in range(2)]
    draft = drafted(cohort, coordinators[0], *LINES)

    def commit(user):
        return commit_roster(RosterDraft.objects.get(pk=draft.pk), decisions={}, by=user).outcome

    outcomes = at_once(*(lambda user=user: commit(user) for user in coordinators))

    assert outcomes[0] == outcomes[1]
    assert (Enrolment.objects.count(), Person.objects.filter(surname2="Mora").count()) == (5, 5)


@pytest.mark.django_db(transaction=True)
def test_one_who_cancels_while_another_commits_gets_all_or_nothing(cohort):
    user = make_coordinator(cohort.programme)
    draft = drafted(cohort, user, *LINES)

    def commit():
        commit_roster(RosterDraft.objects.get(pk=draft.pk), decisions={}, by=user)
        return "commit"

    def cancel():
        cancel_roster(RosterDraft.objects.get(pk=draft.pk), by=user)
        return "cancel"

    outcomes = at_once(commit, cancel)
    said = [each for each in outcomes if isinstance(each, str)]

    assert len(said) == 1 and isinstance(outcomes[said == ["commit"]], Refused | RosterDraft.DoesNotExist)
    assert cohort.enrolments.count() == (5 if said == ["commit"] else 0)
    assert RosterDraft.objects.count() == cohort.enrolments.count() // 5
