"""What partners asked of whoever passes on what they gave: shown wherever a disclosure is written or read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from schakel.access.models import User
from schakel.cases.models import Case


@dataclass(frozen=True)
class Supplied:
    """Something a partner gave: who, when, whether it may be passed on, what else they ask, and what is in it."""

    by: str
    at: datetime
    onward: str
    conditions: str = ""
    categories: str = ""


# The room above this one that takes in what partners give adds itself when the process starts.
MORE: list[Callable[[Case, User], list[Supplied]]] = []


def supplied_in(case: Case, viewer: User) -> list[Supplied]:
    """Everything that partners gave in a case under conditions, newest first."""
    found = [one for ask in MORE for one in ask(case, viewer)]
    return sorted(found, key=lambda one: one.at, reverse=True)
