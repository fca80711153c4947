"""Days of duty, absences, days on which the centre is closed, and who wants to be told that something waits."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from schakel.core.models import Privacy, Record


class DutyDay(Record):
    """Who looks first at what comes in, on one day. `instead_of` is whose turn it was."""

    day = models.DateField(unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="duty_days")
    instead_of = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(("day", "person", "instead_of"), Privacy.ORGANISATIONAL)

    class Meta:
        ordering = ("day",)


class Absence(Record):
    """Somebody is away from a day to a day, both included; why is nobody's business here."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="absences")
    first_day = models.DateField()
    last_day = models.DateField()

    privacy = dict.fromkeys(("person", "first_day", "last_day"), Privacy.ORGANISATIONAL)

    class Meta:
        ordering = ("first_day", "id")
        constraints = [models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="duty_absence_in_order")]


class Closure(Record):
    """The centre reads nothing from a day to a day, both included. The public pages say so."""

    first_day = models.DateField()
    last_day = models.DateField()

    privacy = dict.fromkeys(("first_day", "last_day"), Privacy.PUBLIC)

    class Meta:
        ordering = ("first_day", "id")
        constraints = [models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="duty_closure_in_order")]


class Wish(Record):
    """Somebody asked to be mailed that something waits, and when that was done last."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="duty_wish")
    is_on = models.BooleanField(default=False)
    told_at = models.DateTimeField(null=True)

    privacy = {
        "person": Privacy.ORGANISATIONAL,
        **dict.fromkeys(("is_on", "told_at"), Privacy.OPERATIONAL),
    }
