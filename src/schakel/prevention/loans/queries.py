"""Reading what can be lent and when it is free (for everybody), and the loans and things (for whoever lends)."""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar

from django.db.models import Count, Model, Q, QuerySet
from django.http import Http404

from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.core import region, time
from schakel.intake import lookups
from schakel.prevention.asking import is_token, lookup_of
from schakel.prevention.loans.calendars import Month
from schakel.prevention.loans.kinds import LoanState, ThingState
from schakel.prevention.loans.models import Condition, Loan, LoanKind, LoanKindPicture, Thing, ThingDay
from schakel.prevention.loans.policies import check_asks_for_municipality, check_lends, is_overdue
from schakel.vault import records
from schakel.vault.records import DESTROYED, DecryptionError
from schakel.vault.sealing import SealError

Row = TypeVar("Row", bound=Model)

_USUAL_DAYS = 3
_GONE = {"organisation": DESTROYED, "contact": DESTROYED}
_OWN = ("id", "created_at", "number", "lookup", "state", "kind_id", "first_day", "last_day", "kind__name")


# For everybody -------------------------------------------------------------------------------------------------------


def kinds() -> list[LoanKind]:
    """What can be borrowed now: kinds of which there is at least one in use."""
    in_use = Count("things", filter=Q(things__state=ThingState.AVAILABLE))
    rows = LoanKind.objects.filter(is_listed=True).annotate(in_use=in_use)
    return [row for row in rows if row.in_use]


def kind(kind_id: uuid.UUID) -> LoanKind:
    """One of these. Raises Http404."""
    return _one(LoanKind.objects.filter(is_listed=True), kind_id)


def with_picture(kinds: Iterable[LoanKind]) -> set[uuid.UUID]:
    """Which of them have a picture."""
    return set(LoanKindPicture.objects.filter(kind__in=list(kinds)).values_list("kind_id", flat=True))


def picture_of(kind: LoanKind) -> bytes:
    """Its picture. Raises Http404."""
    found = LoanKindPicture.objects.filter(kind=kind).first()
    if found is None:
        raise Http404
    return bytes(found.content)


def free(kind: LoanKind, first: date, last: date) -> dict[date, int]:
    """By day, how many of this kind nobody has; 0 for days that are over."""
    in_use = Thing.objects.filter(kind=kind, state=ThingState.AVAILABLE).values_list("pk", flat=True)
    count = len(in_use)
    taken = Counter(
        ThingDay.objects.filter(thing__in=list(in_use), day__range=(first, last)).values_list("day", flat=True)
    )
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return {day: count - taken[day] if day >= time.today() else 0 for day in days}


def proposed_period(kind: LoanKind) -> tuple[date, date] | None:
    """The first days in a row, from a week ahead, on which there is one: time to confirm it and to bring it along."""
    length = min(_USUAL_DAYS, kind.most_days)
    first = time.today() + timedelta(days=7)
    there = free(kind, first, first + timedelta(days=60))
    days = sorted(there)
    for number in range(len(days) - length + 1):
        if all(there[day] for day in days[number : number + length]):
            return days[number], days[number + length - 1]
    return None


def own_loan(token: str) -> Loan:
    """The loan that this secret address belongs to, without who asked. Raises Http404."""
    if not is_token(token):
        raise Http404
    lookup = lookup_of(token)
    with lookups.shown(application=lookup):
        found = Loan.objects.select_related("kind").only(*_OWN).filter(lookup=lookup).first()
    if found is None:
        raise Http404
    return found


# At the desk ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seen:
    """A loan with who asked."""

    loan: Loan
    said: dict[str, Any]
    # Why this promise can't be kept as it stands, if so.
    trouble: str = ""

    @property
    def place(self) -> str:
        known = {one.code: one.name for one in region.current().municipalities}
        return known.get(self.loan.municipality, "buiten de regio")

    @property
    def is_overdue(self) -> bool:
        return is_overdue(self.loan)


