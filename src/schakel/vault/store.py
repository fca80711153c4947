"""The key store as a database: fetching wrapped keys, taking turns in writing, and erasing for good."""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from django.db import connections, transaction

from schakel.core import time
from schakel.core.lists import one_of
from schakel.vault.models import DataKey
from schakel.vault.router import STORE

# Ids in one query; more than either database takes well.
A_BATCH = 1_000
_ADVISORY_LOCK = 7_514


class Wrapped(NamedTuple):
    """A data key as it stands in its row, to be unwrapped. A search reads hundreds, and whole rows take thrice the time."""

    id: uuid.UUID
    wrapping: str
    wrapped: bytes | memoryview | None
    destroyed_at: datetime | None


@contextmanager
def taking_turns(*, alone: bool = False) -> Iterator[None]:
    """A transaction in the key store; with `alone`, one that no new data key is stored beside."""
    with transaction.atomic(using=STORE):
        # SQLite's transactions begin IMMEDIATE: there every writer is alone.
        if connections[STORE].vendor == "postgresql":
            lock = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
            with connections[STORE].cursor() as cursor:
                cursor.execute(f"SELECT {lock}(%s)", [_ADVISORY_LOCK])
        yield


def fetch(key_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Wrapped]:
    """These data keys, as they stand now; those that are gone are left out."""
    wanted = set(key_ids)
    if not wanted:
        return {}
    rows = DataKey.objects.filter(id__in=one_of(wanted, connections[STORE])).order_by()
    return {row[0]: Wrapped(*row) for row in rows.values_list(*Wrapped._fields)}


def batches(key_ids: Iterable[uuid.UUID]) -> Iterator[list[uuid.UUID]]:
    """The ids in lists that fit in one query."""
    every = list(key_ids)
    for start in range(0, len(every), A_BATCH):
        yield every[start : start + A_BATCH]


def erase(key_ids: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    """Empty the rows of these data keys for good; the ids of those that still held a key.

    Nothing of a key may stay in a freed page, in SQLite's write-ahead file, or in PostgreSQL's dead rows.
    """
    erased: list[uuid.UUID] = []
    with taking_turns(alone=True):
        for batch in batches(key_ids):
            rows = DataKey.objects.filter(id__in=batch, wrapped__isnull=False)
            erased += list(rows.values_list("id", flat=True))
            rows.update(wrapped=None, wrapping="", destroyed_at=time.real_now())
    if erased:
        wipe()
    return erased


def wipe() -> bool:
    """Take what was erased out of the files too; False when it has to wait (for a reader, or a transaction of ours)."""
    connection = connections[STORE]
    if connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"VACUUM (FULL) {DataKey._meta.db_table}")
            return True
        # `secure_delete` wrote zeroes over the key in its page; this puts that page into the file and empties the log.
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy, *_ = cursor.fetchone()
        return not is_busy
