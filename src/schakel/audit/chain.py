"""How events are chained: the exact text of an event, and the digest that binds it to the one before it."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

# What the first event of a door follows.
GENESIS = bytes(32)

# Everything a row holds but its own digest, in the order in which the digest takes it.
FIELDS = (
    "door",
    "sequence",
    "at",
    "tag",
    "actor_id",
    "actor_role",
    "responsible_id",
    "object_type",
    "object_id",
    "authorisation",
    "consent",
    "detail_text",
)

# JSON's own way to write a text: the array is put together here, for a million of them go by at each verification.
_quoted = json.encoder.encode_basestring_ascii


def link(previous: bytes, fields: Sequence[Any]) -> bytes:
    """The digest of an event: SHA-256 over the digest before it and its `FIELDS` as a JSON array in ASCII, no spaces.

    `sequence` is an integer, every other field a text, `at` as `moment` writes it. Raises TypeError or ValueError for
    a field of another kind: such an event was never written here.
    """
    door, sequence, *others = fields
    text = f"[{_quoted(door)},{sequence:d},{','.join(map(_quoted, others))}]"
    return sha256(previous + text.encode("ascii")).digest()


def moment(at: datetime) -> str:
    """An aware moment as the digest takes it: UTC, to the microsecond, `2026-11-19 09:30:00.000000`."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def detail_text(detail: Mapping[str, Any]) -> str:
    """Details as the one text that is stored and hashed: JSON with sorted keys; what JSON has no word for as its str."""
    return json.dumps(detail, sort_keys=True, separators=(",", ":"), default=str)
