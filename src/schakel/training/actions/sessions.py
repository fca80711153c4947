"""Keeping courses and sessions: planning, changing, calling off, closing, and what was given elsewhere."""

import uuid
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F, Q

from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.audit.record import record
from schakel.core import time
from schakel.core.audiences import Audience
from schakel.core.turns import take_turn
from schakel.publications.queries import is_frozen
from schakel.training import policies
from schakel.training.actions.enrolling import fill_places
from schakel.training.kinds import Kind, RequestState, SessionState
from schakel.training.models import CourseType, ProgrammeItem, Session, TrainingRequest
from schakel.training.policies import SomebodyWasFirst
from schakel.training.secrets import new_room
from schakel.vault.records import DecryptionError
from schakel.vault.sealing import SealError

_Row = TypeVar("_Row", CourseType, Session)
# A calendar is told when one of these changes.
_MOVES = ("starts_at", "ends_at", "place", "link")
# The same words within this time are one press too many.
_TWICE = timedelta(minutes=5)
FIRST = "Iemand anders heeft dit intussen gewijzigd. Kijk wat er verschilt, en bewaar dan opnieuw."


@dataclass(frozen=True)
class CourseSaid:
    """A course type as it is typed."""

    title: str
    audience: str
    goals: str
    afterwards: str = ""
    statements: str = ""
    material: str = ""
    is_offered: bool = True


@dataclass(frozen=True)
class SessionSaid:
    """A session as it is typed."""

    kind: str
    title: str
    audience: str
    starts_at: datetime
    ends_at: datetime
    capacity: int | None
    course: CourseType | None = None
    about: str = ""
    municipality: str = ""
    place: str = ""
    link: str = ""
    trainer: str = ""
    organisation: str = ""
    is_public: bool = True
    part_of: Session | None = None


@transaction.atomic
def write_course(*, course: CourseType | None, said: CourseSaid, version: int = 0, by: User) -> CourseType:
    """A new course type, or another text for one. Raises NotAllowed, SomebodyWasFirst."""
    policies.check_trains(by)
    row = CourseType() if course is None else _at(CourseType, course, version)
    _put(row, said)
    row.version = 1 if course is None else row.version + 1
    row.save()
    record("training:course_written", by=by, about=row, version=row.version)
    return row


@transaction.atomic
def plan(*, said: SessionSaid, by: User, asked: TrainingRequest | None = None) -> Session:
    """Announce a session, perhaps because an organisation asked for it. Raises NotAllowed, NotPossible."""
    policies.check_trains(by)
    _check(said)
    row = Session(room=new_room())
    _put(row, said)
    row.save(force_insert=True)
    if said.part_of is not None:
        _tell_programme(said.part_of, 1)
    record("training:planned", by=by, about=row, kind=row.kind)
    if asked is not None:
        _finish(asked, RequestState.PLANNED, row, by)
    return row


@transaction.atomic
def change(*, session: Session, said: SessionSaid, version: int, by: User) -> Session:
    """Another day, place, capacity or text. Who enrolled is mailed when it moved. Raises NotAllowed, NotPossible."""
    policies.check_trains(by)
    take_turn(session.pk)
    row = _at(Session, session, version)
    policies.check_is_announced(row)
    _check(said)
    if said.part_of is not None:
        _check_can_join(row, said.part_of)
    before, was_part_of = {name: getattr(row, name) for name in _MOVES}, row.part_of
    _put(row, said)
    moved = any(getattr(row, name) != value for name, value in before.items())
    if was_part_of != said.part_of:
        for first, more in ((was_part_of, row.sequence + 1), (said.part_of, 1)):
            if first is not None:
                _tell_programme(first, more)
    row.sequence += moved
    row.version += 1
    row.save()
    record("training:changed", by=by, about=row, version=row.version, moved=moved)
    # More places may have come.
    fill_places(row.pk, by=by)
    return row


@transaction.atomic
def call_off(*, session: Session, by: User) -> None:
    """It does not take place; the worker tells everybody who enrolled. Raises NotAllowed, NotPossible."""
    policies.check_trains(by)
    take_turn(session.pk)
    # Of a programme the other days with it.
    days = Session.objects.filter(Q(pk=session.pk) | Q(part_of=session, state=SessionState.ANNOUNCED))
    for row in days.select_for_update(of=("self",)):
        policies.check_is_announced(row)
        row.state, row.sequence, row.version = SessionState.CANCELLED, row.sequence + 1, row.version + 1
        row.save(update_fields=["state", "sequence", "version"])
        record("training:called_off", by=by, about=row)


@transaction.atomic
def close(*, session: Session, by: User) -> None:
    """It was held, and who came is written down. Raises NotAllowed, NotPossible."""
    policies.check_trains(by)
    take_turn(session.pk)
    row = Session.objects.get(pk=session.pk)
    policies.check_is_announced(row)
    policies.check_takes_attendance(row)
    row.state, row.version = SessionState.HELD, row.version + 1
    row.save(update_fields=["state", "version"])
    record("training:held", by=by, about=row, came=row.attendances.count())


