"""Signed checkpoints: what each door's chain had come to, line by line in a file outside the database."""

import base64
import fcntl
import hashlib
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from schakel.audit import chain
from schakel.audit.models import Event
from schakel.audit.record import tip
from schakel.core import time

# The longest that a written event may wait for the checkpoint that makes it provable.
WINDOW_SECONDS = 60
# How often the worker looks: other work may hold it up, and the window still stays what it is said to be.
EVERY_SECONDS = 20
# So that a signature made here means nothing anywhere else.
_PURPOSE = b"schakel audit checkpoint 1\n"
_TAIL_BYTES = 65_536
_DELIVERY_SECONDS = 20


class Kind(StrEnum):
    """What a line says of a door's chain."""

    REACHED = "reached"  # it had come this far
    RESTORED = "restored"  # a backup was put back: it goes on from here, and what was signed beyond is gone
    PRUNED = "pruned"  # everything up to here was destroyed after its term


@dataclass(frozen=True)
class Checkpoint:
    """One line of the file. `previous` is the SHA-256 (hexadecimal) of the line before it, empty in the first."""

    number: int
    previous: str
    kind: str
    door: str
    sequence: int
    digest: str
    at: str
    epoch: int
    reason: str

    def signed_bytes(self) -> bytes:
        """What the signature is over: the purpose, then every field as JSON with sorted keys."""
        return _PURPOSE + json.dumps(asdict(self), sort_keys=True, separators=(",", ":")).encode("ascii")


@dataclass(frozen=True)
class CheckpointFile:
    """Where checkpoints go, who signs them (Ed25519, 64 bytes), and a command that is given a copy of every line."""

    path: Path
    sign: Callable[[bytes], bytes]
    command: tuple[str, ...] = ()


def write_due(file: CheckpointFile) -> int:
    """Sign what is new in every door's chain; the number of lines written. On the disk when it returns.

    Raises OSError when the file can't be written, and SubprocessError when the command does not take its copy:
    the lines are written then, and offered to it again next time.
    """
    with pen(file) as write:
        written = 0
        for door in doors():
            sequence, digest = tip(door)
            if write.last.get(door) != (sequence, digest.hex()):
                write.line(Kind.REACHED, door, sequence, digest)
                written += 1
    deliver(file)
    return written


def doors() -> Iterator[str]:
    """Every door that has written events."""
    # One step in the index for each door; counting distinct ones would read every row.
    doors_in_order = Event.objects.order_by("door", "sequence").values_list("door", flat=True)
    door = doors_in_order.first()
    while door is not None:
        yield door
        door = doors_in_order.filter(door__gt=door).first()


def parse(line: bytes) -> tuple[Checkpoint, bytes]:
    """A line's checkpoint and signature; whether the signature is ours is not looked at. Raises ValueError."""
    try:
        raw = json.loads(line)
    except RecursionError as error:
        raise ValueError("a checkpoint is flat") from error
    if not isinstance(raw, dict):
        raise ValueError("a checkpoint is a JSON object")
    signature = base64.b64decode(str(raw.pop("signature", "")), validate=True)
    if {name: type(value) for name, value in raw.items()} != _TYPES:
        raise ValueError("a checkpoint holds other fields")
    checkpoint = Checkpoint(**raw)
    if len(bytes.fromhex(checkpoint.digest)) != len(chain.GENESIS) or checkpoint.kind not in list(Kind):
        raise ValueError("a checkpoint holds other values")
    return checkpoint, signature


def hash_of(line: bytes) -> str:
    """What the next line's `previous` says: SHA-256 of a line without its end, in hexadecimal."""
    return hashlib.sha256(line).hexdigest()


class Pen:
    """Appends lines to an open file, each bound to the one before it. `last` is what the latest lines say of a door."""

    def __init__(self, opened: BinaryIO, sign: Callable[[bytes], bytes]) -> None:
        self.last: dict[str, tuple[int, str]] = {}
        self.epoch = 1
        self._file, self._sign = opened, sign
        self._number, self._previous = 0, ""
        size = opened.seek(0, os.SEEK_END)
        opened.seek(max(0, size - _TAIL_BYTES))
        tail = opened.read()
        # A write that was cut short leaves half a line: it proves nothing, and the next one must not join it.
        self._ends_in_line = bool(tail) and not tail.endswith(b"\n")
        for line in tail.splitlines():
            try:
                self._take(line, parse(line)[0])
            except ValueError:
                continue

    def line(self, kind: Kind, door: str, sequence: int, digest: bytes, reason: str = "") -> None:
        """Sign and append one line."""
        at = chain.moment(time.real_now())
        checkpoint = Checkpoint(
            self._number + 1, self._previous, kind.value, door, sequence, digest.hex(), at, self.epoch, reason
        )
        signature = base64.b64encode(self._sign(checkpoint.signed_bytes())).decode("ascii")
        text = json.dumps(asdict(checkpoint) | {"signature": signature}, separators=(",", ":")).encode("ascii")
        self._file.write((b"\n" if self._ends_in_line else b"") + text + b"\n")
        self._ends_in_line = False
        self._take(text, checkpoint)

    def _take(self, line: bytes, checkpoint: Checkpoint) -> None:
        self._number, self._previous, self.epoch = checkpoint.number, hash_of(line), checkpoint.epoch
        self.last[checkpoint.door] = (checkpoint.sequence, checkpoint.digest)


@contextmanager
def pen(file: CheckpointFile) -> Iterator[Pen]:
    """The file, to be written by one process at a time; what was written is on the disk after the block."""
    is_new = not file.path.exists()
    file.path.touch(mode=0o600)
    with file.path.open("a+b") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield Pen(opened, file.sign)
        opened.flush()
        os.fsync(opened.fileno())
    if is_new:
        _keep_name(file.path.parent)


def deliver(file: CheckpointFile) -> None:
    """Give the command, on its standard input, every line it has not taken yet. A line may reach it twice.

    Raises OSError or SubprocessError when it can't be run, fails, or takes longer than twenty seconds.
    """
    if not file.command:
        return
    mark = file.path.with_name(f"{file.path.name}.delivered")
    with file.path.open("rb") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        taken = int(mark.read_text()) if mark.exists() else 0
        opened.seek(taken if taken <= file.path.stat().st_size else 0)
        lines = opened.read()
        if lines:
            # The administrator's own command, from the settings; no shell takes part.
            subprocess.run(  # noqa: S603
                file.command, input=lines, check=True, timeout=_DELIVERY_SECONDS, stdout=subprocess.DEVNULL
            )
            unfinished = mark.with_name(f"{mark.name}.new")
            unfinished.write_text(str(opened.tell()))
            unfinished.replace(mark)


def _keep_name(folder: Path) -> None:
    """A new file survives a power cut only when its folder is written too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


_TYPES = {field.name: field.type for field in fields(Checkpoint)}
