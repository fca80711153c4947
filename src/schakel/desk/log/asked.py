"""What the officer asks of the log: filters as words and ids, the events that answer, and the record that they were read."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from schakel.access.models import LogReading, User
from schakel.audit import reading as log
from schakel.audit.kinds import Kind, tags_of
from schakel.audit.models import Event
from schakel.audit.reading import Place, Selection
from schakel.audit.record import record
from schakel.core import time
from schakel.desk.log.subjects import Subject, hidden_from


@dataclass(frozen=True)
class Asked:
    """The filters of the log, as somebody fills them in; what is empty does not limit."""

    subject: Subject | None = None
    actor_id: str = ""
    first_day: date | None = None
    last_day: date | None = None
    kind: Kind | None = None
    door: str = ""
    search: str = ""

    def as_detail(self) -> dict[str, Any]:
        """The filters as ids and tags, for the event that tells what was read or exported."""
        subject = {self.subject.kind: self.subject.key} if self.subject is not None else {}
        return {
            **subject,
            **{
                name: str(value)
                for name, value in (
                    ("actor", self.actor_id), ("first_day", self.first_day or ""), ("last_day", self.last_day or ""),
                    ("kind", self.kind or ""), ("door", self.door), ("search", self.search),
                )
                if value
            },
        }  # fmt: skip


def selection_of(asked: Asked, *, viewer: User) -> Selection:
    """The events these filters select for this officer: never those of a case they are excluded from."""
    return Selection(
        since=start_of(asked.first_day) if asked.first_day else None,
        until=start_of(asked.last_day + timedelta(days=1)) if asked.last_day else None,
        door=asked.door,
        actor_id=asked.actor_id,
        kind=asked.kind,
        tags=tags_of(Kind.SEARCH) if asked.search else (),
        containing=f'"query":"{asked.search}"' if asked.search else "",
        naming=asked.subject.ids if asked.subject is not None else None,
        hidden=hidden_from(viewer),
    )


def read_page(
    asked: Asked, *, after: Place | None, reading: LogReading, viewer: User
) -> tuple[list[Event], Place | None]:
    """One page of the log, newest first, and where the next begins; that it was read is itself an event."""
    found, following = log.page(selection_of(asked, viewer=viewer), after=after)
    record_reading("log:read", found, asked=asked, reading=reading, viewer=viewer)
    return found, following


def record_reading(
    tag: str, found: list[Event], *, asked: Asked, reading: LogReading, viewer: User, **more: Any
) -> None:
    """Which events somebody saw: with which filters, how many, and from which to which."""
    record(
        tag,
        by=viewer,
        about=reading,
        asked=asked.as_detail(),
        count=len(found),
        newest=_position(found[0]) if found else "",
        oldest=_position(found[-1]) if found else "",
        **more,
    )


def start_of(day: date) -> datetime:
    """The first moment of a day in the region."""
    return time.start_of(day)


def _position(event: Event) -> str:
    return f"{event.door} {event.sequence}"
