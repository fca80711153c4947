"""By when a report must be judged and its reporter answered, in words for a list, and as a condition for counting."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from django.db.models import Q

from schakel.core import region, time
from schakel.core.region import Region
from schakel.core.templatetags.work import day
from schakel.intake.content import Urgency
from schakel.intake.models import Report, ReportState
from schakel.intake.queries import UNANSWERED, WAITING


class Clock(Enum):
    """The two terms of a report, by what ends them."""

    JUDGE = "beoordelen"
    ANSWER = "antwoorden"


@dataclass(frozen=True)
class Term:
    """The last day, how a list says it, and in which tone."""

    due: date
    words: str
    tone: str


def days_of(urgency: str, clock: Clock) -> int:
    """How many working days there are: as the profile says, and fewer where the report is urgent."""
    profile = region.current()
    ordinary = profile.first_answer_working_days if clock == Clock.ANSWER else profile.triage_working_days
    return min(ordinary, _most(profile, urgency, ordinary))


def term_of(report: Report, clock: Clock = Clock.ANSWER) -> Term:
    """The term of a report, seen today: over, today, past the half, or a day."""
    received = report.received_at.astimezone(time.REGION_ZONE).date()
    total = days_of(report.urgency, clock)
    due, today = time.add_working_days(received, total), time.today()
    late = (today - due).days
    if late > 0:
        return Term(due, "1 dag over" if late == 1 else f"{late} dagen over", "danger")
    if late == 0:
        return Term(due, day(due), "warn")
    if 2 * time.working_days_between(received, today) >= total:
        return Term(due, f"{day(due)}, over de helft", "info")
    return Term(due, day(due), "")


def running(report: Report) -> list[tuple[str, Term]]:
    """The terms that still run, with what ends them, in words."""
    if report.set_aside_at is not None:
        return []
    clocks = []
    if report.state != ReportState.TRIAGED:
        clocks.append(Clock.JUDGE)
    if report.answered_at is None:
        clocks.append(Clock.ANSWER)
    return [(clock.value, term_of(report, clock)) for clock in clocks]


def overdue() -> Q:
    """Reports with a term that is over today."""
    return _missed(time.today())


def by_today() -> Q:
    """Reports with a term that ends today or is over."""
    return _missed(time.today() + timedelta(days=1))


def _missed(by: date) -> Q:
    """Reports with a running term that ended before that day."""
    judge = WAITING & _received_too_long_ago(by, Clock.JUDGE)
    return judge | (UNANSWERED & _received_too_long_ago(by, Clock.ANSWER))


def _received_too_long_ago(by: date, clock: Clock) -> Q:
    condition = Q()
    for urgency in Urgency.values:
        condition |= Q(urgency=urgency, received_at__lt=_first_in_time(by, days_of(urgency, clock)))
    return condition


def _first_in_time(by: date, days: int) -> datetime:
    """What comes in from this moment on has a term of so many working days that does not end before `by`."""
    first = by
    while time.add_working_days(first - timedelta(days=1), days) >= by:
        first -= timedelta(days=1)
    return datetime(first.year, first.month, first.day, tzinfo=time.REGION_ZONE)


def _most(profile: Region, urgency: str, ordinary: int) -> int:
    if urgency == Urgency.DANGER_TODAY:
        return profile.danger_today_working_days
    return profile.under_18_working_days if urgency == Urgency.UNDER_18 else ordinary
