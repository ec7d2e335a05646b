"""What the groups know about a person's privacy: under whose law, before whom, and what a farewell takes."""

from django.db.models import Q
from django.db.models.functions import Now
from django.utils.timezone import localdate
from wagtail import hooks

from cohorts.models import Application, Cohort, Enrolment, Facilitation
from kit.rows import rows
from people.models import Person
from programmes.models import Programme, TeamRole

# Written out: it is asked wherever somebody arrives.
SCOPES = """
SELECT country, slug FROM programmes_programme WHERE id IN (
    SELECT c.programme_id FROM cohorts_cohort c JOIN cohorts_enrolment e ON e.cohort_id = c.id WHERE e.person_id IN ({})
    UNION SELECT c.programme_id FROM cohorts_cohort c JOIN cohorts_application a ON a.cohort_id = c.id
    WHERE a.decision = '' AND a.person_id IN ({})
    UNION SELECT c.programme_id FROM cohorts_cohort c JOIN cohorts_facilitation f ON f.cohort_id = c.id
    WHERE f.person_id IN ({})
    UNION SELECT programme_id FROM programmes_teamrole WHERE person_id IN ({})
)"""


@hooks.register("people.scopes")
def scopes(person):
    """Country and programme of everything the person takes part in or has asked to, teaches or coordinates."""
    return rows(SCOPES, [person.pk], [person.pk], [person.pk], [person.pk])


@hooks.register("people.privacy_officer")
def people_of_my_programmes(user):
    """Those who coordinate a whole programme attend to everybody who takes part in it, or has asked to."""
    programmes = list(Programme.objects.coordinated_by(user).values_list("pk", flat=True))
    if not programmes:
        return None
    cohorts = Cohort.objects.filter(programme__in=programmes).values("pk")
    return Person.objects.filter(
        Q(pk__in=Enrolment.objects.filter(cohort__in=cohorts).values("person"))
        | Q(pk__in=Application.objects.filter(cohort__in=cohorts).values("person"))
        | Q(pk__in=Facilitation.objects.filter(cohort__in=cohorts).values("person"))
        | Q(pk__in=TeamRole.objects.filter(programme__in=programmes).values("person"))
    )


@hooks.register("people.still_needed")
def in_cohorts_not_long_over(since):
    """Who was enrolled, asked for a seat or taught where neither the programme nor the cohort had ended by then."""
    day = localdate(since)
    lasting = Cohort.objects.filter(Q(programme__ends_on__gte=day) | Q(ends_on__gte=day)).values("pk")
    return [room.objects.filter(cohort__in=lasting).values("person") for room in (Enrolment, Application, Facilitation)]


@hooks.register("programmes.taken_part")
def enrolled_in(person):
    """The programmes of the cohorts in which she is, or was, enrolled."""
    return Enrolment.objects.filter(person=person).values("cohort__programme")


@hooks.register("programmes.coordinated_people")
def enrolled_there(user, programme):
    """Those who are, or were, in a cohort of the programme that this account coordinates."""
    return Enrolment.objects.coordinated_by(user).filter(cohort__programme=programme).values("person")


@hooks.register("people.erase")
def end_charges(person):
    """Whoever left teaches and coordinates nothing any more. Lists still waiting go by themselves within days."""
    Facilitation.objects.filter(person=person, ended_at=None).update(ended_at=Now())
    TeamRole.objects.filter(person=person, revoked_at=None).update(revoked_at=Now())
