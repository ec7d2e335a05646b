"""Who may open what: every address that carries somebody's data, asked for by each role here and by its twin elsewhere.

Twins hold the same role in another programme, region or cohort; they must be told that there is nothing.
"""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cohorts.models import OrganisationDraft, RosterDraft
from people.models import Membership, Merge, PotentialDuplicate
from programmes.models import TeamRole
from tests.factories import (
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_funding,
    make_municipality,
    make_organisation,
    make_person,
    make_programme,
    make_region,
    make_register,
    make_trainer,
    make_user,
)
from tests.house.test_urls import PUBLIC, SAMPLES, addresses

pytestmark = pytest.mark.django_db

EMPTY_LIST = {"header": ["nombre", "apellido"], "rows": [], "source": "lista.csv"}
TEACH = {"trainer", "regional", "coordinator"}
DECIDE = {"regional", "coordinator"}
FRAME = {"coordinator"}
# Figures and the programme's own page name nobody: whoever works in the programme reads them.
READ = {"regional", "regional next door", "coordinator", "funder"}
# Address -> who is let in. Whoever is not named gets 404; POST-only addresses are asked with an empty form.
MAY = {
    "certificates:cohort": TEACH,
    "certificates:issue_cohort": DECIDE,
    "cohorts:accounts": set(),
    "cohorts:close": DECIDE,
    "cohorts:consents": DECIDE,
    "cohorts:detail": TEACH,
    "cohorts:edit": DECIDE,
    "cohorts:enrol_one": DECIDE,
    "cohorts:invite": DECIDE,
    "cohorts:matrix": TEACH,
    "cohorts:new": {"regional", "regional next door", "coordinator"},
    "cohorts:open": DECIDE,
    "cohorts:organisation": DECIDE,
    "cohorts:organisation_edit": DECIDE,
    "cohorts:organisations_list": FRAME,
    "cohorts:organisations_new": {"regional", "regional next door", "coordinator"},
    "cohorts:organisations_template": {"regional", "regional next door", "coordinator"},
    "cohorts:people": TEACH,
    "cohorts:people_export": DECIDE,
    "cohorts:post_contact": DECIDE,
    "cohorts:post_end": DECIDE,
    "cohorts:register_approve": DECIDE,
    "cohorts:register_guest": TEACH,
    "cohorts:register_print": TEACH,
    "cohorts:register_reopen": DECIDE,
    "cohorts:register_return": DECIDE,
    "cohorts:register_submit": TEACH,
    "cohorts:register_walk_in": TEACH,
    "cohorts:roll": TEACH,
    "cohorts:roster": DECIDE,
    "cohorts:roster_new": DECIDE,
    "cohorts:roster_template": DECIDE,
    "cohorts:session_cancel": DECIDE,
    "cohorts:session_edit": DECIDE,
    "cohorts:session_new": DECIDE,
    "cohorts:sessions": TEACH,
    "cohorts:trainer_end": DECIDE,
    "cohorts:trainers": DECIDE,
    "cohorts:withdraw": TEACH,
    "merging:not_duplicate": DECIDE,
    "merging:undo": DECIDE,
    "merging:unite": DECIDE,
    "programmes:detail": READ,
    "programmes:edit": FRAME,
    "programmes:funding": FRAME,
    "programmes:funding_period": FRAME,
    "programmes:funding_remove": FRAME,
    "programmes:place": {"regional", "regional next door", "coordinator"},
    "programmes:places": {"regional", "regional next door", "coordinator"},
    "programmes:region": FRAME,
    "programmes:region_lines": FRAME,
    "programmes:regions": FRAME,
    "programmes:revoke": FRAME,
    "programmes:team": FRAME,
    "programmes:words": FRAME,
    "reports:figures": READ,
    "reports:figures_xlsx": READ,
}
# Theirs is a person, not a role: each has a test of its own in the room it belongs to.
OWN = {
    "certificates:download",
    "certificates:replace",
    "certificates:revoke",
    "courses:lesson",
    "jobs:progress",
    "learning:answer",
    "learning:complete",
    "learning:undo",
    "network:topic",
    "people:accept",
    "privacy:decision",
    "privacy:download",
    "privacy:withdraw",
}


def cast_of(programme, cohort):
    """One account for each role in this programme and cohort."""
    learner = make_user()
    make_enrolment(cohort, make_person(user=learner))
    return {
        "trainee": learner,
        "trainer": make_trainer(cohort),
        "regional": make_coordinator(programme, region=cohort.region),
        "coordinator": make_coordinator(programme),
        "funder": make_coordinator(programme, role=TeamRole.Role.FUNDER_VIEWER),
    }


