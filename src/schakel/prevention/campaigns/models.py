"""A campaign, and what each channel says of how it went."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from schakel.core import time
from schakel.core.models import Privacy, Record
from schakel.prevention.materials.models import Material


class Campaign(Record):
    """What somebody wanted to say to whom, when, where and with what. About the work, and about nobody."""

    title = models.CharField(max_length=120)
    goal = models.TextField()
    audience = models.CharField(max_length=200)
    channels = models.JSONField(default=list)
    first_day = models.DateField()
    last_day = models.DateField()
    # CBS codes; none means the whole region.
    municipalities = models.JSONField(default=list)
    forms = models.JSONField(default=list)
    # What is in no catalogue; the rest stands in `MaterialUsed`.
    materials = models.TextField(blank=True)
    cost_cents = models.PositiveBigIntegerField(null=True)
    # The words of the pictures.
    headline = models.CharField(max_length=70, blank=True)
    call = models.CharField(max_length=140, blank=True)
    # Counts the changes, so that of two who write at once the second sees what the first kept.
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=time.now)

    privacy = {
        **dict.fromkeys(
            ("title", "goal", "audience", "channels", "first_day", "last_day", "municipalities", "forms"),
            Privacy.ORGANISATIONAL,
        ),
        **dict.fromkeys(("materials", "cost_cents", "headline", "call", "written_by"), Privacy.ORGANISATIONAL),
        **dict.fromkeys(("version", "written_at"), Privacy.OPERATIONAL),
    }

    class Meta:
        ordering = ("-first_day", "title", "id")
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="prevention_campaign_in_order")
        ]


class MaterialUsed(Record):
    """An edition from the catalogue that a campaign used, and how many of it where somebody counted."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="used")
    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="used_in")
    amount = models.PositiveIntegerField(null=True)

    privacy = {**dict.fromkeys(("campaign", "material"), Privacy.TECHNICAL), "amount": Privacy.ORGANISATIONAL}

    class Meta:
        ordering = ("material__title", "id")
        constraints = [models.UniqueConstraint(fields=("campaign", "material"), name="prevention_material_used_once")]


class Result(Record):
    """What one channel says of one day, or of all of it: as the platform counts, and no better."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="results")
    channel = models.CharField(max_length=60)
    # Which day it is about; the campaign's last where it is about all of it.
    day = models.DateField()
    is_whole = models.BooleanField(default=False)
    shown = models.PositiveBigIntegerField(null=True)
    reached = models.PositiveBigIntegerField(null=True)
    responded = models.PositiveBigIntegerField(null=True)
    spent_cents = models.PositiveBigIntegerField(null=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    privacy = {
        "campaign": Privacy.TECHNICAL,
        **dict.fromkeys(("channel", "day", "is_whole", "shown", "reached", "responded"), Privacy.ORGANISATIONAL),
        **dict.fromkeys(("spent_cents", "entered_by"), Privacy.ORGANISATIONAL),
    }

    class Meta:
        ordering = ("channel", "day", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("campaign", "channel", "day", "is_whole"), name="prevention_result_once_a_day"
            )
        ]
