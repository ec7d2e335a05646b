"""What waits for a trainer or a coordinator: today, soon, to hand in, to approve. Fixed queries."""

from dataclasses import dataclass
from datetime import timedelta

from cohorts.models import Register
from cohorts.models.cohort import OVER
from kit.clock import local, now, today

MARKABLE = [Register.Status.NOT_TAKEN, Register.Status.DRAFT, Register.Status.RETURNED]
SHOWN = 40
SOON = 6


@dataclass(frozen=True)
class Agenda:
    """``…_more`` is how many of each list are not shown."""

    today: list[Register]
    soon: list[Register]
    to_hand_in: list[Register]
    to_hand_in_more: int
    to_approve: list[Register]
    to_approve_more: int

    @property
    def empty(self) -> bool:
        return not (self.today or self.soon or self.to_hand_in or self.to_approve)


def agenda_of(user) -> Agenda:
    """The registers this account staffs, or helps to take these days.

    "Today" is the day in the hall's own zone, whatever the reader's.

    A list waits to be handed in from the end of its session on; today's own sessions are not repeated there.
    """
    moment = now()
    standing = Register.objects.filter(session__cancelled_at=None).exclude(cohort__status__in=OVER)
    standing = standing.select_related("session", "cohort__programme")
    mine = standing.filter(pk__in=Register.objects.markable_by(user).values("pk")).order_by("session__starts_at", "pk")
    around = mine.filter(
        session__starts_at__gte=moment - timedelta(days=2), session__starts_at__lte=moment + timedelta(days=60)
    )
    near = list(around[:200])
    of_today = [register for register in near if _is_today(register.session)]
    soon = [register for register in near if register.session.starts_at > moment and register not in of_today]
    behind = mine.filter(session__ends_at__lt=moment, status__in=MARKABLE)
    late = [register for register in behind[: SHOWN + len(of_today)] if register not in of_today][:SHOWN]
    decided = standing.filter(pk__in=Register.objects.coordinated_by(user).values("pk"))
    waiting = decided.filter(status=Register.Status.SUBMITTED).order_by("submitted_at", "pk")
    behind_today = sum(register.status in MARKABLE and register.session.ends_at < moment for register in of_today)
    return Agenda(
        of_today,
        soon[:SOON],
        late,
        max(0, behind.count() - behind_today - len(late)),
        list(waiting[:SHOWN]),
        max(0, waiting.count() - SHOWN),
    )


def _is_today(session) -> bool:
    day = today(session.time_zone)
    return local(session.starts_at, session.time_zone).date() <= day <= local(session.ends_at, session.time_zone).date()
