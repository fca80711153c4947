"""Who may plan duty, and whom."""

from datetime import date

from schakel.access.models import User
from schakel.access.policies import NotAllowed, NotPossible
from schakel.access.roles import Permission
from schakel.core import time

MOST_DAYS = 366


def sees_roster(user: User) -> bool:
    """Whoever reads reports, and the administrator, who keeps the centre running: the roster holds no content."""
    return user.may(Permission.TRIAGE) or user.may(Permission.MANAGE_USERS)


def check_sees_roster(user: User) -> None:
    """Raises NotAllowed for everybody else."""
    if not sees_roster(user):
        raise NotAllowed(f"Uw rol geeft u geen toegang tot: {Permission.TRIAGE.label}.")


def check_can_have_duty(person: User) -> None:
    """Raises NotPossible for somebody who could not read what comes in."""
    if not person.may(Permission.TRIAGE):
        raise NotPossible(f"{person.name} beoordeelt geen meldingen en kan geen dienst hebben.")


def check_span(first_day: date, last_day: date) -> None:
    """Raises NotPossible for a span that ends before it begins, is over already, or is longer than a year."""
    if last_day < first_day:
        raise NotPossible("De laatste dag ligt voor de eerste.")
    if last_day < time.today():
        raise NotPossible("Die dagen zijn al voorbij.")
    if (last_day - first_day).days > MOST_DAYS:
        raise NotPossible("Kies ten hoogste een jaar.")


def check_is_to_come(day: date) -> None:
    """Raises NotPossible for a day that is over: who had duty then stays as it was."""
    if day < time.today():
        raise NotPossible("Die dag is al voorbij.")
