"""What the story of a case tells of conferences: that there was one, that decisions came of it and that its minutes are final.
Facts, and no words."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Count, Q, QuerySet

from schakel.access.compiled import Asked, asked_by, listed
from schakel.access.models import User
from schakel.cases.conference.models import Conference, Minutes
from schakel.cases.conference.states import OVER, ConferenceState, Presence
from schakel.cases.life.story import Entry, Happened, Kind, told_alone
from schakel.cases.models import Case
from schakel.core import time
from schakel.core.templatetags.work import when

_KIND = Kind.CONFERENCE


def some(_kind: str, asked: Asked) -> QuerySet[Any]:
    """Whether there is any."""
    return Conference.objects.filter(case=asked.record).values("pk")


def happened(case: Case, viewer: User) -> Iterator[Happened]:
    """A line for each, for how it ended, and for each edition of its minutes."""
    asked = asked_by(viewer.pk, record=case.pk)
    for pk, created_at, state, held_on, cancelled_at in listed(_conferences, "", asked):
        yield Happened(created_at, _KIND, _planned, pk)
        if state in OVER and held_on is not None:
            yield Happened(time.start_of(held_on), _KIND, _held, pk)
        if state == ConferenceState.CANCELLED and cancelled_at is not None:
            yield told_alone(cancelled_at, _KIND, partial(Entry, cancelled_at, _KIND, "Overleg afgezegd"))
    for number, at in listed(_final, "", asked):
        title = "Verslag van het overleg vastgesteld" if number == 1 else "Verslag van het overleg verbeterd"
        yield told_alone(at, _KIND, partial(Entry, at, _KIND, title))


def _conferences(_kind: str, asked: Asked) -> QuerySet[Any]:
    rows = Conference.objects.filter(case=asked.record)
    return rows.values_list("pk", "created_at", "state", "held_on", "cancelled_at")


def _final(_kind: str, asked: Asked) -> QuerySet[Any]:
    rows = Minutes.objects.filter(conference__case=asked.record, final_at__isnull=False)
    return rows.order_by("final_at", "number").values_list("number", "final_at")


def _planned(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Entry]:
    return {
        one.pk: Entry(
            one.created_at,
            _KIND,
            f"Overleg gepland: {when(one.starts_at)}",
            f"Voorzitter: {one.chair.name}.",
            one.planned_by.name,
        )
        for one in Conference.objects.filter(pk__in=ids).select_related("planned_by", "chair")
    }


def _held(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Entry]:
    there = Q(attendees__presence=Presence.PRESENT)
    rows = Conference.objects.filter(pk__in=ids).annotate(
        count=Count("attendees", filter=there, distinct=True), agreed=Count("agreements", distinct=True)
    )
    found = rows.values_list("pk", "held_on", "count", "agreed")
    return {pk: _meeting(held_on, count, agreed) for pk, held_on, count, agreed in found if held_on is not None}


def _meeting(held_on: date, count: int, agreed: int) -> Entry:
    text = f"Aanwezig: {count}. Afspraken in het plan: {agreed}." if agreed else f"Aanwezig: {count}."
    return Entry(time.start_of(held_on), _KIND, "Overleg gehouden", text, has_time=False)
