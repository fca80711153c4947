"""What the story of a case tells of referrals: every turn of them, without words that not everybody may read."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db.models import QuerySet

from schakel.access.compiled import Asked
from schakel.access.models import User
from schakel.cases.life.story import Entry, Happened, Kind, told_alone
from schakel.cases.models import Case
from schakel.core.templatetags.work import day
from schakel.sharing import policies
from schakel.sharing.referral.contents import is_beyond, read_turn
from schakel.sharing.referral.models import Referral, ReferralTurn
from schakel.sharing.referral.queries import titled
from schakel.sharing.referral.states import Turn
from schakel.vault import records


def some(_kind: str, asked: Asked) -> QuerySet[Any]:
    """Whether there is any."""
    return Referral.objects.filter(case=asked.record).values("pk")


def happened(case: Case, viewer: User) -> Iterator[Happened]:
    """What happened to referrals, for whoever may know of disclosures at all."""
    if not policies.sees_disclosures(viewer):
        return
    turns = ReferralTurn.objects.filter(referral__case=case)
    for row in turns.select_related("referral__case", "referral__organisation", "entered_by").order_by(
        "entered_at", "revision"
    ):
        yield told_alone(row.entered_at, Kind.SHARED, partial(_told, row, viewer))


def _told(row: ReferralTurn, viewer: User) -> Entry:
    referral = row.referral
    title = f"{titled(referral)}: {row.get_turn_display()} ({referral.number})"
    by = row.entered_by.name if row.entered_by is not None else ""
    return Entry(row.entered_at, Kind.SHARED, title, _words(row, referral, viewer), by)


def _words(row: ReferralTurn, referral: Referral, viewer: User) -> str:
    """Who said what, unless it may speak of somebody whom this viewer may not see."""
    try:
        if is_beyond(referral, viewer):
            return ""
        if row.turn == Turn.PROPOSED:
            return ""
        said = read_turn(row)
    except records.Destroyed:
        return records.DESTROYED
    who = ", ".join(part for part in (said.who, said.how_words, day(row.happened_on)) if part)
    return ". ".join(part for part in (said.what_words.capitalize(), who, said.words) if part)
