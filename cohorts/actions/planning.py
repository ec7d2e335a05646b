"""How a cohort comes to be: planned, given sessions and trainers, opened with a promise."""

from collections.abc import Iterable
from dataclasses import asdict, replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cohorts.actions.seats import promote
from cohorts.models import Application, Cohort, Facilitation, Register, Session
from cohorts.overlaps import Clash, clash_of, words_for_clash
from cohorts.promise import kept, planned_sessions, promise_now, rule_of
from cohorts.rule import RULE, out_of_reach, unsound
from cohorts.telling import tell_cancelled
from kit.text import tidy, tidy_lines
from people.actions import Refused
from people.models import Person

CHANGEABLE = ("name", "profile", "capacity", "starts_on", "ends_on", *RULE)


@transaction.atomic
def plan_cohort(programme, *, course, name, code, region=None, starts_on, ends_on, by, **options) -> Cohort:
    """A cohort of ``course`` in preparation: nothing is promised until it opens.

    ``options``: ``profile``, ``capacity`` and the rule (``attendance_unit`` "sessions", ``attendance_percent`` 80,
    ``attendance_sessions`` None, ``attendance_base`` "held", ``excused`` "absent", ``lates_per_absence`` None,
    ``lessons_percent`` 80, ``pass_score`` 60). The same code and name again return the cohort as it is. ``Refused``
    when the code names another cohort of the programme, the region is another programme's, it would have no seat, it
    would end before it starts, or parts of the rule do not go together.
    """
    unknown = options.keys() - {*CHANGEABLE}
    if unknown:
        raise TypeError(f"plan_cohort: {sorted(unknown)}")
    _require_a_seat(options.get("capacity"))
    _require_sound(options)
    if ends_on < starts_on:
        raise Refused(_("No puede terminar antes de empezar."))
    if region is not None and region.programme_id != programme.pk:
        raise Refused(_("Esa región es de otro programa."))
    plan = {"name": tidy(name), "course": course, "region": region, "starts_on": starts_on, "ends_on": ends_on}
    cohort, created = Cohort.objects.get_or_create(programme=programme, code=tidy(code), defaults=plan | options)
    if created:
        log(instance=cohort, action="cohorts.plan", user=by, data={"code": cohort.code})
    elif cohort.name != tidy(name) or cohort.course_id != course.pk:
        raise Refused(_("La clave %(code)s ya está en uso en este programa.") % {"code": cohort.code})
    return cohort


@transaction.atomic
def change_cohort(cohort: Cohort, *, by, **fields) -> Cohort:
    """Write the given fields of ``CHANGEABLE``; the same again changes nothing.

    Seats that come free are offered to who waits. ``Refused`` when a field of the rule would change after the cohort
    opened: it was promised; and when fewer would fit than are enrolled or may still confirm.
    """
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    changed = {key: value for key, value in fields.items() if key in CHANGEABLE and getattr(cohort, key) != value}
    if not changed:
        return cohort
    if cohort.opened_at and changed.keys() & set(RULE):
        raise Refused(_("La regla ya fue prometida al abrir: se cambia aparte, con un motivo."))
    before = {key: str(getattr(cohort, key)) for key in changed}
    for key, value in changed.items():
        setattr(cohort, key, value)
    if cohort.ends_on < cohort.starts_on:
        raise Refused(_("No puede terminar antes de empezar."))
    _require_sound({name: getattr(cohort, name) for name in RULE})
    if "capacity" in changed:
        _require_room(cohort)
    cohort.save(update_fields=list(changed))
    if "capacity" in changed:
        promote(cohort)
    after = {key: str(value) for key, value in changed.items()}
    log(instance=cohort, action="cohorts.change", user=by, data={"before": before, "after": after})
    return cohort


def _require_a_seat(capacity: int | None) -> None:
    if capacity is not None and capacity < 1:
        raise Refused(_("El cupo es de una persona o más. Déjalo vacío si no hay límite."))


def _require_sound(rule: dict) -> None:
    if problem := unsound(rule)[1]:
        raise Refused(problem)


def _require_room(cohort: Cohort) -> None:
    _require_a_seat(cohort.capacity)
    people = cohort.enrolments.active().count() + Application.objects.offered().filter(cohort=cohort).count()
    if cohort.capacity is not None and cohort.capacity < people:
        words = {"people": people}
        raise Refused(
            _("Ya hay %(people)d inscripciones: el cupo no puede ser menor. Registra antes las bajas.") % words
        )


@transaction.atomic
def plan_session(cohorts: Iterable[Cohort], *, title, starts_at, ends_at, by, **details) -> Session:
    """A meeting of one cohort, or of several together, with one register for each.

    ``details``: ``modality`` and ``time_zone``, and if any ``venue``, ``url``, ``outline``, ``required`` (True). The
    same title at the same moment for the first cohort is the same meeting: it comes back, with a register for
    whichever cohort lacked one. ``Refused`` when it ends before it starts, the cohorts are of different programmes,
    one is closed, or one meets elsewhere at that time. Nobody is told: ``cohorts.actions.sessions.plan_sessions`` does.
    """
    if ends_at <= starts_at:
        raise Refused(_("La sesión termina antes de empezar. Corrige la hora de cierre."))
    groups = _meeting(cohorts)
    title = tidy(title)
    same = Session.objects.filter(cohorts=groups[0], starts_at=starts_at, title=title, cancelled_at=None).first()
    session = same or Session.objects.create(title=title, starts_at=starts_at, ends_at=ends_at, **_clean(details))
    added = [cohort.pk for cohort in groups if Register.objects.get_or_create(session=session, cohort=cohort)[1]]
    if added:
        require_free(session, added)
        data = {"session": str(session.uuid), "cohorts": added}
        log(instance=session, action="cohorts.plan_session", user=by, data=data)
    return session


