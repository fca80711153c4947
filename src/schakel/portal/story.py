"""What the story of a case tells of partners: what they added, how their actions went, what they said of minutes."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from schakel.access.compiled import Asked, asked_by, listed
from schakel.access.models import User
from schakel.access.roles import GUESTS
from schakel.cases.life.story import Entry, Happened, Kind
from schakel.cases.models import Case
from schakel.cases.plan import contents
from schakel.cases.plan.models import Version
from schakel.cases.plan.states import Part, StepState
from schakel.portal import policies
from schakel.portal.meetings import read_reply
from schakel.portal.models import Contribution, Signature
from schakel.portal.states import Reply
from schakel.portal.telling import as_seen_by, sheet_of
from schakel.vault import records

_KIND = Kind.SUPPLIED


def some(_kind: str, asked: Asked) -> QuerySet[Any]:
    """Whether there is any."""
    added = Contribution.objects.filter(case=asked.record)
    said = Signature.objects.filter(minutes__case=asked.record)
    first, *others = (rows.order_by().values("pk") for rows in (added, _answers(asked.record), said))
    return first.union(*others, all=True)


def happened(case: Case, viewer: User) -> Iterator[Happened]:
    """For own staff; a guest has no story."""
    if not policies.reads_contributions(viewer):
        return
    added, withdrawn = partial(_added, case, viewer), partial(_withdrawn, case, viewer)
    for pk, at, withdrawn_at in listed(_contributions, "", asked_by(viewer.pk, record=case.pk)):
        yield Happened(at, _KIND, added, pk)
        if withdrawn_at is not None:
            yield Happened(withdrawn_at, _KIND, withdrawn, pk)
    answered = partial(_answered, case)
    for pk, at in _answers(case.pk).values_list("pk", "at"):
        yield Happened(at, _KIND, answered, pk)
    for pk, at in Signature.objects.filter(minutes__case=case).values_list("pk", "at"):
        yield Happened(at, _KIND, _replied, pk)


def _contributions(_kind: str, asked: Asked) -> QuerySet[Any]:
    return Contribution.objects.filter(case=asked.record).values_list("pk", "added_at", "withdrawn_at")


def _answers(case_id: UUID) -> "QuerySet[Version]":
    return Version.objects.filter(case=case_id, part=Part.STEP, by__role__in=GUESTS)


def _added(case: Case, viewer: User, ids: Sequence[UUID]) -> dict[UUID, Entry]:
    return {row.pk: _contribution(row, viewer) for row in _found(case, ids)}


def _withdrawn(case: Case, viewer: User, ids: Sequence[UUID]) -> dict[UUID, Entry]:
    return {row.pk: _withdrawal(row, viewer) for row in _found(case, ids)}


def _found(case: Case, ids: Sequence[UUID]) -> Iterator[Contribution]:
    for row in Contribution.objects.filter(pk__in=ids).select_related("author"):
        row.case = case
        yield row


def _contribution(row: Contribution, viewer: User) -> Entry:
    sheet = as_seen_by(sheet_of(row), viewer)
    if sheet.is_destroyed:
        return Entry(row.added_at, _KIND, "Aanvulling van een partner", records.DESTROYED, row.author.name)
    if row.withdrawn_at is not None:
        title = f"Aanvulling van {sheet.by}, ingetrokken"
        return Entry(row.added_at, _KIND, title, "Gebruik dit niet meer.", row.author.name)
    lines = [f"{label}: {words}" for label, words in sheet.lines]
    lines.append(f"Voorwaarden: {sheet.onward}. {sheet.conditions}".strip())
    lines += [f"Let op: {sheet.categories}."] if sheet.categories else []
    changed = ", later verbeterd" if row.revision > 1 else ""
    return Entry(row.added_at, _KIND, f"Aanvulling van {sheet.by}{changed}", "\n".join(lines), row.author.name)


def _withdrawal(row: Contribution, viewer: User) -> Entry:
    sheet = as_seen_by(sheet_of(row), viewer)
    return Entry(
        row.withdrawn_at or row.added_at, _KIND, f"{sheet.by} trok een aanvulling in", sheet.reason, row.author.name
    )


def _answered(case: Case, ids: Sequence[UUID]) -> dict[UUID, Entry]:
    rows = Version.objects.filter(pk__in=ids).select_related("by")
    return {version.pk: _answer(version, case) for version in rows}


def _answer(version: Version, case: Case) -> Entry:
    by = version.by.name if version.by is not None else ""
    try:
        said = contents.read_version(version, case.data_key)
    except records.Destroyed:
        return Entry(version.at, _KIND, "Antwoord op een actie", records.DESTROYED, by)
    outcome = "Afgevinkt" if said.get("state") == StepState.DONE else "Lukt niet"
    return Entry(version.at, _KIND, f"{outcome}: {said.get('title', '')}", str(said.get("reason", "")), by)


def _replied(ids: Sequence[UUID]) -> dict[UUID, Entry]:
    rows = Signature.objects.filter(pk__in=ids).select_related("minutes__case", "by")
    return {row.pk: _reply(row) for row in rows}


def _reply(row: Signature) -> Entry:
    if row.reply == Reply.SIGNED:
        return Entry(row.at, _KIND, "Verslag van een overleg getekend", by=row.by.name)
    words = str(read_reply(row).get("words", records.DESTROYED))
    return Entry(row.at, _KIND, "Opmerking bij het verslag van een overleg", words, row.by.name)
