"""Files of reports that were never sent, and pieces of files that never arrived whole: gone after two days."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from schakel.attachments.models import Attachment, Piece
from schakel.audit.record import record
from schakel.core import time
from schakel.core.actors import system
from schakel.intake.models import Report

AFTER = timedelta(days=2)
# Pieces are large; one transaction of them must not keep others waiting.
_A_BATCH = 50
# Files of other rooms that keep theirs in pieces too; they add themselves when the process starts.
MORE: list[Callable[[], QuerySet[Any]]] = []


def remove() -> int:
    """The worker's job; how many files that were removed."""
    before = time.now() - AFTER
    sent = Report.objects.filter(lookup=OuterRef("lookup"))
    removed, _ = Attachment.objects.filter(created_at__lt=before).exclude(Exists(sent)).delete()
    belongs = Q(pk=OuterRef("file_id")) | Q(copy_id=OuterRef("file_id"))
    owners = [Attachment.objects.all(), *(files() for files in MORE)]
    while True:
        loose = Piece.objects.filter(created_at__lt=before)
        for files in owners:
            loose = loose.exclude(Exists(files.filter(belongs)))
        batch = list(loose.values_list("pk", flat=True)[:_A_BATCH])
        if not batch:
            break
        Piece.objects.filter(pk__in=batch).delete()
    if removed:
        record("file:orphans_removed", by=system("worker"), files=removed)
    return removed