def _meeting(cohorts: Iterable[Cohort]) -> list[Cohort]:
    """The cohorts in the order given, locked: two presses one after the other find each other's session."""
    asked = [cohort.pk for cohort in cohorts]
    rows = {row.pk: row for row in Cohort.objects.select_for_update().filter(pk__in=asked).order_by("pk")}
    if len({row.programme_id for row in rows.values()}) != 1:
        raise Refused(_("Una sesión conjunta es de un solo programa."))
    if any(row.over for row in rows.values()):
        raise Refused(_("Ya está cerrado: no admite más sesiones."))
    return [rows[pk] for pk in asked]


def _clean(details: dict) -> dict:
    lines = {name: tidy(details.get(name, "")) for name in ("venue", "reference")}
    return {**details, **lines, "outline": tidy_lines(details.get("outline", ""))}


def require_free(session: Session, cohorts: Iterable[int]) -> None:
    """``Clash`` when one of these cohorts has another meeting that counts while this one lasts."""
    if other := clash_of(session, cohorts):
        raise Clash(words_for_clash(session, other))


@transaction.atomic
def cancel_session(session: Session, *, reason, tell: bool = True, by) -> Session:
    """It will not take place and never counts. Cancelling twice is cancelling once; the first reason stays.

    Who was to come is told, unless it is over by now or ``tell`` says that somebody else does.

    ``Refused`` when one of its lists was handed in: the coordinator returns it first.
    """
    reason = tidy(reason)
    if not reason:
        raise Refused(_("Escribe por qué se cancela."))
    registers = session.registers.select_for_update()
    if session.cancelled_at is None and any(register.locked for register in registers):
        raise Refused(_("Su lista ya fue enviada. Si la sesión no ocurrió, devuelve la lista primero."))
    done = Session.objects.filter(pk=session.pk, cancelled_at=None).update(
        cancelled_at=timezone.now(), cancelled_reason=reason[:200]
    )
    session.refresh_from_db()
    if done:
        log(instance=session, action="cohorts.cancel_session", user=by, data={"reason": session.cancelled_reason})
        if tell:
            tell_cancelled(session)
    return session


@transaction.atomic
def open_cohort(cohort: Cohort, *, by, at=None) -> Cohort:
    """Freeze what is promised (lessons, sessions, rule) and start. Opening twice is opening once.

    ``Refused`` when the course is not published, there is neither a lesson nor a session, the rule asks for more
    sessions than are planned, the cohort was cancelled, or ``at`` lies ahead.
    """
    cohort = Cohort.objects.select_for_update(of=("self",)).select_related("course").get(pk=cohort.pk)
    if cohort.opened_at:
        return cohort
    moment, now = at or timezone.now(), timezone.now()
    if moment > now:
        raise Refused(_("No se puede abrir en el futuro."))
    if cohort.status == Cohort.Status.CANCELLED:
        raise Refused(_("Fue cancelado: ya no se puede abrir."))
    if not cohort.course.live:
        raise Refused(_("El curso todavía no está publicado."))
    promise = replace(promise_now(cohort.course, planned_sessions(cohort)), rule=rule_of(cohort))
    if not promise.lessons and not promise.sessions:
        raise Refused(_("Todavía no hay nada que prometer: agrega una sesión o publica una lección."))
    if problem := out_of_reach(asdict(rule_of(cohort)), promise.sessions):
        raise Refused(problem)
    cohort.promise, cohort.opened_at, cohort.status = kept(promise), moment, Cohort.Status.RUNNING
    cohort.save(update_fields=["promise", "opened_at", "status"])
    data = {"sessions": promise.sessions, "lessons": len(promise.lessons)}
    log(instance=cohort, action="cohorts.open", user=by, data=data)
    return cohort


@transaction.atomic
def assign_trainer(cohort: Cohort, person: Person, *, role: str = Facilitation.Role.TRAINER, by) -> Facilitation:
    """Put the person in charge of the cohort, or of its roll alone, from now on. Who already is stays as they are.

    One charge at a time: the other one ends when this one begins.
    """
    for other in Facilitation.objects.filter(cohort=cohort, person=person, ended_at=None).exclude(role=role):
        end_trainer(other, by=by)
    charge, created = Facilitation.objects.get_or_create(
        cohort=cohort, person=person, ended_at=None, defaults={"role": role, "assigned_by": by}
    )
    if created:
        log(instance=cohort, action="cohorts.assign_trainer", user=by, data={"person": person.pk, "role": role})
    return charge


@transaction.atomic
def end_trainer(charge: Facilitation, *, by) -> Facilitation:
    """The charge ends today; its history stays. Ending twice is ending once."""
    ended = Facilitation.objects.filter(pk=charge.pk, ended_at=None).update(ended_at=timezone.now(), ended_by=by)
    charge.refresh_from_db()
    if ended:
        log(instance=charge.cohort, action="cohorts.end_trainer", user=by, data={"person": charge.person_id})
    return charge
