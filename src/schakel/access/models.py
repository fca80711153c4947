"""Accounts, and the compartments that decide which of them sees which record."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from schakel.access.roles import PERMISSIONS, Permission, Role
from schakel.core import time
from schakel.core.models import Privacy, Record

# Untriaged reports share one compartment, open to whoever does triage; it exists from the first migration.
INBOX_ID = uuid.UUID("00000000-0000-4000-8000-000000000001")


class Accounts(BaseUserManager["User"]):
    """Accounts are made by name and role; there is no superuser."""

    def create_account(self, *, email: str, name: str, role: Role, password: str | None = None) -> "User":
        """A new active account; without a password nobody can sign in to it with one."""
        user = self.model(email=self.normalize_email(email).lower(), name=name, role=role)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, Record):
    """Somebody with an account at the desk."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=30, choices=Role)
    is_active = models.BooleanField(default=True)

    objects = Accounts()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    privacy = dict.fromkeys(
        ("email", "name", "role", "is_active", "password", "last_login"), Privacy.ORGANISATIONAL
    )

    def __str__(self) -> str:
        return self.name

    @property
    def actor_id(self) -> str:
        return str(self.id)

    @property
    def actor_role(self) -> str:
        return self.role

    def may(self, permission: Permission) -> bool:
        """Whether this person's role includes that kind of work."""
        return self.is_active and permission in PERMISSIONS[Role(self.role)]


class Compartment(Record):
    """What records are grouped in for access. `open_to` names the kind of work that sees all of it, if any."""

    open_to = models.CharField(max_length=30, choices=Permission, blank=True)

    privacy = {"open_to": Privacy.OPERATIONAL}


class Grant(Record):
    """Somebody may see a compartment, from a moment until a moment (empty: until it is withdrawn), on a ground."""

    class Ground(models.TextChoices):
        COORDINATOR = "coordinator", "procesregisseur van deze casus"
        TRIAGE = "triage", "beoordeelde de melding"

    compartment = models.ForeignKey(Compartment, on_delete=models.CASCADE, related_name="grants")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    ground = models.CharField(max_length=20, choices=Ground)
    starts_at = models.DateTimeField(default=time.real_now)
    ends_at = models.DateTimeField(null=True, blank=True)

    privacy = dict.fromkeys(("compartment", "user", "ground", "starts_at", "ends_at"), Privacy.OPERATIONAL)


class Exclusion(Record):
    """A named person never sees this compartment (conflict of interest); it beats every grant."""

    compartment = models.ForeignKey(Compartment, on_delete=models.CASCADE, related_name="exclusions")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="exclusions")

    privacy = dict.fromkeys(("compartment", "user"), Privacy.OPERATIONAL)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("compartment", "user"), name="access_excluded_once")]
