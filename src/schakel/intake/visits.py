"""Visits of the public door: an unfinished report or an opened conversation, readable with the visitor's cookie alone."""

import json
import os
from datetime import timedelta
from typing import Any

from django.db import transaction

from schakel.core import time
from schakel.intake import lookups, receipts
from schakel.intake.models import Visit
from schakel.vault.records import DecryptionError, decrypt_bytes, encrypt_bytes

KEY_BYTES = 32
LIFETIME = timedelta(minutes=15)
_CONTEXT = b"schakel/visit"


def new_key() -> bytes:
    """A fresh visit key, to be held by the visitor's cookie and nowhere else."""
    return os.urandom(KEY_BYTES)


def load(key: bytes) -> dict[str, Any] | None:
    """What the visit holds, or None when it ended, ran out, or never was."""
    lookup = _lookup(key)
    with lookups.shown(visit=lookup):
        visit = Visit.objects.filter(lookup=lookup, expires_at__gt=time.real_now()).first()
    if visit is None:
        return None
    try:
        content: dict[str, Any] = json.loads(decrypt_bytes(_content_key(key), visit.content, context=_CONTEXT))
    except DecryptionError:
        return None
    return content


def save(key: bytes, content: dict[str, Any]) -> None:
    """Keep `content` for another fifteen minutes."""
    blob = encrypt_bytes(_content_key(key), json.dumps(content).encode(), context=_CONTEXT)
    lookup, changed = _lookup(key), {"content": blob, "expires_at": time.real_now() + LIFETIME}
    with transaction.atomic(), lookups.shown(visit=lookup):
        # One statement where there is a row, as there is at every step but the first.
        if not Visit.objects.filter(lookup=lookup).update(**changed):
            Visit.objects.create(lookup=lookup, **changed)


def end(key: bytes) -> None:
    """Keep nothing of this visit."""
    lookup = _lookup(key)
    with lookups.shown(visit=lookup):
        Visit.objects.filter(lookup=lookup).delete()


def forget_expired() -> int:
    """Delete what ran out; the number deleted."""
    deleted, _ = Visit.objects.filter(expires_at__lte=time.real_now()).delete()
    return deleted


def _lookup(key: bytes) -> bytes:
    return receipts.derive(key, "visit lookup")


def _content_key(key: bytes) -> bytes:
    return receipts.derive(key, "visit content")
