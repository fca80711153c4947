"""The keys in use: a pinned public half for the public door, a private half for desk and worker."""

import base64
import errno
import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey, MLKEM768X25519PublicKey
from django.conf import settings

from schakel.vault import keyring, master
from schakel.vault.errors import KeyFileError
from schakel.vault.keyring import Keyring
from schakel.vault.master import Provider, Source

__all__ = ["DeskKeys", "KeyFileError", "PublicKeys", "create", "desk_keys", "forget", "public_keys"]

SEED_BYTES = 32
_MLKEM_PUBLIC_BYTES = 1184
_Keys = TypeVar("_Keys")


@dataclass(frozen=True)
class PublicKeys:
    """What the public door knows: it can seal, and check who signed an answer; it opens nothing."""

    intake_key_id: str
    intake: MLKEM768X25519PublicKey
    reply_signature: Ed25519PublicKey
    intake_text: str = ""  # the same key in base64, for a browser


@dataclass(frozen=True)
class DeskKeys:
    """What desk and worker know. `intake` and `wrapping` hold every key that may still open something, by id."""

    intake: Mapping[str, MLKEM768X25519PrivateKey]
    wrapping: Mapping[str, bytes]
    current_wrapping: str
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


def create(folder: Path, source: Source) -> None:
    """Write a new set of keys into `folder`: private file, pinned public file, and the master key where a file is to hold it.

    Never overwrites: raises FileExistsError when a key file is there already.
    """
    desk_file, public_file = folder / "desk.json", folder / "public.json"
    for path in (desk_file, public_file):
        # Before anything is written: half a new pair would seal reports to a key that nobody holds.
        if path.exists():
            raise FileExistsError(errno.EEXIST, "there is a key file already", str(path))
    if source.provider == Provider.FILE and not Path(source.detail).exists():
        master.make(Path(source.detail))
    seed = secrets.token_bytes(SEED_BYTES)
    made = keyring.new(key_id_of(public_bytes_from_seed(seed)), seed)
    keyring.write(desk_file, made, source)
    pin(public_file, made)


def pin(public_file: Path, private: Keyring) -> None:
    """Write the public half of the current keys, for the public door."""
    signing = Ed25519PrivateKey.from_private_bytes(private.reply_signature)
    pinned = {
        "intake": _text(public_bytes_from_seed(private.intake[private.current_intake].key)),
        "reply_signature": _text(signing.public_key().public_bytes_raw()),
    }
    keyring.replace_file(public_file, pinned, mode=0o644)


def public_keys() -> PublicKeys:
    """The pinned public keys, anew when the file has changed. Raises KeyFileError when it is missing or damaged."""
    return _public.of(Path(settings.SCHAKEL_PUBLIC_KEYS), _read_public)


def desk_keys() -> DeskKeys:
    """The private keys, anew when the file has changed.

    Raises KeyFileError when missing, damaged or not opened by the master key, and always in the public process.
    """
    return _desk.of(desk_file(), _read_desk)


def desk_file() -> Path:
    """Where the private keys stand. Raises KeyFileError in the public process."""
    if settings.SCHAKEL_DESK_KEYS is None:
        raise KeyFileError("The public process holds no key that opens stored content.")
    return Path(settings.SCHAKEL_DESK_KEYS)


def source() -> Source:
    """Who keeps the master key of this installation."""
    provider, detail = settings.SCHAKEL_MASTER_KEY
    return Source(Provider(provider), detail)


def forget() -> None:
    """Read the key files anew at the next use, also when they look unchanged (and in tests)."""
    _public.forget()
    _desk.forget()


class _Kept(Generic[_Keys]):
    """What was last read from a file, until the file is another."""

    def __init__(self) -> None:
        self._known: tuple[tuple[str, int, int, int], _Keys] | None = None

    def of(self, path: Path, read: Callable[[Path], _Keys]) -> _Keys:
        known = self._known
        try:
            seen = path.stat()
        except OSError:
            # A process that has its keys goes on where the file is taken away; a new one says what is missing.
            return known[1] if known is not None and known[0][0] == str(path) else read(path)
        mark = str(path), seen.st_ino, seen.st_mtime_ns, seen.st_size
        if known is None or known[0] != mark:
            known = mark, read(path)
            self._known = known
        return known[1]

    def forget(self) -> None:
        self._known = None


_public: _Kept[PublicKeys] = _Kept()
_desk: _Kept[DeskKeys] = _Kept()


def _read_public(path: Path) -> PublicKeys:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        intake = base64.b64decode(raw["intake"], validate=True)
        return PublicKeys(
            key_id_of(intake),
            public_from_bytes(intake),
            Ed25519PublicKey.from_public_bytes(base64.b64decode(raw["reply_signature"], validate=True)),
            _text(intake),
        )
    except OSError as error:
        raise KeyFileError(f"The key file {path} can't be read: {error.strerror}.") from error
    except (KeyError, ValueError, TypeError) as error:
        raise KeyFileError(f"The public key file {path} is damaged: put back the one of this installation.") from error


def _read_desk(path: Path) -> DeskKeys:
    private = keyring.read(path, source())
    return DeskKeys(
        {key_id: private_from_seed(kept.key) for key_id, kept in private.intake.items()},
        {key_id: kept.key for key_id, kept in private.wrapping.items()},
        private.current_wrapping,
        private.tokens,
        Ed25519PrivateKey.from_private_bytes(private.reply_signature),
    )


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
