"""Reading sessions and who takes part. What stands plain of a session anybody may read; the rest is for `PREVENT`."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from schakel.access.models import User
from schakel.core import time
from schakel.core.audiences import Audience
from schakel.training.kinds import EnrolmentState, Kind, RequestState, SessionState
from schakel.training.models import Attendance, Certificate, CourseType, Enrolment, Session, TrainingRequest
from schakel.training.policies import check_trains
from schakel.training.secrets import lookup_of

# What the public door's role may read of an enrolment.
PLAIN = ("id", "session_id", "number", "state", "lookup", "code", "wants_more")

# Who was ticked and gave their place away after all, or never had one, did not take part.
_CAME = Count("attendances", filter=Q(attendances__enrolment__state=EnrolmentState.PLACE))


@dataclass(frozen=True)
class Places:
    """How full a session is."""

    taken: int
    waiting: int
    capacity: int | None

    @property
    def free(self) -> int:
        """Places that somebody new would get: none as long as others wait for them."""
        if self.capacity is None or self.waiting:
            return 0
        return max(self.capacity - self.taken, 0)


def places_of(sessions: Iterable[Session]) -> dict[uuid.UUID, Places]:
    """By session how full it is, all in one question."""
    known = {session.pk: session for session in sessions}
    counted = (
        Enrolment.objects.filter(session__in=known)
        .order_by()
        .values("session_id")
        .annotate(
            taken=Count("pk", filter=Q(state=EnrolmentState.PLACE)),
            waiting=Count("pk", filter=Q(state=EnrolmentState.WAITING)),
        )
    )
    told = {row["session_id"]: (row["taken"], row["waiting"]) for row in counted}
    return {key: Places(*told.get(key, (0, 0)), session.capacity) for key, session in known.items()}


def position_of(enrolment: Enrolment) -> int:
    """The place in the line of who waits, counted from one."""
    waiting = Enrolment.objects.filter(session_id=enrolment.session_id, state=EnrolmentState.WAITING)
    return waiting.filter(number__lt=enrolment.number).count() + 1


def days_of(session: Session) -> list[Session]:
    """Every day of the programme that this session is the first of; itself alone where it is none. Without what is off."""
    parts = Session.objects.filter(Q(pk=session.pk) | Q(part_of=session)).exclude(state=SessionState.CANCELLED)
    found = list(parts)
    return found or [session]


def every_day_of(session: Session) -> list[Session]:
    """The same with the days that are off: a calendar is told of those too."""
    return list(Session.objects.filter(Q(pk=session.pk) | Q(part_of=session)))


# For anybody.


def agenda(audience: str = "", where: str = "", kind: str = "") -> list[Session]:
    """The public sessions to come, each programme once. `where` is a code of a municipality, or "online"."""
    found = Session.objects.filter(
        is_public=True, state=SessionState.ANNOUNCED, starts_at__gt=time.now(), part_of=None, capacity__isnull=False
    )
    if audience in Audience.values:
        found = found.filter(audience=audience)
    if kind in Kind.values:
        found = found.filter(kind=kind)
    if where == "online":
        found = found.filter(place="")
    elif where:
        found = found.filter(municipality=where).exclude(place="")
    return list(found)


def session_in_public(session_id: uuid.UUID) -> Session:
    """A session by its address, also one that is in no list; a day of a programme gives the first. Raises Http404."""
    found = Session.objects.filter(pk=session_id).select_related("part_of").first()
    if found is None or (found.part_of or found).capacity is None:
        raise Http404
    return found.part_of or found


def courses_on_offer() -> QuerySet[CourseType]:
    """What an organisation can ask for."""
    return CourseType.objects.filter(is_offered=True)


def enrolment_of(secret: str) -> Enrolment:
    """The enrolment that a link manages. Raises Http404."""
    lookup = lookup_of(secret)
    found = Enrolment.objects.filter(lookup=lookup).only(*PLAIN).first() if lookup else None
    if found is None:
        raise Http404
    return found


def session_of_room(room: str) -> Session:
    """The session about which participants are asked. Raises Http404."""
    return _session_with(room=room)


def session_of_door(door: str) -> Session:
    """The session behind the QR code on the trainer's screen. Raises Http404."""
    return _session_with(door=door)


