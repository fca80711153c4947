"""Reading reports: at the desk for a viewer, at the public door for the holder of a code."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.http import Http404

from schakel.access.compiled import Asked, asked_by, compiled, counted
from schakel.access.models import User
from schakel.access.policies import reads_reports
from schakel.access.queries import rule_of_sight, sees_any
from schakel.audit.record import record
from schakel.intake import envelopes, lookups, receipts
from schakel.intake.content import Routing, Urgency
from schakel.intake.models import Message, Report, ReportState
from schakel.vault import records
from schakel.vault.records import DecryptionError, Destroyed
from schakel.vault.sealing import SealError

# What a list never needs, and what makes reading thousands of rows slow.
_SEALED = ("routing_sealed", "body_sealed", "content", "reply_key", "lookup")

# Named by the states a report has, so that the index is used.
WAITING = Q(state__in=(ReportState.SEALED, ReportState.OPENED), set_aside_at=None)
UNANSWERED = Q(answered_at=None, set_aside_at=None)
_UNREAD = Message.objects.filter(sender=Message.Sender.REPORTER, read_at=None)


@dataclass(frozen=True)
class Turn:
    """One turn as the reporter sees it; the reporter's own words were sealed for the desk and can't be shown again.

    An answer that was read in an earlier visit comes without its text, unless that was asked for.
    """

    id: uuid.UUID
    from_desk: bool
    sent_at: datetime
    read_at: datetime | None
    text: str


@dataclass(frozen=True)
class Listed:
    """One report of a list. `routing` is None where it can't be read; `is_destroyed` says that this was meant."""

    report: Report
    routing: Routing | None
    is_destroyed: bool = False


def reports_for(viewer: User) -> QuerySet[Report]:
    """Every report this viewer may see: none for a guest, who sees the persons of a case and not who reported them."""
    if not (reads_reports(viewer) and sees_any(viewer)):
        return Report.objects.none()
    return reports_seen(viewer.role, asked_by(viewer.pk))


def reports_seen(role: str, asked: Asked) -> QuerySet[Report]:
    """The same as a rule, for whoever `sees_any` and reads reports."""
    return Report.objects.filter(compartment__in=compiled(rule_of_sight, role, asked))


def report_for(viewer: User, report_id: uuid.UUID) -> Report:
    """One report, or 404: what a viewer may not see does not exist."""
    report = reports_for(viewer).select_related("compartment").filter(pk=report_id).first()
    if report is None:
        raise Http404
    return report


def inbox(viewer: User) -> QuerySet[Report]:
    """Reports not triaged yet, danger first, then the longest waiting: whatever floods in stands behind what was there."""
    return _urgent_first(waiting(viewer))


