import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage
from kit.rows import rows
from people.models import Person
from programmes.models import Programme, Region

AT_LEAST_ONE = MinValueValidator(1, _("El cupo es de una persona o más. Déjalo vacío si no hay límite."))
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

    def _among(self, ids: str, times: int, user):
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(pk__in=RawSQL(ids, [user.pk] * times))  # noqa: S611 - the account's number is a parameter


class Cohort(models.Model):
    """People taking a course together, and what they were promised when it opened."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("En preparación")
        RUNNING = "running", _("En marcha")
        CLOSED = "closed", _("Cerrado")
        CANCELLED = "cancelled", _("Cancelado")

    class Base(models.TextChoices):
        HELD = "held", _("sesiones realizadas")
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
    # The completion rule. Integers decide: a percent, or a number of sessions when one is given.
    attendance_percent = models.PositiveSmallIntegerField(_("asistencia mínima (%)"), default=80, validators=PERCENT)
    attendance_sessions = models.PositiveSmallIntegerField(_("sesiones mínimas"), null=True, blank=True)
    attendance_base = models.CharField(
        _("base de la asistencia"), max_length=8, choices=Base.choices, default=Base.HELD
    )
    excused = models.CharField(_("falta justificada"), max_length=8, choices=Excused.choices, default=Excused.ABSENT)
    lessons_percent = models.PositiveSmallIntegerField(_("lecciones mínimas (%)"), default=80, validators=PERCENT)
    pass_score = models.PositiveSmallIntegerField(_("calificación mínima"), default=60, validators=PERCENT)
    # What was promised when the cohort opened: see cohorts.promise. Later edits to the course do not change it.
    promise = models.JSONField(default=dict, blank=True, editable=False)
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
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
        ]

    def __str__(self):
        return self.name


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
