"""Parts of a record encrypted under the record's own data key (AES-256-GCM, one blob per part)."""

import json
import os
import uuid
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from schakel.vault import keys
from schakel.vault.models import DataKey

_NONCE_BYTES = 12


class DecryptionError(ValueError):
    """A part doesn't decrypt: wrong key, moved to another record, or changed."""


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


def create_data_key() -> DataKey:
    """A stored new data key, for a record about to be written."""
    data_key = DataKey()
    data_key.wrapped = encrypt_bytes(keys.desk_keys().wrapping, os.urandom(32), context=_wrap_context(data_key))
    data_key.save()
    return data_key


def encrypt(data_key: DataKey, content: Any, *, label: str, record_id: uuid.UUID) -> bytes:
    """`content` (anything JSON can hold) as one blob, bound to its label and record."""
    plaintext = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return encrypt_bytes(_unwrap(data_key), plaintext, context=_part_context(label, record_id))


def decrypt(data_key: DataKey, blob: bytes | memoryview, *, label: str, record_id: uuid.UUID) -> Any:
    """The content of a blob. Raises DecryptionError."""
    return json.loads(decrypt_bytes(_unwrap(data_key), blob, context=_part_context(label, record_id)))


def _unwrap(data_key: DataKey) -> bytes:
    return decrypt_bytes(keys.desk_keys().wrapping, data_key.wrapped, context=_wrap_context(data_key))


def _wrap_context(data_key: DataKey) -> bytes:
    return b"schakel/data-key/" + data_key.id.bytes


def _part_context(label: str, record_id: uuid.UUID) -> bytes:
    return f"schakel/part/{label}/".encode() + record_id.bytes
