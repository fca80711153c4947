"""Accounts and how they come to exist, the compartments that decide who sees what, and four-eyes proposals."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from schakel.access.roles import PERMISSIONS, Permission, Role
from schakel.core import time
from schakel.core.models import Privacy, Record
from schakel.vault.models import DataKeyField

# Untriaged reports share one compartment, open to whoever does triage; it exists from the first migration.
INBOX_ID = uuid.UUID("00000000-0000-4000-8000-000000000001")


class Accounts(BaseUserManager["User"]):
    """Accounts are made by name and role; there is no superuser."""

    def create_account(
        self,
        *,
        email: str,
        name: str,
        role: Role,
        password: str | None = None,
        municipality: str = "",
        organisation: str = "",
    ) -> "User":
        """A new active account; without a password nobody can sign in to it with one."""
        user = self.model(
            email=self.normalize_email(email).lower(),
            name=name,
            role=role,
            municipality=municipality,
            organisation=organisation,
        )
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
    # Of a municipal contact person: the code of the profile. Of a partner: who sent them.
    municipality = models.CharField(max_length=10, blank=True)
    organisation = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)

    objects = Accounts()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    privacy = dict.fromkeys(
        ("email", "name", "role", "municipality", "organisation", "is_active", "password", "last_login"),
        Privacy.ORGANISATIONAL,
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
    """What records are grouped in for access. `open_to` names the kind of work that sees all of it, if any.

    Data on offenders and from the police stand in compartments of their own `kind`, which ask a permission too.
    """

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", "gewoon"
        OFFENDER = "offender", "verdachten en daders"
        POLICE = "police", "van de politie"

    open_to = models.CharField(max_length=30, choices=Permission, blank=True)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.ORDINARY)
    # Since when nobody but the privacy officer sees it, whatever was granted (Wgs art. 2.31).
    shielded_at = models.DateTimeField(null=True)

    privacy = dict.fromkeys(("open_to", "kind", "shielded_at"), Privacy.OPERATIONAL)

    class Meta:
        # Few are open to a kind of work or shielded, of very many: every page asks for exactly these.
        indexes = [
            models.Index(fields=("open_to",), name="access_open_to_work"),
            models.Index(fields=("shielded_at",), name="access_shielded"),
        ]


class Grant(Record):
    """Somebody may see a compartment, from a moment until a moment (empty: until it is withdrawn), on a ground."""

    class Ground(models.TextChoices):
        COORDINATOR = "coordinator", "procesregisseur van deze casus"
        TRIAGE = "triage", "beoordeelde de melding"
        PARTICIPANT = "participant", "uitgenodigd als deelnemer"
        STAND_IN = "stand_in", "neemt waar voor een collega"
        BREAK_GLASS = "break_glass", "noodinzage"

    compartment = models.ForeignKey(Compartment, on_delete=models.CASCADE, related_name="grants")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    ground = models.CharField(max_length=20, choices=Ground)
    starts_at = models.DateTimeField(default=time.real_now)
    ends_at = models.DateTimeField(null=True, blank=True)
    # Why, in words, where the ground asks for it: a participant's need, or what the emergency was.
    reason = models.BinaryField(default=b"")
    data_key = DataKeyField()

    privacy = {
        **dict.fromkeys(("compartment", "user", "ground", "starts_at", "ends_at"), Privacy.OPERATIONAL),
        "reason": Privacy.SEALED,
        "data_key": Privacy.TECHNICAL,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(ground__in=("participant", "stand_in", "break_glass")) | Q(ends_at__isnull=False),
                name="access_time_boxed",
            )
        ]


class BreakGlassReview(Record):
    """The privacy officer's verdict on one time that somebody opened a compartment in an emergency."""

    class Verdict(models.TextChoices):
        JUSTIFIED = "justified", "terecht"
        NOT_JUSTIFIED = "not_justified", "niet terecht"

    grant = models.OneToOneField(Grant, on_delete=models.CASCADE, related_name="review")
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(default=time.real_now)
    verdict = models.CharField(max_length=20, choices=Verdict)
    # Under the data key of the grant: what is said about the reason goes when the reason goes.
    words = models.BinaryField()

    privacy = {
        "grant": Privacy.TECHNICAL,
        **dict.fromkeys(("reviewed_by", "reviewed_at", "verdict"), Privacy.OPERATIONAL),
        "words": Privacy.SEALED,
    }


class Exclusion(Record):
    """A named person never sees this compartment (conflict of interest); it beats every grant."""

    compartment = models.ForeignKey(Compartment, on_delete=models.CASCADE, related_name="exclusions")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="exclusions")

    privacy = dict.fromkeys(("compartment", "user"), Privacy.OPERATIONAL)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("compartment", "user"), name="access_excluded_once")]


