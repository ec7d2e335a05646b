"""What a telephone may keep: whose it is, and which lists."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.crypto import salted_hmac

from cohorts.agenda import MARKABLE
from cohorts.models import Register
from kit.clock import local, now, today

MAX_LISTS = 12
AROUND = timedelta(days=3)


def account_key(user) -> str:
    """The account under a name that tells nothing: what it left on a telephone lies under it, and is nobody else's."""
    return salted_hmac("cohorts.phone", str(user.pk), algorithm="sha256").hexdigest()[:20]


def lists_to_keep(user) -> list[Register]:
    """Open lists of today and tomorrow (the hall's days) that this account teaches or helps with. One query.

    ``MAX_LISTS`` at most, the nearest first. What was handed in is not among them: telephones drop its copy.
    """
    moment = now()
    mine = Q(cohort__facilitations__person__user=user, cohort__facilitations__ended_at=None)
    near = Q(session__starts_at__gte=moment - AROUND, session__starts_at__lte=moment + AROUND)
    found = Register.objects.markable_by(user).filter(mine, near, status__in=MARKABLE, session__cancelled_at=None)
    # Somebody who teaches and helps in one cohort has two charges there.
    rows = found.select_related("session").order_by("session__starts_at", "pk").distinct()
    return [register for register in rows if _is_near(register.session)][:MAX_LISTS]


def kept_at(request) -> datetime | None:
    """The moment of the copy, when a page is asked for to be kept on a telephone: names and nothing beside them."""
    return now() if "telefono" in request.GET else None


def _is_near(session) -> bool:
    day = today(session.time_zone)
    begins, ends = (local(moment, session.time_zone).date() for moment in (session.starts_at, session.ends_at))
    return begins <= day + timedelta(days=1) and ends >= day
