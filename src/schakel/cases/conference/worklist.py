"""What conferences ask of whom, by which day: the day itself, invitations still to give, what is not written down, minutes."""

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from schakel.access.compiled import Asked, asked_by, compiled, fetched
from schakel.access.models import User
from schakel.access.queries import rule_of_sight, sees_any
from schakel.cases.conference.mailing import perhaps_told
from schakel.cases.conference.models import Attendee, Conference
from schakel.cases.conference.states import Answer, ConferenceState
from schakel.cases.plan import contents
from schakel.cases.plan.rules import due, first_day_of, rule_for
from schakel.cases.plan.states import Part
from schakel.cases.plan.worklist import Dated
from schakel.core import time
from schakel.vault.records import DESTROYED

_MINUTES = "minutes"
# So many working days before the conference everybody of elsewhere has the invitation.
_INVITED_BEFORE = 5


def days(viewer: User, is_mine: bool, until: date) -> Iterator[Dated]:  # noqa: FBT001  (called by position from one list)
    """The days of conferences that come or that something is still to be done for: of the viewer's own, or of all they see.

    Whoever only attends has the day in their list; what is to be done is the chair's.
    """
    return (one for one in _every(viewer, is_mine=is_mine) if one.day <= until)


def some(role: str, asked: Asked) -> QuerySet[Any]:
    """Conferences that may have a day of the viewer's own."""
    return _of(role, asked, is_mine=True).values("pk")


def late(role: str, asked: Asked) -> QuerySet[Any]:
    """What the viewer chairs and is over: of how long ago the minutes should be there, SQL knows no working days.

    An invitation is never late, for the day itself comes after it.
    """
    over = Q(state=ConferenceState.HELD) | Q(state=ConferenceState.PLANNED, starts_at__lt=asked.shown)
    seen = compiled(rule_of_sight, role, asked)
    rows = Conference.objects.filter(over, chair=asked.user, case__closed_at=None, case__compartment__in=seen)
    return rows.values("pk")


def _every(viewer: User, *, is_mine: bool) -> Iterator[Dated]:
    for row in _rows(viewer, is_mine=is_mine):
        does = not is_mine or row.chair_id == viewer.pk
        begins = row.starts_at.astimezone(time.REGION_ZONE).date()
        if row.state == ConferenceState.PLANNED and (does or begins >= time.today()):
            yield _dated(
                row, begins, "Leg vast of het overleg er was" if begins < time.today() else "Overleg", hour=True
            )
        if does and (last := _to_do(row, begins)) is not None:
            yield _dated(row, *last)


def _rows(viewer: User, *, is_mine: bool) -> "QuerySet[Conference]":
    if not sees_any(viewer):
        return Conference.objects.none()
    return fetched(_own if is_mine else _all, viewer.role, asked_by(viewer.pk))


def _own(role: str, asked: Asked) -> "QuerySet[Conference]":
    return _with_counts(_of(role, asked, is_mine=True), asked)


def _all(role: str, asked: Asked) -> "QuerySet[Conference]":
    return _with_counts(_of(role, asked, is_mine=False), asked)


def _with_counts(rows: "QuerySet[Conference]", asked: Asked) -> "QuerySet[Conference]":
    """With how many do not know yet when it is (`untold`), and how many of these had or may have another day."""
    counts = {"untold": _untold(asked, knew=False), "told_before": _untold(asked, knew=True)}
    return rows.select_related("case", "chair").annotate(**counts)


def _of(role: str, asked: Asked, *, is_mine: bool) -> "QuerySet[Conference]":
    awaited = Q(state__in=(ConferenceState.PLANNED, ConferenceState.HELD))
    awaited |= Q(state=ConferenceState.CANCELLED, starts_at__gt=asked.shown)
    seen = compiled(rule_of_sight, role, asked)
    rows = Conference.objects.filter(awaited, case__closed_at=None, case__compartment__in=seen)
    if not is_mine:
        return rows
    attends = Attendee.objects.filter(conference=OuterRef("pk"), account=asked.user, ended_at=None)
    return rows.filter(Q(chair=asked.user) | Q(Exists(attends.exclude(answer=Answer.DECLINED))))


def _untold(asked: Asked, *, knew: bool) -> Count:
    """How many of elsewhere have another day than the one that stands: `knew` counts those who have, or may have, an earlier one."""
    here = Q(attendees__professional__isnull=False, attendees__ended_at=None)
    here &= Q(attendees__until=None) | Q(attendees__until__gte=asked.today)
    here &= Q(attendees__professional__ended_on=None, attendees__professional__organisation__ended_on=None)
    other = Q(attendees__told__isnull=False) & ~Q(attendees__told=F("sequence"))
    other |= Q(attendees__told=None, attendees__pk__in=perhaps_told().values("subject_id"))
    return Count("attendees", filter=here & (other if knew else other | Q(attendees__told=None)), distinct=True)


def _to_do(row: Conference, begins: date) -> tuple[date, str] | None:
    """By which day something is still to be done, and what."""
    today = time.today()
    if row.state == ConferenceState.PLANNED and row.untold and begins >= today:  # type: ignore[attr-defined]  # annotated
        return max(_working_days_before(begins), today), "Geef de uitnodigingen voor het overleg"
    if row.state == ConferenceState.CANCELLED and row.told_before:  # type: ignore[attr-defined]  # annotated
        return today, "Geef de afzegging van het overleg"
    if row.state == ConferenceState.HELD and row.held_on is not None:
        # Of a day from before there was such a term, the first one is counted.
        rule = rule_for(_MINUTES, started=max(row.held_on, first_day_of(_MINUTES)))
        term = due(rule, time.start_of(row.held_on))
        return term.last_day, "Verslag vaststellen van het overleg"
    return None


def _working_days_before(day: date) -> date:
    left = _INVITED_BEFORE
    while left:
        day -= timedelta(days=1)
        left -= time.is_working_day(day)
    return day


def _dated(row: Conference, day: date, what: str, *, hour: bool = False) -> Dated:
    url = reverse("conference", args=[row.case_id, row.pk])
    starts_at, minutes = (row.starts_at, row.duration) if hour else (None, 0)
    # Of the day itself and of what is to be done for it a calendar must tell one from the other.
    key = row.pk if hour else uuid.uuid5(row.pk, "to do")
    return Dated(row.case, Part.CONFERENCE, key, day, url, partial(_told, row, what), starts_at, minutes)


def _told(row: Conference, what: str) -> tuple[str, str]:
    return f"{what}: {contents.read_if_left(row).get('purpose', DESTROYED)}", row.chair.name