class Keying(Record):
    """Somebody made another's account, or handed out a new way in to it.

    Kept for good: whoever held the key to an account once can't be its second pair of eyes.
    """

    class What(models.TextChoices):
        ACCOUNT = "account", "account gemaakt"
        PASSWORD = "password", "nieuw wachtwoord"
        SECOND_FACTOR = "second_factor", "tweede factor opnieuw"
        IDENTITY_PROVIDER = "identity_provider", "andere identiteitsdienst"
        ROLE = "role", "andere rol"

    account = models.ForeignKey(User, on_delete=models.CASCADE, related_name="keyings")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=20, choices=What)
    at = models.DateTimeField(default=time.real_now)

    privacy = dict.fromkeys(("account", "by", "what", "at"), Privacy.OPERATIONAL)


class Proposal(Record):
    """Something that needs a second pair of eyes. `digest` is the SHA-256 of exactly what is proposed."""

    class Kind(models.TextChoices):
        FACTSHEET = "factsheet", "een factsheet publiceren"
        ACCOUNT = "account", "een uitnodiging of nieuw wachtwoord"
        SECOND_FACTOR = "second_factor", "een tweede factor opnieuw instellen"
        IDENTITY_PROVIDER = "identity_provider", "een andere identiteitsdienst"
        ROLE = "role", "een andere rol"
        DESTRUCTION = "destruction", "gegevens vernietigen"
        IDENTITY_DISCLOSURE = "identity_disclosure", "een identiteit bekendmaken"
        BULK_EXPORT = "bulk_export", "veel gegevens uitvoeren"
        ANSWER = "answer", "een antwoord aan een melder"
        DISCLOSURE = "disclosure", "een verstrekking uit een casus"
        MINUTES = "minutes", "een verslag van een overleg"

    class State(models.TextChoices):
        OPEN = "open", "wacht op goedkeuring"
        APPROVED = "approved", "goedgekeurd"
        REFUSED = "refused", "niet goedgekeurd"
        WITHDRAWN = "withdrawn", "ingetrokken"

    kind = models.CharField(max_length=30, choices=Kind)
    # No foreign key: what is proposed may stand in any room, also in one above this.
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    # Whose account it is about, if it is: nobody judges a proposal about their own.
    account = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=State, default=State.OPEN)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=time.real_now)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    # Why it was refused, in words: what is proposed may be about a client, and so may these.
    refusal = models.BinaryField(default=b"")
    data_key = DataKeyField()

    privacy = {
        **dict.fromkeys(
            ("kind", "state", "account", "proposed_by", "proposed_at", "decided_by", "decided_at"),
            Privacy.OPERATIONAL,
        ),
        **dict.fromkeys(("subject_type", "subject_id", "digest", "data_key"), Privacy.TECHNICAL),
        "refusal": Privacy.SEALED,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("kind", "subject_type", "subject_id"),
                condition=Q(state="open"),
                name="access_one_open_proposal",
            )
        ]


class Invitation(Record):
    """A one-time link to a new account, or (with `account`) to a new password for one that exists."""

    email = models.EmailField()
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=30, choices=Role)
    municipality = models.CharField(max_length=10, blank=True)
    organisation = models.CharField(max_length=120, blank=True)
    account = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # Only the hash: whoever reads this table can't accept an invitation.
    token_hash = models.BinaryField(max_length=32, unique=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    privacy = {
        **dict.fromkeys(("email", "name", "role", "municipality", "organisation"), Privacy.ORGANISATIONAL),
        **dict.fromkeys(("account", "invited_by", "expires_at", "accepted_at", "withdrawn_at"), Privacy.OPERATIONAL),
        "token_hash": Privacy.TECHNICAL,
    }


class RoleChange(Record):
    """Another role (or municipality, or organisation) for an account: asked for, and carried out once it may be."""

    account = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_changes")
    role = models.CharField(max_length=30, choices=Role)
    municipality = models.CharField(max_length=10, blank=True)
    organisation = models.CharField(max_length=120, blank=True)
    # Who takes over the work that the new role can't do, where there is some.
    successor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    carried_out_at = models.DateTimeField(null=True)

    privacy = {
        **dict.fromkeys(("role", "municipality", "organisation"), Privacy.ORGANISATIONAL),
        **dict.fromkeys(("account", "successor", "asked_by", "carried_out_at"), Privacy.OPERATIONAL),
    }


class LogReading(Record):
    """One time that the privacy officer reads the log: for what, with the reason in words, and until when."""

    class Purpose(models.TextChoices):
        CONTROL = "control", "periodieke controle"
        COMPLAINT = "complaint", "een klacht"
        INCIDENT = "incident", "een incident"
        ACCESS_REQUEST = "access_request", "een verzoek om inzage"
        PROCEEDINGS = "proceedings", "een procedure"

    reader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20, choices=Purpose)
    begun_at = models.DateTimeField(default=time.real_now)
    ends_at = models.DateTimeField()
    words = models.BinaryField()
    data_key = DataKeyField()

    privacy = {
        **dict.fromkeys(("reader", "purpose", "begun_at", "ends_at"), Privacy.OPERATIONAL),
        "words": Privacy.SEALED,
        "data_key": Privacy.TECHNICAL,
    }

    class Meta:
        indexes = [models.Index(fields=("reader", "ends_at"), name="access_reading_of")]
