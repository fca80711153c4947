"""What is done with files: attached and taken back by who reports, opened, judged and locked at the desk."""

import uuid
from collections.abc import Sequence
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet

from schakel.access.models import User
from schakel.access.policies import NotPossible, check_may
from schakel.access.roles import Permission
from schakel.attachments import envelopes, sandbox, uploads
from schakel.attachments.envelopes import Header
from schakel.attachments.models import Attachment, StoredFile
from schakel.attachments.queries import Listed
from schakel.attachments.sandbox import Done
from schakel.attachments.states import STEPS, State
from schakel.attachments.uploads import MOST_FILES, Taken
from schakel.audit.record import record
from schakel.core import time
from schakel.core.actors import REPORTER
from schakel.intake import lookups
from schakel.intake.models import Report, ReportState
from schakel.methods.attachments.kinds import KINDS, Group
from schakel.vault import records
from schakel.vault.records import DecryptionError, Destroyed
from schakel.vault.sealing import SealError

_File = TypeVar("_File", bound=StoredFile)


@transaction.atomic
def attach(*, lookup: bytes, taken: Sequence[Taken]) -> list[Taken]:
    """What arrived becomes files of the report with this lookup id, sent or not; those for which there was room."""
    lookups.take_turn_at(lookup)
    with lookups.shown(report=lookup):
        room = MOST_FILES - Attachment.objects.filter(lookup=lookup).count()
        attached = list(taken[: max(room, 0)])
        for one in attached:
            file = uploads.attachment_of(one, lookup=lookup)
            file.save(force_insert=True)
            record("file:received", by=REPORTER, about=file, key=file.key_id)
    return attached


@transaction.atomic
def take_back(*, lookup: bytes, file_id: uuid.UUID | None = None) -> int:
    """Remove a file (or all) of a report that was not sent; how many. What was sent stays: it may be evidence.

    With the row goes the key. The pieces, which nobody can read any more, the worker removes.
    """
    # A report that is being sent at this moment is there when it is looked for.
    lookups.take_turn_at(lookup)
    with lookups.shown(report=lookup):
        if Report.objects.filter(lookup=lookup).exists():
            return 0
        chosen = Attachment.objects.filter(lookup=lookup)
        if file_id is not None:
            chosen = chosen.filter(pk=file_id)
        removed, _ = chosen.delete()
    if removed:
        record("file:taken_back", by=REPORTER, files=removed)
    return removed


@transaction.atomic
def open_files(*, report: Report, by: User) -> list[Listed]:
    """The files of a report that was opened, with their names; keys still sealed go under the report's data key."""
    report = Report.objects.get(pk=report.pk)
    files = Attachment.objects.select_for_update(of=("self",)).filter(lookup=bytes(report.lookup))
    with records.at_hand([report.data_key]):
        listed = [_opened(file, report) for file in files]
    if listed:
        record("file:listed", by=by, about=report, files=[one.file.id for one in listed])
    return listed


def _opened(file: Attachment, report: Report) -> Listed:
    try:
        header = envelopes.read(file, report)
        if file.state == State.SEALED and report.state != ReportState.SEALED:
            envelopes.put_under_data_key(file, report, header)
            file.state = State.WAITING
            file.save()
    except Destroyed:
        return Listed(file, None, is_destroyed=True)
    except (DecryptionError, SealError):  # one damaged file must not take the page away
        return Listed(file, None)
    return Listed(file, header)


def clear(*, report: Report, file: Attachment, by: User) -> Attachment:
    """Somebody looked, and it is no nude image: a working copy is made. Raises NotPossible."""
    check_may(by, Permission.TRIAGE)
    header = envelopes.read(file, report)
    if file.state != State.UNCLEARED or header.group != Group.IMAGE:
        raise NotPossible("Over dit bestand hoeft niets te worden besloten, of dat is al gebeurd.")
    # Outside the transaction: it may take seconds.
    made = sandbox.run("copy", header.kind, envelopes.content_of(file.id, header))
    with transaction.atomic():
        file = moved(file, State.QUARANTINED if made.finding else State.READY, by=by)
        keep_what_was_made(file, report.data_key, header, made)
        record("file:cleared", by=by, about=report, file=file.id, finding=made.finding)
    return file


@transaction.atomic
def close(*, report: Report, file: Attachment, by: User) -> Attachment:
    """It shows an adult naked or in a sexual act: it stays closed, without a copy. Raises NotPossible."""
    check_may(by, Permission.TRIAGE)
    file = moved(file, State.CLOSED, by=by)
    file.save()
    record("file:closed", by=by, about=report, file=file.id)
    return file


@transaction.atomic
def lock(*, report: Report, file: Attachment, by: User) -> Attachment:
    """It may be a sexual image of a minor: from this moment nobody sees anything of it here. Raises NotPossible.

    It is not destroyed: it is evidence, and the police say what happens with it. A working copy stays where it is, locked.
    """
    check_may(by, Permission.TRIAGE)
    file = moved(file, State.LOCKED, by=by)
    file.save()
    record("file:locked", by=by, about=report, file=file.id)
    return file


def keep_what_was_made(file: StoredFile, data_key: uuid.UUID | None, said: Header, made: Done) -> None:
    """Store the working copy of an image that somebody cleared, or what was found when it was made."""
    file.finding = made.finding
    if not made.finding:
        envelopes.keep_copy(file, data_key, made.content, name=copy_name(said.name, made.kind), kind=made.kind)
    file.save()


def copy_name(name: str, kind: str) -> str:
    """What a working copy is called: as the original, with the end that belongs to what it is now."""
    stem = name.rpartition(".")[0] or name
    return f"{stem} (werkkopie).{KINDS[kind].endings[0]}"


def moved(file: _File, to: State, *, by: User | None) -> _File:
    """The file as it stands now, in its next state, held until the end of the transaction. Raises NotPossible."""
    rows: QuerySet[_File] = QuerySet(model=type(file))
    file = rows.select_for_update(of=("self",)).get(pk=file.pk)
    if to not in STEPS[State(file.state)]:
        raise NotPossible("Dit kan niet meer: een collega besloot intussen iets anders over dit bestand.")
    file.state = to
    if by is not None:
        file.decided_by, file.decided_at = by, time.now()
    return file
