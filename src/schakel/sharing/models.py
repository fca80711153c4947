"""Disclosures and consent. States, days, who did it and which organisation stand plain; every word is encrypted.

So are the purpose and the ground, for they say what is the matter with somebody. All of it stands under the data key of the
case. What was given is kept as it was given, apart from the words that led to it.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from schakel.cases.models import Case, Involvement
from schakel.core import time
from schakel.core.models import Privacy, Record
from schakel.partners.models import Organisation, Professional
from schakel.sharing.referral.models import Referral, ReferralTurn
from schakel.sharing.states import DisclosureState, RegistrationState

__all__ = ["Consent", "Disclosure", "Referral", "ReferralTurn", "Registration", "Taking"]


class Disclosure(Record):
    """Something that somebody is told, from draft to what became of it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="disclosures")
    number = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=20, choices=DisclosureState, default=DisclosureState.DRAFT)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    professional = models.ForeignKey(Professional, null=True, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=time.now)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(null=True)
    # The last day on which the recipient may use it.
    expires_on = models.DateField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    content = models.BinaryField()
    # Exactly what was given: values, conditions, and what it rests on.
    frozen = models.BinaryField(default=b"")

    privacy = {
        **dict.fromkeys(("case", "revision"), Privacy.TECHNICAL),
        **dict.fromkeys(("organisation", "professional"), Privacy.ORGANISATIONAL),
        **dict.fromkeys(
            (
                "number", "state", "drafted_by", "drafted_at", "given_by", "given_at", "expires_on", "ended_by",
                "ended_at",
            ),
            Privacy.OPERATIONAL,
        ),
        **dict.fromkeys(("content", "frozen"), Privacy.SEALED),
    }  # fmt: skip

    class Meta:
        ordering = ("-drafted_at", "-created_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("draft", "dropped"), given_at=None, frozen=b"")
                | (Q(state__in=("given", "recalled"), given_at__isnull=False) & ~Q(frozen=b"")),
                name="sharing_what_was_given_is_kept",
            )
        ]

    @property
    def has_expired(self) -> bool:
        """Whether the recipient may no longer use what was given."""
        return self.state == DisclosureState.GIVEN and self.expires_on is not None and self.expires_on < time.today()


class Taking(Record):
    """One time that a disclosure was taken out as a document, or that its recipient read it here themself. Only added."""

    disclosure = models.ForeignKey(Disclosure, on_delete=models.CASCADE, related_name="takings")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(default=time.now)
    is_look = models.BooleanField(default=False)

    privacy = {
        "disclosure": Privacy.TECHNICAL,
        **dict.fromkeys(("taken_by", "taken_at", "is_look"), Privacy.OPERATIONAL),
    }

    class Meta:
        ordering = ("taken_at", "id")


class Consent(Record):
    """Somebody in a case said yes to one purpose. Withdrawn it stays, since what was given before rests on it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="consents")
    involvement = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="consents")
    said_on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=time.now)
    withdrawn_on = models.DateField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # For what, who said it, how, and in which words.
    content = models.BinaryField()

    privacy = {
        **dict.fromkeys(("case", "involvement"), Privacy.TECHNICAL),
        **dict.fromkeys(("said_on", "recorded_by", "recorded_at", "withdrawn_on", "withdrawn_by"), Privacy.OPERATIONAL),
        "content": Privacy.SEALED,
    }

    class Meta:
        ordering = ("-said_on", "-recorded_at", "id")


class Registration(Record):
    """One person registered with CoMensha, or about to be. Of which kind stands in the words: it tells who needs shelter."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="registrations")
    involvement = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="registrations")
    number = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=20, choices=RegistrationState, default=RegistrationState.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=time.now)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField(null=True)
    # CoMensha said that it arrived, or it came to nothing.
    ended_at = models.DateTimeField(null=True)
    content = models.BinaryField()

    privacy = {
        **dict.fromkeys(("case", "involvement", "revision"), Privacy.TECHNICAL),
        **dict.fromkeys(
            ("number", "state", "begun_by", "begun_at", "sent_by", "sent_on", "ended_at"), Privacy.OPERATIONAL
        ),
        "content": Privacy.SEALED,
    }

    class Meta:
        ordering = ("-begun_at", "-created_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("sent", "confirmed"), sent_on__isnull=False)
                | Q(state__in=("draft", "dropped"), sent_on=None),
                name="sharing_sent_has_a_day",
            )
        ]
