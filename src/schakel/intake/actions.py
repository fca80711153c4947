"""Handing in a report, opening it, and the conversation that follows."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from schakel.access.models import Compartment, User
from schakel.access.policies import check_may
from schakel.access.queries import ground_of
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.core import time
from schakel.core.actors import REPORTER
from schakel.core.turns import take_turn
from schakel.intake import envelopes, lookups, receipts, typed, visits
from schakel.intake.content import Content, Urgency
from schakel.intake.handed import Handed
from schakel.intake.models import Answered, Channel, Message, Report, ReportState, SealedBy
from schakel.vault import records
from schakel.vault.sealing import SealError


def hand_in(*, visit_key: bytes, said: Content, language: str) -> str:
    """Seal and store a report; only then its receipt code exists. Doing it twice gives the same code.

    Database errors pass through: the caller tells the visitor that nothing was received.
    """
    code = receipts.from_visit(visit_key)
    lookup = receipts.lookup_of(code)
    if _is_received(lookup):
        return code
    report = _new_report(code, said, language=language)
    envelopes.seal_report(report, said)
    try:
        with transaction.atomic():
            lookups.take_turn_at(lookup)
            report.save(force_insert=True)
            visits.save(visit_key, {"sent": True})
            record("report:received", by=REPORTER, about=report, key=report.key_id)
    except IntegrityError:
        # The other of two simultaneous sendings won; it is the same report.
        if not _is_received(lookup):
            raise
    return code


def receive(handed: Handed, *, language: str) -> None:
    """Store a report that the reporter's browser sealed. Doing it twice stores it once; its code never comes here.

    Database errors pass through: the caller tells the browser that nothing was received.
    """
    if _is_received(handed.lookup):
        return
    report = Report(sealed_by=SealedBy.BROWSER, language=language, **handed.columns())
    try:
        with transaction.atomic():
            lookups.take_turn_at(handed.lookup)
            report.save(force_insert=True)
            record("report:received", by=REPORTER, about=report, key=report.key_id)
    except IntegrityError:
        if not _is_received(handed.lookup):
            raise


@transaction.atomic
def enter(
    *,
    said: Content,
    channel: Channel,
    by: User,
    language: str = "nl",
    received_at: datetime | None = None,
    visit_key: bytes | None = None,
) -> tuple[Report, str]:
    """A report by telephone, e-mail or at the counter, typed in by staff; and the code to give to the reporter.

    It came in now, or when staff say it did. With the same `visit_key` it is made once: sending the page again gives the same report and code.
    """
    check_may(by, Permission.TRIAGE)
    code = receipts.from_visit(visit_key or visits.new_key())
    entered = Report.objects.filter(lookup=receipts.lookup_of(code)).first()
    if entered is not None:
        return entered, code
    report = _new_report(code, said, language=language)
    report.channel, report.state = channel, ReportState.OPENED
    report.received_at = received_at or report.received_at
    envelopes.encrypt_content(report, said)
    report.save(force_insert=True)
    record("report:entered", by=by, about=report, channel=channel)
    return report, code


def locked(report: Report) -> Report:
    """The report as it stands now, held until the end of the transaction."""
    return Report.objects.select_for_update(of=("self",)).get(pk=report.pk)


@transaction.atomic
def open_report(*, report: Report, by: User) -> Content:
    """Read a report. The first reading breaks the seal and puts the content under the report's own key."""
    report = locked(report)
    is_kept = False
    try:
        said = envelopes.read_content(report)
    except SealError:
        if report.state != ReportState.SEALED or not envelopes.is_badly_sealed(report):
            raise
        # Whoever sent it: it is dealt with like any other, and what came stays where it is.
        said, is_kept = typed.unreadable(), True
    if report.state == ReportState.SEALED:
        envelopes.encrypt_content(report, said, keep_envelopes=is_kept)
        report.state = ReportState.OPENED
        report.save()
        record("report:opened", by=by, about=report, authorisation=ground_of(by, report.compartment_id))
    else:
        record("report:read", by=by, about=report, authorisation=ground_of(by, report.compartment_id))
    return said


