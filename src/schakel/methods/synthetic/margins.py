"""The yearly totals that an invented year must hit exactly, and the check that such a year can exist at all."""

from collections.abc import Mapping
from dataclasses import dataclass

GENDERS = ("woman", "man", "other")
REPORTER_CATEGORIES = ("care", "municipality", "police", "victim", "comensha", "other")
YOUNGEST, ADULTHOOD, OLDEST = 10, 18, 70

# The mean age may lie this far from the whole year it is rounded to: never on the edge of rounding.
_SLACK = 0.4


@dataclass(frozen=True)
class Margins:
    """The counted persons of one calendar year, by the factsheet's counting rules.

    `minors` are known to be under 18; `unknown_age` persons count neither as minors nor in `average_age` (whole
    years; None when nobody's age is known). `returning` persons, if a year before is given, were already reported
    in it. `waiting` reports are the newest and not triaged yet: they come on top and count nobody.
    Raises ValueError with a sentence when no year can have these totals.
    """

    year: int
    persons: int
    minors: int
    gender: Mapping[str, int]
    reporters: Mapping[str, int]
    average_age: int | None
    unknown_age: int = 0
    returning: int = 0
    waiting: int = 0

    def __post_init__(self) -> None:
        """Refuse totals that contradict each other."""
        if self.persons < 0 or min(self.minors, self.unknown_age, self.returning, self.waiting) < 0:
            raise ValueError("The numbers of a year cannot be negative.")
        self._check_split("gender", self.gender, GENDERS)
        self._check_split("reporters", self.reporters, REPORTER_CATEGORIES)
        if self.minors > self.persons:
            raise ValueError(f"There cannot be {self.minors} minors among {self.persons} persons.")
        if self.minors + self.unknown_age > self.persons:
            raise ValueError(
                f"{self.minors} minors and {self.unknown_age} persons of unknown age "
                f"are more than {self.persons} persons."
            )
        self._check_average()

    def _check_split(self, name: str, counts: Mapping[str, int], keys: tuple[str, ...]) -> None:
        unknown = sorted(set(counts) - set(keys))
        if unknown:
            raise ValueError(f"Unknown key in {name}: {', '.join(unknown)}; use {', '.join(keys)}.")
        if any(count < 0 for count in counts.values()):
            raise ValueError(f"The numbers of {name} cannot be negative.")
        if sum(counts.values()) != self.persons:
            raise ValueError(f"The numbers of {name} add up to {sum(counts.values())}, not to {self.persons} persons.")

    def _check_average(self) -> None:
        if self.known_age == 0:
            if self.average_age is not None:
                raise ValueError("There is no average age when nobody's age is known.")
            return
        if self.average_age is None:
            raise ValueError("An average age is needed when somebody's age is known.")
        if age_total(self, self.minors, self.known_age - self.minors, 0) is None:
            raise ValueError(
                f"An average age of {self.average_age} cannot be reached with {self.minors} minors "
                f"({YOUNGEST}–{ADULTHOOD - 1}) among {self.known_age} persons of known age (at most {OLDEST})."
            )

    @property
    def known_age(self) -> int:
        """How many persons have a known age."""
        return self.persons - self.unknown_age


def age_total(margins: Margins, minors: int, adults: int, settled: int, lean: float = 0.0) -> int | None:
    """The ages in years that `minors` and `adults` must add up to, so that the year's average comes out.

    `settled` is the sum over the persons whose age is given already. `lean` (from minus one to one) moves the
    exact mean away from the whole year, within its rounding. None when no ages between youngest and oldest can do it.
    """
    exact = (margins.average_age or 0) * margins.known_age - settled
    slack = int(_SLACK * margins.known_age)
    low = max(exact - slack, YOUNGEST * minors + ADULTHOOD * adults)
    high = min(exact + slack, (ADULTHOOD - 1) * minors + OLDEST * adults)
    if low > high:
        return None
    return min(max(exact + int(lean * slack), low), high)


# The published factsheet of Twente; how many ages were unknown is not published and is chosen here.
PUBLISHED_2025 = Margins(
    year=2025,
    persons=178,
    minors=41,
    gender={"woman": 115, "man": 49, "other": 14},
    reporters={"care": 7, "municipality": 26, "police": 11, "victim": 8, "comensha": 3, "other": 123},
    average_age=27,
    unknown_age=26,
)

# An invented year after it: cut at the middle of November, about 150 persons in about 200 reports remain.
MARGINS_2026 = Margins(
    year=2026,
    persons=174,
    minors=43,
    gender={"woman": 108, "man": 53, "other": 13},
    reporters={"care": 12, "municipality": 27, "police": 14, "victim": 11, "comensha": 3, "other": 107},
    average_age=26,
    unknown_age=24,
    returning=9,
    waiting=12,
)
