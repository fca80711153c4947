"""What is late, due this week and coming, in all the cases that a viewer may see: their own part of it, or all."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from schakel.access.compiled import Asked, Rule, asked_by, compiled, counted
from schakel.access.models import Grant, User
from schakel.access.queries import live_at, rule_of_sight, sees_any
from schakel.audit.record import record
from schakel.cases.models import Case
from schakel.cases.plan.models import Calendar, Clock, DailyMail, Step
from schakel.cases.plan.policies import sees_plans
from schakel.cases.plan.queries import sheet_of_clock, sheet_of_step
from schakel.cases.plan.states import UNFINISHED, ClockState, Part
from schakel.core import time
from schakel.core.templatetags.work import day as in_words
from schakel.vault import records

# More rows than anybody reads; the page says that there are more.
MOST = 200
_SOON = timedelta(weeks=4)
_DAY = timedelta(days=1)
# How far a calendar shows back and ahead.
_BEFORE, _AHEAD = timedelta(days=31), timedelta(days=731)


class When(Enum):
    """The lists of the page: value in the address, and its name."""

    LATE = ("laat", "Te laat")
    WEEK = ("week", "Deze week")
    SOON = ("straks", "Binnenkort")


@dataclass(frozen=True)
class Deadline:
    """One line of the list: what must be done in which case, by when, and whose it is."""

    case: Case
    part: str
    id: UUID
    day: date
    what: str
    owner: str
    words: str
    tone: str
    url: str


@dataclass(frozen=True)
class Dated:
    """A day that is no step and no clock, of another part of a case; what is to be done on it is read when it is shown.

    `starts_at` and `minutes` are there for what also has an hour in somebody's calendar.
    """

    case: Case
    part: str
    id: UUID
    day: date
    url: str
    tell: Callable[[], tuple[str, str]]  # what, and whose it is
    starts_at: datetime | None = None
    minutes: int = 0


@dataclass(frozen=True)
class FeedDay:
    """A day in somebody's calendar: of which case, by its number, and at what hour if it has one. No word."""

    id: UUID
    case_id: UUID
    number: str
    day: date
    starts_at: datetime | None = None
    minutes: int = 0


@dataclass(frozen=True)
class OtherDays:
    """Days of theirs that another part of a case or a room above this one has.

    `until` gives those until some day, for a viewer: of all cases that they may see, or only their own (the flag). The rules
    are for counting, which the menu of every page does: what of the viewer's own may have such a day, and what of it may
    be late. Where they find nothing, `until` is not asked.
    """

    until: Callable[[User, bool, date], Iterator[Dated]]
    some: Rule
    late: Rule


# They add themselves when the process starts.
MORE: list[OtherDays] = []


@dataclass(frozen=True)
class Counts:
    """How many of the viewer's own are late, and how many are due until Sunday."""

    late: int
    week: int


def counts_for(viewer: User) -> Counts | None:
    """The viewer's own deadlines in numbers; None for whom there are no plans."""
    if not sees_plans(viewer):
        return None
    if not sees_any(viewer):
        return Counts(0, 0)
    rules = (_late, _due, *(more.some for more in MORE))
    late, due, *some = counted(asked_by(viewer.pk), *((rule, viewer.role) for rule in rules))
    found = [
        more.until(viewer, True, time.sunday_of(time.today())) for more, any_ in zip(MORE, some, strict=True) if any_
    ]
    others = [one.day < time.today() for days in found for one in days]
    return Counts(late + sum(others), due + len(others) - sum(others))


def late_count(viewer: User) -> int:
    """How many of the viewer's own are late, for the menu."""
    if not _has_days(viewer):
        return 0
    rules = (_late, *(more.late for more in MORE))
    late, *others = counted(asked_by(viewer.pk), *((rule, viewer.role) for rule in rules))
    yesterday = time.today() - _DAY
    found = [more.until(viewer, True, yesterday) for more, any_ in zip(MORE, others, strict=True) if any_]
    return late + sum(1 for days in found for _ in days)


def _has_days(viewer: User) -> bool:
    return sees_plans(viewer) and sees_any(viewer)


def _late(role: str, asked: Asked) -> "QuerySet[Any]":
    return _in_one(role, asked, When.LATE)


def _due(role: str, asked: Asked) -> "QuerySet[Any]":
    return _in_one(role, asked, When.WEEK)


