"""What happened for a municipality, beside its neighbours of like size."""

from dataclasses import dataclass

from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.core import region
from schakel.prevention.places import Reached, reached_by_place
from schakel.training.places import Taught, taught_by_place


@dataclass(frozen=True)
class Town:
    """A municipality in the numbers of one year."""

    name: str
    reached: Reached
    taught: Taught


def towns(viewer: User, year: int) -> list[Town]:
    """The viewer's own municipality first, then those of the same size: of those numbers alone. Raises NotAllowed."""
    check_may(viewer, Permission.OWN_MUNICIPALITY)
    if not viewer.municipality:
        return []
    profile, reached, taught = region.current(), reached_by_place(year), taught_by_place(year)
    codes = [viewer.municipality, *(one.code for one in profile.neighbours(viewer.municipality))]
    return [
        Town(profile.municipality_name(code), reached.get(code, Reached()), taught.get(code, Taught()))
        for code in codes
    ]
