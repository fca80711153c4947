"""Referrals and what happened to them. Organisation, kind, state and days stand plain; whom it is for and every word do not."""

from django.conf import settings
from django.db import models

from schakel.cases.plan.models import InPlan
from schakel.cases.plan.states import Part
from schakel.core import time
from schakel.core.models import Privacy, Record
from schakel.sharing.referral.states import WAITING, ReferralKind, ReferralState, Turn


class Referral(InPlan):
    """An organisation is asked to help somebody in a case, or to take the case over. Kept version by version, as a plan is."""

    part = Part.REFERRAL
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="referrals")
    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=20, choices=ReferralKind)
    state = models.CharField(max_length=20, choices=ReferralState, default=ReferralState.PROPOSED)
    organisation = models.ForeignKey("partners.Organisation", on_delete=models.PROTECT, related_name="+")
    professional = models.ForeignKey("partners.Professional", null=True, on_delete=models.PROTECT, related_name="+")
    # What was told them with it; nothing may be told without one.
    disclosure = models.ForeignKey("sharing.Disclosure", null=True, on_delete=models.PROTECT, related_name="referrals")
    # The day to ask again; none once nobody there has to say anything.
    remind_on = models.DateField(null=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=time.now)

    privacy = {
        **dict.fromkeys(("case", "disclosure", "revision"), Privacy.TECHNICAL),
        **dict.fromkeys(("organisation", "professional"), Privacy.ORGANISATIONAL),
        **dict.fromkeys(
            ("number", "kind", "state", "remind_on", "proposed_by", "proposed_at"), Privacy.OPERATIONAL
        ),
        "content": Privacy.SEALED,
    }  # fmt: skip

    class Meta:
        ordering = ("-proposed_at", "-created_at", "id")
        indexes = [models.Index(fields=("state", "remind_on"), name="sharing_referrals_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=WAITING, remind_on__isnull=False)
                | (~models.Q(state__in=WAITING) & models.Q(remind_on=None)),
                name="sharing_waiting_has_a_day",
            )
        ]

    def plain(self) -> dict[str, str]:
        """What stands outside the encrypted part and belongs to a version."""
        return {
            "state": str(self.state),
            "kind": str(self.kind),
            "professional": str(self.professional_id or ""),
            "disclosure": str(self.disclosure_id or ""),
            "remind_on": self.remind_on.isoformat() if self.remind_on is not None else "",
        }


class ReferralTurn(Record):
    """One thing that happened to a referral: on which day, who wrote it down, and in words with whom. Only added."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="turns")
    # The version of the referral that it made: its place in the order of turns.
    revision = models.PositiveIntegerField()
    turn = models.CharField(max_length=20, choices=Turn)
    happened_on = models.DateField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=time.now)
    content = models.BinaryField()

    privacy = {
        **dict.fromkeys(("referral", "revision"), Privacy.TECHNICAL),
        **dict.fromkeys(("turn", "happened_on", "entered_by", "entered_at"), Privacy.OPERATIONAL),
        "content": Privacy.SEALED,
    }

    class Meta:
        ordering = ("revision",)
        constraints = [models.UniqueConstraint(fields=("referral", "revision"), name="sharing_referral_turn_once")]