def _in_one(role: str, asked: Asked, when: When) -> "QuerySet[Any]":
    steps, clocks = _between(*_of(role, asked, is_mine=True), when, asked)
    return steps.order_by().values("pk").union(clocks.order_by().values("pk"), all=True)


def today_count(viewer: User) -> int:
    """How many of the viewer's own ask attention today: late, or due today."""
    steps, clocks = _rows(viewer, When.WEEK, is_mine=True)
    today = time.today()
    due = steps.filter(due_on=today).count() + clocks.filter(last_day=today).count()
    due += sum(one.day == today for one in _others(viewer, When.WEEK, is_mine=True))
    return late_count(viewer) + due


def mailed_daily(viewer: User) -> bool:
    """Whether the viewer asked for the daily mail."""
    return DailyMail.objects.filter(account=viewer).exists()


def deadlines(viewer: User, when: When, *, is_mine: bool, most: int = MOST) -> list[Deadline]:
    """The list, the earliest first; recorded with the cases that stand in it."""
    steps, clocks = _rows(viewer, when, is_mine=is_mine)
    more = sorted(_others(viewer, when, is_mine=is_mine), key=lambda one: (one.day, one.id))
    return _told([*steps[:most]], [*clocks[:most]], more[:most], viewer)[:most]


def days_for(viewer: User) -> list[FeedDay]:
    """The viewer's own days for a calendar. No word is read for it."""
    since = time.today() - _BEFORE
    steps, clocks = _all(viewer, is_mine=True)
    found = [
        FeedDay(step.id, step.case_id, step.case.number, step.due_on)
        for step in steps.filter(due_on__gte=since)
        if step.due_on
    ]
    found += [
        FeedDay(clock.id, clock.case_id, clock.case.number, clock.last_day)
        for clock in clocks.filter(last_day__gte=since)
    ]
    found += [
        FeedDay(one.id, one.case.pk, one.case.number, one.day, one.starts_at, one.minutes)
        for one in _from_others(viewer, time.today() + _AHEAD, is_mine=True)
        if one.day >= since
    ]
    return sorted(found, key=lambda one: (one.day, one.number, one.id))


def calendar_for(viewer: User) -> Calendar | None:
    """The address of the viewer's own calendar, as far as it is kept: since when, and when it was read."""
    return Calendar.objects.filter(account=viewer).first()


def _others(viewer: User, when: When, *, is_mine: bool) -> Iterator[Dated]:
    """What other parts of a case add to one list."""
    today = time.today()
    sunday = time.sunday_of(time.today())
    since, until = {
        When.LATE: (date.min, today - _DAY),
        When.WEEK: (today, sunday),
        When.SOON: (sunday + _DAY, today + _SOON),
    }[when]
    return (one for one in _from_others(viewer, until, is_mine=is_mine) if since <= one.day)


def _from_others(viewer: User, until: date, *, is_mine: bool) -> Iterator[Dated]:
    if sees_plans(viewer):
        for more in MORE:
            yield from more.until(viewer, is_mine, until)


def leads(asked: Asked) -> Q:
    """What is of a case that this viewer coordinates or stands in for, as a condition."""
    standing_in = live_at(asked.now).filter(user=asked.user, ground=Grant.Ground.STAND_IN).values("compartment")
    return Q(case__coordinator=asked.user) | Q(case__compartment__in=standing_in)


def _rows(viewer: User, when: When, *, is_mine: bool) -> tuple["QuerySet[Step]", "QuerySet[Clock]"]:
    return _between(*_all(viewer, is_mine=is_mine), when, asked_by(viewer.pk))


def _all(viewer: User, *, is_mine: bool) -> tuple["QuerySet[Step]", "QuerySet[Clock]"]:
    """Those of this viewer in order, and what a list says beside them."""
    if not _has_days(viewer):
        return Step.objects.none(), Clock.objects.none()
    steps, clocks = _of(viewer.role, asked_by(viewer.pk), is_mine=is_mine)
    return (
        steps.select_related("case", "owner").order_by("due_on", "id"),
        clocks.select_related("case__coordinator", "step__owner").order_by("due_at", "id"),
    )