@dataclass(frozen=True)
class Work:
    """What asks for somebody: new questions, promises in trouble, what is late, what goes out, what is out."""

    asked: list[Seen] = field(default_factory=list)
    troubled: list[Seen] = field(default_factory=list)
    overdue: list[Seen] = field(default_factory=list)
    confirmed: list[Seen] = field(default_factory=list)
    out: list[Seen] = field(default_factory=list)


def work(viewer: User) -> Work:
    """Every loan that is not over. Raises NotAllowed."""
    check_lends(viewer)
    live = (LoanState.ASKED, LoanState.CONFIRMED, LoanState.OUT)
    seen = read_all(Loan.objects.filter(state__in=live), viewer=viewer)
    late = {one.loan.thing_id for one in seen if one.is_overdue}
    seen = [Seen(one.loan, one.said, trouble_of(one.loan, late)) for one in seen]

    def those(state: LoanState) -> list[Seen]:
        return [one for one in seen if one.loan.state == state]

    return Work(
        asked=those(LoanState.ASKED),
        troubled=[one for one in seen if one.trouble],
        overdue=[one for one in seen if one.is_overdue],
        confirmed=[one for one in those(LoanState.CONFIRMED) if not one.trouble],
        out=[one for one in those(LoanState.OUT) if not one.is_overdue],
    )


def trouble_of(loan: Loan, late: Iterable[uuid.UUID | None]) -> str:
    """Why a promise can't be kept as it stands: the thing is out of use, or whoever has it now is late."""
    if loan.state != LoanState.CONFIRMED or loan.thing is None:
        return ""
    if loan.thing.state != ThingState.AVAILABLE:
        return f"{loan.thing.label} is {loan.thing.get_state_display()}"
    cleaned_by = time.today() + timedelta(days=loan.kind.cleaning_days)
    if loan.thing_id in late and loan.first_day <= cleaned_by:
        return f"{loan.thing.label} is nog niet terug van de vorige lener"
    return ""


def waiting(viewer: User) -> int:
    """How many new questions there are, for the menu. Raises NotAllowed."""
    check_may(viewer, Permission.PREVENT)
    return Loan.objects.filter(state=LoanState.ASKED).count()


def overdue(viewer: User) -> int:
    """How many things should have been back, for the first page of the day. Raises NotAllowed."""
    check_lends(viewer)
    return Loan.objects.filter(state=LoanState.OUT, last_day__lt=time.today()).count()


def read_all(loans: QuerySet[Loan], *, viewer: User) -> list[Seen]:
    """Who asked for these. Raises NotAllowed."""
    check_lends(viewer)
    rows = list(loans.select_related("kind", "thing"))
    if rows:
        record("loan:listed", by=viewer, loans=[row.pk for row in rows])
    with records.at_hand(row.data_key for row in rows):
        return [Seen(row, said(row)) for row in rows]


def over(viewer: User) -> list[Seen]:
    """The last hundred that are over. Raises NotAllowed."""
    check_lends(viewer)
    rows = Loan.objects.filter(ended_at__isnull=False).order_by("-ended_at")[:100]
    return read_all(Loan.objects.filter(pk__in=[row.pk for row in rows]).order_by("-ended_at"), viewer=viewer)


def loan_for(viewer: User, loan_id: uuid.UUID) -> Loan:
    """One loan. Raises NotAllowed, Http404."""
    check_lends(viewer)
    return _one(Loan.objects.select_related("kind", "thing", "double_of", "asked_by"), loan_id)


def read(loan: Loan, *, viewer: User) -> Seen:
    """The same with who asked. Raises NotAllowed."""
    check_lends(viewer)
    record("loan:read", by=viewer, about=loan)
    late = Loan.objects.filter(state=LoanState.OUT, last_day__lt=time.today()).values_list("thing_id", flat=True)
    return Seen(loan, said(loan), trouble_of(loan, set(late)))


def free_things(loan: Loan, *, viewer: User) -> list[Thing]:
    """What nobody has in these days, the days of cleaning included. Raises NotAllowed."""
    check_lends(viewer)
    until = loan.last_day + timedelta(days=loan.kind.cleaning_days)
    taken = ThingDay.objects.filter(day__range=(loan.first_day, until)).exclude(loan=loan).values("thing")
    things = Thing.objects.filter(kind=loan.kind, state=ThingState.AVAILABLE).exclude(pk__in=taken)
    return list(things.exclude(pk=loan.thing_id) if loan.thing_id else things)


