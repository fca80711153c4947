"""Data keys that no record refers to: an interrupted action leaves one, and the worker removes it."""

import logging
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.apps import apps
from django.db.models import Field, Model

from schakel.core import time
from schakel.core.models import Installation
from schakel.vault import store
from schakel.vault.models import INSTALLATION_KEY, DataKey, DataKeyField

logger = logging.getLogger("schakel.vault")

WAIT = timedelta(days=1)
# More than this at once is no interrupted action, but a database that does not belong to this key store or is older.
_MOST, _LARGEST_PART = 100, 0.1


def links() -> list[tuple[type[Model], str]]:
    """Every field that holds the id of a data key."""
    return [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, Field) and isinstance(field, DataKeyField)
    ]


def remove_unused() -> int:
    """Delete keys that nothing has referred to for a day; the number deleted. A mass of them is left, and said."""
    now = time.real_now()
    used, unused = set[uuid.UUID](), set[uuid.UUID]()
    for batch in _batches(now):
        in_use = referred_to(batch)
        used |= in_use
        unused |= set(batch) - in_use
    _mark(unused, now)
    if len(unused) > max(_MOST, _LARGEST_PART * (len(used) + len(unused))):
        logger.warning("%s data keys are in no record; none is removed: is this the right database?", len(unused))
        return 0
    removed = 0
    with store.taking_turns(alone=True):
        for batch in store.batches(unused):
            removed += DataKey.objects.filter(id__in=batch, unused_since__lte=now - WAIT).delete()[0]
    if removed:
        store.wipe()
    return removed


def referred_to(key_ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these keys that something needs."""
    ids = list(key_ids)
    needed = {INSTALLATION_KEY, *Installation.objects.values_list("id", flat=True)} & set(ids)
    for model, name in links():
        rows = model._base_manager.filter(  # noqa: SLF001  (documented; a default manager may hide rows)
            **{f"{name}__in": ids}
        )
        needed |= set(rows.values_list(name, flat=True))
    return needed


def missing() -> int:
    """How many keys are named by records and are not in the key store at all: then it is older than the database."""
    absent = 0
    for model, name in links():
        rows = model._base_manager.exclude(**{name: None})  # noqa: SLF001  (as above)
        for batch in store.batches(set(rows.values_list(name, flat=True))):
            absent += len(batch) - DataKey.objects.filter(id__in=batch).count()
    return absent


def _batches(now: datetime) -> Iterator[list[uuid.UUID]]:
    after = uuid.UUID(int=0)
    while True:
        rows = DataKey.objects.filter(id__gt=after, stored_at__lte=now - WAIT).order_by("id")
        batch = list(rows.values_list("id", flat=True)[: store.A_BATCH])
        if not batch:
            return
        yield batch
        after = batch[-1]


def _mark(unused: set[uuid.UUID], now: datetime) -> None:
    marked = set(DataKey.objects.exclude(unused_since=None).values_list("id", flat=True))
    for batch in store.batches(marked - unused):
        DataKey.objects.filter(id__in=batch).update(unused_since=None)
    for batch in store.batches(unused - marked):
        DataKey.objects.filter(id__in=batch).update(unused_since=now)
