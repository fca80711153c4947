"""What the story of a case tells of disclosures: given and recalled."""

from collections.abc import Collection, Iterator
from functools import partial
from typing import Any

from django.db.models import QuerySet

from schakel.access.compiled import Asked
from schakel.access.models import User
from schakel.cases.life.story import Entry, Happened, Kind, told_alone
from schakel.cases.models import Case
from schakel.core import time
from schakel.sharing import policies, rules
from schakel.sharing.contents import read_draft, read_given
from schakel.sharing.models import Disclosure, Registration
from schakel.sharing.offer import unseen_in
from schakel.vault import records


def some(_kind: str, asked: Asked) -> QuerySet[Any]:
    """Whether there is any."""
    given = Disclosure.objects.filter(case=asked.record, given_at__isnull=False).order_by().values("pk")
    sent = Registration.objects.filter(case=asked.record, sent_on__isnull=False).order_by().values("pk")
    return given.union(sent, all=True)


def happened(case: Case, viewer: User) -> Iterator[Happened]:
    """What was given and recalled, for whoever may know of disclosures at all."""
    if not policies.sees_disclosures(viewer):
        return
    given = case.disclosures.filter(given_at__isnull=False)
    rows = list(given.select_related("case", "organisation", "given_by", "ended_by"))
    unseen = unseen_in(case, viewer) if any(row.ended_at for row in rows) else frozenset[str]()
    for row in rows:
        if row.given_at is not None:
            yield told_alone(row.given_at, Kind.SHARED, partial(_given, row))
        if row.ended_at is not None:
            yield told_alone(row.ended_at, Kind.SHARED, partial(_recalled, row, viewer, unseen))
    for sent in case.registrations.filter(sent_on__isnull=False).select_related("sent_by"):
        if sent.sent_on is not None:
            yield told_alone(time.start_of(sent.sent_on), Kind.SHARED, partial(_registered, sent))


def _given(row: Disclosure) -> Entry:
    title = f"Verstrekt aan {row.organisation.name} ({row.number})"
    by = row.given_by.name if row.given_by else ""
    return Entry(row.given_at or row.drafted_at, Kind.SHARED, title, _purpose(row), by)


def _registered(row: Registration) -> Entry:
    at, by = time.start_of(row.sent_on or row.begun_at.date()), row.sent_by.name if row.sent_by else ""
    return Entry(at, Kind.SHARED, f"Geregistreerd bij CoMensha ({row.number})", by=by, has_time=False)


def _recalled(row: Disclosure, viewer: User, unseen: Collection[str]) -> Entry:
    title = f"Verstrekking aan {row.organisation.name} ingetrokken ({row.number})"
    by = row.ended_by.name if row.ended_by else ""
    return Entry(row.ended_at or row.drafted_at, Kind.SHARED, title, _why(row, viewer, unseen), by)


def _purpose(row: Disclosure) -> str:
    try:
        return f"Voor: {rules.book().purposes[read_draft(row).purpose].name}."
    except records.Destroyed:
        return records.DESTROYED


def _why(row: Disclosure, viewer: User, unseen: Collection[str]) -> str:
    """The reason, unless it may speak of a suspect or of anybody else whom this viewer may not see."""
    try:
        given = read_given(row)
        sees_suspects = policies.may_see_suspects(viewer)
        if given is not None and (given.is_of(unseen) or (given.has_suspects and not sees_suspects)):
            return ""
        return read_draft(row).ended_because
    except records.Destroyed:
        return records.DESTROYED
