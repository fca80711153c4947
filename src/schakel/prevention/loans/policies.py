"""Who lends, and what the days allow."""

from datetime import date, timedelta

from schakel.access.models import User
from schakel.access.policies import NotPossible, check_may
from schakel.access.roles import Permission
from schakel.core import time
from schakel.core.templatetags.work import day as in_words
from schakel.prevention.loans.kinds import LoanState, ThingState
from schakel.prevention.loans.models import Loan, LoanKind, Thing

A_YEAR_AHEAD = timedelta(days=366)


def check_lends(user: User) -> None:
    """Raises NotAllowed unless this person does the work of prevention."""
    check_may(user, Permission.PREVENT)


def check_period(kind: LoanKind, first_day: date, last_day: date) -> None:
    """Raises NotPossible for days that nobody can borrow this on."""
    today = time.today()
    if first_day < today:
        raise NotPossible("De eerste dag is al voorbij. Kies een dag vanaf vandaag.")
    if last_day < first_day:
        raise NotPossible("De laatste dag ligt voor de eerste. Kies een latere dag.")
    if last_day > today + A_YEAR_AHEAD:
        raise NotPossible("U kunt tot een jaar vooruit lenen. Kies een eerdere dag.")
    if (last_day - first_day).days >= kind.most_days:
        raise NotPossible(f"U kunt dit ten hoogste {kind.most_days} dagen lenen. Kies een kortere tijd, of bel ons.")


def check_state(loan: Loan, *states: LoanState) -> None:
    """Raises NotPossible when the loan is not so far, or further already."""
    if LoanState(loan.state) not in states:
        raise NotPossible(f"Dat kan nu niet: deze aanvraag is {loan.get_state_display()}.")


def check_can_be_lent(thing: Thing, kind: LoanKind | None = None) -> None:
    """Raises NotPossible for a thing that is out of the calendar, or of another kind than was asked."""
    if thing.state != ThingState.AVAILABLE:
        raise NotPossible(f"{thing.label} kan niet worden uitgeleend: {thing.get_state_display()}.")
    if kind is not None and thing.kind_id != kind.pk:
        raise NotPossible(f"{thing.label} is geen {kind.name}.")


def taken(thing: Thing, day: date | None) -> NotPossible:
    """That somebody else has it in that time."""
    when = f" op {in_words(day)}" if day is not None else " in die tijd"
    return NotPossible(f"{thing.label} is{when} al bezet. Kies een ander exemplaar of andere dagen.")


def is_overdue(loan: Loan) -> bool:
    """Whether it should have been back."""
    return loan.state == LoanState.OUT and loan.last_day < time.today()


def check_asks_for_municipality(user: User) -> None:
    """Raises NotAllowed unless this person asks for a municipality of their own."""
    check_may(user, Permission.OWN_MUNICIPALITY)
