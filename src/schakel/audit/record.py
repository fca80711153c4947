"""The one helper that writes an event, called inside the action or query it records."""

import hashlib
import json
import uuid
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction

from schakel.audit.models import Event
from schakel.core.actors import Actor

GENESIS = b"\0" * 32
_ADVISORY_LOCK = 7_513


def record(tag: str, *, by: Actor, about: models.Model | None = None, **detail: Any) -> Event:
    """Append an event in the caller's transaction; it stands or falls with what it records.

    `tag` reads noun:verb (`report:opened`); `detail` holds ids, states and counts, never content.
    """
    with transaction.atomic():
        _wait_for_chain()
        last = Event.objects.filter(door=settings.SCHAKEL_DOOR).order_by("-sequence").first()
        event = Event(
            door=settings.SCHAKEL_DOOR,
            sequence=last.sequence + 1 if last else 1,
            tag=tag,
            actor_id=by.actor_id,
            actor_role=by.actor_role,
            object_type=about._meta.model_name if about is not None else "",
            object_id=str(about.pk) if about is not None else "",
            detail=json.loads(json.dumps(detail, default=str)),
        )
        event.digest = digest(event, bytes(last.digest) if last else GENESIS)
        event.save(force_insert=True)
    return event


def digest(event: Event, previous: bytes) -> bytes:
    """SHA-256 over the digest before it and every field, so that no event can be changed or left out unseen."""
    fields = {
        "id": str(uuid.UUID(str(event.id))),
        "door": event.door,
        "sequence": event.sequence,
        "at": int(event.at.timestamp() * 1_000_000),
        "tag": event.tag,
        "actor": [event.actor_id, event.actor_role],
        "object": [event.object_type, event.object_id],
        "detail": event.detail,
    }
    return hashlib.sha256(previous + json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()).digest()


def _wait_for_chain() -> None:
    """Writers take turns: PostgreSQL by an advisory lock, SQLite because its transactions begin IMMEDIATE."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_ADVISORY_LOCK, settings.SCHAKEL_DOOR])
