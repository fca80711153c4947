"""Who asked for mailings, what was written to them, and to whom each went."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from schakel.core import time
from schakel.core.models import Privacy, Record
from schakel.intake.applications import Application


class Standing(models.TextChoices):
    """How far a subscription is. Mailings go to CONFIRMED ones alone."""

    ASKED = "asked", "wacht op bevestiging"
    CONFIRMED = "confirmed", "bevestigd"
    BOUNCED = "bounced", "adres werkt niet"
    ENDED = "ended", "afgemeld"
    # Asked for again later: the newer one says which lists. Leaving by its link still ends both.
    DOUBLE = "double", "dubbel"


class Subscription(Application):
    """One address that asked for mailings. The address and the link that manages it are sealed; which lists is plain."""

    # A hash of the token in the link, by which the public door finds this row and no other.
    lookup = models.BinaryField(unique=True)
    lists = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=Standing, default=Standing.ASKED)
    # Of the address; empty until the worker opened the row, and again when it ended.
    address_token = models.BinaryField(null=True, db_index=True)
    told_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    privacy = {
        **dict.fromkeys(("lookup", "address_token"), Privacy.SEARCH_TOKEN),
        **dict.fromkeys(("lists", "state", "told_at", "confirmed_at", "ended_at"), Privacy.OPERATIONAL),
    }

    class Meta:
        indexes = [models.Index(fields=("state", "created_at"), name="mailing_by_state")]


class MailingState(models.TextChoices):
    DRAFT = "draft", "concept"
    SENDING = "sending", "wordt verstuurd"
    SENT = "sent", "verstuurd"


class Mailing(Record):
    """A subject and plain words to whoever is on one of these lists. About the work, and about nobody."""

    subject = models.CharField(max_length=120)
    body = models.TextField()
    lists = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=MailingState, default=MailingState.DRAFT)
    # Counts the changes, so that of two who write at once the second sees what the first kept.
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=time.now)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    privacy = {
        **dict.fromkeys(("subject", "body", "lists", "written_by", "sent_by"), Privacy.ORGANISATIONAL),
        **dict.fromkeys(("state", "version", "written_at", "sent_at", "finished_at"), Privacy.OPERATIONAL),
    }

    class Meta:
        ordering = (F("sent_at").desc(nulls_first=True), "-written_at", "id")


class DeliveryState(models.TextChoices):
    WAITING = "waiting", "wacht"
    QUEUED = "queued", "onderweg"
    SENT = "sent", "verstuurd"
    BOUNCED = "bounced", "adres werkt niet"
    FAILED = "failed", "mislukt"
    ENDED = "ended", "intussen afgemeld"


class Delivery(Record):
    """One mailing to one address, once; or as a test to a colleague (`to`), as often as they like."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="deliveries")
    subscription = models.ForeignKey(Subscription, null=True, on_delete=models.SET_NULL, related_name="deliveries")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    address_token = models.BinaryField(null=True)
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)

    privacy = {
        **dict.fromkeys(("mailing", "subscription"), Privacy.TECHNICAL),
        "to": Privacy.ORGANISATIONAL,
        "address_token": Privacy.SEARCH_TOKEN,
        "state": Privacy.OPERATIONAL,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("mailing", "address_token"), name="mailing_once_an_address"),
            models.CheckConstraint(
                condition=Q(to=None, address_token__isnull=False) | Q(to__isnull=False, address_token=None),
                name="mailing_to_an_address_or_a_colleague",
            ),
        ]
        indexes = [models.Index(fields=("mailing", "state"), name="mailing_progress")]