def _session_with(**known: str) -> Session:
    found = Session.objects.filter(**known).select_related("part_of").first()
    if found is None:
        raise Http404
    return found


def certificate_with(number: str) -> Certificate | None:
    """A certificate by its number, however it was typed."""
    tidy = "".join(sign for sign in number.upper() if sign.isalnum())
    shown = ("id", "number", "title", "held_on", "minutes", "withdrawn_at")
    return Certificate.objects.filter(number=tidy).only(*shown).first() if tidy else None


# At the desk.


def today_of(session: Session) -> list[Session]:
    """The days of an enrolment that are today and not off: where somebody can be now."""
    today = time.today()
    days = [one for one in every_day_of(session) if one.state != SessionState.CANCELLED]
    return [one for one in days if one.starts_at.astimezone(time.REGION_ZONE).date() == today]


def sessions_for(viewer: User) -> QuerySet[Session]:
    """Every session. Raises NotAllowed."""
    check_trains(viewer)
    return Session.objects.select_related("course", "part_of")


def session_for(viewer: User, session_id: uuid.UUID) -> Session:
    """One session. Raises NotAllowed, Http404."""
    found = sessions_for(viewer).filter(pk=session_id).first()
    if found is None:
        raise Http404
    return found


def coming(viewer: User) -> list[Session]:
    """What is still to be held, and what was and nobody closed yet; those first that come first."""
    return list(sessions_for(viewer).filter(state=SessionState.ANNOUNCED))


def earlier(viewer: User, since: date) -> list[Session]:
    """What was held or is off, since a day; the newest first."""
    done = sessions_for(viewer).exclude(state=SessionState.ANNOUNCED)
    told = done.filter(starts_at__gte=time.start_of(since)).annotate(came=_CAME)
    return list(told.order_by("-starts_at"))


def courses_for(viewer: User) -> QuerySet[CourseType]:
    """Every course type. Raises NotAllowed."""
    check_trains(viewer)
    return CourseType.objects.all()


def course_for(viewer: User, course_id: uuid.UUID) -> CourseType:
    """One of them. Raises NotAllowed, Http404."""
    found = courses_for(viewer).filter(pk=course_id).first()
    if found is None:
        raise Http404
    return found


def requests_for(viewer: User) -> list[TrainingRequest]:
    """What organisations asked for and nobody handled, the oldest first. Raises NotAllowed."""
    check_trains(viewer)
    return list(TrainingRequest.objects.filter(state=RequestState.NEW).select_related("course"))


def request_for(viewer: User, request_id: uuid.UUID) -> TrainingRequest:
    """One request. Raises NotAllowed, Http404."""
    check_trains(viewer)
    found = TrainingRequest.objects.filter(pk=request_id).select_related("course", "session").first()
    if found is None:
        raise Http404
    return found


def enrolment_for(viewer: User, enrolment_id: uuid.UUID) -> Enrolment:
    """One enrolment. Raises NotAllowed, Http404."""
    check_trains(viewer)
    found = Enrolment.objects.filter(pk=enrolment_id).select_related("session").first()
    if found is None:
        raise Http404
    return found


def held_in(year: int) -> list[Session]:
    """What was held in a year."""
    begins, ends = time.year_bounds(year)
    return list(
        Session.objects.filter(state=SessionState.HELD, starts_at__gte=begins, starts_at__lt=ends).annotate(came=_CAME)
    )


def people_at(sessions: Iterable[Session]) -> int:
    """How many people these reached, as it was written down or as they were ticked; whoever came on three days is one."""
    known = list(sessions)
    ticked = Attendance.objects.filter(
        session__in=[one.pk for one in known if one.reached is None], enrolment__state=EnrolmentState.PLACE
    )
    return sum(one.reached or 0 for one in known) + ticked.order_by().values("enrolment_id").distinct().count()


def last_year() -> date:
    """Since when the desk's list shows what was."""
    return date(time.today().year - 1, 1, 1)
