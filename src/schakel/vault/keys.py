"""The key files: a pinned public half for the public door, a private half for desk and worker."""

import base64
import errno
import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey, MLKEM768X25519PublicKey
from django.conf import settings

SEED_BYTES = 32
_MLKEM_PUBLIC_BYTES = 1184


class KeyFileError(RuntimeError):
    """A key file is missing or wrong; the message is the one sentence that stops the start."""


@dataclass(frozen=True)
class PublicKeys:
    """What the public door knows: it can seal, and check who signed an answer; it opens nothing."""

    intake_key_id: str
    intake: MLKEM768X25519PublicKey
    reply_signature: Ed25519PublicKey


@dataclass(frozen=True)
class DeskKeys:
    """What desk and worker know. `intake` holds every private key that may still open something."""

    intake: Mapping[str, MLKEM768X25519PrivateKey]
    wrapping: bytes
    tokens: bytes
    reply_signature: Ed25519PrivateKey


def private_from_seed(seed: bytes) -> MLKEM768X25519PrivateKey:
    """The X-Wing key pair of a 32-byte seed (draft-connolly-cfrg-xwing-kem: SHAKE256, 96 bytes)."""
    expanded = hashlib.shake_256(seed).digest(96)
    return MLKEM768X25519PrivateKey(
        MLKEM768PrivateKey.from_seed_bytes(expanded[:64]),
        X25519PrivateKey.from_private_bytes(expanded[64:]),
    )


def public_bytes_from_seed(seed: bytes) -> bytes:
    """The 1,216-byte X-Wing public key of a seed."""
    expanded = hashlib.shake_256(seed).digest(96)
    mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:64]).public_key().public_bytes_raw()
    x25519 = X25519PrivateKey.from_private_bytes(expanded[64:]).public_key().public_bytes_raw()
    return mlkem + x25519


def public_from_bytes(raw: bytes) -> MLKEM768X25519PublicKey:
    """The public key behind its 1,216 bytes. Raises ValueError for anything else."""
    return MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(raw[:_MLKEM_PUBLIC_BYTES]),
        X25519PublicKey.from_public_bytes(raw[_MLKEM_PUBLIC_BYTES:]),
    )


def key_id_of(public: bytes) -> str:
    """A short name for a public key: the first eight bytes of its SHA-256, in hexadecimal."""
    return hashlib.sha256(public).hexdigest()[:16]


def create(desk_file: Path, public_file: Path) -> None:
    """Write a new set of keys, the private file readable by its owner alone. Never overwrites.

    Raises FileExistsError when either file is there already.
    """
    for path in (desk_file, public_file):
        # Before anything is written: half a new pair would seal reports to a key that nobody holds.
        if path.exists():
            raise FileExistsError(errno.EEXIST, "there is a key file already", str(path))
    seed, signing = secrets.token_bytes(SEED_BYTES), secrets.token_bytes(SEED_BYTES)
    public = public_bytes_from_seed(seed)
    signature = Ed25519PrivateKey.from_private_bytes(signing).public_key().public_bytes_raw()
    private = {
        "intake": {key_id_of(public): _text(seed)},
        "wrapping": _text(secrets.token_bytes(32)),
        "tokens": _text(secrets.token_bytes(32)),
        "reply_signature": _text(signing),
    }
    pinned = {"intake": _text(public), "reply_signature": _text(signature)}
    _write_new(desk_file, private, mode=0o600)
    _write_new(public_file, pinned, mode=0o644)


@lru_cache
def public_keys() -> PublicKeys:
    """The pinned public keys. Raises KeyFileError when the file is missing or damaged."""
    path = Path(settings.SCHAKEL_PUBLIC_KEYS)
    raw = _read(path)
    try:
        intake = _bytes(raw["intake"])
        return PublicKeys(
            key_id_of(intake),
            public_from_bytes(intake),
            Ed25519PublicKey.from_public_bytes(_bytes(raw["reply_signature"])),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise KeyFileError(f"The public key file {path} is damaged: put back the one of this installation.") from error


@lru_cache
def desk_keys() -> DeskKeys:
    """The private keys. Raises KeyFileError when missing or damaged, and always in the public process."""
    if settings.SCHAKEL_DESK_KEYS is None:
        raise KeyFileError("The public process holds no key that opens stored content.")
    path = Path(settings.SCHAKEL_DESK_KEYS)
    raw = _read(path)
    try:
        return DeskKeys(
            {key_id: private_from_seed(_bytes(seed, SEED_BYTES)) for key_id, seed in raw["intake"].items()},
            _bytes(raw["wrapping"], 32),
            _bytes(raw["tokens"], 32),
            Ed25519PrivateKey.from_private_bytes(_bytes(raw["reply_signature"], 32)),
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise KeyFileError(f"The key file {path} is damaged: put back the one of this installation.") from error


def forget() -> None:
    """Read the key files anew at the next use (after a rotation, and in tests)."""
    public_keys.cache_clear()
    desk_keys.cache_clear()


def _write_new(path: Path, content: object, *, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=1)


def _read(path: Path) -> dict[str, Any]:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise KeyFileError(f"The key file {path} can't be read: {error.strerror}.") from error
    except ValueError as error:
        raise KeyFileError(f"The key file {path} is damaged: put back the one of this installation.") from error
    if not isinstance(raw, dict):
        raise KeyFileError(f"The key file {path} is damaged: put back the one of this installation.")
    return raw


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str, length: int | None = None) -> bytes:
    raw = base64.b64decode(text, validate=True)
    if length is not None and len(raw) != length:
        raise ValueError("wrong length")
    return raw
