"""The private keys in one file, sealed under the master key, and how they change while everything runs."""

import base64
import fcntl
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from schakel.core import time
from schakel.vault import master
from schakel.vault.errors import KeyFileError
from schakel.vault.master import Source

CONTEXT = b"schakel/keyring/1"
_NONCE_BYTES = 12
KEY_BYTES = 32


@dataclass(frozen=True)
class KeptKey:
    """A key that is replaced now and then: since when it was the current one, and since when no longer."""

    key: bytes
    since: datetime
    retired_at: datetime | None = None


@dataclass(frozen=True)
class Keyring:
    """Every private key of an installation. Of `intake` and `wrapping` keys, by id, exactly one is not retired."""

    intake: Mapping[str, KeptKey]
    wrapping: Mapping[str, KeptKey]
    tokens: bytes
    reply_signature: bytes

    @property
    def current_intake(self) -> str:
        return _current(self.intake)

    @property
    def current_wrapping(self) -> str:
        return _current(self.wrapping)

    def with_intake(self, key_id: str, seed: bytes) -> "Keyring":
        """The same with a new current intake key; the one before is retired, and kept."""
        return replace(self, intake=_succeeded(self.intake, key_id, seed))

    def with_wrapping(self, key_id: str, key: bytes) -> "Keyring":
        """The same with a new current wrapping key; the one before is retired, and kept."""
        return replace(self, wrapping=_succeeded(self.wrapping, key_id, key))

    def without(self, *key_ids: str) -> "Keyring":
        """The same without these retired keys. The current ones always stay."""

        def kept(keys: Mapping[str, KeptKey]) -> dict[str, KeptKey]:
            return {name: key for name, key in keys.items() if name not in key_ids or key.retired_at is None}

        return replace(self, intake=kept(self.intake), wrapping=kept(self.wrapping))


def new(intake_id: str, seed: bytes) -> Keyring:
    """A first keyring around an intake key."""
    now = time.real_now()
    return Keyring(
        {intake_id: KeptKey(seed, now)},
        {new_wrapping_id(): KeptKey(secrets.token_bytes(KEY_BYTES), now)},
        secrets.token_bytes(KEY_BYTES),
        secrets.token_bytes(KEY_BYTES),
    )


def new_wrapping_id() -> str:
    """A name for a wrapping key, which says nothing about the key."""
    return secrets.token_hex(8)


def read(path: Path, source: Source) -> Keyring:
    """The keyring in `path`. Raises KeyFileError when it is missing, damaged, open to others, or another's."""
    try:
        master.check_private(path)
        raw = json.loads(path.read_text(encoding="utf-8"))
        sealed = base64.b64decode(raw["keyring"], validate=True)
    except OSError as error:
        raise KeyFileError(f"The key file {path} can't be read: {error.strerror}.") from error
    except (KeyError, ValueError, TypeError) as error:
        raise _damaged(path) from error
    try:
        plain = AESGCM(master.read(source)).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], CONTEXT)
    except (InvalidTag, ValueError) as error:
        master.forget()
        raise KeyFileError(
            f"The master key does not open the key file {path}: give the master key that belongs to it, "
            "or put back the key file of this installation."
        ) from error
    try:
        return _from_json(json.loads(plain))
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise _damaged(path) from error


def write(path: Path, keyring: Keyring, source: Source) -> None:
    """Put the keyring in `path` in one stroke: whoever reads gets the old one or the new one, whole."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = nonce + AESGCM(master.read(source)).encrypt(nonce, json.dumps(to_json(keyring)).encode(), CONTEXT)
    replace_file(path, {"version": 1, "keyring": base64.b64encode(sealed).decode()}, mode=0o600)


@contextmanager
def changing(path: Path, source: Source) -> Iterator[Keyring]:
    """The keyring as it stands, with nobody else changing it; the caller writes what comes of it."""
    with alone(path.with_name(".changing")):
        yield read(path, source)


@contextmanager
def alone(lock: Path, *, wait: bool = True) -> Iterator[None]:
    """Nobody else who asks for the same file; a process that is killed lets go. Raises BlockingIOError without `wait`."""
    with os.fdopen(os.open(lock, os.O_RDWR | os.O_CREAT, 0o600), "w") as opened:
        _give_to_owner_of(lock.parent, opened.fileno())
        fcntl.flock(opened, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield


def replace_file(path: Path, content: object, *, mode: int) -> None:
    """Write JSON to `path` so that it is there whole, or not at all, whenever the machine stops."""
    unfinished = path.with_name(f".{path.name}-{os.getpid()}")
    unfinished.unlink(missing_ok=True)
    stood = path.stat().st_mode & 0o777 if path.exists() else None
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8") as file:
        json.dump(content, file, indent=1)
        file.flush()
        if stood is not None:
            # Who may read it was decided before, and a process's own mask does not change that.
            os.fchmod(file.fileno(), stood)
        # A rotation by root must not lock the desk out.
        _give_to_owner_of(path.parent, file.fileno())
        os.fsync(file.fileno())
    unfinished.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _give_to_owner_of(folder: Path, descriptor: int) -> None:
    owner = folder.stat()
    if os.geteuid() == 0 and owner.st_uid != 0:
        os.fchown(descriptor, owner.st_uid, owner.st_gid)


def _current(keys: Mapping[str, KeptKey]) -> str:
    (current,) = [name for name, key in keys.items() if key.retired_at is None]
    return current


def _succeeded(keys: Mapping[str, KeptKey], key_id: str, key: bytes) -> dict[str, KeptKey]:
    now = time.real_now()
    retired = {name: replace(old, retired_at=old.retired_at or now) for name, old in keys.items()}
    return {**retired, key_id: KeptKey(key, now)}


def to_json(keyring: Keyring) -> dict[str, Any]:
    """What stands in the file, under the master key."""
    return {
        "intake": {name: _key_to_json(key) for name, key in keyring.intake.items()},
        "wrapping": {name: _key_to_json(key) for name, key in keyring.wrapping.items()},
        "tokens": _text(keyring.tokens),
        "reply_signature": _text(keyring.reply_signature),
    }


def _from_json(raw: dict[str, Any]) -> Keyring:
    keyring = Keyring(
        {name: _key_from_json(key) for name, key in raw["intake"].items()},
        {name: _key_from_json(key) for name, key in raw["wrapping"].items()},
        _bytes(raw["tokens"]),
        _bytes(raw["reply_signature"]),
    )
    _ = keyring.current_intake, keyring.current_wrapping
    return keyring


def _key_to_json(key: KeptKey) -> dict[str, str | None]:
    retired = key.retired_at.isoformat() if key.retired_at else None
    return {"key": _text(key.key), "since": key.since.isoformat(), "retired_at": retired}


def _key_from_json(raw: dict[str, Any]) -> KeptKey:
    retired = datetime.fromisoformat(raw["retired_at"]) if raw["retired_at"] else None
    return KeptKey(_bytes(raw["key"]), datetime.fromisoformat(raw["since"]), retired)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    raw = base64.b64decode(text, validate=True)
    if len(raw) != KEY_BYTES:
        raise ValueError("wrong length")
    return raw


def _damaged(path: Path) -> KeyFileError:
    return KeyFileError(f"The key file {path} is damaged: put back the one of this installation.")
