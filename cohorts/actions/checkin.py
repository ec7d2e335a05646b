"""Arriving by code: the door that is opened and closed, who checks herself in, who is let in by whoever is there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cohorts.actions.roll import Mark, mark_roll, require_open
from cohorts.models import AttendanceMark, CheckIn, Enrolment, Register, Session
from cohorts.models.check_in import EARLY
from people.actions import Refused, claim
from people.models import Person, User

IN_ROOM = {AttendanceMark.Status.PRESENT, AttendanceMark.Status.LATE}


@dataclass(frozen=True)
class Arrival:
    """How somebody stands on the list now. ``before``: she stood so already."""

    person: Person
    status: str
    before: bool

    @property
    def is_in(self) -> bool:
        return self.status in IN_ROOM


@transaction.atomic
def open_door(register: Register, *, by: User) -> CheckIn:
    """From now on the code on the screen serves, until it is closed or the meeting ends. Opening twice opens once.

    ``Refused`` when the list takes no marks, earlier than two hours before the meeting, and after it.
    """
    require_open(register)
    now, session = timezone.now(), register.session
    if now < session.starts_at - EARLY:
        raise Refused(_("Todavía es temprano: la llegada se abre desde dos horas antes de empezar."))
    if now >= session.ends_at:
        raise Refused(_("La sesión ya terminó. Registra en la lista a quien falte."))
    door, new = CheckIn.objects.get_or_create(register=register, closed_at=None, defaults={"opened_by": by})
    if new:
        log(instance=register, action="cohorts.open_door", user=by, data={"door": door.pk})
    return door


@transaction.atomic
def close_door(register: Register, *, void: bool = False, by: User) -> None:
    """The code on the screen serves no more. Who saw it in time may still finish, unless ``void``. Twice is once."""
    now = timezone.now()
    closed = CheckIn.objects.filter(register=register, closed_at=None).update(closed_at=now, closed_by=by)
    voided = CheckIn.objects.filter(register=register, voided_at=None).update(voided_at=now) if void else 0
    if closed or voided:
        log(instance=register, action="cohorts.close_door", user=by, data={"void": void})


@transaction.atomic
def check_in(person: Person, *, door: CheckIn, seen_at: datetime, by: User) -> Arrival:
    """She was there when she saw the code: present from that moment, on every list of that meeting that names her.

    A person without an account who left this account's mailbox becomes its own (:func:`people.actions.claim`). One
    door gives a person one mark however often she presses; what was decided about her later stands. ``Refused`` when
    the door was made void, the list is locked, or she is on none.
    """
    if CheckIn.objects.filter(pk=door.pk, voided_at__isnull=False).exists():
        raise Refused(_("Quien facilita anuló ese código. Escanea el que se ve ahora o pide que te anoten."))
    if person.user_id != by.pk:
        person = claim(person, user=by)
    session = door.register.session
    lists = {each.cohort_id: each for each in Register.objects.filter(session=session).select_related("session")}
    seats = list(seats_at(session).filter(person=person))
    if not seats:
        raise Refused(_("No estás en la lista de esta sesión. Avisa a quien facilita: puede anotarte en la puerta."))
    stood = standing(session, seats)
    for seat in seats:
        if stood.get(seat.pk) not in IN_ROOM:
            method = AttendanceMark.Method.SELF_QR
            mark = Mark(seat.pk, AttendanceMark.Status.PRESENT, uuid5(door.uuid, str(seat.pk)), seen_at, method)
            _kept(lists[seat.cohort_id], mark, by=by)
    statuses = standing(session, seats).values()
    status = min(statuses, key=lambda each: each not in IN_ROOM)
    return Arrival(person, status, any(each in IN_ROOM for each in stood.values()))


@transaction.atomic
def let_in(register: Register, seat: Enrolment, *, method: str, form: UUID, by: User) -> Arrival:
    """Somebody at the door showed her code: present, unless the list says so already. The same ``form`` is one mark.

    ``Refused`` when the list takes no marks or she had left the cohort.
    """
    before = standing(register.session, [seat]).get(seat.pk, "")
    if before not in IN_ROOM:
        mark = Mark(seat.pk, AttendanceMark.Status.PRESENT, uuid5(form, str(seat.pk)), None, method)
        _kept(register, mark, by=by)
    return Arrival(seat.person, standing(register.session, [seat]).get(seat.pk, ""), before in IN_ROOM)


def seats_at(session: Session) -> QuerySet[Enrolment]:
    """The enrolments that the lists of this meeting name: ``cohorts.actions.roll.on_roll`` of all of them."""
    left = Q(withdrawn_at=None) | Q(withdrawn_at__gt=session.starts_at)
    return Enrolment.objects.filter(left, cohort__registers__session=session)


def standing(session: Session, seats: Iterable[Enrolment]) -> dict[int, str]:
    """What stands for each of these seats at that meeting; nothing for whom nobody marked. One query."""
    marks = AttendanceMark.objects.filter(register__session=session, enrolment__in=[seat.pk for seat in seats])
    return dict(marks.order_by("decided_at", "pk").values_list("enrolment", "status"))


def _kept(register: Register, mark: Mark, *, by: User) -> None:
    (outcome,) = mark_roll(register, [mark], by=by)
    if outcome.kept:
        return
    words = {
        "locked": _("La lista de esta sesión ya se envió y no recibe cambios. Avisa a quien facilita."),
        "closed": _("Ya se cerró: sus listas no reciben cambios. Avisa a quien facilita."),
        "cancelled": _("La sesión se canceló: su lista ya no recibe cambios."),
        "withdrawn": _("Esa inscripción se dio de baja antes de la sesión."),
        "not_enrolled": _("Esa inscripción no es de esta lista."),
    }
    raise Refused(words.get(outcome.refused, _("No se pudo guardar la asistencia. Vuelve a intentarlo.")))
