"""What waits for whoever does prevention and training: questions to answer, things that are late, and what comes this week."""

from dataclasses import dataclass
from datetime import timedelta

from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.core import time
from schakel.prevention.loans import queries as loans
from schakel.prevention.materials import queries as materials
from schakel.training.models import Session
from schakel.training.queries import coming, requests_for

_AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class Waiting:
    """In numbers, and the sessions of the next seven days."""

    orders: int
    loans: int
    trainings: int
    overdue: int
    low: int
    sessions: list[Session]


def waiting_for(viewer: User) -> Waiting:
    """All of it. Raises NotAllowed."""
    check_may(viewer, Permission.PREVENT)
    until = time.now() + _AHEAD
    return Waiting(
        orders=materials.waiting(viewer),
        loans=loans.waiting(viewer),
        trainings=len(requests_for(viewer)),
        overdue=loans.overdue(viewer),
        low=len(materials.low(viewer)),
        sessions=[one for one in coming(viewer) if one.starts_at <= until],
    )
