"""Planning duty, changing it, being away, closing, and the wish to be told."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.db import transaction

from schakel.access.holding import hold
from schakel.access.models import User
from schakel.access.policies import NotPossible, check_may
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.core import time
from schakel.duty import policies
from schakel.duty.models import Absence, Closure, DutyDay, Wish
from schakel.duty.queries import closures
from schakel.duty.reading import is_open


@transaction.atomic
def plan(
    *, person: User, first_day: date, weekdays: Collection[int], every: int = 1, weeks: int = 1, by: User
) -> tuple[list[date], list[date]]:
    """Give somebody these days of the week (1 is Monday), every so many weeks, for so many weeks from `first_day` on.

    Days on which the centre is closed are passed over, and who has duty already keeps it: the days given, and those kept.
    Raises NotAllowed, NotPossible.
    """
    hold(person)
    policies.check_sees_roster(by)
    policies.check_can_have_duty(person)
    policies.check_is_to_come(first_day)
    monday = first_day - timedelta(days=first_day.weekday())
    wanted = [
        day
        for week in range(0, weeks, every)
        for weekday in sorted(weekdays)
        if (day := monday + timedelta(weeks=week, days=weekday - 1)) >= first_day
    ]
    closed = closures(first_day)
    wanted = [day for day in wanted if is_open(day, closed)]
    if not wanted:
        raise NotPossible("Op die dagen leest het centrum geen meldingen. Kies andere dagen.")
    rows = [DutyDay(day=day, person=person) for day in wanted]
    # Who has a day already keeps it, also who got it at this very moment.
    DutyDay.objects.bulk_create(rows, ignore_conflicts=True)
    made = set(DutyDay.objects.filter(pk__in=[row.pk for row in rows]).values_list("day", flat=True))
    given = [day for day in wanted if day in made]
    if given:
        record("duty:planned", by=by, about=person, days=_written(given))
    return given, [day for day in wanted if day not in made]


@transaction.atomic
def give(*, day: date, person: User, by: User) -> None:
    """Let somebody look on that day; whoever had it is named as who they stand in for. Raises NotAllowed, NotPossible."""
    hold(person)
    policies.check_sees_roster(by)
    policies.check_can_have_duty(person)
    policies.check_is_to_come(day)
    held = DutyDay.objects.select_for_update(of=("self",))
    row, is_new = held.get_or_create(day=day, defaults={"person": person})
    if is_new:
        record("duty:planned", by=by, about=person, days=_written([day]))
        return
    if row.person_id == person.pk:
        return
    earlier = row.person
    # Whose turn it was at first; back with that person, nobody stands in.
    turn_of = row.instead_of or earlier
    row.instead_of = None if turn_of == person else turn_of
    row.person = person
    row.save(update_fields=["person", "instead_of"])
    record("duty:given", by=by, about=person, days=_written([day]), earlier=earlier.id)


@transaction.atomic
def swap(*, one: date, other: date, by: User) -> None:
    """Two people change days. Raises NotAllowed, NotPossible."""
    policies.check_sees_roster(by)
    for day in (one, other):
        policies.check_is_to_come(day)
    rows = {row.day: row for row in DutyDay.objects.select_for_update(of=("self",)).filter(day__in=(one, other))}
    if one == other or len(rows) < 2:
        raise NotPossible("Ruilen kan alleen tussen twee dagen waarop iemand dienst heeft.")
    first, second = rows[one], rows[other]
    if first.person_id == second.person_id:
        raise NotPossible(f"{first.person.name} heeft op beide dagen dienst.")
    first.person, second.person = second.person, first.person
    for row in (first, second):
        policies.check_can_have_duty(row.person)
        row.instead_of = None
        row.save(update_fields=["person", "instead_of"])
    record("duty:swapped", by=by, days=_written([one, other]), people=[first.person_id, second.person_id])


@transaction.atomic
def clear(*, day: date, by: User, shown: str = "") -> None:
    """Nobody has duty on that day any more. `shown` is who stood there, by key, if it matters. Raises NotAllowed, NotPossible."""
    policies.check_sees_roster(by)
    policies.check_is_to_come(day)
    row = DutyDay.objects.select_for_update(of=("self",)).select_related("person").filter(day=day).first()
    if row is None:
        return
    if shown and shown != str(row.person_id):
        raise NotPossible(f"Intussen heeft {row.person.name} dienst op deze dag. Haal die weg als dat zo moet.")
    row.delete()
    record("duty:cleared", by=by, about=row.person, days=_written([day]))


@transaction.atomic
def be_away(*, person: User, first_day: date, last_day: date, by: User) -> Absence:
    """Somebody is away; their days stand empty until somebody else takes them. Raises NotAllowed, NotPossible."""
    policies.check_sees_roster(by)
    policies.check_can_have_duty(person)
    policies.check_span(first_day, last_day)
    made = Absence.objects.create(person=person, first_day=first_day, last_day=last_day)
    record("duty:absent", by=by, about=person, absence=made.id, days=_written([first_day, last_day]))
    return made


@transaction.atomic
def be_back(*, absence: Absence, by: User) -> None:
    """The absence is taken back. Raises NotAllowed."""
    policies.check_sees_roster(by)
    gone, _ = Absence.objects.filter(pk=absence.pk).delete()
    if gone:
        record("duty:absence_ended", by=by, about=absence.person, absence=absence.id)


@transaction.atomic
def close(*, first_day: date, last_day: date, by: User) -> Closure:
    """The centre reads nothing on these days; the public pages tell so. Raises NotAllowed, NotPossible."""
    policies.check_sees_roster(by)
    policies.check_span(first_day, last_day)
    made = Closure.objects.create(first_day=first_day, last_day=last_day)
    record("duty:closed", by=by, about=made, days=_written([first_day, last_day]))
    return made


@transaction.atomic
def take_back_closure(*, closure: Closure, by: User) -> None:
    """The centre is open on these days after all. Raises NotAllowed."""
    policies.check_sees_roster(by)
    gone, _ = Closure.objects.filter(pk=closure.pk).delete()
    if gone:
        record("duty:closure_ended", by=by, closure=closure.id)


@transaction.atomic
def wish(*, is_on: bool, by: User) -> Wish:
    """Ask to be mailed, or no longer, that something waits. Raises NotAllowed."""
    check_may(by, Permission.TRIAGE)
    made, _ = Wish.objects.update_or_create(person=by, defaults={"is_on": is_on})
    record("duty:wish_changed", by=by, about=by, is_on=is_on)
    return made


def mark_told(*, person: User) -> None:
    """That somebody was just told that something waits. Called where that is sent, which records it."""
    Wish.objects.filter(person=person).update(told_at=time.now())


def _written(days: Iterable[date]) -> list[str]:
    return [f"{day:%Y-%m-%d}" for day in days]
