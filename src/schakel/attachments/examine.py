"""The worker's look at files of opened reports: virus scanner, deeper check, and a working copy where none needs clearing."""

import uuid
from dataclasses import dataclass, replace

from django.db import transaction

from schakel.attachments import envelopes, sandbox, scanner
from schakel.attachments.actions import copy_name
from schakel.attachments.envelopes import Header
from schakel.attachments.models import Attachment, StoredFile
from schakel.attachments.sandbox import Done
from schakel.attachments.states import STEPS, Finding, Scan, State
from schakel.audit.record import record
from schakel.core.actors import system
from schakel.intake.models import Report
from schakel.methods.attachments.kinds import Group
from schakel.vault.records import DecryptionError
from schakel.vault.sealing import SealError

# Sound and moving pictures are not drawn anew here: no library that could do it safely is small.
_AFTER = {Group.IMAGE: State.UNCLEARED, Group.SOUND: State.ORIGINAL_ONLY, Group.VIDEO: State.ORIGINAL_ONLY}
_AT_ONCE = 20


@dataclass(frozen=True)
class Seen:
    """What the check says of a file: where it goes, what the scanner said, what was found, and what was made of it."""

    to: State
    scan: Scan
    finding: str = ""
    done: Done | None = None


def examine_waiting() -> int:
    """Check what waits, some at a time; how many files moved on."""
    return sum(_examined(file) for file in Attachment.objects.filter(state=State.WAITING)[:_AT_ONCE])


def scan_again() -> int:
    """Ask the scanner about files it did not answer about; in how many it found something."""
    found = 0
    waiting = Attachment.objects.filter(scan=Scan.NOT_SCANNED).exclude(state__in=(State.LOCKED, State.QUARANTINED))
    for file in waiting[:_AT_ONCE]:
        report = _report_of(file)
        if report is None:
            continue
        try:
            said = scanner.scan(envelopes.content_of(file.id, envelopes.read(file, report)))
        except (DecryptionError, SealError):
            # Nobody will ever scan it: were it asked for again and again, it would stand in the way of others.
            _move(file, None, report=report, scan=Scan.NONE, finding=Finding.NONE)
            continue
        if said == Scan.NOT_SCANNED:
            return found  # it is still away
        finding = Finding.MALWARE if said == Scan.FOUND else Finding.NONE
        found += _move(file, State.QUARANTINED if finding else None, report=report, scan=said, finding=finding)
    return found


def _examined(file: Attachment) -> bool:
    report = _report_of(file)
    if report is None:
        return False
    try:
        header = envelopes.read(file, report)
    except (SealError, DecryptionError):
        # Damaged, or its key was destroyed: it must not wait for ever, in the way of others.
        return _move(file, State.QUARANTINED, report=report, scan=Scan.NONE, finding=Finding.DAMAGED)
    seen = look_at(file.id, header)
    said = (header, seen.done) if seen.done is not None else None
    return _move(file, seen.to, report=report, scan=seen.scan, finding=seen.finding, said=said)


def look_at(file_id: uuid.UUID, header: Header) -> Seen:
    """Scan a file and check it, whoever sent it; a working copy is made where nobody has to clear it first."""
    try:
        scan = scanner.scan(envelopes.content_of(file_id, header))
        if scan == Scan.FOUND:
            return Seen(State.QUARANTINED, scan, Finding.MALWARE)
        task = "check" if header.group in _AFTER else "copy"
        done = sandbox.run(task, header.kind, envelopes.content_of(file_id, header))
    except SealError:
        return Seen(State.QUARANTINED, Scan.NONE, Finding.DAMAGED)
    if done.finding:
        return Seen(State.QUARANTINED, scan, done.finding)
    return Seen(_AFTER.get(header.group, State.READY), scan, done=done)


def keep_copy_of(file: StoredFile, data_key: uuid.UUID | None, header: Header, done: Done) -> None:
    """The working copy that the check made."""
    name = copy_name(header.name, done.kind)
    envelopes.keep_copy(file, data_key, done.content, name=name, kind=done.kind)


@transaction.atomic
def _move(
    file: Attachment,
    to: State | None,
    *,
    report: Report,
    scan: str,
    finding: str,
    said: tuple[Header, Done] | None = None,
) -> bool:
    """Put down what was found, unless somebody did something else with the file meanwhile; whether it moved."""
    file = Attachment.objects.select_for_update().get(pk=file.pk)
    if to is not None and to not in STEPS[State(file.state)]:
        return False
    file.scan, file.finding = scan, finding or file.finding
    if to is not None:
        file.state = to
    if said is not None:
        header, done = said
        envelopes.put_under_data_key(file, report, replace(header, facts=done.facts))
        if to == State.READY:
            keep_copy_of(file, report.data_key, header, done)
    file.save()
    if to is not None:
        tag = "file:quarantined" if to == State.QUARANTINED else "file:examined"
        record(tag, by=system("worker"), about=report, file=file.id, state=to, finding=finding)
    return to is not None


def _report_of(file: Attachment) -> Report | None:
    return Report.objects.filter(lookup=bytes(file.lookup)).first()
