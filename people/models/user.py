from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    use_in_migrations = True

    def create_user(self, email, password=None, **fields):
        """An account under its lower-cased address; without a password it signs in by code or passkey."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractUser):
    """A login. It is not the person: people are enrolled, marked and certified without one."""

    username = None
    email = models.EmailField(_("correo electrónico"), unique=True)

    # Counts how often every entrance of this account was ended: part of what a session is checked against.
    entrances_ended = models.PositiveIntegerField(default=0, editable=False)

    # Whoever holds it reads the calendar of this account, with whatever rights it has at that moment. None until asked.
    calendar_token = models.CharField(max_length=32, unique=True, null=True, editable=False)  # noqa: DJ001

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []
    objects = UserManager()

    class Meta:
        verbose_name = _("cuenta")
        verbose_name_plural = _("cuentas")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self):
        return self.get_full_name() or self.email

    def _get_session_auth_hash(self, secret=None):
        """Django's own hash until entrances were ended once; then one that no earlier session carries."""
        own = super()._get_session_auth_hash(secret=secret)
        if not self.entrances_ended:
            return own
        salt = f"people.entrances.{self.entrances_ended}"
        return salted_hmac(salt, own, secret=secret, algorithm="sha256").hexdigest()
