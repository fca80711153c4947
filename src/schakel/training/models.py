"""Courses, sessions, who enrolled, who came, certificates and what they thought of it.

What is about a session stands plain. What is about a participant is sealed by the public door and opened by the worker.
"""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from schakel.core.audiences import Audience
from schakel.core.models import Privacy, Record
from schakel.intake.applications import Application
from schakel.training.kinds import EnrolmentState, How, Kind, Moment, RequestState, SessionState
from schakel.training.secrets import new_room


class CourseType(Record):
    """A training as the centre offers it, whenever it is given."""

    title = models.CharField(max_length=150)
    audience = models.CharField(max_length=20, choices=Audience)
    goals = models.TextField()
    # What somebody can do afterwards, and one line for each thing they are asked about before and after.
    afterwards = models.TextField(blank=True)
    statements = models.TextField(blank=True)
    material = models.TextField(blank=True)
    is_offered = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    privacy = {
        **dict.fromkeys(
            ("title", "audience", "goals", "afterwards", "statements", "material", "is_offered"), Privacy.PUBLIC
        ),
        "version": Privacy.TECHNICAL,
    }

    class Meta:
        ordering = ("title", "id")


class Session(Record):
    """A day (or part of one) on which people come together. Of a programme the first one takes the enrolments for all."""

    kind = models.CharField(max_length=20, choices=Kind)
    course = models.ForeignKey(CourseType, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions")
    part_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    title = models.CharField(max_length=150)
    about = models.TextField(blank=True)
    audience = models.CharField(max_length=20, choices=Audience)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    municipality = models.CharField(max_length=20, blank=True)
    place = models.CharField(max_length=200, blank=True)
    # Told to whoever has a place, and to nobody else.
    link = models.CharField(max_length=300, blank=True)
    trainer = models.CharField(max_length=150, blank=True)
    # For one organisation: then it is in no list, and open to whoever was given its address.
    organisation = models.CharField(max_length=150, blank=True)
    is_public = models.BooleanField(default=True)
    # None where nobody enrols: it was given elsewhere, and only how many came is known.
    capacity = models.PositiveIntegerField(null=True, blank=True)
    reached = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=SessionState, default=SessionState.ANNOUNCED)
    # Goes up with every move: by it a calendar knows the newest invitation.
    sequence = models.PositiveIntegerField(default=0)
    # In the address of the page with questions before and after; every participant has it.
    room = models.CharField(max_length=32, unique=True)
    # In the address behind the QR code on the trainer's screen: who has it is in the room.
    door = models.CharField(max_length=32, unique=True, default=new_room)
    version = models.PositiveIntegerField(default=1)

    privacy = {
        **dict.fromkeys(("course", "part_of", "room", "door", "version"), Privacy.TECHNICAL),
        **dict.fromkeys(
            ("kind", "title", "about", "audience", "starts_at", "ends_at", "municipality", "place", "is_public"),
            Privacy.PUBLIC,
        ),
        **dict.fromkeys(("link", "trainer", "organisation", "capacity", "reached"), Privacy.ORGANISATIONAL),
        **dict.fromkeys(("state", "sequence"), Privacy.OPERATIONAL),
    }

    class Meta:
        ordering = ("starts_at", "id")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="training_ends_later")
        ]

    @property
    def is_online(self) -> bool:
        return not self.place

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at) / timedelta(minutes=1))

    def is_over(self, now: datetime) -> bool:
        """Whether it has begun: from then on nobody enrols or moves up."""
        return self.starts_at <= now


class ProgrammeItem(Record):
    """One line of the programme of a day: when, what, and who speaks."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="items")
    begins = models.TimeField()
    ends = models.TimeField(null=True, blank=True)
    title = models.CharField(max_length=200)
    speaker = models.CharField(max_length=150, blank=True)

    privacy = {
        "session": Privacy.TECHNICAL,
        **dict.fromkeys(("begins", "ends", "title", "speaker"), Privacy.PUBLIC),
    }

    class Meta:
        ordering = ("begins", "id")


class Enrolment(Application):
    """Somebody's place, or place in the line. Who it is stands in the sealed content, with the secret of their link."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="enrolments")
    # In the order of coming, given once and never again.
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=EnrolmentState)
    # SHA-256 of the secret in the address that manages it.
    lookup = models.BinaryField(unique=True, max_length=32)
    # Eight digits, to say that one is there.
    code = models.CharField(max_length=8)
    # Of name and address together: the same person twice. Set when the worker opens it.
    person = models.BinaryField(null=True, db_index=True)
    # Of the address alone: so many mails a day go there, and no more.
    address = models.BinaryField(null=True, db_index=True)
    group = models.PositiveSmallIntegerField(null=True)
    # Asked to hear of what follows on this.
    wants_more = models.BooleanField(default=False)
    # What the last mail said (`news`); or that there is none.
    told = models.CharField(max_length=40, blank=True)

    privacy = {
        **dict.fromkeys(("session", "number", "lookup", "code"), Privacy.TECHNICAL),
        **dict.fromkeys(("person", "address"), Privacy.SEARCH_TOKEN),
        **dict.fromkeys(("state", "group", "wants_more", "told"), Privacy.OPERATIONAL),
    }

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("session", "number"), name="training_one_number_each"),
            models.UniqueConstraint(fields=("session", "code"), name="training_one_code_each"),
        ]


