import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage
from kit.clock import today
from kit.rows import rows
from people.models import Person
from programmes.models import Programme, Region

AT_LEAST_ONE = MinValueValidator(1, _("El cupo es de una persona o más. Déjalo vacío si no hay límite."))
LATES = [MinValueValidator(1), MaxValueValidator(20)]
PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


# Almost every page of a team asks one of these, most of them more than once. Written out, they cost nothing to put
# together; as nested querysets they were a fifth of a page.
_ROLES = """SELECT c.id FROM people_person p JOIN programmes_teamrole r ON r.person_id = p.id AND r.revoked_at IS NULL
 JOIN cohorts_cohort c ON {} WHERE p.user_id = %s"""
_PROGRAMMES = _ROLES.format("c.programme_id = r.programme_id AND r.role = 'programme_coordinator'")
_REGIONS = _ROLES.format("c.region_id = r.region_id AND r.role = 'regional_coordinator'")
_TAUGHT = """SELECT f.cohort_id FROM people_person p JOIN cohorts_facilitation f ON f.person_id = p.id
 WHERE f.ended_at IS NULL AND f.role = 'trainer' AND p.user_id = %s"""
_HELPED = _TAUGHT.replace("'trainer'", "'roll_helper'")
COORDINATED = f"{_PROGRAMMES} UNION ALL {_REGIONS}"
STAFFED = f"{COORDINATED} UNION ALL {_TAUGHT}"


_COORDINATES = f"SELECT id FROM ({COORDINATED.replace('%s', '{}')}) AS mine WHERE id IN ({{}})"  # noqa: S608 - our own words


def coordinates(user, cohort: int) -> bool:
    """Whether ``coordinated_by`` this account holds that cohort: every roll asks it of one."""
    return user.is_superuser or bool(rows(_COORDINATES, [user.pk], [user.pk], [cohort]))


class CohortQuerySet(models.QuerySet):
    def coordinated_by(self, user):
        """Cohorts whose list, registers and certificates this account decides on: its programmes, its regions."""
        return self._among(COORDINATED, 2, user)

    def staffed_by(self, user):
        """Those it coordinates and those it teaches: the ones whose roll it may take."""
        return self._among(STAFFED, 3, user)

    def helped_by(self, user):
        """Those whose roll it helps to take, and nothing more. An administration helps nowhere: it staffs."""
        return self.none() if user.is_superuser else self._among(_HELPED, 1, user)

    def in_stage(self, stage: str):
        """Those that stand at that :class:`Cohort.Stage` on the day it is in their programme's zone. One query more."""
        zones = Programme.objects.filter(pk__in=self.order_by().values("programme")).values_list("time_zone", flat=True)
        found = Q(pk__in=[])
        for zone in set(zones):
            found |= Q(programme__time_zone=zone) & _AT[stage](today(zone))
        return self.filter(found)

    def _among(self, ids: str, times: int, user):
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(pk__in=RawSQL(ids, [user.pk] * times))  # noqa: S611 - the account's number is a parameter


def _door_open(day) -> Q:
    begun = Q(door_opens_on=None) | Q(door_opens_on__lte=day)
    not_over = Q(door_closes_on__gte=day) | Q(door_closes_on=None, ends_on__gte=day)
    return ~Q(door="closed") & begun & not_over


# By stage, the question to the database; Cohort.stage asks the same of one row.
_AT = {
    "planned": lambda day: Q(status="planned") & ~_door_open(day),
    "enrolling": lambda day: Q(status="planned") & _door_open(day),
    "running": lambda day: Q(status="running", ends_on__gte=day),
    "finished": lambda day: Q(status="running", ends_on__lt=day),
    "closed": lambda day: Q(status="closed"),
    "cancelled": lambda day: Q(status="cancelled"),
}