def _urgent_first(reports: QuerySet[Report]) -> QuerySet[Report]:
    urgency = Case(
        When(urgency=Urgency.DANGER_TODAY, then=Value(0)),
        When(urgency=Urgency.UNDER_18, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return reports.annotate(rank=urgency).order_by("rank", "received_at", "pk")


def waiting(viewer: User) -> QuerySet[Report]:
    """Reports not triaged yet, in no order."""
    return reports_for(viewer).filter(WAITING)


def waiting_count(viewer: User) -> int:
    """How many reports are not triaged yet, for the menu."""
    if not (reads_reports(viewer) and sees_any(viewer)):
        return 0
    (count,) = counted(asked_by(viewer.pk), (_waiting, viewer.role))
    return count


def _waiting(role: str, asked: Asked) -> QuerySet[Any]:
    return reports_seen(role, asked).filter(WAITING).values("pk")


def counts_by_holder(viewer: User, *, overdue: Q, by_today: Q) -> list[dict[str, Any]]:
    """The work of each: `holder__name` (None: nobody's), how many reports wait to be judged (`new`), of them `danger` and
    `under_18`; and of all that they still have to do something about, how many terms are `overdue` or end today (`due_today`)."""
    rows = (
        with_work(viewer)
        .values("holder", "holder__name")
        .annotate(
            new=Count("pk", filter=WAITING),
            danger=Count("pk", filter=WAITING & Q(urgency=Urgency.DANGER_TODAY)),
            under_18=Count("pk", filter=WAITING & Q(urgency=Urgency.UNDER_18)),
            overdue=Count("pk", filter=overdue),
            due_today=Count("pk", filter=by_today) - Count("pk", filter=overdue),
        )
    )
    found: list[dict[str, Any]] = [dict(row) for row in rows]
    return sorted(found, key=lambda row: (row["holder"] is not None, row["holder__name"] or ""))


def in_all(rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    """The work of everybody together, from `counts_by_holder`."""
    return {name: sum(row[name] for row in rows) for name in ("new", "danger", "under_18", "overdue", "due_today")}


def unanswered(viewer: User) -> QuerySet[Report]:
    """Reports that were judged and whose reporter heard nothing yet, in the order of the inbox."""
    return _urgent_first(reports_for(viewer).filter(UNANSWERED, state=ReportState.TRIAGED))


def mine(viewer: User) -> QuerySet[Report]:
    """What the viewer has taken or was given and is not done with, in the order of the inbox."""
    return _urgent_first(reports_for(viewer).filter(WAITING | UNANSWERED, holder=viewer))


def with_work(viewer: User) -> QuerySet[Report]:
    """Everything that somebody still has to do something about, in no order: for counting."""
    return reports_for(viewer).filter(WAITING | UNANSWERED)


def set_aside(viewer: User) -> QuerySet[Report]:
    """What was set aside, the latest first. Everything that ever was and was not brought back is in it."""
    return reports_for(viewer).filter(set_aside_at__isnull=False).order_by("-set_aside_at", "pk")


def with_new_words(viewer: User) -> QuerySet[Report]:
    """Reports whose reporter added something that nobody has read, sealed ones and those set aside too."""
    unread = _UNREAD.filter(report=OuterRef("pk"))
    return reports_for(viewer).filter(Exists(unread)).order_by("received_at")


def new_words_of(reports: Sequence[Report]) -> dict[uuid.UUID, int]:
    """How many messages of the reporter wait to be read, by report; reports with none are left out."""
    unread = _UNREAD.filter(report__in=[report.pk for report in reports]).order_by()
    return dict(unread.values("report").annotate(number=Count("pk")).values_list("report", "number"))


def triaged(viewer: User) -> QuerySet[Report]:
    """Reports that were judged, the latest first."""
    return reports_for(viewer).filter(state=ReportState.TRIAGED).order_by("-received_at", "pk")


def shown(reports: QuerySet[Report], most: int, *, viewer: User) -> list[Report]:
    """The first reports of a list, as far as they stand outside the seal; recorded as a list."""
    ids = list(reports.values_list("pk", flat=True)[:most])
    if ids:
        record("report:listed", by=viewer, reports=sorted(ids))
    found = Report.objects.defer(*_SEALED).in_bulk(ids)
    return [found[report_id] for report_id in ids]


def read_routing(ids: Sequence[uuid.UUID], *, viewer: User) -> list[Listed]:
    """The reports on one page of a list with their routing part, recorded as a list."""
    found = reports_for(viewer).defer("body_sealed", "reply_key").select_related("holder").in_bulk(ids)
    if found:
        record("report:listed", by=viewer, reports=sorted(found))
    with records.at_hand(report.data_key for report in found.values()):
        return [_listed(found[report_id]) for report_id in ids if report_id in found]


def _listed(report: Report) -> Listed:
    try:
        return Listed(report, envelopes.read_routing(report))
    except Destroyed:
        return Listed(report, None, is_destroyed=True)
    except (DecryptionError, SealError):  # one damaged report must not take the whole list away
        return Listed(report, None)


def report_by_code(code: str) -> Report | None:
    """The report a receipt code belongs to, for the public door: no more of it than that door may read."""
    lookup = receipts.lookup_of(code)
    with lookups.shown(report=lookup):
        return Report.objects.only("received_at", "lookup").filter(lookup=lookup).first()


def turns_for_code(report: Report, code: str, *, shown: Collection[str] | None = None) -> list[Turn]:
    """The conversation as the holder of the code may read it.

    `shown` holds the ids of the answers that this visit showed already: of what was read before, it shows only those.
    """
    fields = ("report", "sequence", "sender", "sent_at", "sealed", "signature", "read_at")
    with lookups.shown(report=receipts.lookup_of(code)):
        messages = list(report.messages.only(*fields))
    return [_turn(message, code, shown) for message in messages]


def _turn(message: Message, code: str, shown: Collection[str] | None) -> Turn:
    from_desk = message.sender == Message.Sender.DESK
    is_open = shown is None or message.read_at is None or str(message.id) in shown
    text = envelopes.read_with_code(message, code) if from_desk and is_open else ""
    return Turn(message.id, from_desk, message.sent_at, message.read_at, text)
