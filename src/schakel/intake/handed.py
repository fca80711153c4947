"""What a browser hands in: a report that was sealed there. Anybody can send anything, so all of it is measured first."""

import base64
import binascii
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from schakel.intake.content import Urgency
from schakel.vault import keys, sealing

LOOKUP_BYTES = 32
_KEY_ID_CHARACTERS = 16


class Malformed(ValueError):
    """No browser of ours sends this."""


@dataclass(frozen=True)
class Handed:
    """A sealed report: everything that the database will hold of it."""

    id: uuid.UUID
    lookup: bytes
    reply_key: bytes
    key_id: str
    routing_sealed: bytes
    body_sealed: bytes
    urgency: str

    def columns(self) -> dict[str, Any]:
        """By the names that a report has them under."""
        return dict(vars(self))


def from_json(raw: Any) -> Handed:
    """The report in what was posted. Raises Malformed."""
    if not isinstance(raw, Mapping):
        raise Malformed("no object")
    urgency, key_id = _text(raw, "urgency"), _text(raw, "key_id")
    if urgency not in Urgency.values:
        raise Malformed("no such mark")
    if len(key_id) != _KEY_ID_CHARACTERS or not set(key_id) <= set("0123456789abcdef"):
        raise Malformed("no key id")
    lookup, reply_key = _bytes(raw, "lookup"), _bytes(raw, "reply_key")
    if len(lookup) != LOOKUP_BYTES:
        raise Malformed("no lookup id")
    return Handed(
        id=_id(_text(raw, "id")),
        lookup=lookup,
        reply_key=_public_key(reply_key),
        key_id=key_id,
        routing_sealed=_envelope(raw, "routing"),
        body_sealed=_envelope(raw, "body"),
        urgency=urgency,
    )


def _text(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    if not isinstance(value, str):
        raise Malformed(f"{name} is no text")
    return value


def _bytes(raw: Mapping[str, Any], name: str) -> bytes:
    try:
        return base64.b64decode(_text(raw, name).encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise Malformed(f"{name} is not base64") from error


def _id(text: str) -> uuid.UUID:
    try:
        found = uuid.UUID(text)
    except ValueError as error:
        raise Malformed("no id") from error
    # Sealed to these very characters: another spelling of the same id would never open.
    if str(found) != text or found.version != 4:
        raise Malformed("no id")
    return found


def _public_key(raw: bytes) -> bytes:
    """A key that answers can be sealed to, or the desk could never answer."""
    try:
        keys.public_from_bytes(raw)
    except ValueError as error:
        raise Malformed("no key to answer to") from error
    return raw


def _envelope(raw: Mapping[str, Any], name: str) -> bytes:
    envelope = _bytes(raw, name)
    if not sealing.has_the_form(envelope):
        raise Malformed(f"{name} is no envelope")
    return envelope