class Cohort(models.Model):
    """People taking a course together, and what they were promised when it opened."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("En preparación")
        RUNNING = "running", _("En marcha")
        CLOSED = "closed", _("Cerrado")
        CANCELLED = "cancelled", _("Cancelado")

    class Stage(models.TextChoices):
        """Where it stands today: what was decided about it (``Status``), its days and its door. Never stored."""

        PLANNED = "planned", _("En preparación")
        ENROLLING = "enrolling", _("Con inscripciones abiertas")
        RUNNING = "running", _("En marcha")
        FINISHED = "finished", _("Por cerrar")
        CLOSED = "closed", _("Cerrado")
        CANCELLED = "cancelled", _("Cancelado")

    class Unit(models.TextChoices):
        SESSIONS = "sessions", _("por sesiones: todas valen lo mismo")
        MINUTES = "minutes", _("por minutos: cada sesión vale lo que dura")

    class Base(models.TextChoices):
        HELD = "held", _("sesiones realizadas")
        SINCE = "since", _("sesiones realizadas desde que la persona se inscribió")
        PLANNED = "planned", _("sesiones planeadas")

    class Excused(models.TextChoices):
        ABSENT = "absent", _("cuenta como ausencia")
        EXCLUDED = "excluded", _("no cuenta en la base")

    class Door(models.TextChoices):
        CLOSED = "closed", _("Cerrada: inscribe solo el equipo")
        OPEN = "open", _("Abierta: cada quien se inscribe")
        REQUEST = "request", _("Con solicitud: el equipo decide")
        LINK = "link", _("Con enlace: se inscribe quien lo recibe")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="cohorts", verbose_name=_("programa")
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="cohorts", verbose_name=_("región")
    )
    course = models.ForeignKey(CoursePage, on_delete=models.PROTECT, related_name="+", verbose_name=_("curso"))
    name = models.CharField(_("nombre"), max_length=120)
    code = models.CharField(_("clave"), max_length=24)
    profile = models.CharField(_("perfil de participantes"), max_length=80, blank=True)
    capacity = models.PositiveIntegerField(_("cupo"), null=True, blank=True, validators=[AT_LEAST_ONE])
    starts_on = models.DateField(_("empieza"))
    ends_on = models.DateField(_("termina"))
    status = models.CharField(_("estado"), max_length=10, choices=Status.choices, default=Status.PLANNED)
    # How people come in by themselves, and between which days of the programme's zone.
    door = models.CharField(_("puerta de inscripción"), max_length=8, choices=Door.choices, default=Door.CLOSED)
    door_opens_on = models.DateField(_("inscripciones desde"), null=True, blank=True)
    door_closes_on = models.DateField(_("inscripciones hasta"), null=True, blank=True)
    # The completion rule. Integers decide: a percent of sessions or of their minutes, or a number of sessions when one
    # is given. So many late arrivals are one absence; none given, arriving late is being there.
    attendance_unit = models.CharField(
        _("cómo se cuenta la asistencia"), max_length=8, choices=Unit.choices, default=Unit.SESSIONS
    )
    attendance_percent = models.PositiveSmallIntegerField(_("asistencia mínima (%)"), default=80, validators=PERCENT)
    attendance_sessions = models.PositiveSmallIntegerField(_("sesiones mínimas"), null=True, blank=True)
    attendance_base = models.CharField(
        _("base de la asistencia"), max_length=8, choices=Base.choices, default=Base.HELD
    )
    excused = models.CharField(_("falta justificada"), max_length=8, choices=Excused.choices, default=Excused.ABSENT)
    lates_per_absence = models.PositiveSmallIntegerField(
        _("llegadas tarde que hacen una ausencia"), null=True, blank=True, validators=LATES
    )
    lessons_percent = models.PositiveSmallIntegerField(_("lecciones mínimas (%)"), default=80, validators=PERCENT)
    pass_score = models.PositiveSmallIntegerField(_("calificación mínima"), default=60, validators=PERCENT)
    # What was promised when the cohort opened: see cohorts.promise. Later edits to the course do not change it.
    promise = models.JSONField(default=dict, blank=True, editable=False)
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_reason = models.CharField(_("motivo de la cancelación"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("grupo")
        verbose_name_plural = _("grupos")
        ordering = ["programme", "region", "code"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="cohort_code_once_per_programme"),
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="cohort_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(capacity=None) | Q(capacity__gte=1), name="cohort_has_a_seat"),
            models.CheckConstraint(
                condition=Q(door_opens_on=None)
                | Q(door_closes_on=None)
                | Q(door_closes_on__gte=models.F("door_opens_on")),
                name="door_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(attendance_percent__lte=100, lessons_percent__lte=100, pass_score__lte=100),
                name="cohort_percents_are_percents",
            ),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=False) | Q(status__in=["planned", "cancelled"]),
                name="running_cohort_has_opened",
            ),
            models.CheckConstraint(
                condition=Q(status="cancelled", cancelled_at__isnull=False) & ~Q(cancelled_reason="")
                | ~Q(status="cancelled") & Q(cancelled_at=None, cancelled_reason=""),
                name="cancelled_cohort_says_why",
            ),
            models.CheckConstraint(
                condition=Q(lates_per_absence=None) | Q(lates_per_absence__gte=1), name="lates_make_an_absence"
            ),
            models.CheckConstraint(
                condition=~Q(attendance_unit="minutes") | Q(attendance_sessions=None, lates_per_absence=None),
                name="minutes_ask_a_percent",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def over(self) -> bool:
        """Nobody is enrolled or marked here any more."""
        return self.status in OVER

    @property
    def stage(self) -> "Cohort.Stage":
        """Where it stands on the day it is in the programme's zone."""
        day = today(self.programme.time_zone)
        if self.status == self.Status.RUNNING:
            return self.Stage.FINISHED if self.ends_on < day else self.Stage.RUNNING
        if self.status == self.Status.PLANNED and self._door_is_open(day):
            return self.Stage.ENROLLING
        return self.Stage(self.status)

    def _door_is_open(self, day) -> bool:
        opens, closes = self.door_opens_on or day, self.door_closes_on or self.ends_on
        return self.door != self.Door.CLOSED and opens <= day <= closes


OVER = (Cohort.Status.CLOSED, Cohort.Status.CANCELLED)


class Facilitation(models.Model):
    """A trainer's charge of a cohort, or a helper's of its roll alone, from a day to a day."""

    class Role(models.TextChoices):
        TRAINER = "trainer", _("Facilita")
        ROLL_HELPER = "roll_helper", _("Ayuda a pasar lista")

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="facilitations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="facilitations")
    started_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    role = models.CharField(_("papel"), max_length=12, choices=Role.choices, default=Role.TRAINER)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("facilitación")
        verbose_name_plural = _("facilitaciones")
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "person"], condition=Q(ended_at=None), name="facilitates_once_at_a_time"
            )
        ]

    def __str__(self):
        return f"{self.person} – {self.cohort}"
