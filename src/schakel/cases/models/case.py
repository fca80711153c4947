"""A case and what happens in it; everything in words is encrypted under the case's data key."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from schakel.access.models import Compartment
from schakel.cases.states import ENDED, CaseState, CaseUrgency, InvolvedAs
from schakel.core import time
from schakel.core.models import Privacy, Record
from schakel.people.models import Person
from schakel.vault.models import DataKeyField


class Case(Record):
    """Coordinated handling around one or more victims, led by a case coordinator."""

    compartment = models.OneToOneField(Compartment, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=20, choices=CaseState, default=CaseState.NOTIFIED)
    urgency = models.CharField(max_length=20, choices=CaseUrgency, default=CaseUrgency.ORDINARY)
    coordinator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=time.now)
    closed_at = models.DateTimeField(null=True)
    # Municipality, forms, why it is urgent, goal, how it ended: together they tell about whom it is.
    facts = models.BinaryField(default=b"")
    data_key = DataKeyField()

    privacy = {
        **dict.fromkeys(("compartment", "data_key"), Privacy.TECHNICAL),
        **dict.fromkeys(("number", "state", "urgency", "coordinator", "opened_at", "closed_at"), Privacy.OPERATIONAL),
        "facts": Privacy.SEALED,
    }

    class Meta:
        indexes = [models.Index(fields=("state", "opened_at"), name="cases_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ENDED, closed_at__isnull=False) | (~Q(state__in=ENDED) & Q(closed_at=None)),
                name="cases_closed_has_a_moment",
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether somebody still works on it."""
        return self.closed_at is None


class Involvement(Record):
    """Somebody is something in a case, from a day until a day. A person who is two things has two rows.

    Whoever stands in a report is a `Person`. Family, witnesses and suspects of whom nobody reported that they are a
    victim are described here only: no search finds them, no match card names them, no figure counts them.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="involvements")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="involvements")
    # Plain, so that the database itself leaves suspects out for whoever may not see them (AVG art. 10).
    role = models.CharField(max_length=20, choices=InvolvedAs)
    since = models.DateField(default=time.today)
    until = models.DateField(null=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # Who it is where there is no `Person`, what they are to the others, and why it ended.
    content = models.BinaryField(default=b"")

    privacy = {
        **dict.fromkeys(("case", "person"), Privacy.TECHNICAL),
        **dict.fromkeys(("role", "since", "until", "added_by", "ended_by"), Privacy.OPERATIONAL),
        "content": Privacy.SEALED,
    }

    class Meta:
        ordering = ("since", "created_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("case", "person", "role"), condition=Q(until=None), name="cases_involved_once"
            )
        ]


class Note(Record):
    """What somebody wrote in a case. Notes are added, never edited."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=time.now)
    # The day that it is about, where that was before: what was written on paper is typed in later.
    about_on = models.DateField(null=True)
    text = models.BinaryField()

    privacy = {
        "case": Privacy.TECHNICAL,
        **dict.fromkeys(("author", "written_at", "about_on"), Privacy.OPERATIONAL),
        "text": Privacy.SEALED,
    }

    class Meta:
        ordering = ("-written_at", "id")


class Change(Record):
    """Something that changed in a case: its state, how urgent it is, what is known of it, who leads it. Only appended."""

    class Kind(models.TextChoices):
        MOVE = "move", "stap"
        URGENCY = "urgency", "urgentie"
        FACTS = "facts", "gegevens"
        ASSIGNED = "assigned", "procesregisseur"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=20, choices=Kind)
    # Of a move: which one of the table, and between which states.
    move = models.CharField(max_length=30, blank=True)
    before = models.CharField(max_length=20, choices=CaseState, blank=True)
    after = models.CharField(max_length=20, choices=CaseState, blank=True)
    # Whom the case went to.
    coordinator = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=time.now)
    content = models.BinaryField(default=b"")

    privacy = {
        "case": Privacy.TECHNICAL,
        **dict.fromkeys(("kind", "move", "before", "after", "coordinator", "made_by", "made_at"), Privacy.OPERATIONAL),
        "content": Privacy.SEALED,
    }

    class Meta:
        ordering = ("made_at", "created_at", "id")


class RiskAssessment(Record):
    """How dangerous it was on a day, in somebody's judgement. The newest holds; earlier ones stay as they were."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="risks")
    assessed_on = models.DateField(default=time.today)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=time.now)
    # The level too: it says something about a human being.
    content = models.BinaryField()

    privacy = {
        "case": Privacy.TECHNICAL,
        **dict.fromkeys(("assessed_on", "made_by", "made_at"), Privacy.OPERATIONAL),
        "content": Privacy.SEALED,
    }

    class Meta:
        ordering = ("-assessed_on", "-made_at", "id")


class Look(Record):
    """When somebody last read a case, to tell them what is new. Who read what stands in the log; this only remembers."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="looks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=time.now)

    privacy = {"case": Privacy.TECHNICAL, **dict.fromkeys(("user", "at"), Privacy.OPERATIONAL)}

    class Meta:
        constraints = [models.UniqueConstraint(fields=("case", "user"), name="cases_look_once")]


class SavedView(Record):
    """A list of cases as somebody likes to see it, for themself. What they call it may name somebody: it is encrypted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    content = models.BinaryField()
    data_key = DataKeyField()

    privacy = {"user": Privacy.OPERATIONAL, "data_key": Privacy.TECHNICAL, "content": Privacy.SEALED}

    class Meta:
        ordering = ("created_at", "id")


class Lineage(Record):
    """A case came from another: split off from it, or its continuation. Both keep their own history."""

    class Kind(models.TextChoices):
        SPLIT = "split", "afgesplitst"
        JOIN = "join", "samengevoegd"

    kind = models.CharField(max_length=10, choices=Kind)
    origin = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="went_on")
    successor = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="came_from")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=time.now)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    # Why, and which rows went along. Under a key of its own: it belongs to both cases.
    content = models.BinaryField()
    data_key = DataKeyField()

    privacy = {
        **dict.fromkeys(("origin", "successor", "data_key"), Privacy.TECHNICAL),
        **dict.fromkeys(("kind", "made_by", "made_at", "undone_by", "undone_at"), Privacy.OPERATIONAL),
        "content": Privacy.SEALED,
    }

    class Meta:
        ordering = ("made_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("origin",), condition=Q(undone_at=None, kind="join"), name="cases_continued_once"
            ),
            models.CheckConstraint(condition=~Q(origin=models.F("successor")), name="cases_lineage_of_two"),
        ]
