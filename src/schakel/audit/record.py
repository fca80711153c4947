"""The one helper that writes an event, called inside the action or query it records."""

from typing import Any

from django.conf import settings
from django.db import connection, models, transaction

from schakel.audit import chain
from schakel.audit.models import Event
from schakel.core.actors import Actor

_ADVISORY_LOCK = 7_513


def record(
    tag: str,
    *,
    by: Actor,
    about: models.Model | None = None,
    responsible: Actor | None = None,
    authorisation: str = "",
    consent: str = "",
    **detail: Any,
) -> Event:
    """Append an event in the caller's transaction; it stands or falls with what it records.

    `tag` reads noun:verb (`report:opened`); `detail` holds ids, states and counts, never content. `responsible` is
    for whom `by` acts, `authorisation` what gave access beside the role, `consent` the id of a consent (NEN 7513).
    """
    # No savepoint: an event that can't be written takes the whole of its transaction with it.
    with transaction.atomic(savepoint=False):
        wait_for_chain(settings.SCHAKEL_DOOR)
        sequence, digest = tip(settings.SCHAKEL_DOOR)
        event = Event(
            door=settings.SCHAKEL_DOOR,
            sequence=sequence + 1,
            tag=tag,
            actor_id=by.actor_id,
            actor_role=by.actor_role,
            responsible_id=responsible.actor_id if responsible is not None else "",
            object_type=str(about._meta.model_name) if about is not None else "",
            object_id=str(about.pk) if about is not None else "",
            authorisation=authorisation,
            consent=consent,
            detail_text=chain.detail_text(detail),
        )
        event.digest = digest_of(event, digest)
        event.save(force_insert=True)
    return event


def record_refusal(*, by: Actor, **detail: Any) -> Event:
    """Record `access:refused` in a transaction of its own, after what was refused is rolled back.

    Raises RuntimeError inside a transaction: there the event would vanish with what it records.
    """
    with transaction.atomic(durable=True):
        return record("access:refused", by=by, **detail)


def digest_of(event: Event, previous: bytes) -> bytes:
    """The digest of an event that follows `previous` (SHA-256, 32 bytes)."""
    return chain.link(
        previous, [chain.moment(event.at) if name == "at" else getattr(event, name) for name in chain.FIELDS]
    )


def tip(door: str) -> tuple[int, bytes]:
    """Sequence and digest of a door's last event; 0 and `GENESIS` before the first."""
    last = Event.objects.filter(door=door).order_by("-sequence").values_list("sequence", "digest").first()
    return (last[0], bytes(last[1])) if last is not None else (0, chain.GENESIS)


def wait_for_chain(door: str) -> None:
    """Writers take turns: PostgreSQL by an advisory lock, SQLite because its transactions begin IMMEDIATE."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_ADVISORY_LOCK, door])
