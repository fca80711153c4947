"""The states of a referral as one table: what can happen to it, from where, what it becomes, and what the story says."""

from dataclasses import dataclass

from django.db import models


class ReferralKind(models.TextChoices):
    """Whether help is asked and the case stays here, or the case goes there."""

    REFERRAL = "referral", "doorverwijzing"
    TRANSFER = "transfer", "overdracht"


class ReferralState(models.TextChoices):
    """How far it is. Received is the end of what was accepted: somebody there confirmed it."""

    PROPOSED = "proposed", "voorgesteld"
    ACCEPTED = "accepted", "geaccepteerd"
    REFUSED = "refused", "geweigerd"
    RECEIVED = "received", "ontvangst bevestigd"
    WITHDRAWN = "withdrawn", "ingetrokken"


# Somebody there still has to say something.
WAITING = (ReferralState.PROPOSED, ReferralState.ACCEPTED)


class Turn(models.TextChoices):
    """What can happen to a referral, as its history says it."""

    PROPOSED = "proposed", "voorgesteld"
    REMINDED = "reminded", "herinnerd"
    ACCEPTED = "accepted", "geaccepteerd"
    REFUSED = "refused", "geweigerd"
    RECEIVED = "received", "ontvangst bevestigd"
    WITHDRAWN = "withdrawn", "ingetrokken"


@dataclass(frozen=True)
class Move:
    """One line of the table. Without a target the state stays; `needs_reason` asks why."""

    turn: Turn
    sources: tuple[ReferralState, ...]
    target: ReferralState | None
    needs_reason: bool = False


MOVES = {
    move.turn: move
    for move in (
        Move(Turn.REMINDED, WAITING, None),
        Move(Turn.ACCEPTED, (ReferralState.PROPOSED,), ReferralState.ACCEPTED),
        Move(Turn.REFUSED, (ReferralState.PROPOSED,), ReferralState.REFUSED, needs_reason=True),
        Move(Turn.RECEIVED, (ReferralState.ACCEPTED,), ReferralState.RECEIVED),
        Move(Turn.WITHDRAWN, WAITING, ReferralState.WITHDRAWN, needs_reason=True),
    )
}


class HowSaid(models.TextChoices):
    """How somebody there was spoken to, or answered."""

    PHONE = "phone", "telefonisch"
    SECURE_MAIL = "secure_mail", "beveiligde e-mail"
    IN_PERSON = "in_person", "in een gesprek"
    LETTER = "letter", "per brief"
    # By the worker alone: that a question waits, and not which.
    MAIL = "mail", "e-mail zonder inhoud"


class Confirmed(models.TextChoices):
    """What somebody there confirms: a choice and no free words, since it stands on paper."""

    BEGUN = "begun", "de hulp is begonnen"
    TAKEN_OVER = "taken_over", "de casus is overgenomen"
    ARRIVED = "arrived", "alles is ontvangen, en er volgt een afspraak"

    @classmethod
    def of(cls, kind: str) -> "list[Confirmed]":
        """What can be confirmed of a referral or a transfer: a case of which only help is asked stays here."""
        return [one for one in cls if one != cls.TAKEN_OVER or kind == ReferralKind.TRANSFER]
