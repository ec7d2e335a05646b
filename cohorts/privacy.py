"""What the groups know about a person's privacy: under whose law, before whom, and what a farewell takes."""

from django.db.models import Q
from django.db.models.functions import Now
from wagtail import hooks

from cohorts.models import Cohort, Enrolment, Facilitation
from people.models import Person
from programmes.models import Programme, TeamRole


@hooks.register("people.scopes")
def scopes(person):
    """Country and programme of everything the person takes part in, teaches or coordinates."""
    taught = Facilitation.objects.filter(person=person).values("cohort__programme")
    taken = Enrolment.objects.filter(person=person).values("cohort__programme")
    team = TeamRole.objects.filter(person=person).values("programme")
    found = Programme.objects.filter(Q(pk__in=taken) | Q(pk__in=taught) | Q(pk__in=team))
    return list(found.values_list("country", "slug"))


@hooks.register("people.privacy_officer")
def people_of_my_programmes(user):
    """Those who coordinate a whole programme attend to everybody who takes part in it."""
    programmes = list(Programme.objects.coordinated_by(user).values_list("pk", flat=True))
    if not programmes:
        return None
    cohorts = Cohort.objects.filter(programme__in=programmes).values("pk")
    return Person.objects.filter(
        Q(pk__in=Enrolment.objects.filter(cohort__in=cohorts).values("person"))
        | Q(pk__in=Facilitation.objects.filter(cohort__in=cohorts).values("person"))
        | Q(pk__in=TeamRole.objects.filter(programme__in=programmes).values("person"))
    )


@hooks.register("people.erase")
def end_charges(person):
    """Whoever left teaches and coordinates nothing any more. Lists still waiting go by themselves within days."""
    Facilitation.objects.filter(person=person, ended_at=None).update(ended_at=Now())
    TeamRole.objects.filter(person=person, revoked_at=None).update(revoked_at=Now())
