"""By when a report must have had its first answer, in words for a list."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from schakel.core import region, time
from schakel.core.templatetags.work import day


@dataclass(frozen=True)
class Term:
    """The last day for a first answer, how a list says it, and in which tone."""

    due: date
    words: str
    tone: str


def term_of(received_at: datetime) -> Term:
    """The term of a report: so many working days after it came in, as the region profile says."""
    due = _due(received_at.astimezone(time.REGION_ZONE).date())
    late = (time.today() - due).days
    if late > 0:
        return Term(due, "1 dag over" if late == 1 else f"{late} dagen over", "danger")
    return Term(due, day(due), "warn" if late == 0 else "")


def overdue_before() -> datetime:
    """A report that came in before this moment is past its term today."""
    first_in_time = time.today()
    while _due(first_in_time - timedelta(days=1)) >= time.today():
        first_in_time -= timedelta(days=1)
    return datetime(first_in_time.year, first_in_time.month, first_in_time.day, tzinfo=time.REGION_ZONE)


def _due(received: date) -> date:
    return time.add_working_days(received, region.current().first_answer_working_days)
