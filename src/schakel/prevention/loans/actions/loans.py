"""A loan, from the question to the return. Which days a thing is taken stands in `ThingDay`, one row a day."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.audit.record import record
from schakel.core import time
from schakel.core.actors import PROFESSIONAL, system
from schakel.intake import lookups
from schakel.prevention import asking
from schakel.prevention.loans import policies
from schakel.prevention.loans.actions import things
from schakel.prevention.loans.kinds import LoanState, ThingState, What
from schakel.prevention.loans.models import Loan, LoanKind, Thing, ThingDay

_A_DAY = timedelta(days=1)
_MOVES = {
    "refuse": ((LoanState.ASKED,), LoanState.REFUSED, "loan:refused"),
    "cancel": ((LoanState.ASKED, LoanState.CONFIRMED), LoanState.CANCELLED, "loan:cancelled"),
    "spam": ((LoanState.ASKED,), LoanState.SPAM, "loan:set_aside"),
    "back": ((LoanState.SPAM, LoanState.REFUSED, LoanState.CANCELLED), LoanState.ASKED, "loan:brought_back"),
}


def ask(
    *, kind: LoanKind, first_day: date, last_day: date, said: Mapping[str, Any], municipality: str, token: str
) -> None:
    """Somebody asks for a kind of thing at the public door. The same token again changes nothing. Raises NotPossible."""
    policies.check_period(kind, first_day, last_day)
    made = _new(kind, first_day, last_day, municipality, token)
    made.seal(asking.tidy(said, token))
    try:
        with transaction.atomic(), lookups.shown(application=asking.lookup_of(token)):
            made.save(force_insert=True)
            record("loan:asked", by=PROFESSIONAL, about=made, key=made.key_id)
    except IntegrityError:
        if not _is_stored(token):
            raise


@transaction.atomic
def note_down(
    *, kind: LoanKind, first_day: date, last_day: date, said: Mapping[str, Any], municipality: str, by: User
) -> Loan:
    """A colleague writes down what somebody asked by telephone, or a municipality asks. Raises NotAllowed, NotPossible."""
    if by.municipality:
        policies.check_asks_for_municipality(by)
        municipality = by.municipality
    else:
        policies.check_lends(by)
    policies.check_period(kind, first_day, last_day)
    token = asking.new_token()
    made = _new(kind, first_day, last_day, municipality, token)
    made.asked_by = by
    made.write(asking.tidy(said, token))
    made.save(force_insert=True)
    record("loan:asked", by=by, about=made)
    asking.tell(made.pk)
    return made


@transaction.atomic
def confirm(*, loan: Loan, thing: Thing, by: User) -> Loan:
    """Promise this thing for these days, and keep the days after them to clean it; or another thing than was promised.

    The database refuses a day that is taken, whoever else confirms at the same moment. Raises NotAllowed, NotPossible.
    """
    policies.check_lends(by)
    row = _locked(loan)
    policies.check_state(row, LoanState.ASKED, LoanState.CONFIRMED)
    chosen = things.locked(thing)
    policies.check_can_be_lent(chosen, row.kind)
    row.days.all().delete()
    _take(row, chosen, _days(row.first_day, row.last_day))
    _take(row, chosen, _days(row.last_day + _A_DAY, row.last_day + row.kind.cleaning_days * _A_DAY), is_cleaning=True)
    row.thing, row.state = chosen, LoanState.CONFIRMED
    asking.add_to(row)
    row.save()
    record("loan:confirmed", by=by, about=row, thing=chosen.pk)
    asking.tell(row.pk)
    return row


@transaction.atomic
def hand_out(*, loan: Loan, words: str, photo: bytes | None = None, by: User) -> Loan:
    """It goes along, in this state. Raises NotAllowed, NotPossible, NotUsable."""
    policies.check_lends(by)
    row = _locked(loan)
    policies.check_state(row, LoanState.CONFIRMED)
    thing = _thing(row)
    policies.check_can_be_lent(thing)
    if Loan.objects.filter(thing=thing, state=LoanState.OUT).exists():
        raise NotPossible(f"{thing.label} is nog niet terug van de vorige lener.")
    today = time.today()
    if today > row.last_day:
        raise NotPossible(
            "De laatste dag van deze lening is al voorbij. Annuleer de lening, of vraag nieuwe dagen aan."
        )
    # Fetched a day early: then it is taken from today.
    _take(row, thing, _days(today, row.first_day - _A_DAY))
    row.state, row.handed_at = LoanState.OUT, time.now()
    row.save(update_fields=["state", "handed_at"])
    things.note(thing, What.HANDED_OUT, words, loan=row, photo=photo, by=by)
    record("loan:handed_out", by=by, about=row, thing=thing.pk)
    return row


@transaction.atomic
def take_back(*, loan: Loan, words: str, is_damaged: bool = False, photo: bytes | None = None, by: User) -> Loan:
    """It is back, in this state; what is damaged leaves the calendar. Cleaning begins the day after. Raises as `hand_out`."""
    policies.check_lends(by)
    row = _locked(loan)
    policies.check_state(row, LoanState.OUT)
    if is_damaged and not words:
        raise NotPossible("Schrijf op wat er stuk of vies is.")
    thing, today = _thing(row), time.today()
    row.days.filter(day__gt=today).delete()
    cleaning = _days(today + _A_DAY, today + row.kind.cleaning_days * _A_DAY)
    # Late: whoever comes next may have these days already, and then it is cleaned in the time there is.
    ThingDay.objects.bulk_create(
        [ThingDay(thing=thing, loan=row, day=day, is_cleaning=True) for day in cleaning], ignore_conflicts=True
    )
    row.state, row.ended_at = LoanState.RETURNED, time.now()
    row.save(update_fields=["state", "ended_at"])
    things.note(thing, What.DAMAGED if is_damaged else What.RETURNED, words, loan=row, photo=photo, by=by)
    if is_damaged and thing.state == ThingState.AVAILABLE:
        things.set_state(thing, ThingState.MAINTENANCE)
    record("loan:returned", by=by, about=row, thing=thing.pk, damaged=is_damaged)
    return row


@transaction.atomic
def extend(*, loan: Loan, last_day: date, by: User) -> Loan:
    """They keep it longer, if nobody else has those days. Raises NotAllowed, NotPossible."""
    policies.check_lends(by)
    row = _locked(loan)
    policies.check_state(row, LoanState.CONFIRMED, LoanState.OUT)
    if last_day <= row.last_day:
        raise NotPossible("Kies een dag na de laatste dag die nu is afgesproken.")
    policies.check_period(row.kind, max(row.first_day, time.today()), last_day)
    thing = _thing(row)
    row.days.filter(day__gt=row.last_day).delete()
    _take(row, thing, _days(row.last_day + _A_DAY, last_day))
    _take(row, thing, _days(last_day + _A_DAY, last_day + row.kind.cleaning_days * _A_DAY), is_cleaning=True)
    row.last_day, row.reminded_on = last_day, None
    row.save(update_fields=["last_day", "reminded_on"])
    record("loan:extended", by=by, about=row)
    asking.tell(row.pk)
    return row


@transaction.atomic
def move(*, loan: Loan, verb: str, why: str = "", by: User) -> Loan:
    """Refuse, cancel, set aside as spam, or bring back: the days are free again. Raises NotAllowed, NotPossible."""
    policies.check_lends(by)
    states, to, tag = _MOVES[verb]
    row = _locked(loan)
    policies.check_state(row, *states)
    row.days.all().delete()
    row.thing, row.state = None, to
    row.ended_at = None if verb == "back" else time.now()
    asking.add_to(row, why=why)
    row.save()
    record(tag, by=by, about=row)
    if verb in ("refuse", "cancel"):
        asking.tell(row.pk)
    return row


@transaction.atomic
def withdraw(*, loan: Loan) -> None:
    """Whoever asked takes it back, as long as it was not handed out. Raises NotPossible."""
    with lookups.shown(application=bytes(loan.lookup)):
        mine = Loan.objects.filter(pk=loan.pk, state__in=(LoanState.ASKED, LoanState.CONFIRMED))
        if not mine.update(state=LoanState.CANCELLED, ended_at=time.now()):
            raise NotPossible("Deze aanvraag kan niet meer worden ingetrokken. Bel ons.")
        record("loan:withdrawn", by=PROFESSIONAL, about=loan)


def keep_calendar() -> None:
    """The worker's job: what was taken back at the public door is free again, and what is late stays taken.

    The public door may not change which days a thing is taken.
    """
    with transaction.atomic():
        ThingDay.objects.filter(loan__state=LoanState.CANCELLED).delete()
        today = time.today()
        for row in Loan.objects.filter(state=LoanState.OUT, last_day__lt=today).select_related("kind", "thing"):
            row.days.filter(is_cleaning=True, day__lte=today).update(is_cleaning=False)
            until = today + row.kind.cleaning_days * _A_DAY
            ThingDay.objects.bulk_create(
                [
                    ThingDay(thing=_thing(row), loan=row, day=day, is_cleaning=day > today)
                    for day in _days(row.last_day, until)
                ],
                ignore_conflicts=True,
            )


@transaction.atomic
def mark_reminded(*, loan: Loan) -> None:
    """Whoever has it too long was asked by mail to bring it back."""
    Loan.objects.filter(pk=loan.pk).update(reminded_on=time.today())
    record("loan:reminded", by=system("worker"), about=loan)


def _take(row: Loan, thing: Thing, days: Iterable[date], *, is_cleaning: bool = False) -> None:
    """Take these days, or none of them. Raises NotPossible with the first that somebody else has."""
    wanted = list(days)
    try:
        with transaction.atomic():
            ThingDay.objects.bulk_create(
                [ThingDay(thing=thing, loan=row, day=day, is_cleaning=is_cleaning) for day in wanted]
            )
    except IntegrityError:
        other = ThingDay.objects.filter(thing=thing, day__in=wanted).order_by("day").first()
        raise policies.taken(thing, other.day if other is not None else None) from None


def _days(first: date, last: date) -> list[date]:
    return [first + number * _A_DAY for number in range((last - first).days + 1)]


def _thing(row: Loan) -> Thing:
    assert row.thing is not None  # noqa: S101  (a promised loan names its thing)
    return things.locked(row.thing)


def _new(kind: LoanKind, first_day: date, last_day: date, municipality: str, token: str) -> Loan:
    return Loan(
        number=asking.new_number("L"),
        lookup=asking.lookup_of(token),
        municipality=municipality,
        kind=kind,
        first_day=first_day,
        last_day=last_day,
    )


def _is_stored(token: str) -> bool:
    lookup = asking.lookup_of(token)
    with lookups.shown(application=lookup):
        return Loan.objects.filter(lookup=lookup).exists()


def _locked(loan: Loan) -> Loan:
    return Loan.objects.select_for_update(of=("self",)).select_related("kind", "thing").get(pk=loan.pk)
