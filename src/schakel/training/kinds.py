"""The words of training: for whom it is, what kind of meeting, and how far an enrolment or a request is."""

from django.db.models import TextChoices


class Kind(TextChoices):
    COURSE = "course", "training"
    NETWORK = "network", "netwerkbijeenkomst"
    INFORMATION = "information", "voorlichting"


class SessionState(TextChoices):
    ANNOUNCED = "announced", "aangekondigd"
    HELD = "held", "gehouden"
    CANCELLED = "cancelled", "afgelast"


class EnrolmentState(TextChoices):
    PLACE = "place", "heeft een plaats"
    WAITING = "waiting", "op de wachtlijst"
    CANCELLED = "cancelled", "afgemeld"
    DOUBLE = "double", "stond er al"


# Of these two somebody may still come.
TAKES_PART = (EnrolmentState.PLACE, EnrolmentState.WAITING)


class RequestState(TextChoices):
    NEW = "new", "nieuw"
    PLANNED = "planned", "gepland"
    DECLINED = "declined", "niet ingewilligd"


class Moment(TextChoices):
    """When somebody says what they can recognise."""

    BEFORE = "before", "vooraf"
    AFTER = "after", "achteraf"


class How(TextChoices):
    """How it is known that somebody was there."""

    SELF = "self", "zelf met code"
    DESK = "desk", "door een collega"
