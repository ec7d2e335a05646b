"""Who may, on the side of the thing. Certificates are given and taken back by those who coordinate the cohort."""

from cohorts.models import Cohort


def can_issue(user, cohort: Cohort) -> bool:
    return Cohort.objects.coordinated_by(user).filter(pk=cohort.pk).exists()
