from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cohorts.models import Cohort, Enrolment
from kit.ids import new_token
from people.models import Membership, Organisation, Person
from programmes.models import Programme


class CertificateQuerySet(models.QuerySet):
    def valid(self):
        return self.filter(revoked_at=None, replaced_by=None)

    def of(self, user):
        """Your own, and those of the organisations that you are the contact of today."""
        return self.filter(_held_by(user)) if user.is_authenticated else self.none()

    def visible_to(self, user):
        """Those ``of`` you, and those of the cohorts you staff."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(_held_by(user) | Q(cohort__in=Cohort.objects.staffed_by(user)))


def _held_by(user) -> Q:
    posts = Membership.objects.contacts().filter(person__user=user)
    return Q(person__user=user) | Q(organisation__in=posts.values("organisation"))


class Certificate(models.Model):
    """A promise made in public. It copies its facts and never follows later edits; it is never deleted."""

    class Kind(models.TextChoices):
        ATTENDANCE = "attendance", _("Participación")
        COMPLETION = "completion", _("Acreditación")
        FACILITATION = "facilitation", _("Facilitación")
        ORGANISATION = "organisation", _("Organización")

    # Given for what somebody did as one of those enrolled.
    OF_PASSAGES = (Kind.ATTENDANCE, Kind.COMPLETION)

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="certificates")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="certificates")
    # Its subject: a passage and its person, a trainer, or an organisation. The constraint says which fits which kind.
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, null=True, blank=True, related_name="certificates"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="certificates")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="certificates"
    )
    kind = models.CharField(_("tipo"), max_length=12, choices=Kind.choices, default=Kind.COMPLETION)
    folio = models.CharField(_("folio"), max_length=32, unique=True)
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    # Every fact that is printed, as printed: see certificates.snapshot.
    snapshot = models.JSONField()
    issued_at = models.DateTimeField(_("emitida"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    replaced_by = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")
    # Two registers of one person each earned one in the same cohort: both stand, the second beside the first.
    beside = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="companions"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_reason = models.CharField(_("motivo de la anulación"), max_length=400, blank=True)
    # The PDF is a rendering of the snapshot: it may be lost and drawn again, byte for byte.
    pdf_sha256 = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    # With the facts, what decides every byte of the signed sheet: which key, and the moment it says it signed.
    signed_with = models.ForeignKey(
        "certificates.SigningKey", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    signed_at = models.DateTimeField(_("firmada"), null=True, blank=True, editable=False)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("constancia")
        verbose_name_plural = _("constancias")
        ordering = ["folio"]
        # The few that a status list of badges asks for.
        indexes = [
            models.Index(fields=["revoked_at"], condition=Q(revoked_at__isnull=False), name="certificate_taken_back")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "kind"],
                condition=Q(revoked_at=None, replaced_by=None, beside=None),
                name="one_valid_certificate_per_enrolment_and_kind",
            ),
            models.UniqueConstraint(
                fields=["cohort", "person"],
                condition=Q(enrolment=None, revoked_at=None, replaced_by=None, beside=None),
                name="one_valid_certificate_per_trainer",
            ),
            models.UniqueConstraint(
                fields=["cohort", "organisation"],
                condition=Q(revoked_at=None, replaced_by=None, beside=None),
                name="one_valid_certificate_per_organisation",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["attendance", "completion"],
                    enrolment__isnull=False,
                    person__isnull=False,
                    organisation=None,
                )
                | Q(kind="facilitation", enrolment=None, person__isnull=False, organisation=None)
                | Q(kind="organisation", enrolment=None, person=None, organisation__isnull=False),
                name="certificate_has_the_subject_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_reason="") | (Q(revoked_at__isnull=False) & ~Q(revoked_reason="")),
                name="revocation_says_why",
            ),
        ]

    def __str__(self):
        return self.folio

    @property
    def holder_gone(self):
        """Its holder asked to be forgotten: folio and SHA-256 stay, name and file do not."""
        return bool(self.snapshot.get("holder_gone"))