class Attendance(Record):
    """Somebody was there, on one of the days that they enrolled for."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="attendances")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    how = models.CharField(max_length=10, choices=How)

    privacy = {**dict.fromkeys(("enrolment", "session"), Privacy.TECHNICAL), "how": Privacy.OPERATIONAL}

    class Meta:
        constraints = [models.UniqueConstraint(fields=("enrolment", "session"), name="training_came_once")]


class Certificate(Record):
    """What anybody may verify by its number: the training, the day, the hours. No name stands here.

    The document itself is encrypted under a key made from the secret of the participant's link.
    """

    number = models.CharField(max_length=20, unique=True)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="certificates")
    enrolment = models.OneToOneField(Enrolment, null=True, on_delete=models.SET_NULL, related_name="certificate")
    title = models.CharField(max_length=150)
    held_on = models.DateField()
    minutes = models.PositiveIntegerField()
    document = models.BinaryField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    privacy = {
        **dict.fromkeys(("session", "enrolment"), Privacy.TECHNICAL),
        **dict.fromkeys(("number", "title", "held_on", "minutes", "withdrawn_at"), Privacy.PUBLIC),
        "document": Privacy.SEALED,
    }


class Evaluation(Application):
    """What somebody said they can recognise, before or after. It names nobody and points at nobody; a remark is sealed."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="evaluations")
    moment = models.CharField(max_length=10, choices=Moment)
    # Statement to a number from 1 to 5.
    scores = models.JSONField(default=dict)

    privacy = {"session": Privacy.TECHNICAL, **dict.fromkeys(("moment", "scores"), Privacy.OPERATIONAL)}


class EvaluationGiven(Record):
    """That somebody answered, so that they answer once; nothing leads from here to what they said."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="given")
    moment = models.CharField(max_length=10, choices=Moment)

    privacy = {"enrolment": Privacy.TECHNICAL, "moment": Privacy.OPERATIONAL}

    class Meta:
        constraints = [models.UniqueConstraint(fields=("enrolment", "moment"), name="training_answered_once")]


class TrainingRequest(Application):
    """An organisation asks for a training. Who asks, and in which words, is sealed."""

    course = models.ForeignKey(CourseType, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=20, choices=Audience)
    municipality = models.CharField(max_length=20)
    people = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.NEW)
    session = models.ForeignKey(Session, null=True, on_delete=models.SET_NULL, related_name="asked_by")
    finished_at = models.DateTimeField(null=True)
    # What the last mail said (`asked_letters`).
    told = models.CharField(max_length=40, blank=True)

    privacy = {
        **dict.fromkeys(("course", "session"), Privacy.TECHNICAL),
        **dict.fromkeys(("audience", "municipality", "people", "state", "finished_at", "told"), Privacy.OPERATIONAL),
    }

    class Meta:
        ordering = ("created_at", "id")


class FollowUp(Record):
    """A mail to those who asked to hear of what follows: the same words for all of them, about the work alone."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="follow_ups")
    subject = models.CharField(max_length=150)
    body = models.TextField()

    privacy = {"session": Privacy.TECHNICAL, **dict.fromkeys(("subject", "body"), Privacy.ORGANISATIONAL)}

    class Meta:
        ordering = ("-created_at", "id")


class FollowUpMail(Record):
    """One of these mails to one of them, so that nobody gets it twice."""

    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="mails")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(null=True)

    privacy = {**dict.fromkeys(("follow_up", "enrolment"), Privacy.TECHNICAL), "sent_at": Privacy.OPERATIONAL}

    class Meta:
        constraints = [models.UniqueConstraint(fields=("follow_up", "enrolment"), name="training_follows_once")]
