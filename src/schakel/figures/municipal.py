"""What the contact person of a municipality may read of a year: persons and reports, or nothing (decision 11).

All contact persons together know every number that is shown, and the published totals. What those totals leave
(withheld municipalities, people from outside the region, people whose municipality is not known) is never divided any
further, and never smaller than the minimum: so whatever was withheld could as well be nobody.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from schakel.access.policies import NotPossible
from schakel.core import region
from schakel.figures import facts
from schakel.figures.counting import by_municipality


@dataclass(frozen=True)
class Town:
    """The two numbers of one municipality in one year."""

    persons: int
    reports: int


def protect(counted: Mapping[str, Town], *, persons: int, reports: int, minimum: int) -> dict[str, Town]:
    """The municipalities that may be shown, of a year with these published totals; the others are withheld.

    Both numbers are shown or neither. When what is left of a total is under `minimum`, the smallest municipality that
    would be shown is withheld as well; it is large enough to hide the rest.
    """
    shown = {code: town for code, town in counted.items() if min(town.persons, town.reports) >= minimum}
    left = (
        persons - sum(town.persons for town in shown.values()),
        reports - sum(town.reports for town in shown.values()),
    )
    if shown and min(left) < minimum:
        del shown[min(shown, key=lambda code: (shown[code].persons, shown[code].reports, code))]
    return shown


def frozen_now(year: int, *, persons: int, reports: int) -> str:
    """What may be shown of a year as it stands now, as canonical JSON. Raises NotPossible when the totals have moved."""
    profile = region.current()
    of_the_year = facts.of_year(year)
    counted = {
        code: Town(*numbers)
        for code, numbers in by_municipality(of_the_year, [town.code for town in profile.municipalities]).items()
    }
    if (len(of_the_year), len(frozenset[UUID]().union(*(fact.reports for fact in of_the_year)))) != (persons, reports):
        raise NotPossible("Terwijl dit werd geteld, veranderde het jaar. Leg het nog een keer voor.")
    shown = protect(counted, persons=persons, reports=reports, minimum=profile.minimum_cell)
    plain = {code: [town.persons, town.reports] for code, town in shown.items()}
    return json.dumps(plain, sort_keys=True, separators=(",", ":"))


def thaw(content: str) -> dict[str, Town]:
    """The municipalities that a frozen text shows, by code."""
    return {code: Town(*numbers) for code, numbers in json.loads(content).items()}
