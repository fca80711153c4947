"""Handing in a report, opening it, and the conversation that follows."""

from django.db import IntegrityError, transaction
from django.db.models import Max

from schakel.access.models import Compartment, User
from schakel.access.policies import check_may
from schakel.access.queries import ground_of
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.core import time
from schakel.core.actors import REPORTER
from schakel.intake import envelopes, lookups, receipts, typed, visits
from schakel.intake.content import Content
from schakel.intake.handed import Handed
from schakel.intake.models import Channel, Message, Report, ReportState, SealedBy
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
            report.save(force_insert=True)
            record("report:received", by=REPORTER, about=report, key=report.key_id)
    except IntegrityError:
        if not _is_received(handed.lookup):
            raise


@transaction.atomic
def enter(
    *, said: Content, channel: Channel, by: User, language: str = "nl", visit_key: bytes | None = None
) -> tuple[Report, str]:
    """A report by telephone, e-mail or at the counter, typed in by staff; and the code to give to the reporter.

    With the same `visit_key` it is made once: sending the page again gives the same report and code.
    """
    check_may(by, Permission.TRIAGE)
    code = receipts.from_visit(visit_key or visits.new_key())
    entered = Report.objects.filter(lookup=receipts.lookup_of(code)).first()
    if entered is not None:
        return entered, code
    report = _new_report(code, said, language=language)
    report.channel, report.state = channel, ReportState.OPENED
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
def answer(*, report: Report, text: str, by: User) -> Message:
    """An answer that only the holder of the receipt code can read."""
    lookups.take_turn(report.pk)
    message = _next_message(locked(report), Message.Sender.DESK)
    message.author = by
    envelopes.seal_to_reporter(message, text)
    message.save(force_insert=True)
    record("report:answered", by=by, about=report, message=message.id)
    return message


@transaction.atomic
def add_from_reporter(*, report: Report, text: str) -> Message:
    """What the reporter adds with the receipt code."""
    lookups.take_turn(report.pk)
    with lookups.shown(report=bytes(report.lookup)):
        message = _next_message(report, Message.Sender.REPORTER)
        envelopes.seal_to_desk(message, text)
        message.save(force_insert=True)
    record("report:added", by=REPORTER, about=report, message=message.id, key=message.key_id)
    return message


@transaction.atomic
def read_conversation(*, report: Report, by: User) -> list[tuple[Message, str]]:
    """All turns of the conversation in words; unread ones become read."""
    report = Report.objects.get(pk=report.pk)
    turns = []
    with records.at_hand([report.data_key]):
        for message in report.messages.select_related("author").select_for_update(of=("self",)):
            message.report = report
            text = envelopes.read_at_desk(message)
            if message.sender == Message.Sender.REPORTER and message.read_at is None:
                message.read_at = time.now()
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
    # Writers take turns (`lookups.take_turn`), so that the sequence has no gap and no clash.
    last = report.messages.aggregate(Max("sequence"))["sequence__max"] or 0
    return Message(report=report, sequence=last + 1, sender=sender)
