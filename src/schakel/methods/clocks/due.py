"""By when: the last day or moment of a running clock, how it stands, and the derivation in words."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum

from schakel.methods.clocks.counting import Calendar, last_day, moved
from schakel.methods.clocks.terms import Rule, Span, Unit

_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip
_WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


class State(Enum):
    """How a clock stands; the value is what a page says."""

    RUNNING = "loopt"
    DUE_SOON = "bijna om"
    OVERDUE = "te laat"
    SUSPENDED = "ligt stil"
    MET = "gehaald"
    STOPPED = "gestopt"


@dataclass(frozen=True)
class Due:
    """When a clock ends. `last_day` is the last day in time; from `over_at` on it is too late; `words` is how it was counted."""

    rule: Rule
    started: datetime
    last_day: date
    over_at: datetime
    words: str

    @property
    def warn_from(self) -> date:
        """The first day on which it is due soon."""
        return max(self.last_day - timedelta(days=self.rule.warn_days), self.started.date())


def due(
    rule: Rule, started: datetime, calendar: Calendar, *, is_extended: bool = False, days_suspended: int = 0
) -> Due:
    """When the clock of `rule` ends that an event started at this moment (aware).

    `is_extended` adds the extension that the rule allows, `days_suspended` the days that the clock lay still. Raises
    ValueError for a naive moment, or an extension where the rule allows none.
    """
    if started.tzinfo is None:
        raise ValueError("a clock starts at a moment with a time zone")
    if is_extended and rule.extension is None:
        raise ValueError(f"{rule.id} allows no extension")
    here = started.astimezone(calendar.zone)
    added = rule.extension if is_extended else None
    if rule.term.unit is Unit.HOURS:
        return _by_the_hour(rule, here, calendar, added, days_suspended)
    start = here.date()
    end = _end(start, rule.term, added, calendar) + timedelta(days=days_suspended)
    final = moved(start, end, rule.moves, calendar)
    words = f"Begonnen op {_day(start)}, {_length(rule.term, added, days_suspended)}: t/m {_day(end)}."
    if final != end:
        words += f" {_why(end, calendar)}, dus t/m {_WEEKDAYS[final.weekday()]} {_day(final)} ({rule.moves.value})."
    over_at = datetime.combine(final + timedelta(days=1), time.min, tzinfo=calendar.zone)
    return Due(rule, here, final, over_at, words)


def state_of(
    ends: Due,
    *,
    now: datetime,
    met_at: datetime | None = None,
    stopped_at: datetime | None = None,
    is_suspended: bool = False,
) -> State:
    """How the clock stands now. What ended stays so; what lies still is never late."""
    if met_at is not None:
        return State.MET
    if stopped_at is not None:
        return State.STOPPED
    if is_suspended:
        return State.SUSPENDED
    if now >= ends.over_at and now > ends.started:
        return State.OVERDUE
    is_soon = now.astimezone(ends.over_at.tzinfo).date() >= ends.warn_from
    return State.DUE_SOON if is_soon else State.RUNNING


def _by_the_hour(rule: Rule, here: datetime, calendar: Calendar, added: Span | None, days_suspended: int) -> Due:
    """Real hours, also over a change of summer time; never moved by a free day."""
    hours = rule.term.amount + (added.amount if added is not None and added.unit is Unit.HOURS else 0)
    over_at = (here.astimezone(UTC) + timedelta(hours=hours)).astimezone(calendar.zone)
    if added is not None and added.unit is not Unit.HOURS:
        day = last_day(over_at.date(), added, calendar)
        over_at = datetime.combine(day, over_at.timetz())
    over_at = datetime.combine(over_at.date() + timedelta(days=days_suspended), over_at.timetz())
    words = f"Begonnen op {_day(here.date())} om {here:%H:%M}, {_length(rule.term, added, days_suspended)}"
    words += f": tot {_day(over_at.date())} om {over_at:%H:%M}." if hours or added else "."
    return Due(rule, here, over_at.date(), over_at, words)


def _end(start: date, term: Span, added: Span | None, calendar: Calendar) -> date:
    """The end before any moving. An extension in the same unit is one longer term: the end of a month stays that."""
    if added is None:
        return last_day(start, term, calendar)
    if added.unit is term.unit:
        return last_day(start, Span(term.amount + added.amount, term.unit), calendar)
    return last_day(last_day(start, term, calendar), added, calendar)


def _length(term: Span, added: Span | None, days_suspended: int) -> str:
    words = term.words
    if added is not None:
        words += f", verlengd met {added.words}"
    if days_suspended:
        words += f", {Span(days_suspended, Unit.DAYS).words} stilgelegd"
    return words


def _why(end: date, calendar: Calendar) -> str:
    if not calendar.is_free(end):
        return "Er zitten minder dan twee werkdagen in"
    return f"Dat is een {'feestdag' if calendar.is_holiday(end) else _WEEKDAYS[end.weekday()]}"


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
