"""Who there is: accounts, the clinic, its staff and its patients, and what each agreed to."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from hipwise.kit.sealed import SealedText


class UserManager(BaseUserManager["User"]):
    """Makes accounts; e-mail addresses are kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make and save an account."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Look an account up by its address, whatever its case."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """An account. What a person may do hangs on their :class:`StaffSeat` or :class:`Patient`, not on it."""

    email = models.EmailField(max_length=254, unique=True)
    name = SealedText(default="", blank=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False, editable=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(email=Lower("email")), name="address_in_lower_case")]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """The name shown to others at the clinic."""
        return self.name.strip() or self.email.split("@")[0]

    def get_short_name(self) -> str:
        """How to greet the person."""
        return self.get_full_name().split()[0]


class Clinic(models.Model):
    """The one clinic of this installation. Numbers to call have no defaults: the owner states them."""

    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2")
    time_zone = models.CharField(max_length=64, help_text="IANA name")
    emergency_number = models.CharField(max_length=32)
    crisis_number = models.CharField(max_length=32)
    crisis_words = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    is_demo = models.BooleanField(default=False, editable=False)
    only = models.BooleanField(default=True, editable=False, unique=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only=True), name="one_clinic")]

    def __str__(self) -> str:
        return self.name


class StaffSeat(models.Model):
    """A place at the clinic: what someone does there, since when and until when."""

    class Work(models.TextChoices):
        PHYSIOTHERAPIST = "physiotherapist", "Physiotherapist"
        PSYCHOLOGIST = "psychologist", "Psychologist"
        FRONT_DESK = "front_desk", "Front desk"
        OWNER = "owner", "Owner"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="seats")
    work = models.CharField(max_length=16, choices=Work)
    registration = models.CharField("professional registration number", max_length=60, blank=True)
    edits_pages = models.BooleanField("may edit the clinic's web pages", default=False)
    since = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "work"], condition=models.Q(until=None), name="one_standing_seat_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_work_display()})"


class Invitation(models.Model):
    """A letter that offers a seat. Whoever proves the address may take it, once, until it expires."""

    email = models.EmailField(max_length=254)
    work = models.CharField(max_length=16, choices=StaffSeat.Work)
    edits_pages = models.BooleanField(default=False)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    sent = models.DateTimeField()
    expires = models.DateTimeField()
    closed = models.DateTimeField(null=True, blank=True, help_text="when it was accepted or taken back")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email", "work"], condition=models.Q(closed=None), name="one_open_invitation_a_kind"
            ),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="invited_in_lower_case"),
        ]

    def __str__(self) -> str:
        return f"{self.email} ({self.get_work_display()})"


class Patient(models.Model):
    """Somebody the clinic looks after; the account is theirs and may come later."""

    # PROTECT: an account leaves through privacy.services.erase_account alone, which knows every table
    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.PROTECT, related_name="patient")
    name = SealedText(default="", blank=True)
    created = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return f"patient {self.pk}"


class Consent(models.Model):
    """What a person agreed to (``people.consents``), in which words, when, and when they took it back."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=32)
    version = models.CharField(max_length=16)
    given = models.DateTimeField()
    withdrawn = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"], condition=models.Q(withdrawn=None), name="one_standing_consent_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"
