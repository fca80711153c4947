"""How many reporters come back with their code, by quarter: what the desk needs to know whether its answers arrive.

Operational figures for staff: they say when somebody came back, nothing about whom a report is about, and they come from
what stands plainly (days and counts), so no report is opened for them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min

from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.core import region, time
from schakel.intake.models import Channel, Message, Report, Return
from schakel.methods.returning import Followed, Share, estimated_share, median_days, observed_share, raw_share

SOON, LATER = 7, 30
_QUARTERS = 8


@dataclass(frozen=True)
class Period:
    """The reports of a quarter, or of all of them. Shares are None where too few reports stand behind them.

    `soon` and `later`: returned within 7 and 30 days, of all. `observed`: within 30 days, of those that had 30 days.
    `estimated`: within 30 days, estimated with the recent ones too (between 0 and 1).
    """

    label: str
    reports: int
    answered: int
    returned: int
    soon: Share | None
    later: Share | None
    observed: Share | None
    estimated: float | None
    days_to_answer: float | None
    days_to_return: float | None


def by_quarter(viewer: User) -> tuple[list[Period], Period]:
    """The last two years by quarter, newest first, and all of them together. Raises NotAllowed."""
    check_may(viewer, Permission.READ_FIGURES)
    record("figures:conversations_read", by=viewer)
    grouped: dict[tuple[int, int], list[Followed]] = defaultdict(list)
    for received, followed in _followed(time.today()):
        grouped[received.year, (received.month + 2) // 3].append(followed)
    newest = sorted(grouped, reverse=True)[:_QUARTERS]
    periods = [_period(f"{year}, kwartaal {quarter}", grouped[year, quarter]) for year, quarter in newest]
    return periods, _period("samen", [report for key in newest for report in grouped[key]])


def _followed(today: date) -> Iterable[tuple[date, Followed]]:
    """Every report by the public form, with the day it came in. Whoever calls or comes by is often called back."""
    returns = dict(Return.objects.values_list("report", "first_on"))
    answers = Message.objects.filter(sender=Message.Sender.DESK).values_list("report").annotate(Min("sent_at"))
    answered = {report: _day(moment) for report, moment in answers}
    for report, moment in Report.objects.filter(channel=Channel.WEB).values_list("pk", "received_at"):
        received = _day(moment)
        if received <= today:
            yield (
                received,
                Followed(
                    (today - received).days,
                    _days(received, returns.get(report), today),
                    _days(received, answered.get(report), today),
                ),
            )


def _period(label: str, reports: Sequence[Followed]) -> Period:
    # A share of two or three reports says nothing, and next quarter something else.
    fewest = region.current().minimum_cell
    observed = observed_share(reports, LATER)
    is_enough, is_observed = len(reports) >= fewest, observed.whole >= fewest
    return Period(
        label=label,
        reports=len(reports),
        answered=sum(report.answered is not None for report in reports),
        returned=sum(report.returned is not None for report in reports),
        soon=raw_share(reports, SOON) if is_enough else None,
        later=raw_share(reports, LATER) if is_enough else None,
        observed=observed if is_observed else None,
        estimated=estimated_share(reports, LATER) if is_observed else None,
        days_to_answer=median_days(report.answered for report in reports),
        days_to_return=median_days(report.returned for report in reports),
    )


def _days(received: date, happened: date | None, today: date) -> int | None:
    """Days from a report until something happened; None when it did not, or not yet."""
    return None if happened is None or happened > today else max((happened - received).days, 0)


def _day(moment: datetime) -> date:
    return moment.astimezone(time.REGION_ZONE).date()
