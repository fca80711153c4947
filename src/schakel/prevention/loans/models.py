"""Kinds of things that are lent, the things, who has them when, and in which state they were."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from schakel.core.models import Privacy, Record
from schakel.prevention.asking import Asked
from schakel.prevention.editing import Edited
from schakel.prevention.loans.kinds import LoanState, ThingState, What


class LoanKind(Edited):
    """A kind of thing: a headset, a banner. A borrower asks for a kind; the desk chooses which one goes."""

    name = models.CharField(max_length=80)
    description = models.TextField()
    # What the picture shows, for whoever does not see it.
    alternative = models.CharField(max_length=300, blank=True)
    # So many days after a loan it is cleaned and charged, and nobody else gets it.
    cleaning_days = models.PositiveSmallIntegerField(default=1)
    most_days = models.PositiveSmallIntegerField(default=21)
    is_listed = models.BooleanField(default=True)

    privacy = {
        **dict.fromkeys(
            ("name", "description", "alternative", "cleaning_days", "most_days", "is_listed"), Privacy.PUBLIC
        ),
        **Edited.edited_privacy,
    }

    class Meta:
        ordering = ("name", "id")


class LoanKindPicture(Record):
    """What a kind looks like. In a table of its own, so that no list of kinds carries pictures along."""

    kind = models.OneToOneField(LoanKind, on_delete=models.CASCADE, related_name="picture")
    content = models.BinaryField()

    privacy = {"kind": Privacy.TECHNICAL, "content": Privacy.PUBLIC}


class Thing(Edited):
    """One thing, known by the label on it."""

    kind = models.ForeignKey(LoanKind, on_delete=models.PROTECT, related_name="things")
    label = models.CharField(max_length=40, unique=True)
    serial = models.CharField(max_length=80, blank=True)
    remark = models.CharField(max_length=300, blank=True)
    bought_on = models.DateField(null=True)
    state = models.CharField(max_length=20, choices=ThingState, default=ThingState.AVAILABLE)

    privacy = {
        "kind": Privacy.TECHNICAL,
        **dict.fromkeys(("label", "serial", "remark", "bought_on"), Privacy.ORGANISATIONAL),
        "state": Privacy.OPERATIONAL,
        **Edited.edited_privacy,
    }

    class Meta:
        ordering = ("label",)


class Loan(Asked):
    """Somebody asks for a kind of thing from a day to a day, both included; which thing is chosen at the desk."""

    kind = models.ForeignKey(LoanKind, on_delete=models.PROTECT, related_name="loans")
    thing = models.ForeignKey(Thing, null=True, on_delete=models.PROTECT, related_name="loans")
    first_day = models.DateField()
    last_day = models.DateField()
    state = models.CharField(max_length=20, choices=LoanState, default=LoanState.ASKED)
    handed_at = models.DateTimeField(null=True)
    reminded_on = models.DateField(null=True)

    privacy = {
        **Asked.asked_privacy,
        **dict.fromkeys(("kind", "thing"), Privacy.TECHNICAL),
        **dict.fromkeys(("first_day", "last_day", "state", "handed_at", "reminded_on"), Privacy.OPERATIONAL),
    }

    class Meta:
        ordering = ("first_day", "created_at", "id")
        indexes = [models.Index(fields=("state", "first_day"), name="prevention_loans")]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="prevention_loan_in_order")
        ]


class ThingDay(Record):
    """A thing is taken on a day: by a loan, or by cleaning after it.

    One row for each day, and the database lets no thing be taken twice on a day: that makes double booking impossible on
    PostgreSQL and SQLite alike, whoever asks at the same moment, without an extension that only a superuser may add.
    """

    thing = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    loan = models.ForeignKey(Loan, on_delete=models.CASCADE, related_name="days")
    is_cleaning = models.BooleanField(default=False)

    privacy = {
        **dict.fromkeys(("thing", "loan"), Privacy.TECHNICAL),
        **dict.fromkeys(("day", "is_cleaning"), Privacy.OPERATIONAL),
    }

    class Meta:
        ordering = ("day", "thing")
        constraints = [models.UniqueConstraint(fields=("thing", "day"), name="prevention_thing_once_a_day")]


class Condition(Record):
    """What happened to a thing, in which state it was, and a photo of it. Appended, never edited."""

    thing = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="history")
    loan = models.ForeignKey(Loan, null=True, on_delete=models.SET_NULL, related_name="history")
    what = models.CharField(max_length=20, choices=What)
    words = models.TextField(blank=True)
    photo = models.BinaryField(null=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    privacy = {
        **dict.fromkeys(("thing", "loan"), Privacy.TECHNICAL),
        **dict.fromkeys(("words", "photo"), Privacy.ORGANISATIONAL),
        **dict.fromkeys(("what", "made_by"), Privacy.OPERATIONAL),
    }

    class Meta:
        ordering = ("-created_at", "id")