@pytest.fixture
def world():
    programmes = [make_programme(), make_programme()]
    cohorts = [make_cohort(programme, region=make_region(programme)) for programme in programmes]
    neighbour = make_cohort(programmes[0], region=make_region(programmes[0]))
    here, there = (cast_of(*pair) for pair in zip(programmes, cohorts, strict=True))
    next_door = cast_of(programmes[0], neighbour)
    twins = {f"{role} elsewhere": user for role, user in there.items()}
    twins |= {f"{role} next door": next_door[role] for role in ("trainer", "regional")}
    return cohorts[0], {role: signed_in(user) for role, user in (here | twins).items()}


def suggestion(cohort):
    """Two people of the cohort who may be one."""
    one, other = (make_enrolment(cohort).person for _side in range(2))
    return PotentialDuplicate.objects.create(a=one, b=other, score=50)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def arguments_of(name, cohort):
    """What stands in the address: the programme's slug, a register, an enrolment, a draft, or the cohort itself."""
    register = cohort.registers.first() or make_register(cohort)
    programme = cohort.programme
    special = {
        "cohorts:new": lambda: [programme.slug],
        "cohorts:roll": lambda: [register.uuid],
        "cohorts:roster": lambda: [RosterDraft.objects.create(cohort=cohort, content=EMPTY_LIST).uuid],
        "cohorts:session_cancel": lambda: [cohort.uuid, register.session.uuid],
        "cohorts:session_edit": lambda: [cohort.uuid, register.session.uuid],
        "cohorts:trainer_end": lambda: [cohort.uuid, cohort.facilitations.first().pk],
        "cohorts:organisation": lambda: [organisation_in(cohort).uuid],
        "cohorts:organisation_edit": lambda: [organisation_in(cohort).uuid],
        "cohorts:organisations_list": lambda: [
            OrganisationDraft.objects.create(programme=programme, content=EMPTY_LIST, register="ARCO").uuid
        ],
        "cohorts:organisations_new": lambda: [programme.slug],
        "cohorts:organisations_template": lambda: [programme.slug],
        "cohorts:post_contact": lambda: [organisation_in(cohort).memberships.get().pk],
        "cohorts:post_end": lambda: [organisation_in(cohort).memberships.get().pk],
        "programmes:place": lambda: [programme.slug, make_municipality().pk],
        "cohorts:withdraw": lambda: [cohort.enrolments.first().uuid],
        "programmes:funding_period": lambda: [programme.slug, make_funding(programme).pk],
        "programmes:funding_remove": lambda: [programme.slug, make_funding(programme).pk],
        "merging:not_duplicate": lambda: [suggestion(cohort).pk],
        "merging:undo": lambda: [Merge.objects.create(kept=cohort.enrolments.first().person, dropped=make_person()).pk],
        "merging:unite": lambda: [suggestion(cohort).a.uuid, suggestion(cohort).b.uuid],
        "programmes:region": lambda: [programme.slug, cohort.region.pk],
        "programmes:revoke": lambda: [programme.slug, programme.team.first().pk],
    }
    if name in special:
        return special[name]()
    if name == "cohorts:accounts" or name.startswith(("programmes:", "reports:")):
        return [programme.slug]
    return [register.uuid] if name.startswith("cohorts:register_") else [cohort.uuid]


def organisation_in(cohort):
    """The organisation for which somebody is enrolled in the cohort, and whose post that is."""
    seat = cohort.enrolments.order_by("pk").first()
    if not seat.organisation_id:
        seat.organisation = make_organisation()
        seat.save()
        Membership.objects.create(person=seat.person, organisation=seat.organisation, post="Presidencia")
    return seat.organisation


def let_in(client, path):
    """Asked, and whatever was done undone: the next in line finds the same world."""
    with transaction.atomic():
        answer = client.get(path)
        if answer.status_code == 405:
            answer = client.post(path)
        transaction.set_rollback(True)
    assert answer.status_code < 500
    return answer.status_code not in {403, 404}


def carrying():
    """Names of the addresses that carry an argument and are not public."""
    given = [str(each) for each in SAMPLES.values()]
    return {name for name, path in addresses() if name not in PUBLIC and any(each in path for each in given)}


def test_every_address_that_carries_something_stands_in_the_table():
    assert carrying() - set(MAY) - OWN == set()


def test_each_role_opens_what_the_table_says_and_its_twins_nothing(world):
    cohort, clients = world

    found = {}
    for name in sorted(carrying() & set(MAY)):
        path = reverse(name, args=arguments_of(name, cohort))
        found[name] = {role for role, client in clients.items() if let_in(client, path)}

    assert found == {name: MAY[name] for name in found}
