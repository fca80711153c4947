"""Unusual use at a glance, and the events behind each number."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schakel.access.edge import viewer
from schakel.access.models import LogReading, User
from schakel.audit.record import record
from schakel.core import region, time
from schakel.desk.log import asked as log
from schakel.desk.log import unusual
from schakel.desk.log.asked import Asked
from schakel.desk.log.unusual import FIGURES, Overview
from schakel.desk.log.words import Names, role_words
from schakel.desk.views.log import with_reading
from schakel.methods.attention import SPREADS, Mark, Usual

_SHOWN = 500
_LISTED = 20


@dataclass(frozen=True)
class Cell:
    """One number of the table, where its events are, and whether it stands out."""

    count: int
    week: str
    figure: str
    stands_out: bool


@require_safe
@with_reading
def overview(request: HttpRequest, reading: LogReading) -> HttpResponse:
    """What stands out of the last weeks, and the numbers of one week."""
    who = viewer(request)
    found = unusual.overview(viewer=who)
    current = unusual.week_number(time.real_now().date())
    weeks = [current - back for back in range(unusual.WEEKS)]
    slugs = {_slug(week): week for week in weeks}
    chosen = slugs.get(request.GET.get("week", ""), current)
    record("log:unusual_read", by=who, about=reading, count=len(found.marks))
    profile = region.current()
    context = {
        "reading": reading,
        "marks": [_mark_words(mark, found) for mark in found.marks[:_LISTED]],
        "more_marks": max(len(found.marks) - _LISTED, 0),
        "figures": FIGURES.values(),
        "rows": _rows(found, chosen),
        "weeks": [(slug, f"week {int(slug[-2:])}", week == chosen) for slug, week in slugs.items()],
        "chosen": _week_words(chosen),
        "profile": profile,
        "spreads": SPREADS,
        "week_count": unusual.WEEKS,
    }
    return render(request, "desk/log/unusual.html", context)


@require_safe
@with_reading
def behind(request: HttpRequest, reading: LogReading, user_id: uuid.UUID, week: str, figure: str) -> HttpResponse:
    """The events behind one number."""
    who = viewer(request)
    user = User.objects.filter(pk=user_id).first()
    monday = _monday(week)
    if user is None or figure not in FIGURES:
        raise Http404
    found = unusual.behind(user, monday, figure, viewer=who)
    shown = found[:_SHOWN]
    asked = Asked(actor_id=user.actor_id, first_day=monday, last_day=monday + timedelta(days=6))
    log.record_reading("log:read", shown, asked=asked, reading=reading, viewer=who, figure=figure)
    names = Names(shown)
    context = {
        "reading": reading,
        "user": user,
        "figure": FIGURES[figure],
        "week": _week_words(unusual.week_number(monday)),
        "lines": [names.line(event) for event in shown],
        "total": len(found),
    }
    return render(request, "desk/log/behind.html", context)


def _rows(found: Overview, chosen: int) -> list[tuple[User, str, list[Cell]]]:
    marked = {(mark.week.person, mark.figure) for mark in found.marks if mark.week.week == chosen}
    rows = []
    for week in found.weeks:
        if week.week == chosen:
            cells = [Cell(week.counts[name], _slug(chosen), name, (week.person, name) in marked) for name in FIGURES]
            rows.append((found.users[week.person], role_words(week.group), cells))
    return sorted(rows, key=lambda row: row[0].name)


def _mark_words(mark: Mark, found: Overview) -> dict[str, object]:
    return {
        "user": found.users[mark.week.person],
        "count": mark.count,
        "figure": mark.figure,
        "words": FIGURES[mark.figure].words,
        "slug": _slug(mark.week.week),
        "week": _week_words(mark.week.week),
        "own": _usual_words(mark.against_own, "in eigen eerdere weken"),
        "others": _usual_words(mark.against_others, "bij collega's met dezelfde rol"),
    }


def _usual_words(usual: Usual | None, whose: str) -> str:
    if usual is None:
        return ""
    return f"{whose} meestal {usual.middle:.0f}, opvallend boven {usual.limit:.0f}"


def _slug(week: int) -> str:
    year, number, _ = unusual.monday_of_number(week).isocalendar()
    return f"{year}-w{number:02d}"


def _week_words(week: int) -> str:
    year, number, _ = unusual.monday_of_number(week).isocalendar()
    return f"week {number} van {year}"


def _monday(slug: str) -> date:
    year, _, number = slug.partition("-w")
    try:
        return date.fromisocalendar(int(year), int(number), 1)
    except ValueError as error:
        raise Http404 from error
