import uuid
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from kit.text import fold, listed
from places.models import Territory


class Sex(models.TextChoices):
    WOMAN = "woman", _("Mujer")
    MAN = "man", _("Hombre")
    INTERSEX = "intersex", _("Intersexual")
    OTHER = "other", _("Otro")
    # Asked, and not answered: nobody asks again. Not reported is what nobody asked yet.
    PREFER_NOT = "prefer_not", _("Prefiero no responder")
    NOT_REPORTED = "not_reported", _("No informado")


class GenderIdentity(models.TextChoices):
    """Beside the sex, never instead of it. Empty is what nobody asked."""

    WOMAN = "woman", _("Mujer")
    MAN = "man", _("Hombre")
    TRANS_WOMAN = "trans_woman", _("Mujer trans")
    TRANS_MAN = "trans_man", _("Hombre trans")
    NON_BINARY = "non_binary", _("Persona no binaria")
    OTHER = "other", _("Otra identidad")
    PREFER_NOT = "prefer_not", _("Prefiero no responder")


class Area(models.TextChoices):
    URBAN = "urban", _("Urbana")
    RURAL = "rural", _("Rural")
    NOT_REPORTED = "not_reported", _("No informada")


class PersonQuerySet(models.QuerySet):
    def of(self, user):
        """The person this account belongs to, if it was claimed."""
        return self.filter(user=user)

    def live(self):
        """Without the registers that were united with another one."""
        return self.filter(merged_into=None)

    def comparable(self):
        """Those who may turn out to be somebody else: all who left share one name, and it says nothing."""
        return self.live().filter(erased_at=None)

    def named(self, uuid):
        """The person that an address speaks of today: old ones lead to the register that was kept."""
        return self.live().filter(Q(uuid=uuid) | Q(merged__uuid=uuid)).distinct()

    def coordinated_by(self, user):
        """Those this account decides about: enrolled where it coordinates."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        asked = [Q(pk__in=room(user)) for room in hooks.get_hooks("people.coordinated_by")]
        return self.filter(reduce(or_, asked)) if asked else self.none()


class Person(models.Model):
    """A human being we enrol, mark, certify and count. Needs a given name and one surname, nothing more."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    given_names = models.CharField(_("nombre o nombres"), max_length=80)
    surname1 = models.CharField(_("primer apellido"), max_length=80)
    surname2 = models.CharField(_("segundo apellido"), max_length=80, blank=True)
    certificate_name = models.CharField(_("nombre para la constancia"), max_length=160, blank=True)
    # Folded and sorted by kit.text.name_key: "Mª Luisa García" and "GARCIA maria luisa" share it.
    name_key = models.CharField(max_length=240, editable=False, db_index=True)
    sex = models.CharField(_("sexo"), max_length=12, choices=Sex.choices, default=Sex.NOT_REPORTED)
    # Sensitive: kept only with the permission for it (people.identity.private), read by its holder alone.
    gender_identity = models.CharField(
        _("identidad de género"), max_length=12, choices=GenderIdentity.choices, blank=True
    )
    birth_date = models.DateField(_("fecha de nacimiento"), null=True, blank=True)
    # What stays of the birth date when its holder asks to be forgotten: enough for an age band, too little for a name.
    birth_year = models.PositiveSmallIntegerField(_("año de nacimiento"), null=True, blank=True)
    area = models.CharField(_("área"), max_length=12, choices=Area.choices, default=Area.NOT_REPORTED)
    email = models.EmailField(_("correo electrónico"), blank=True, db_index=True)
    # Two people may share a phone: never unique.
    phone = models.CharField(_("teléfono"), max_length=32, blank=True, db_index=True)
    territory = models.ForeignKey(
        Territory,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("municipio"),
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
    )
    erased_at = models.DateTimeField(_("datos borrados"), null=True, blank=True, editable=False)
    # The register that speaks for this one since they were united; the row stays so that old links lead there.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("persona")
        verbose_name_plural = _("personas")
        ordering = ["surname1", "surname2", "given_names"]

    def __str__(self):
        return self.full_name

    @property
    def full_name(self):
        return " ".join(part for part in (self.given_names, self.surname1, self.surname2) if part)

    @property
    def listed_as(self):
        """What lists are put in order by, the same in every database: Álvarez beside Alvarado, Ñúñez beside Núñez."""
        return fold(f"{self.surname1} {self.surname2} {self.given_names}"), self.pk

    @property
    def present(self):
        """The person this register speaks for today: itself, or the one it was united with."""
        return self.merged_into or self

    @property
    def printed_name(self):
        """The name a certificate carries: the one the holder chose, else the full name."""
        return self.certificate_name or self.full_name

    @property
    def list_name(self):
        """Surnames first, as attendance lists are read aloud and sorted."""
        if self.erased_at:
            return self.full_name
        return listed(self.given_names, self.surname1, self.surname2)