def all_kinds(viewer: User) -> list[LoanKind]:
    """Every kind, with how many things there are of it. Raises NotAllowed."""
    check_lends(viewer)
    return list(LoanKind.objects.annotate(count=Count("things")))


def kind_for(viewer: User, kind_id: uuid.UUID) -> LoanKind:
    """One kind. Raises NotAllowed, Http404."""
    check_lends(viewer)
    return _one(LoanKind.objects.select_related("changed_by"), kind_id)


def thing_for(viewer: User, thing_id: uuid.UUID) -> Thing:
    """One thing. Raises NotAllowed, Http404."""
    check_lends(viewer)
    return _one(Thing.objects.select_related("kind", "changed_by"), thing_id)


def history_of(thing: Thing, *, viewer: User) -> list[Condition]:
    """What happened to it, the latest first, photos left out but for whether there is one. Raises NotAllowed."""
    check_lends(viewer)
    rows = thing.history.select_related("made_by", "loan").annotate(has_photo=Q(photo__isnull=False))
    return list(rows.defer("photo"))


def history_of_loan(loan: Loan, *, viewer: User) -> list[Condition]:
    """What happened to the thing in this loan, the latest first. Raises NotAllowed."""
    check_lends(viewer)
    rows = loan.history.select_related("made_by", "loan").annotate(has_photo=Q(photo__isnull=False))
    return list(rows.defer("photo"))


def photo_of(viewer: User, condition_id: uuid.UUID) -> bytes:
    """A photo in a history. Raises NotAllowed, Http404."""
    check_lends(viewer)
    found = _one(Condition.objects.filter(photo__isnull=False), condition_id)
    record("thing:photo_seen", by=viewer, about=found)
    return bytes(found.photo or b"")


def loans_of(thing: Thing, *, viewer: User) -> list[Seen]:
    """Who has it, and who was promised it. Raises NotAllowed."""
    live = (LoanState.CONFIRMED, LoanState.OUT)
    return read_all(Loan.objects.filter(thing=thing, state__in=live), viewer=viewer)


@dataclass(frozen=True)
class Cell:
    """One thing on one day."""

    day: date
    loan: Loan | None = None
    is_cleaning: bool = False


@dataclass(frozen=True)
class Line:
    """A thing through a month."""

    thing: Thing
    cells: list[Cell]


def calendar(viewer: User, month: Month) -> list[Line]:
    """Every thing that is not written off, through a month. Raises NotAllowed."""
    check_lends(viewer)
    rows = ThingDay.objects.filter(day__range=(month.first, month.last)).select_related("loan")
    taken = {(row.thing_id, row.day): row for row in rows}
    things = Thing.objects.exclude(state=ThingState.WRITTEN_OFF).select_related("kind").order_by("kind__name", "label")

    def cell(thing: Thing, day: date) -> Cell:
        row = taken.get((thing.pk, day))
        return Cell(day) if row is None else Cell(day, row.loan, row.is_cleaning)

    return [Line(thing, [cell(thing, day) for day in month.days]) for thing in things]


# For a municipal contact person --------------------------------------------------------------------------------------


def loans_of_municipality(viewer: User) -> list[Loan]:
    """What was asked for the viewer's own municipality, without who asked. Raises NotAllowed."""
    check_asks_for_municipality(viewer)
    rows = Loan.objects.filter(municipality=viewer.municipality).exclude(state=LoanState.SPAM)
    return list(rows.select_related("kind").defer("sealed", "content").order_by("-first_day")[:200])


def said(row: Loan) -> dict[str, Any]:
    """Who asked, as far as it can still be read."""
    try:
        return row.read()
    except (SealError, DecryptionError):
        return dict(_GONE)


def _one(rows: QuerySet[Row], row_id: uuid.UUID) -> Row:
    found = rows.filter(pk=row_id).first()
    if found is None:
        raise Http404
    return found
