"""Finding events in a log of millions: by who, what, when, and whom they name; newest first, a page at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Func, IntegerField, Max, Min, Q, QuerySet, Value
from django.db.models.lookups import GreaterThan

from schakel.audit.kinds import KEY_PREFIXES, Kind, tags_of
from schakel.audit.models import Event

A_PAGE = 100
_CHUNK = 2_000
# By how much the clock may have been set back between two events.
_CLOCK = timedelta(hours=1)
_NEWEST_FIRST = ("-at", "-door", "-sequence")


@dataclass(frozen=True)
class Place:
    """Where in the order of the log a page ended: the moment, door and sequence of its last event."""

    at: datetime
    door: str
    sequence: int

    def __str__(self) -> str:
        return f"{self.at.astimezone(UTC).isoformat()}~{self.door}~{self.sequence}"

    @classmethod
    def parse(cls, text: str) -> "Place":
        """The place that a text stands for. Raises ValueError."""
        at, door, sequence = text.split("~")
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None:
            raise ValueError("a place has a moment with its zone")
        return cls(moment, door, int(sequence))


@dataclass(frozen=True)
class Selection:
    """Which events. What is empty does not limit; `until` is the first moment after.

    `naming` are ids of which an event must name one, as its object or among its details; `hidden` are ids of which it
    may name none; `containing` is a text that must stand in its details, such as the HMAC of a search.
    """

    since: datetime | None = None
    until: datetime | None = None
    door: str = ""
    actor_id: str = ""
    kind: Kind | None = None
    tags: tuple[str, ...] = ()
    naming: tuple[str, ...] | None = None
    hidden: tuple[str, ...] = ()
    containing: str = ""


class _Position(Func):
    """Where a text first stands in another, 0 for nowhere: a plain search for bytes on both databases."""

    function = "INSTR"
    output_field = IntegerField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="STRPOS", **context)


def select(selection: Selection) -> QuerySet[Event]:
    """The events of a selection, in no order."""
    events = Event.objects.all()
    if selection.since is not None:
        events = events.filter(at__gte=selection.since)
    if selection.until is not None:
        events = events.filter(at__lt=selection.until)
    if selection.door:
        events = events.filter(door=selection.door)
    if selection.actor_id:
        events = events.filter(actor_id=selection.actor_id)
    if selection.kind is not None:
        events = events.filter(_is_of(selection.kind))
    if selection.tags:
        events = events.filter(tag__in=selection.tags)
    if selection.containing:
        events = events.filter(_contains(selection.containing))
    if selection.naming is not None:
        events = _after_first(events, selection.naming).filter(_names(selection.naming))
    if selection.hidden:
        events = events.exclude(_names(selection.hidden))
    return events


def page(selection: Selection, *, after: Place | None = None, size: int = A_PAGE) -> tuple[list[Event], Place | None]:
    """At most `size` events, newest first, and the place after which the next page begins, None at the end.

    It costs as much at the end of the log as at its beginning: a place is looked up in an index, nothing is skipped.
    """
    events = select(selection).order_by(*_NEWEST_FIRST)
    if after is not None:
        events = events.filter(_is_after(after))
    found = list(events[: size + 1])
    if len(found) <= size:
        return found, None
    return found[:size], place_of(found[size - 1])


def each(selection: Selection) -> Iterator[Event]:
    """Every event of a selection, newest first, with a few thousand in memory at a time."""
    after: Place | None = None
    while True:
        found, after = page(selection, after=after, size=_CHUNK)
        yield from found
        if after is None:
            return


def before(selection: Selection, event: Event) -> Selection:
    """The same selection without `event` and what came after it: an export does not tell of itself."""
    return replace(selection, until=min(selection.until, event.at) if selection.until else event.at)


def place_of(event: Event) -> Place:
    """Where an event stands in the order of the log."""
    return Place(event.at, event.door, event.sequence)


def spans(selection: Selection) -> dict[str, tuple[int, int]]:
    """By door, the first and the last sequence of a selection's events."""
    found = select(selection).order_by("door").values("door").annotate(first=Min("sequence"), last=Max("sequence"))
    return {row["door"]: (row["first"], row["last"]) for row in found}


def _after_first(events: QuerySet[Event], ids: tuple[str, ...]) -> QuerySet[Event]:
    """Only those since the first event about one of these ids: before a record was made nothing could name it.

    What this saves is the looking through the details of years of events for a case of last month.
    """
    if not ids:
        return events.none()
    first = Event.objects.filter(object_id__in=ids).aggregate(at=Min("at"))["at"]
    return events if first is None else events.filter(at__gte=first - _CLOCK)


def _is_of(kind: Kind) -> Q:
    of_keys = [Q(tag__startswith=prefix) for prefix in KEY_PREFIXES]
    return reduce(or_, of_keys) if kind == Kind.KEY_USE else Q(tag__in=tags_of(kind))


def _names(ids: tuple[str, ...]) -> Q:
    # Inside quotation marks: an id is a whole text among the details, never a part of one.
    return reduce(or_, [_contains(f'"{one}"') for one in ids], Q(object_id__in=ids))


def _contains(text: str) -> Q:
    return Q(GreaterThan(_Position(F("detail_text"), Value(text)), 0))


def _is_after(place: Place) -> Q:
    earlier = Q(door__lt=place.door) | Q(door=place.door, sequence__lt=place.sequence)
    # The first condition is what the index is walked by; the second only settles one moment's events.
    return Q(at__lte=place.at) & (Q(at__lt=place.at) | earlier)
