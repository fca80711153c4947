"""The master key, the one secret that opens the key file, and where it comes from: a file, the environment, a command."""

import base64
import os
import secrets
import shlex
import subprocess
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from schakel.vault.errors import KeyFileError

KEY_BYTES = 32
_COMMAND_SECONDS = 60


class Provider(StrEnum):
    """Who keeps the master key."""

    FILE = "file"
    ENVIRONMENT = "environment"
    COMMAND = "command"


class Source(NamedTuple):
    """A provider, and what it needs: the path, the key itself (base64), or the command line."""

    provider: Provider
    detail: str

    def __repr__(self) -> str:
        # An environment's detail is the key: it must never reach a log.
        return f"Source({self.provider})"


def read(source: Source) -> bytes:
    """The 32 bytes of the master key, asked for once in the life of a process. Raises KeyFileError."""
    return _read(source)


def forget() -> None:
    """Ask the provider anew at the next use."""
    _read.cache_clear()


def make(path: Path) -> bytes:
    """A new master key in a new file, for its owner alone. Raises FileExistsError."""
    key = secrets.token_bytes(KEY_BYTES)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(base64.b64encode(key).decode() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return key


def check_private(path: Path) -> None:
    """Raises KeyFileError when others than its owner may read the file, and OSError when it can't be looked at."""
    mode = path.stat().st_mode & 0o777
    if mode & 0o077:
        raise KeyFileError(f"The key file {path} is open to others than its owner ({mode:o}): run 'chmod 600 {path}'.")


@lru_cache(maxsize=1)
def _read(source: Source) -> bytes:
    if source.provider == Provider.FILE:
        text, where = _from_file(Path(source.detail)), f"The master key file {source.detail}"
    elif source.provider == Provider.COMMAND:
        text, where = _from_command(source.detail), "What the command of SCHAKEL_MASTER_KEY_COMMAND printed"
    else:
        text, where = source.detail, "SCHAKEL_MASTER_KEY"
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyFileError(f"{where} is no master key: it must be 32 bytes in base64.")
    return key


def _from_file(path: Path) -> str:
    try:
        check_private(path)
        return path.read_text(encoding="ascii")
    except OSError as error:
        raise KeyFileError(f"The master key file {path} can't be read: {error.strerror}.") from error
    except UnicodeDecodeError:
        return ""


def _from_command(words: str) -> str:
    try:
        # Standard input and error stay those of the terminal: a smart card may ask for its number there.
        done = subprocess.run(shlex.split(words), check=False, stdout=subprocess.PIPE, timeout=_COMMAND_SECONDS)  # noqa: S603  (the administrator's own command)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise KeyFileError(f"The command of SCHAKEL_MASTER_KEY_COMMAND can't be run: {reason}.") from error
    except subprocess.TimeoutExpired:
        raise KeyFileError(
            f"The command of SCHAKEL_MASTER_KEY_COMMAND gave no key within {_COMMAND_SECONDS} seconds."
        ) from None
    if done.returncode != 0:
        raise KeyFileError(f"The command of SCHAKEL_MASTER_KEY_COMMAND failed with exit code {done.returncode}.")
    return done.stdout.decode("ascii", "replace")
