"""A log to try things on: a key of the tests' own, a checkpoint file, and a short way to write and verify."""

from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from schakel.audit import checkpoints
from schakel.audit.checkpoints import CheckpointFile
from schakel.audit.findings import Findings
from schakel.audit.record import record
from schakel.audit.verify import stored_events, verify
from schakel.core.actors import NamedActor

WRITER = NamedActor("11111111-2222-4333-8444-555555555555", "intake_worker")
KEY = Ed25519PrivateKey.from_private_bytes(b"the tests' own checkpoint key...")


def checkpoint_file(folder: Path) -> CheckpointFile:
    return CheckpointFile(folder / "checkpoints.jsonl", KEY.sign)


def write(settings: Any, count: int, door: str = "desk") -> None:
    settings.SCHAKEL_DOOR = door
    for number in range(count):
        record("report:read", by=WRITER, number=number)


def write_in_turns(settings: Any, file: CheckpointFile, *, turns: int, events: int, door: str = "desk") -> None:
    """Some events and a checkpoint, and again."""
    for _ in range(turns):
        write(settings, events, door)
        checkpoints.write_due(file)


def findings(file: CheckpointFile) -> Findings:
    lines = file.path.read_bytes().splitlines() if file.path.exists() else []
    return verify(stored_events(), lines, KEY.public_key())
