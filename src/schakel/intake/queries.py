"""Reading reports: at the desk for a viewer, at the public door for the holder of a code."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, Value, When
from django.http import Http404

from schakel.access.models import User
from schakel.access.queries import visible
from schakel.audit.record import record
from schakel.intake import envelopes, receipts
from schakel.intake.content import Routing, Urgency
from schakel.intake.models import Message, Report, ReportState
from schakel.vault.records import DecryptionError
from schakel.vault.sealing import SealError


@dataclass(frozen=True)
class Turn:
    """One turn as the reporter sees it; the reporter's own words were sealed for the desk and can't be shown again."""

    from_desk: bool
    sent_at: object
    text: str


def reports_for(viewer: User) -> QuerySet[Report]:
    """Every report this viewer may see."""
    return Report.objects.filter(compartment__in=visible(viewer)).select_related("data_key")


def report_for(viewer: User, report_id: uuid.UUID) -> Report:
    """One report, or 404: what a viewer may not see does not exist."""
    report = reports_for(viewer).select_related("compartment").filter(pk=report_id).first()
    if report is None:
        raise Http404
    return report


def inbox(viewer: User) -> QuerySet[Report]:
    """Reports not triaged yet, danger first, then the longest waiting."""
    urgency = Case(
        When(urgency=Urgency.DANGER_TODAY, then=Value(0)),
        When(urgency=Urgency.UNDER_18, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return (
        reports_for(viewer)
        .exclude(state=ReportState.TRIAGED)
        .annotate(rank=urgency)
        .order_by("rank", "received_at", "pk")
    )


def with_new_words(viewer: User) -> QuerySet[Report]:
    """Reports whose reporter added something that nobody has read."""
    unread = Message.objects.filter(report=OuterRef("pk"), sender=Message.Sender.REPORTER, read_at=None)
    return reports_for(viewer).filter(Exists(unread)).exclude(state=ReportState.SEALED).order_by("received_at")


def triaged(viewer: User) -> QuerySet[Report]:
    """Reports that were judged, the latest first."""
    return reports_for(viewer).filter(state=ReportState.TRIAGED).order_by("-received_at", "pk")


def without_content(reports: QuerySet[Report]) -> QuerySet[Report]:
    """The same list without what is sealed: sorting and counting thousands of reports needs no envelopes."""
    return reports.defer("routing_sealed", "body_sealed", "content", "reply_key", "lookup")


def read_routing(shown: Sequence[Report], *, viewer: User) -> dict[uuid.UUID, Routing | None]:
    """The routing part of the reports on one page of a list, recorded as a list; None where it can't be read."""
    reports = reports_for(viewer).filter(pk__in=[report.pk for report in shown]).defer("body_sealed", "reply_key")
    read = {report.pk: _routing_or_none(report) for report in reports}
    if read:
        record("report:listed", by=viewer, reports=sorted(read))
    return read


def _routing_or_none(report: Report) -> Routing | None:
    try:
        return envelopes.read_routing(report)
    except (DecryptionError, SealError):  # one damaged report must not take the whole list away
        return None


def report_by_code(code: str) -> Report | None:
    """The report a receipt code belongs to, for the public door."""
    return Report.objects.filter(lookup=receipts.lookup_of(code)).first()


def turns_for_code(report: Report, code: str) -> list[Turn]:
    """The conversation as the holder of the code may read it."""
    return [
        Turn(
            message.sender == Message.Sender.DESK,
            message.sent_at,
            envelopes.read_with_code(message, code) if message.sender == Message.Sender.DESK else "",
        )
        for message in report.messages.all()
    ]
