"""Reading the log: only with a stated reason, for an hour, and on record (Wgs art. 1.8.4)."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from schakel.access.models import LogReading, User
from schakel.access.policies import NotAllowed, NotPossible, check_may
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.core import time
from schakel.vault import records

# After this long the reason may no longer be the same one.
LASTS = timedelta(hours=1)
_SHOWN = 50
_LABEL = "log reading"


@dataclass(frozen=True)
class Stated:
    """A reading with the reason its reader gave."""

    reading: LogReading
    words: str


@transaction.atomic
def begin(*, purpose: LogReading.Purpose, words: str, by: User) -> LogReading:
    """Open the log for an hour, for a stated reason. Raises NotAllowed; NotPossible without words."""
    check_may(by, Permission.READ_LOG)
    if not words.strip():
        raise NotPossible("Schrijf waarom u het logboek leest.")
    now = time.real_now()
    reading = LogReading(reader=by, purpose=purpose, begun_at=now, ends_at=now + LASTS)
    reading.data_key = records.create_data_key()
    reading.words = records.encrypt(reading.data_key, words.strip(), label=_LABEL, record_id=reading.id)
    reading.save(force_insert=True)
    record("log:reading_begun", by=by, about=reading, purpose=purpose, until=reading.ends_at)
    return reading


def current(viewer: User) -> LogReading | None:
    """The reading that this viewer has open now. Raises NotAllowed for whoever may not read the log at all."""
    check_may(viewer, Permission.READ_LOG)
    return LogReading.objects.filter(reader=viewer, ends_at__gt=time.real_now()).order_by("-begun_at").first()


def check_open(viewer: User) -> LogReading:
    """The reading that is open now. Raises NotAllowed when there is none."""
    reading = current(viewer)
    if reading is None:
        raise NotAllowed("Geef eerst een reden op om het logboek te lezen.")
    return reading


def latest(*, viewer: User) -> list[Stated]:
    """Who read the log of late and why, newest first; that this was read is recorded. Raises NotAllowed."""
    reading = check_open(viewer)
    rows = list(LogReading.objects.select_related("reader").order_by("-begun_at")[:_SHOWN])
    record("log:readings_listed", by=viewer, about=reading, readings=[row.id for row in rows])
    return [Stated(row, _words_of(row)) for row in rows]


def _words_of(row: LogReading) -> str:
    return records.decrypt_words(row.data_key, row.words, label=_LABEL, record_id=row.id)
