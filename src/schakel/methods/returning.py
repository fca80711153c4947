"""How many reporters come back with their code, and how soon: shares that are fair to reports of last week.

A report of yesterday had one day to be returned to, one of last year had all of it. Three shares say so differently:
the raw one (returned within so many days, of all), the one among those observed long enough, and the estimate of
Kaplan and Meier, which uses what is known of the recent ones too. E. L. Kaplan and P. Meier, "Nonparametric estimation
from incomplete observations", Journal of the American Statistical Association 53 (1958), 457–481.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

__all__ = ["Followed", "Share", "estimated_share", "median_days", "observed_share", "raw_share"]


@dataclass(frozen=True)
class Followed:
    """One report. `observed`: whole days since it came in, until now. The others: days until it happened, None: not yet.

    Raises ValueError for days below zero, or for something that happened after the last day observed.
    """

    observed: int
    returned: int | None = None
    answered: int | None = None

    def __post_init__(self) -> None:
        for days in (self.observed, self.returned, self.answered):
            if days is not None and not 0 <= days <= self.observed:
                raise ValueError("days lie between zero and the days observed")


@dataclass(frozen=True)
class Share:
    """`part` of `whole`."""

    part: int
    whole: int

    @property
    def fraction(self) -> float | None:
        """Between 0 and 1; None where there is nothing to take a part of."""
        return self.part / self.whole if self.whole else None


def raw_share(reports: Sequence[Followed], within: int) -> Share:
    """Those returned to within so many days, of all: too low while some had less time."""
    return Share(sum(_is_within(report, within) for report in reports), len(reports))


def observed_share(reports: Sequence[Followed], within: int) -> Share:
    """The same among the reports that had that many days."""
    return raw_share([report for report in reports if report.observed >= within], within)


def estimated_share(reports: Sequence[Followed], within: int) -> float | None:
    """Kaplan–Meier: the probability of a return within so many days; None when nothing was observed that long.

    A report not returned to counts among those at risk up to and including its last day observed.
    """
    if not any(report.observed >= within for report in reports):
        return None
    staying = 1.0
    for day in sorted({report.returned for report in reports if report.returned is not None}):
        if day > within:
            break
        at_risk = sum((report.observed if report.returned is None else report.returned) >= day for report in reports)
        staying *= 1 - sum(report.returned == day for report in reports) / at_risk
    return 1 - staying


def median_days(days: Iterable[int | None]) -> float | None:
    """The middle of the days that are known: half took no longer. None when none is known."""
    known = [count for count in days if count is not None]
    return float(median(known)) if known else None


def _is_within(report: Followed, days: int) -> bool:
    return report.returned is not None and report.returned <= days