@transaction.atomic
def mark_triaged(*, report: Report, compartment: Compartment | None) -> None:
    """The report leaves the inbox, into the compartment of its case if it has one. Called by triage, which records it."""
    report.state = ReportState.TRIAGED
    if compartment is not None:
        report.compartment = compartment
    report.save(update_fields=["state", "compartment"])


@transaction.atomic
def answer(
    *,
    report: Report,
    text: str,
    by: User,
    author: User | None = None,
    language: str = "nl",
    is_translated: bool = False,
) -> Message:
    """An answer that only the holder of the receipt code can read; `by` sends it, and is its author unless one is named."""
    take_turn(report.pk)
    message = _next_message(locked(report), Message.Sender.DESK)
    message.author = author or by
    message.second_reader = by if author not in (None, by) else None
    message.language, message.is_translated = language, is_translated
    envelopes.seal_to_reporter(message, text)
    message.save(force_insert=True)
    mark_answered(report=report, how=Answered.MESSAGE)
    written_by = message.author.id if message.second_reader else None
    record("report:answered", by=by, about=report, message=message.id, author=written_by)
    return message


def mark_answered(*, report: Report, how: Answered) -> None:
    """The reporter heard from us for the first time, or can't: the term ends. Called by what tells them, which records it."""
    Report.objects.filter(pk=report.pk, answered_at=None).update(answered_at=time.now(), answered_how=how)


@transaction.atomic
def add_from_reporter(*, report: Report, text: str, urgency: Urgency = Urgency.NONE) -> Message:
    """What the reporter adds with the receipt code; `urgency` raises the mark outside the seal, and never lowers it."""
    take_turn(report.pk)
    lower = {Urgency.DANGER_TODAY: [Urgency.NONE, Urgency.UNDER_18], Urgency.UNDER_18: [Urgency.NONE]}
    with lookups.shown(report=bytes(report.lookup)):
        message = _next_message(report, Message.Sender.REPORTER)
        envelopes.seal_to_desk(message, text)
        message.save(force_insert=True)
        if urgency:
            Report.objects.filter(lookup=bytes(report.lookup), urgency__in=lower[urgency]).update(urgency=urgency)
    marked: dict[str, Any] = {"urgency": urgency} if urgency else {}
    record("report:added", by=REPORTER, about=report, message=message.id, key=message.key_id, **marked)
    return message


@transaction.atomic
def mark_read_by_reporter(*, report: Report, messages: Sequence[uuid.UUID]) -> None:
    """The holder of the code saw these answers. `read_at` says on which day; what visitors look at is in no log."""
    seen = report.messages.filter(pk__in=messages, sender=Message.Sender.DESK, read_at=None)
    with lookups.shown(report=bytes(report.lookup)):
        seen.update(read_at=time.start_of(time.today()))


@transaction.atomic
def read_conversation(*, report: Report, by: User) -> list[tuple[Message, str]]:
    """All turns of the conversation in words; unread ones become read, and say so this once (`is_new`)."""
    report = Report.objects.get(pk=report.pk)
    turns = []
    with records.at_hand([report.data_key]):
        for message in report.messages.select_related("author", "second_reader").select_for_update(of=("self",)):
            message.report = report
            text = envelopes.read_at_desk(message)
            if message.sender == Message.Sender.REPORTER and message.read_at is None:
                message.read_at, message.is_new = time.now(), True
                message.save()
            turns.append((message, text))
    if turns:
        record("report:conversation_read", by=by, about=report, messages=[m.id for m, _ in turns])
    return turns


def _is_received(lookup: bytes) -> bool:
    with lookups.shown(report=lookup):
        return Report.objects.filter(lookup=lookup).exists()


def _new_report(code: str, said: Content, *, language: str) -> Report:
    return Report(
        lookup=receipts.lookup_of(code),
        reply_key=receipts.reply_public_bytes(code),
        urgency=said.urgency,
        language=language,
    )


def _next_message(report: Report, sender: Message.Sender) -> Message:
    # Writers take turns (`take_turn`), so that the sequence has no gap and no clash.
    last = report.messages.aggregate(Max("sequence"))["sequence__max"] or 0
    return Message(report=report, sequence=last + 1, sender=sender)
