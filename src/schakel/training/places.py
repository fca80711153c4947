"""What training was given in which municipality: numbers for all of them, and more of one's own."""

from collections import defaultdict
from dataclasses import dataclass

from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.core import time
from schakel.training.kinds import SessionState
from schakel.training.models import CourseType, Session
from schakel.training.queries import held_in, people_at


@dataclass(frozen=True)
class Taught:
    """How often training was given in a municipality, and to how many people."""

    sessions: int = 0
    people: int = 0


def taught_by_place(year: int) -> dict[str, Taught]:
    """For every municipality where something was given."""
    held: dict[str, list[Session]] = defaultdict(list)
    for session in held_in(year):
        held[session.municipality].append(session)
    return {code: Taught(len(some), people_at(some)) for code, some in held.items()}


def planned_in_municipality(viewer: User) -> list[Session]:
    """What is to come in the viewer's own municipality, with what is for its organisations alone. Raises NotAllowed."""
    check_may(viewer, Permission.OWN_MUNICIPALITY)
    coming = Session.objects.filter(state=SessionState.ANNOUNCED, starts_at__gte=time.now())
    return list(coming.filter(municipality=viewer.municipality)) if viewer.municipality else []


def taught_in_municipality(viewer: User, year: int) -> list[Session]:
    """What was given there in a year. Raises NotAllowed."""
    check_may(viewer, Permission.OWN_MUNICIPALITY)
    return [one for one in held_in(year) if viewer.municipality and one.municipality == viewer.municipality]


def courses_to_ask(viewer: User) -> list[CourseType]:
    """What the viewer can ask for. Raises NotAllowed."""
    check_may(viewer, Permission.OWN_MUNICIPALITY)
    return list(CourseType.objects.filter(is_offered=True))
