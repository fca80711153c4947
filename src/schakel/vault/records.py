"""Parts of a record encrypted under the record's own data key (AES-256-GCM, one blob per part)."""

import json
import os
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from schakel.vault import keys, store
from schakel.vault.models import DataKey
from schakel.vault.store import Wrapped

# What stands on a page where the key of the words is gone.
DESTROYED = "(vernietigd)"
_NONCE_BYTES = 12


class _AtHand(NamedTuple):
    """Wrapped keys of the rows that are being read together; never an unwrapped one, never longer than the reading.

    And what opens them, so that the key file is looked at once.
    """

    wrapped: Mapping[uuid.UUID, Wrapped]
    wrapping: Mapping[str, bytes]


_NOTHING = _AtHand({}, {})
_at_hand: ContextVar[_AtHand] = ContextVar("data_keys_at_hand", default=_NOTHING)


class DecryptionError(ValueError):
    """A part doesn't decrypt: wrong key, moved to another record, or changed."""


class Destroyed(DecryptionError):
    """The key of a part was destroyed: nobody can read it any more, and that was meant."""


def encrypt_bytes(key: bytes, plaintext: bytes, *, context: bytes) -> bytes:
    """Nonce and ciphertext of `plaintext`, bound to `context`."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, context)


def decrypt_bytes(key: bytes, blob: bytes | memoryview, *, context: bytes) -> bytes:
    """The reverse of `encrypt_bytes`. Raises DecryptionError."""
    blob = bytes(blob)  # PostgreSQL hands out a memoryview
    try:
        return AESGCM(key).decrypt(blob[:_NONCE_BYTES], blob[_NONCE_BYTES:], context)
    except (InvalidTag, ValueError) as error:
        raise DecryptionError("this part does not decrypt here") from error


def create_data_key(key_id: uuid.UUID | None = None) -> uuid.UUID:
    """The id of a new data key, for a record about to be written.

    It stands in the key store before the record stands anywhere. When the record never comes, the worker removes it.
    """
    data_key = DataKey(id=key_id or uuid.uuid4())
    with store.taking_turns():
        # Inside the turn: a rotation that is ending can't drop the wrapping key between reading and storing.
        ours = keys.desk_keys()
        data_key.wrapping = ours.current_wrapping
        data_key.wrapped = wrap(os.urandom(32), data_key.id, ours.wrapping, ours.current_wrapping)
        data_key.save(force_insert=True)
    return data_key.id


def encrypt(key_id: uuid.UUID | None, content: Any, *, label: str, record_id: uuid.UUID) -> bytes:
    """`content` (anything JSON can hold) as one blob, bound to its label and record. Raises Destroyed."""
    plaintext = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return encrypt_bytes(_unwrap(key_id), plaintext, context=_part_context(label, record_id))


def decrypt(key_id: uuid.UUID | None, blob: bytes | memoryview, *, label: str, record_id: uuid.UUID) -> Any:
    """The content of a blob. Raises Destroyed when its key is gone, DecryptionError when it was changed."""
    return json.loads(decrypt_bytes(_unwrap(key_id), blob, context=_part_context(label, record_id)))


def decrypt_words(key_id: uuid.UUID | None, blob: bytes | memoryview, *, label: str, record_id: uuid.UUID) -> str:
    """The text of a blob, for a page: `DESTROYED` when its key is gone. Raises DecryptionError when it was changed."""
    try:
        return str(decrypt(key_id, blob, label=label, record_id=record_id))
    except Destroyed:
        return DESTROYED


def is_destroyed(key_id: uuid.UUID | None) -> bool:
    """Whether nothing can be written under this key any more, or read."""
    if key_id is None:
        return False
    row = store.fetch({key_id}).get(key_id)
    return row is None or row.wrapped is None


@contextmanager
def at_hand(key_ids: Iterable[uuid.UUID | None]) -> Iterator[None]:
    """Read many records together: their wrapped keys are fetched in one query, and let go after the block."""
    known = _at_hand.get()
    wanted = {key_id for key_id in key_ids if key_id is not None} - known.wrapped.keys()
    more = _AtHand({**known.wrapped, **store.fetch(wanted)}, keys.desk_keys().wrapping) if wanted else known
    reset = _at_hand.set(more)
    try:
        yield
    finally:
        _at_hand.reset(reset)


def wrap(key: bytes, key_id: uuid.UUID, wrapping: Mapping[str, bytes], wrapping_id: str) -> bytes:
    """A data key, wrapped; bound to its own id and to that of the wrapping key."""
    return encrypt_bytes(wrapping[wrapping_id], key, context=_wrap_context(key_id, wrapping_id))


def unwrap(data_key: DataKey | Wrapped, wrapping: Mapping[str, bytes]) -> bytes:
    """The data key itself. Raises KeyError for an unknown wrapping key, Destroyed and DecryptionError."""
    if data_key.wrapped is None:
        raise Destroyed(f"the key of this record was destroyed on {data_key.destroyed_at}")
    key = wrapping[data_key.wrapping]
    return decrypt_bytes(key, data_key.wrapped, context=_wrap_context(data_key.id, data_key.wrapping))


def _unwrap(key_id: uuid.UUID | None) -> bytes:
    if key_id is None:
        raise DecryptionError("this record has no key yet")
    near = _at_hand.get()
    known = near.wrapped.get(key_id) or store.fetch({key_id}).get(key_id)
    if known is None:
        raise Destroyed("the key of this record was destroyed, and nothing is left of it")
    try:
        return unwrap(known, near.wrapping or keys.desk_keys().wrapping)
    except KeyError:
        # Wrapped anew while we read: another wrapping key in the file, or by now in the row.
        keys.forget()
        known = store.fetch({key_id}).get(key_id) or known
    try:
        return unwrap(known, keys.desk_keys().wrapping)
    except KeyError as error:
        raise DecryptionError("the key of this record is wrapped under a key that the key file lacks") from error


def _wrap_context(key_id: uuid.UUID, wrapping_id: str) -> bytes:
    return b"schakel/data-key/" + key_id.bytes + b"/" + wrapping_id.encode()


def _part_context(label: str, record_id: uuid.UUID) -> bytes:
    return f"schakel/part/{label}/".encode() + record_id.bytes
