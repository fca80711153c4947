"""Reading campaigns, what their channels say, and the reports that came in meanwhile."""

import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.core import time
from schakel.intake.models import Report
from schakel.prevention.campaigns.models import Campaign, MaterialUsed, Result
from schakel.prevention.materials.models import Material

WEEK = timedelta(days=7)
_WEEKS_AROUND = 4
_MOST_WEEKS = 60


@dataclass(frozen=True)
class Channel:
    """What one channel says in all. Who saw it on two days stands in `reached` twice if summed, so the highest is kept."""

    name: str
    shown: int | None
    reached: int | None
    responded: int | None
    spent_cents: int | None
    rows: int


@dataclass(frozen=True)
class Week:
    """How many reports came in during a week, and whether the campaign ran in it."""

    monday: date
    reports: int
    is_during: bool
    share: int  # of a hundred, of the week with the most


def campaigns_for(viewer: User) -> QuerySet[Campaign]:
    """Every campaign, the newest first. Raises NotAllowed."""
    check_may(viewer, Permission.PREVENT)
    return Campaign.objects.select_related("written_by")


def used(campaign: Campaign) -> dict[uuid.UUID, int | None]:
    """Which materials of the catalogue it used, and how many of each where that is known."""
    return dict(MaterialUsed.objects.filter(campaign=campaign).values_list("material_id", "amount"))


def materials_of(campaign: Campaign) -> list[MaterialUsed]:
    """The same with the materials, by title."""
    return list(MaterialUsed.objects.filter(campaign=campaign).select_related("material"))


def uses_of(material: Material) -> list[MaterialUsed]:
    """The campaigns that used this edition, the newest first."""
    rows = MaterialUsed.objects.filter(material=material).select_related("campaign")
    return list(rows.order_by("-campaign__first_day", "id"))


def to_choose(campaign: Campaign | None = None) -> list[Material]:
    """What a campaign can use: what is in the catalogue, and what it used that no longer is."""
    before = used(campaign) if campaign else {}
    return list(Material.objects.filter(Q(is_listed=True) | Q(pk__in=before)))


def channels(campaign: Campaign) -> list[Channel]:
    """What each channel says in all, by name: of all of it where that was said, and else its days together."""
    rows: dict[str, list[Result]] = {}
    for row in Result.objects.filter(campaign=campaign).order_by("channel", "created_at"):
        rows.setdefault(row.channel, []).append(row)
    return [
        Channel(
            name,
            _in_all(found, "shown", sum),
            _in_all(found, "reached", max),
            _in_all(found, "responded", sum),
            _in_all(found, "spent_cents", sum),
            len(found),
        )
        for name, found in sorted(rows.items())
    ]


def _in_all(rows: list[Result], name: str, together: Callable[[list[int]], int]) -> int | None:
    """One number of a channel. What is said of the whole has the days in it already: adding both would count them twice."""
    whole = [getattr(row, name) for row in rows if row.is_whole and getattr(row, name) is not None]
    days = [getattr(row, name) for row in rows if not row.is_whole and getattr(row, name) is not None]
    return whole[-1] if whole else together(days) if days else None


def total(found: list[Channel]) -> Channel:
    """All channels together, except for how many people: who saw it on two would count twice."""
    return Channel(
        "",
        _sum([one.shown for one in found]),
        None,
        _sum([one.responded for one in found]),
        _sum([one.spent_cents for one in found]),
        sum(one.rows for one in found),
    )


def reports_by_week(campaign: Campaign, *, viewer: User) -> list[Week]:
    """From four weeks before until four weeks after, by week of receipt, of every kind and from everywhere.

    What was set aside (spam, a double) is not in it. Only moments are read, and no report.
    """
    check_may(viewer, Permission.PREVENT)
    first = _monday(campaign.first_day) - _WEEKS_AROUND * WEEK
    last = min(_monday(campaign.last_day) + _WEEKS_AROUND * WEEK, _monday(time.today()), first + _MOST_WEEKS * WEEK)
    moments = Report.objects.filter(
        received_at__gte=time.start_of(first), received_at__lt=time.start_of(last + WEEK), set_aside_at=None
    ).values_list("received_at", flat=True)
    counted = Counter(_monday(moment.astimezone(time.REGION_ZONE).date()) for moment in moments)
    most = max(counted.values(), default=0) or 1
    weeks = []
    monday = first
    while monday <= last:
        during = _monday(campaign.first_day) <= monday <= campaign.last_day
        weeks.append(Week(monday, counted[monday], during, round(100 * counted[monday] / most)))
        monday += WEEK
    return weeks


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _sum(numbers: list[int | None]) -> int | None:
    """The sum of what is known; None when nothing is."""
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None