def _between(
    steps: "QuerySet[Step]", clocks: "QuerySet[Clock]", when: When, asked: Asked
) -> tuple["QuerySet[Step]", "QuerySet[Clock]"]:
    """Those of one list."""
    today, sunday = asked.today, asked.sunday
    in_time = clocks.filter(due_at__gt=asked.shown)
    match when:
        case When.LATE:
            return steps.filter(due_on__lt=today), clocks.filter(due_at__lte=asked.shown)
        case When.WEEK:
            return steps.filter(due_on__range=(today, sunday)), in_time.filter(last_day__lte=sunday)
        case When.SOON:
            coming = Q(warn_on__lte=today) | Q(last_day__lte=today + _SOON)
            return (
                steps.filter(due_on__gt=sunday, due_on__lte=today + _SOON),
                in_time.filter(coming, last_day__gt=sunday),
            )


def _of(role: str, asked: Asked, *, is_mine: bool) -> tuple["QuerySet[Step]", "QuerySet[Clock]"]:
    """Unfinished steps with a day and running clocks, of all the cases the viewer may see, or of their own."""
    seen = compiled(rule_of_sight, role, asked)
    steps = Step.objects.filter(state__in=UNFINISHED, due_on__isnull=False, case__closed_at=None)
    clocks = Clock.objects.filter(state=ClockState.RUNNING)
    steps, clocks = steps.filter(case__compartment__in=seen), clocks.filter(case__compartment__in=seen)
    if is_mine:
        led = leads(asked)
        steps = steps.filter(Q(owner=asked.user) | (led & Q(owner=None)))
        clocks = clocks.filter(led | Q(step__owner=asked.user))
    return steps, clocks


def _told(steps: Sequence[Step], clocks: Sequence[Clock], more: Sequence[Dated], viewer: User) -> list[Deadline]:
    cases = {step.case_id: step.case for step in steps} | {clock.case_id: clock.case for clock in clocks}
    cases |= {one.case.pk: one.case for one in more}
    if cases:
        record("plan:listed", by=viewer, cases=list(cases))
    with records.at_hand(case.data_key for case in cases.values()):
        rows = [*_of_steps(steps), *_of_clocks(clocks), *_of_others(more)]
    return sorted(rows, key=lambda row: (row.day, row.case.number, row.id))


def _of_steps(steps: Sequence[Step]) -> Iterator[Deadline]:
    for step in steps:
        sheet = sheet_of_step(step)
        assert step.due_on is not None  # noqa: S101  (they were chosen by their day)
        words, tone = _how_late(step.due_on, is_over=step.due_on < time.today())
        yield Deadline(step.case, Part.STEP, step.id, step.due_on, sheet.title, sheet.owner, words, tone, _page(step))


def _of_clocks(clocks: Sequence[Clock]) -> Iterator[Deadline]:
    for clock in clocks:
        sheet = sheet_of_clock(clock)
        owner = clock.step.owner if clock.step is not None and clock.step.owner else clock.case.coordinator
        words, tone = _how_late(clock.last_day, is_over=clock.due_at <= time.now())
        if not tone and clock.warn_on <= time.today():
            tone = "warn"
        if words == in_words(time.today()) and _is_within_a_day(clock.due_at):
            words += f", {clock.due_at.astimezone(time.REGION_ZONE):%H:%M}"
        yield Deadline(
            clock.case, Part.CLOCK, clock.id, clock.last_day, sheet.title, owner.name, words, tone, _page(clock)
        )


def _of_others(more: Sequence[Dated]) -> Iterator[Deadline]:
    for one in more:
        what, owner = one.tell()
        words, tone = _how_late(one.day, is_over=one.day < time.today())
        yield Deadline(one.case, one.part, one.id, one.day, what, owner, words, tone, one.url)


def _page(row: Step | Clock) -> str:
    return reverse(row.part.value, args=[row.case_id, row.pk])


def _how_late(day: date, *, is_over: bool) -> tuple[str, str]:
    """How a list says a day, and in which tone."""
    late = (time.today() - day).days
    if is_over and late > 0:
        return ("1 dag over" if late == 1 else f"{late} dagen over"), "danger"
    if is_over:
        return "over", "danger"
    return in_words(day), "warn" if late == 0 else ""


def _is_within_a_day(moment: datetime) -> bool:
    """Whether it ends by the clock, and not with the day."""
    here = moment.astimezone(time.REGION_ZONE)
    return (here.hour, here.minute) != (0, 0)
