"""Reading the roster. It is about staff and days alone: whoever sees it sees all of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.queries import colleagues
from schakel.access.roles import Permission
from schakel.core import time
from schakel.duty.models import Absence, Closure, DutyDay, Wish
from schakel.duty.policies import check_sees_roster
from schakel.duty.reading import Span, day_of_reading, is_open

A_WEEK = 7


@dataclass(frozen=True)
class Turn:
    """One day of the roster. `reader` is who really looks: nobody when who was planned is away."""

    day: date
    is_open: bool
    planned: User | None
    instead_of: User | None
    is_away: bool

    @property
    def reader(self) -> User | None:
        return None if self.is_away else self.planned

    @property
    def is_empty(self) -> bool:
        """Whether the centre is open and nobody looks."""
        return self.is_open and self.reader is None


def turns(first: date, count: int = A_WEEK) -> list[Turn]:
    """So many days of the roster from `first` on."""
    last = first + timedelta(days=count - 1)
    planned = {
        row.day: row for row in DutyDay.objects.filter(day__range=(first, last)).select_related("person", "instead_of")
    }
    closed = closures(first)
    absences = list(Absence.objects.filter(first_day__lte=last, last_day__gte=first))
    found = []
    for number in range(count):
        day = first + timedelta(days=number)
        row = planned.get(day)
        is_away = row is not None and (
            not row.person.may(Permission.TRIAGE)
            or any(a.person_id == row.person_id and a.first_day <= day <= a.last_day for a in absences)
        )
        found.append(
            Turn(day, is_open(day, closed), row.person if row else None, row.instead_of if row else None, is_away)
        )
    return found


def turn_on(day: date) -> Turn:
    """That one day."""
    return turns(day, 1)[0]


def on_duty(day: date) -> User | None:
    """Who really looks on that day."""
    return turn_on(day).reader


def empty_days(viewer: User) -> list[date]:
    """The open days of the coming week on which nobody looks, for whoever can do something about it."""
    return today_and_empty_days(viewer)[1]


def today_and_empty_days(viewer: User) -> tuple[Turn, list[date]]:
    """Who looks today, and the same days."""
    check_sees_roster(viewer)
    week = turns(time.today())
    return week[0], [turn.day for turn in week if turn.is_empty]


def readers_of(moments: Iterable[datetime]) -> dict[datetime, Turn]:
    """By moment of receipt, the day on which such a report is read, and by whom."""
    closed = closures(None)
    days = {moment: day_of_reading(moment, closed) for moment in moments}
    if not days:
        return {}
    first, last = min(days.values()), max(days.values())
    if (last - first).days > 60:  # a list over months: each day by itself, and each once
        by_day = {day: turn_on(day) for day in set(days.values())}
    else:
        by_day = {turn.day: turn for turn in turns(first, (last - first).days + 1)}
    return {moment: by_day[day] for moment, day in days.items()}


def closures(since: date | None) -> list[Span]:
    """When the centre reads nothing, what is over before `since` left out. For either door."""
    rows = Closure.objects.all() if since is None else Closure.objects.filter(last_day__gte=since)
    return [Span(*days) for days in rows.values_list("first_day", "last_day")]


def closures_for(viewer: User) -> list[Closure]:
    """The closures that are not over, to change."""
    check_sees_roster(viewer)
    return list(Closure.objects.filter(last_day__gte=time.today()))


def absences_for(viewer: User) -> list[Absence]:
    """Who is away now or will be, to change."""
    check_sees_roster(viewer)
    return list(Absence.objects.filter(last_day__gte=time.today(), person__is_active=True).select_related("person"))


def who_can_have_duty() -> QuerySet[User]:
    """Everybody who reads reports, by name."""
    return colleagues(Permission.TRIAGE)


def wish_of(viewer: User) -> Wish:
    """Whether the viewer wants to be told; not saved when there is none yet. Raises NotAllowed."""
    check_may(viewer, Permission.TRIAGE)
    return Wish.objects.filter(person=viewer).first() or Wish(person=viewer)