@transaction.atomic
def write_down(*, said: SessionSaid, reached: int, by: User) -> Session:
    """Something given elsewhere, afterwards: how many people it reached, and none of them by name."""
    policies.check_trains(by)
    _check_was(said)
    # A button pressed twice would count people twice, in the factsheet too.
    take_turn(uuid.uuid5(uuid.NAMESPACE_OID, said.title))
    same = {**vars(said), "capacity": None, "is_public": False, "reached": reached}
    if Session.objects.filter(**same, created_at__gt=time.now() - _TWICE).exists():
        raise NotPossible("Dit staat er al. Klikte u twee keer? Dan hoeft u niets te doen.")
    row = Session(room=new_room(), state=SessionState.HELD, reached=reached)
    _put(row, said)
    row.capacity, row.is_public = None, False
    row.save(force_insert=True)
    record("training:written_down", by=by, about=row, reached=reached)
    return row


@transaction.atomic
def correct(*, session: Session, said: SessionSaid, reached: int, version: int, by: User) -> Session:
    """What was given elsewhere stood there wrong. Raises NotAllowed, NotPossible, also where the year's figures are frozen."""
    policies.check_trains(by)
    row = _at(Session, session, version)
    if row.reached is None:
        raise NotPossible("Hier staat op de presentielijst wie er was. Verbeter het daar.")
    _check_was(said)
    for year in sorted({one.starts_at.astimezone(time.REGION_ZONE).year for one in (row, said)}):
        if is_frozen(year):
            raise NotPossible(
                f"De cijfers van {year} staan vast in de factsheet. Begin eerst een nieuwe versie daarvan."
            )
    was = row.reached
    _put(row, said)
    row.capacity, row.is_public, row.reached, row.version = None, False, reached, row.version + 1
    row.save()
    record("training:corrected", by=by, about=row, version=row.version, reached=reached, was=was)
    return row


@transaction.atomic
def write_programme(*, session: Session, lines: list[dict[str, Any]], version: int, by: User) -> None:
    """The lines of a day's programme, all of them anew. Raises NotAllowed, SomebodyWasFirst."""
    policies.check_trains(by)
    row = _at(Session, session, version)
    row.items.all().delete()
    ProgrammeItem.objects.bulk_create([ProgrammeItem(session=row, **line) for line in lines])
    row.version += 1
    row.save(update_fields=["version"])
    record("training:programme_written", by=by, about=row, lines=len(lines))


@transaction.atomic
def decline(*, asked: TrainingRequest, why: str, by: User) -> None:
    """What an organisation asked for does not come; the worker mails them why. Raises NotAllowed, NotPossible."""
    policies.check_trains(by)
    row = _finish(asked, RequestState.DECLINED, None, by)
    # What can't be opened has nobody to tell it to, and is handled all the same.
    with suppress(SealError, DecryptionError):
        row.write({**row.read(), "why": why})
        row.save(update_fields=["sealed", "key_id", "content", "data_key"])


def _finish(asked: TrainingRequest, state: RequestState, session: Session | None, by: User) -> TrainingRequest:
    row = TrainingRequest.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    if row.state != RequestState.NEW:
        raise NotPossible("Deze aanvraag is al afgehandeld.")
    row.state, row.session, row.finished_at = state, session, time.now()
    row.save(update_fields=["state", "session", "finished_at"])
    record("training:request_finished", by=by, about=row, state=state, session=session.pk if session else None)
    return row


def _check(said: SessionSaid) -> None:
    if said.ends_at <= said.starts_at:
        raise NotPossible("De eindtijd ligt voor de begintijd.")
    if said.kind not in Kind.values or said.audience not in Audience.values:
        raise NotPossible("Kies een soort en een doelgroep uit de lijst.")
    if said.part_of is not None and said.part_of.part_of_id is not None:
        raise NotPossible("Kies de eerste bijeenkomst van het programma.")


def _check_was(said: SessionSaid) -> None:
    if said.starts_at > time.now():
        raise NotPossible("Deze dag is nog niet geweest. Plan de bijeenkomst in plaats daarvan.")


def _check_can_join(row: Session, first: Session) -> None:
    """Raises NotPossible where a session can't become a day of that programme: its own list would be lost."""
    if first.pk == row.pk or row.parts.exists():
        raise NotPossible("Een bijeenkomst kan geen deel zijn van zichzelf of van haar eigen programma.")
    if row.part_of_id != first.pk and row.enrolments.exists():
        raise NotPossible("Er zijn al mensen ingeschreven. Plan een nieuwe bijeenkomst als deel van het programma.")


def _tell_programme(first: Session, more: int) -> None:
    """A day came to a programme or left it: who enrolled hears so, for the moves of all its days together go up (`news`)."""
    take_turn(first.pk)
    Session.objects.filter(pk=first.pk).update(sequence=F("sequence") + more)


def _put(row: CourseType | Session, said: CourseSaid | SessionSaid) -> None:
    for one in fields(said):
        setattr(row, one.name, getattr(said, one.name))


def _at(kind: type[_Row], seen: _Row, version: int) -> _Row:
    """The row as it stands now, held until the end of the change, if it still is the version that was seen."""
    row = kind.objects.select_for_update(of=("self",)).get(pk=seen.pk)
    if row.version != version:
        raise SomebodyWasFirst(FIRST)
    return row


def as_said(row: Session) -> SessionSaid:
    """What a session holds, as it would be typed."""
    return SessionSaid(**{one.name: getattr(row, one.name) for one in fields(SessionSaid)})


def course_as_said(row: CourseType) -> CourseSaid:
    """The same for a course type."""
    return CourseSaid(**{one.name: getattr(row, one.name) for one in fields(CourseSaid)})
