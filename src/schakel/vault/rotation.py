"""Wrapping every data key anew under a fresh wrapping key, in batches, while desk and worker go on."""

import secrets
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from django.db import connections

from schakel.vault import keyring, keys, records, store
from schakel.vault.errors import KeyFileError
from schakel.vault.models import DataKey
from schakel.vault.router import STORE

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Rotated:
    """The wrapping key that is current now, which were dropped, and how many data keys were wrapped anew or damaged."""

    wrapping: str
    dropped: tuple[str, ...]
    wrapped: int
    damaged: int


def begin() -> str:
    """The id of a new wrapping key, or of the one that an interrupted rotation had made."""
    path, source = keys.desk_file(), keys.source()
    with keyring.changing(path, source) as ring:
        if len(ring.wrapping) > 1:
            return ring.current_wrapping
        begun = ring.with_wrapping(keyring.new_wrapping_id(), secrets.token_bytes(keyring.KEY_BYTES))
        keyring.write(path, begun, source)
    return begun.current_wrapping


def finish(progress: Progress | None = None) -> Rotated:
    """Wrap every data key under the current wrapping key, then drop the older ones that nothing uses any more."""
    path, source = keys.desk_file(), keys.source()
    keys.forget()
    ours = keys.desk_keys()
    total = DataKey.objects.exclude(wrapping="").count()
    before = DataKey.objects.filter(wrapping=ours.current_wrapping).count()
    wrapped, damaged = 0, 0
    while True:
        for old in sorted(ours.wrapping.keys() - {ours.current_wrapping}):
            for done, failed in _wrap_all(old, ours.wrapping, ours.current_wrapping):
                wrapped, damaged = wrapped + done, damaged + failed
                if progress is not None:
                    progress(min(before + wrapped, total), total)
        # Nobody stores a key meanwhile: whoever had begun under the old wrapping key is seen here, whoever comes after
        # reads the key file anew. Nothing is written in this transaction, so it can't fail after the key was dropped.
        with store.taking_turns(alone=True):
            used = set(DataKey.objects.values_list("wrapping", flat=True).distinct())
            older = ours.wrapping.keys() - {ours.current_wrapping}
            dropped = tuple(sorted(older - used))
            is_done = damaged or not used & older
            if is_done and dropped:
                with keyring.changing(path, source) as ring:
                    keyring.write(path, ring.without(*dropped), source)
        if is_done:
            return Rotated(ours.current_wrapping, dropped, wrapped, damaged)


@contextmanager
def alone() -> Iterator[None]:
    """One rotation at a time. Raises KeyFileError when another one runs."""
    try:
        with keyring.alone(keys.desk_file().with_name(".rotating"), wait=False):
            yield
    except BlockingIOError as error:
        raise KeyFileError("Another rotation is running: wait until it has ended.") from error


def _wrap_all(old: str, wrapping: Mapping[str, bytes], new: str) -> Iterator[tuple[int, int]]:
    """Wrap what stands under `old` anew, batch by batch; of each, how many were done and how many are damaged."""
    after = uuid.UUID(int=0)
    while True:
        with store.taking_turns():
            rows = DataKey.objects.filter(wrapping=old, id__gt=after).order_by("id").select_for_update()
            batch = list(rows[: store.A_BATCH])
            if not batch:
                return
            after = batch[-1].id
            anew = list(_anew(batch, wrapping, new))
            _store(anew, old, new)
        yield len(anew), len(batch) - len(anew)


def _anew(batch: list[DataKey], wrapping: Mapping[str, bytes], new: str) -> Iterator[tuple[uuid.UUID, bytes]]:
    for row in batch:
        # A damaged row stays as it is, and its wrapping key with it: what can be mended from a backup is not thrown away.
        with suppress(records.DecryptionError):
            yield row.id, records.wrap(records.unwrap(row, wrapping), row.id, wrapping, new)


def _store(anew: list[tuple[uuid.UUID, bytes]], old: str, new: str) -> None:
    """One statement for the whole batch: Django's own bulk update takes ten times as long."""
    connection = connections[STORE]
    key_field = DataKey._meta.pk
    rows = [(wrapped, new, key_field.get_db_prep_value(key_id, connection), old) for key_id, wrapped in anew]
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE vault_datakey SET wrapped = %s, wrapping = %s WHERE id = %s AND wrapping = %s", rows)
