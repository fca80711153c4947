"""On which days somebody must ask an organisation again, in the lists of terms and in calendars."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from schakel.access.compiled import Asked, asked_by, compiled, counted
from schakel.access.models import User
from schakel.access.queries import rule_of_sight, visible
from schakel.cases.plan.states import Part
from schakel.cases.plan.worklist import Dated, leads
from schakel.sharing.referral.models import Referral
from schakel.sharing.referral.queries import titled
from schakel.sharing.referral.states import WAITING, ReferralState


def days(viewer: User, is_mine: bool, until: date) -> Iterator[Dated]:  # noqa: FBT001  (called by position from one list)
    """The days to ask again: of cases that the viewer leads and of what they asked themselves, or of all that they may see."""
    rows = Referral.objects.filter(state__in=WAITING, remind_on__lte=until, case__compartment__in=visible(viewer))
    if is_mine:
        rows = rows.filter(leads(asked_by(viewer.pk)) | Q(proposed_by=viewer))
    for row in rows.select_related("case__coordinator", "organisation"):
        if row.remind_on is not None:
            url = reverse("referral", args=[row.case_id, row.pk])
            yield Dated(row.case, Part.REFERRAL, row.pk, row.remind_on, url, partial(_told, row))


def late_count(viewer: User) -> int:
    """How many of the viewer's own should have been asked before today."""
    return counted(_late, viewer.role, viewer.pk)


def _late(role: str, asked: Asked) -> QuerySet[Any]:
    seen = compiled(rule_of_sight, role, asked)
    rows = Referral.objects.filter(state__in=WAITING, remind_on__lt=asked.today, case__compartment__in=seen)
    return rows.filter(leads(asked) | Q(proposed_by=asked.user)).values("pk")


def _told(row: Referral) -> tuple[str, str]:
    waits = "nog geen antwoord" if row.state == ReferralState.PROPOSED else "ontvangst nog niet bevestigd"
    return f"{titled(row)}: {waits}", row.case.coordinator.name
