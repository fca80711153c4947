"""What becomes of the files of documents: the worker's check, and what somebody decides who looked at an image."""

from dataclasses import replace

from django.db import transaction
from django.db.models import QuerySet

from schakel.access.models import User
from schakel.attachments import actions as files
from schakel.attachments import envelopes, examine, sandbox, scanner
from schakel.attachments.examine import Seen
from schakel.attachments.states import STEPS, Finding, Scan, State
from schakel.audit.record import record
from schakel.cases.documents.models import DocumentFile
from schakel.cases.plan.policies import check_may_plan
from schakel.cases.policies import NotPossible
from schakel.core.actors import system
from schakel.methods.attachments.kinds import Group
from schakel.vault.records import DecryptionError
from schakel.vault.sealing import SealError

_AT_ONCE = 20


def examine_waiting() -> int:
    """The worker's job: check what waits, some at a time; how many files moved on."""
    return sum(_examined(file) for file in _files().filter(state=State.WAITING)[:_AT_ONCE])


def scan_again() -> int:
    """The worker's job: ask the virus scanner about what it did not answer about; in how many it found something."""
    found = 0
    waiting = _files().filter(scan=Scan.NOT_SCANNED).exclude(state__in=(State.LOCKED, State.QUARANTINED))
    for file in waiting[:_AT_ONCE]:
        try:
            header = envelopes.read_content(file, file.document.case.data_key)
            said = scanner.scan(envelopes.content_of(file.id, header))
        except (DecryptionError, SealError):
            # Nobody will ever scan it: were it asked for again and again, it would stand in the way of others.
            _move(file, Seen(State(file.state), Scan.NONE))
            continue
        if said == Scan.NOT_SCANNED:
            return found  # it is still away
        is_bad = said == Scan.FOUND
        to = State.QUARANTINED if is_bad else State(file.state)
        found += _move(file, Seen(to, said, Finding.MALWARE if is_bad else Finding.NONE))
    return found


def clear(*, file: DocumentFile, by: User) -> None:
    """Somebody looked, and it is no nude image: a working copy is made. Raises NotAllowed, NotPossible."""
    check_may_plan(by)
    data_key = file.document.case.data_key
    header = envelopes.read_content(file, data_key)
    if file.state != State.UNCLEARED or header.group != Group.IMAGE:
        raise NotPossible("Over dit bestand hoeft niets te worden besloten, of dat is al gebeurd.")
    # Outside the transaction: it may take seconds.
    made = sandbox.run("copy", header.kind, envelopes.content_of(file.id, header))
    with transaction.atomic():
        now = files.moved(file, State.QUARANTINED if made.finding else State.READY, by=by)
        files.keep_what_was_made(now, data_key, header, made)
        _record("document:cleared", file, by)


@transaction.atomic
def close(*, file: DocumentFile, by: User) -> None:
    """It shows an adult naked or in a sexual act: it stays closed, without a copy. Raises NotAllowed, NotPossible."""
    check_may_plan(by)
    files.moved(file, State.CLOSED, by=by).save()
    _record("document:closed", file, by)


@transaction.atomic
def lock(*, file: DocumentFile, by: User) -> None:
    """It may be a sexual image of a minor: nobody sees it here any more (art. 252 Sr). Raises NotAllowed, NotPossible."""
    check_may_plan(by)
    files.moved(file, State.LOCKED, by=by).save()
    _record("document:locked", file, by)


def _examined(file: DocumentFile) -> bool:
    try:
        header = envelopes.read_content(file, file.document.case.data_key)
        return _move(file, examine.look_at(file.id, header))
    except DecryptionError:
        # Its key was destroyed, or it is damaged: it must not wait for ever, in the way of others.
        return _move(file, Seen(State.QUARANTINED, Scan.NONE, Finding.DAMAGED))


@transaction.atomic
def _move(file: DocumentFile, seen: Seen) -> bool:
    """Put down what was found, unless somebody did something else with the file meanwhile; whether it moved."""
    now = DocumentFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    is_step = seen.to != now.state
    if is_step and seen.to not in STEPS[State(now.state)]:
        return False
    now.scan, now.finding, now.state = seen.scan, seen.finding or now.finding, seen.to
    if seen.done is not None:
        data_key = file.document.case.data_key
        header = envelopes.read_content(now, data_key)
        envelopes.write_content(now, data_key, replace(header, facts=seen.done.facts))
        if seen.to == State.READY:
            examine.keep_copy_of(now, data_key, header, seen.done)
    now.save()
    if is_step:
        tag = "document:quarantined" if seen.to == State.QUARANTINED else "document:examined"
        record(tag, by=system("worker"), about=file.document.case, document=file.document_id, version=now.number)
    return is_step


def _files() -> QuerySet[DocumentFile]:
    """The files of all documents; who waits longest comes first."""
    return DocumentFile.objects.select_related("document__case").order_by("added_at", "id")


def _record(tag: str, file: DocumentFile, by: User) -> None:
    record(tag, by=by, about=file.document.case, document=file.document_id, version=file.number)
