"""Reading files: at the desk for a viewer, at the public door for the holder of a visit or a code."""

import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.http import Http404

from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.attachments import envelopes, sandbox
from schakel.attachments.envelopes import Header
from schakel.attachments.models import Attachment, StoredFile
from schakel.attachments.states import ORIGINAL_MAY_BE_TAKEN, State
from schakel.audit.record import record
from schakel.intake import lookups
from schakel.intake.models import Report, ReportState
from schakel.intake.queries import report_for
from schakel.methods.attachments.kinds import Group


@dataclass(frozen=True)
class Listed:
    """One file of a report. `header` is None where it can't be read; `is_destroyed` says that this was meant."""

    file: Attachment
    header: Header | None
    is_destroyed: bool = False


@dataclass(frozen=True)
class Sent:
    """One file as whoever sent it may still see it: when it came, and about how large it is."""

    id: uuid.UUID
    sent_at: datetime
    megabytes: int


def files_of(report: Report) -> list[Attachment]:
    """The files of a report, in the order in which they came."""
    return list(Attachment.objects.filter(lookup=bytes(report.lookup)))


def count_of(report: Report) -> int:
    """How many files a report has: what shows of them while it is sealed."""
    return Attachment.objects.filter(lookup=bytes(report.lookup)).count()


def file_for(viewer: User, report_id: uuid.UUID, file_id: uuid.UUID) -> tuple[Report, Attachment]:
    """One file of a report that was opened, or 404."""
    report = report_for(viewer, report_id)
    file = Attachment.objects.filter(pk=file_id, lookup=bytes(report.lookup)).select_related("decided_by").first()
    if file is None or report.state == ReportState.SEALED or file.state == State.SEALED:
        raise Http404
    return report, file


def mosaic(report: Report, file: Attachment, *, task: str, viewer: User) -> bytes:
    """A coarse picture of an image that nobody judged yet, made for this one look and kept nowhere. Or NotPossible."""
    header = envelopes.read(file, report)
    check_is_to_judge(file, header)
    record("file:mosaic_seen", by=viewer, about=report, file=file.id, level=task)
    return coarse(file, header, task)


def check_is_to_judge(file: StoredFile, header: Header) -> None:
    """Raises NotPossible unless it is an image that waits for somebody's judgement."""
    if file.state != State.UNCLEARED or header.group != Group.IMAGE:
        raise NotPossible("Van dit bestand is er geen grof beeld.")


def coarse(file: StoredFile, header: Header, task: str) -> bytes:
    """The picture in coarse squares, kept nowhere. Raises NotPossible."""
    done = sandbox.run(task, header.kind, envelopes.content_of(file.id, header))
    if done.finding:
        raise NotPossible("Van dit bestand kan geen grof beeld worden gemaakt.")
    return done.content


def copy_of(report: Report, file: Attachment, *, viewer: User) -> tuple[Header, Iterator[bytes]]:
    """The working copy. Raises NotPossible when there is none."""
    if file.state != State.READY or file.copy_id is None:
        raise NotPossible("Van dit bestand is er geen werkkopie.")
    header = envelopes.read_copy(file, report.data_key)
    record("file:copy_read", by=viewer, about=report, file=file.id)
    return header, envelopes.content_of(file.copy_id, header)


def original_of(report: Report, file: Attachment, *, viewer: User) -> tuple[Header, Iterator[bytes]]:
    """The file as it came in. Raises NotPossible where it must not be taken."""
    if file.state not in ORIGINAL_MAY_BE_TAKEN:
        raise NotPossible("Het origineel van dit bestand kan niet worden gedownload.")
    header = envelopes.read(file, report)
    record("file:original_taken", by=viewer, about=report, file=file.id)
    return header, envelopes.content_of(file.id, header)


def sent_with(lookup: bytes) -> list[Sent]:
    """The files under one lookup id, for the public door."""
    with lookups.shown(report=lookup):
        found = Attachment.objects.filter(lookup=lookup).only("id", "sent_at", "pieces")
        return [Sent(file.id, file.sent_at, file.pieces) for file in found]


def sealed_to() -> Counter[str]:
    """How many files are sealed to each intake key still."""
    rows = Attachment.objects.filter(sealed__isnull=False).order_by().values_list("key_id").annotate(Count("pk"))
    return Counter(dict(rows))
