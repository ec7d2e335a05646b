"""Two registers that may be one person, and what was decided about them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models.person import Person


class PotentialDuplicateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Pairs of which this account coordinates both; neither side united with somebody already."""
        mine = Person.objects.live().coordinated_by(user).values("pk")
        return self.filter(a__in=mine, b__in=mine)


class PotentialDuplicate(models.Model):
    """A suggestion, or the answer to it. ``a`` has the smaller number, so that a pair stands once."""

    class Status(models.TextChoices):
        OPEN = "open", _("Por revisar")
        NOT_DUPLICATE = "not_duplicate", _("No es la misma persona")
        MERGED = "merged", _("Unidas")

    a = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    b = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField(_("parecido"))
    # Codes of people.duplicates.facts.Likeness; the words are the template's.
    reasons = models.JSONField(default=list)
    status = models.CharField(_("estado"), max_length=14, choices=Status.choices, default=Status.OPEN)
    found_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = PotentialDuplicateQuerySet.as_manager()

    class Meta:
        verbose_name = _("posible duplicado")
        verbose_name_plural = _("posibles duplicados")
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["a", "b"], name="pair_suggested_once"),
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="pair_in_order"),
        ]
        indexes = [models.Index(fields=["status", "-score"], name="pairs_to_review")]

    def __str__(self):
        return f"{self.a_id} = {self.b_id}?"


class Comparison(models.Model):
    """With which facts a person was last compared with all others: while they stand, it need not be done again."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="comparison")
    facts = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("comparación")
        verbose_name_plural = _("comparaciones")

    def __str__(self):
        return str(self.person_id)


class NamePair(models.Model):
    """A key under which a person's name is filed: see ``people.duplicates.rules.name_pairs``."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="name_pairs")
    key = models.CharField(max_length=24)

    class Meta:
        verbose_name = _("clave del nombre")
        verbose_name_plural = _("claves del nombre")
        constraints = [models.UniqueConstraint(fields=["key", "person"], name="name_filed_once_per_key")]

    def __str__(self):
        return self.key
