"""Which of many weekly counts deserve a look: far above somebody's own earlier weeks, or above those of their peers.

A count stands out when it lies above median + max(5 spreads, the least difference that matters), where a spread is the
larger of 1.4826 times the median absolute deviation (the standard deviation, for a normal distribution; Rousseeuw and Croux
1993) and the square root of the median (that of counts that come independently, Poisson), at least 1. Medians, so that
one wild week does not hide the next. Who did less than peers until now may do as much as they: one's own median counts as
no lower than theirs. It asks for attention and explains nothing: a busy week
can be a good one.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

__all__ = ["FEWEST_OF_OTHERS", "FEWEST_OWN", "SPREADS", "Mark", "Usual", "Week", "standing_out", "usual"]

SPREADS = 5
# Fewer weeks than these say nothing about what is usual.
FEWEST_OWN = 6
FEWEST_OF_OTHERS = 8
_NORMAL = 1.4826


@dataclass(frozen=True)
class Week:
    """The counts of one person in one week (a number that grows by one each week), by figure; `group` are peers."""

    person: str
    group: str
    week: int
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Usual:
    """What is usual: the median, and the count above which one stands out."""

    middle: float
    limit: float

    def raised_to(self, middle: float) -> "Usual":
        """The same distance above a higher middle; a lower one changes nothing."""
        return Usual(max(self.middle, middle), self.limit + max(middle - self.middle, 0))


@dataclass(frozen=True)
class Mark:
    """A count that stands out against one's own earlier weeks, against peers, or both (None: it does not, or nothing
    is known)."""

    week: Week
    figure: str
    count: int
    against_own: Usual | None
    against_others: Usual | None


def usual(counts: Sequence[int], *, fewest: int, least: int) -> Usual | None:
    """What is usual among these counts; None when there are fewer than `fewest`.

    `least` is the smallest difference from the median that can matter, in counts.
    """
    if len(counts) < fewest:
        return None
    middle = float(median(counts))
    deviation = float(median(abs(count - middle) for count in counts))
    spread = max(_NORMAL * deviation, sqrt(middle), 1)
    return Usual(middle, middle + max(SPREADS * spread, least))


def standing_out(weeks: Sequence[Week], least: Mapping[str, int]) -> list[Mark]:
    """Every count that stands out, the latest week first.

    A person's own earlier weeks are those in `weeks` before the one looked at; those of peers are all weeks of others in
    the same group. `least` names the figures, and for each the smallest difference that matters.
    """
    return sorted(_marks(weeks, least), key=lambda mark: (-mark.week.week, mark.week.person, mark.figure))


def _marks(weeks: Sequence[Week], least: Mapping[str, int]) -> Iterator[Mark]:
    of_person: dict[tuple[str, str], list[Week]] = defaultdict(list)
    for week in weeks:
        of_person[week.group, week.person].append(week)
    for (group, person), own in of_person.items():
        others = [
            week for (peers, peer), theirs in of_person.items() if peers == group and peer != person for week in theirs
        ]
        for figure, difference in least.items():
            against_others = usual(
                [week.counts.get(figure, 0) for week in others], fewest=FEWEST_OF_OTHERS, least=difference
            )
            for one in own:
                earlier = [week.counts.get(figure, 0) for week in own if week.week < one.week]
                against_own = usual(earlier, fewest=FEWEST_OWN, least=difference)
                if against_own is not None and against_others is not None:
                    against_own = against_own.raised_to(against_others.middle)
                count = one.counts.get(figure, 0)
                above = [known if known and count > known.limit else None for known in (against_own, against_others)]
                if any(above):
                    yield Mark(one, figure, count, *above)
