"""On which days somebody must ask an organisation again, in the lists of terms and in calendars."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from schakel.access.compiled import Asked, asked_by, compiled, fetched
from schakel.access.models import User
from schakel.access.queries import rule_of_sight, sees_any
from schakel.cases.plan.states import Part
from schakel.cases.plan.worklist import Dated, leads
from schakel.sharing.referral.models import Referral
from schakel.sharing.referral.queries import titled
from schakel.sharing.referral.states import WAITING, ReferralState


def days(viewer: User, is_mine: bool, until: date) -> Iterator[Dated]:  # noqa: FBT001  (called by position from one list)
    """The days to ask again: of cases that the viewer leads and of what they asked themselves, or of all that they may see."""
    if not sees_any(viewer):
        return
    for row in fetched(_own if is_mine else _all, viewer.role, asked_by(viewer.pk)):
        if row.remind_on is not None and row.remind_on <= until:
            url = reverse("referral", args=[row.case_id, row.pk])
            yield Dated(row.case, Part.REFERRAL, row.pk, row.remind_on, url, partial(_told, row))


def some(role: str, asked: Asked) -> QuerySet[Any]:
    """Those of the viewer's own that should be asked before the week is over."""
    return _of(role, asked, is_mine=True).filter(remind_on__lte=asked.sunday).values("pk")


def late(role: str, asked: Asked) -> QuerySet[Any]:
    """Those that should have been asked before today."""
    return _of(role, asked, is_mine=True).filter(remind_on__lt=asked.today).values("pk")


def _own(role: str, asked: Asked) -> "QuerySet[Referral]":
    return _of(role, asked, is_mine=True).select_related("case__coordinator", "organisation")


def _all(role: str, asked: Asked) -> "QuerySet[Referral]":
    return _of(role, asked, is_mine=False).select_related("case__coordinator", "organisation")


def _of(role: str, asked: Asked, *, is_mine: bool) -> "QuerySet[Referral]":
    seen = compiled(rule_of_sight, role, asked)
    rows = Referral.objects.filter(state__in=WAITING, case__compartment__in=seen)
    return rows.filter(leads(asked) | Q(proposed_by=asked.user)) if is_mine else rows


def _told(row: Referral) -> tuple[str, str]:
    waits = "nog geen antwoord" if row.state == ReferralState.PROPOSED else "ontvangst nog niet bevestigd"
    return f"{titled(row)}: {waits}", row.case.coordinator.name
