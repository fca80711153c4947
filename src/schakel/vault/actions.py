"""Destroying data keys, and wrapping them anew."""

import uuid
from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from django.db import connections, transaction

from schakel.audit.models import Event
from schakel.audit.record import record
from schakel.core import time
from schakel.core.actors import Actor, system
from schakel.vault import rotation, store
from schakel.vault.rotation import Progress, Rotated
from schakel.vault.router import STORE

_SHREDDED = "vault:shredded"
# Longer than any backup of the key store is kept: one that is put back loses again what was destroyed since.
REMEMBERED = timedelta(days=60)


@transaction.atomic
def shred(*, key_ids: Iterable[uuid.UUID], by: Actor) -> None:
    """Destroy these data keys for good, when the transaction that this belongs to is committed.

    What they encrypted then reads as destroyed everywhere. The event comes first: a process that ends between the two
    leaves it to the worker.
    """
    ids = sorted(set(key_ids))
    for batch in store.batches(ids):
        record(_SHREDDED, by=by, keys=batch)
    transaction.on_commit(partial(store.erase, ids))


def finish_shredding() -> int:
    """Destroy what an event says was destroyed and is there all the same; how many keys that were.

    So it is after a process ended too early, and after a backup of the key store was put back.
    """
    events = Event.objects.filter(at__gte=time.real_now() - REMEMBERED, tag=_SHREDDED)
    ids = {uuid.UUID(key_id) for event in events for key_id in event.detail["keys"]}
    erased = store.erase(ids)
    if erased:
        record("vault:shredded_again", by=system("worker"), keys=sorted(erased))
    elif connections[STORE].vendor == "sqlite":
        # Where a reader stood in the way, what was erased still has to leave the write-ahead file.
        store.wipe()
    return len(erased)


def rotate(*, by: Actor, progress: Progress | None = None) -> Rotated:
    """Wrap every data key under a new wrapping key and drop the old one; goes on where an interrupted rotation stopped.

    Raises KeyFileError when another rotation runs.
    """
    with rotation.alone():
        record("vault:rotation_begun", by=by, wrapping=rotation.begin())
        done = rotation.finish(progress)
        record(
            "vault:rotated",
            by=by,
            wrapping=done.wrapping,
            dropped=list(done.dropped),
            keys=done.wrapped,
            damaged=done.damaged,
        )
    return done
