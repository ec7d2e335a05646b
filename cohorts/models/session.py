import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models.cohort import Cohort
from kit.clock import now
from kit.maps import map_link

# The way into a video call is shown this long before it begins, and until it ends.
LINK_OPENS = timedelta(minutes=15)


class SessionQuerySet(models.QuerySet):
    def coordinated_by(self, user):
        """Meetings this account decides on: every cohort that meets there is one it coordinates."""
        mine = Cohort.objects.coordinated_by(user).values("pk")
        others = Register.objects.exclude(cohort__in=mine).values("session")
        return self.filter(registers__cohort__in=mine).exclude(pk__in=others).distinct()

    def staffed_by(self, user):
        """Meetings of a cohort that this account coordinates or teaches."""
        return self.filter(registers__cohort__in=Cohort.objects.staffed_by(user)).distinct()

    def visible_to(self, user):
        """Those it staffs or helps with, and those of the cohorts where its person is enrolled."""
        own = Q(registers__cohort__enrolments__person__user=user, registers__cohort__enrolments__withdrawn_at=None)
        team = Q(registers__cohort__in=Cohort.objects.staffed_by(user))
        helped = Q(registers__cohort__in=Cohort.objects.helped_by(user))
        return self.filter(own | team | helped).distinct()


class Session(models.Model):
    """A meeting at a time and a place, of one cohort or of several together (then one register for each)."""

    class Modality(models.TextChoices):
        IN_PERSON = "in_person", _("Presencial")
        ONLINE = "online_live", _("En línea en vivo")
        HYBRID = "hybrid", _("Híbrida: en persona y en línea")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cohorts = models.ManyToManyField(Cohort, through="Register", related_name="sessions")
    title = models.CharField(_("tema"), max_length=160)
    modality = models.CharField(_("modalidad"), max_length=12, choices=Modality.choices, default=Modality.IN_PERSON)
    starts_at = models.DateTimeField(_("empieza"))
    ends_at = models.DateTimeField(_("termina"))
    # The hall's own zone: a session at 23:00 in Tijuana stays at 23:00 in Tijuana.
    time_zone = models.CharField(_("zona horaria"), max_length=40)
    venue = models.CharField(_("lugar"), max_length=200, blank=True)
    # What somebody who does not know the place looks for: the blue gate, across from the market.
    reference = models.CharField(_("puntos de referencia"), max_length=300, blank=True)
    latitude = models.DecimalField(_("latitud"), max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitud"), max_digits=9, decimal_places=6, null=True, blank=True)
    url = models.URLField(_("enlace"), max_length=400, blank=True)
    outline = models.TextField(_("qué se trabaja"), max_length=2000, blank=True)
    required = models.BooleanField(_("cuenta para la asistencia"), default=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_reason = models.CharField(_("motivo de la cancelación"), max_length=200, blank=True)
    # When it was to start before it was last moved: those who knew the old day are told of both.
    moved_from = models.DateTimeField(_("antes empezaba"), null=True, blank=True, editable=False)
    # Counts the changes of what was announced; a form with an older number is stale.
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("sesión")
        verbose_name_plural = _("sesiones")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="session_lies_on_the_earth",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def minutes(self):
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    @property
    def in_a_hall(self):
        return self.modality != self.Modality.ONLINE

    @property
    def online(self):
        return self.modality != self.Modality.IN_PERSON

    @property
    def map_url(self):
        """Where the hall lies on a public map; empty online and while nothing is known of it."""
        return map_link(self.venue, self.latitude, self.longitude) if self.in_a_hall else ""

    @property
    def link_opens_at(self):
        return self.starts_at - LINK_OPENS

    @property
    def link_state(self):
        """Of the way into the video call: ``none``, ``soon`` (not shown yet), ``open``, ``over``."""
        if not self.url or self.cancelled_at:
            return "none"
        moment = now()
        if moment < self.link_opens_at:
            return "soon"
        return "open" if moment <= self.ends_at else "over"


# How long before a session begins and after it ends who only helps with the roll may open it.
HELP_REACHES = timedelta(days=1)


class RegisterQuerySet(models.QuerySet):
    def markable_by(self, user):
        """Those it staffs whenever they are, and those it helps with from a day before to a day after the session."""
        now = timezone.now()
        near = Q(session__starts_at__lte=now + HELP_REACHES, session__ends_at__gte=now - HELP_REACHES)
        helped = near & Q(cohort__in=Cohort.objects.helped_by(user))
        return self.filter(helped | Q(cohort__in=Cohort.objects.staffed_by(user)))

    def staffed_by(self, user):
        return self.filter(cohort__in=Cohort.objects.staffed_by(user))

    def coordinated_by(self, user):
        return self.filter(cohort__in=Cohort.objects.coordinated_by(user))

    def held(self):
        """Registers of meetings that took place: handed in at least once, and not cancelled."""
        return self.filter(first_submitted_at__isnull=False, session__cancelled_at=None)

    def counting(self):
        """Those attendance is reckoned from: required, not cancelled, not done without before being handed in."""
        done_without = Q(status=Register.Status.WAIVED, first_submitted_at=None)
        return self.filter(~done_without, session__required=True, session__cancelled_at=None)

    def unsettled(self):
        """Lists of meetings that have begun and stand, neither approved nor done without: they hold up the closing."""
        begun = self.filter(session__starts_at__lte=timezone.now(), session__cancelled_at=None)
        return begun.exclude(status__in=Register.SETTLED)


class Register(models.Model):
    """The attendance list of one cohort at one session: taken, submitted, then approved or returned."""

    class Status(models.TextChoices):
        NOT_TAKEN = "not_taken", _("Sin tomar")
        DRAFT = "draft", _("En borrador")
        SUBMITTED = "submitted", _("Enviada")
        RETURNED = "returned", _("Devuelta")
        APPROVED = "approved", _("Aprobada")
        WAIVED = "waived", _("Dispensada")

    # Nothing is waited for any more: vouched for, or done without, with a reason.
    SETTLED = (Status.APPROVED, Status.WAIVED)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="registers")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="registers")
    status = models.CharField(_("estado"), max_length=10, choices=Status.choices, default=Status.NOT_TAKEN)
    # Counts the decisions on the list (handed in, approved, returned, reopened); a form with an older number is stale.
    version = models.PositiveIntegerField(default=0)
    first_submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.CharField(_("observación"), max_length=400, blank=True)

    objects = RegisterQuerySet.as_manager()

    class Meta:
        verbose_name = _("lista de asistencia")
        verbose_name_plural = _("listas de asistencia")
        constraints = [
            models.UniqueConstraint(fields=["session", "cohort"], name="one_register_per_cohort_and_session"),
            models.CheckConstraint(condition=~Q(status="waived", note=""), name="waived_list_says_why"),
        ]

    def __str__(self):
        return f"{self.session} – {self.cohort}"

    @property
    def locked(self):
        """Nobody marks here any more: the coordinator has it, has approved it, or does without it."""
        return self.status in {self.Status.SUBMITTED, *self.SETTLED}

    @property
    def shut(self):
        """Nothing more is written on this list: it is locked, its meeting was cancelled, or its cohort is over."""
        return self.locked or self.session.cancelled_at is not None or self.cohort.over
