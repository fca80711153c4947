"""Who signs checkpoints and where they go: a key of its own beside the desk's, in no process that answers requests."""

import base64
import os
import shlex
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from schakel.audit import checkpoints
from schakel.audit.checkpoints import CheckpointFile

_PRIVATE, _PUBLIC = "checkpoints.key", "checkpoints.pub"


class CheckpointKeyError(RuntimeError):
    """The key that signs checkpoints is missing or wrong; the message is the sentence to show."""


def checkpoint_path() -> Path:
    """The file of this installation: SCHAKEL_CHECKPOINTS, or `checkpoints.jsonl` in the home folder."""
    chosen = settings.SCHAKEL_CHECKPOINTS
    return Path(chosen) if chosen else _key_folder().parent / "checkpoints.jsonl"


def checkpoint_file() -> CheckpointFile:
    """The file with the key that signs it. Raises CheckpointKeyError."""
    _make_sure_of_key()
    command = tuple(shlex.split(settings.SCHAKEL_CHECKPOINT_COMMAND))
    return CheckpointFile(checkpoint_path(), _private_key(_key_folder() / _PRIVATE).sign, command)


def public_key(path: Path | None = None) -> Ed25519PublicKey:
    """The key that checkpoints are held against, from `path` or this installation's own. Raises CheckpointKeyError."""
    if path is None:
        _make_sure_of_key()
        path = _key_folder() / _PUBLIC
    try:
        return Ed25519PublicKey.from_public_bytes(_read(path))
    except ValueError as error:
        raise _damaged(path) from error


def create_key(folder: Path) -> None:
    """Make both halves where they are missing: the public one is for whoever verifies elsewhere.

    Never overwrites: of two processes that start together, one makes the key and the other uses it.
    """
    _write_once(folder / _PRIVATE, Ed25519PrivateKey.generate().private_bytes_raw())
    _write_once(folder / _PUBLIC, _private_key(folder / _PRIVATE).public_key().public_bytes_raw())


def write_checkpoint() -> None:
    """The worker's job: sign what is new."""
    checkpoints.write_due(checkpoint_file())


def _make_sure_of_key() -> None:
    """A new installation gets a key; one that has signed already keeps the key it has."""
    folder = _key_folder()
    if (folder / _PRIVATE).exists() and (folder / _PUBLIC).exists():
        return
    if checkpoint_path().exists() and not (folder / _PRIVATE).exists():
        raise CheckpointKeyError(
            f"The key {folder / _PRIVATE} is gone, and checkpoints were signed with it: put it back."
        )
    create_key(folder)


def _key_folder() -> Path:
    if settings.SCHAKEL_DESK_KEYS is None:
        raise CheckpointKeyError("The public process signs no checkpoints: it holds no private key.")
    return Path(settings.SCHAKEL_DESK_KEYS).parent


@lru_cache
def _private_key(path: Path) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(_read(path))
    except ValueError as error:
        raise _damaged(path) from error


def _write_once(path: Path, raw: bytes) -> None:
    """The file appears whole and for its owner alone, if the name was free; else what stands there stays."""
    unfinished = path.with_name(f".{path.name}-{os.getpid()}")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        opened.write(base64.b64encode(raw))
        opened.flush()
        os.fsync(opened.fileno())
    with suppress(FileExistsError):
        path.hardlink_to(unfinished)
    unfinished.unlink()


def _read(path: Path) -> bytes:
    try:
        return base64.b64decode(path.read_text("ascii"), validate=True)
    except OSError as error:
        raise CheckpointKeyError(f"The key {path} can't be read: {error.strerror}.") from error
    except ValueError as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> CheckpointKeyError:
    return CheckpointKeyError(f"The key {path} is damaged: put back the one of this installation.")
