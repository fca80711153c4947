"""`schakel audit`: verify the log, or declare that a backup was put back. Plain words, and an exit code that tells."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from schakel.audit import actions, custody, verify
from schakel.audit.findings import Findings, Window
from schakel.audit.models import Event
from schakel.core.actors import system

_SOUND, _NOT_SOUND = 0, 3


def run(arguments: Sequence[str]) -> int:
    """Do `verify` or `restored`; 0 when the log is sound, 3 when it is not, 2 when the words are not understood.

    Raises CheckpointKeyError or OSError when a key or the file can't be read, DatabaseError when the log can't.
    """
    options = _parser().parse_args(arguments)
    code: int = options.run(options)
    return code


def _verify(options: argparse.Namespace) -> int:
    key = custody.public_key(options.key)
    path = options.checkpoints if options.checkpoints is not None else custody.checkpoint_path()
    lines = path.read_bytes().splitlines() if path.exists() else []
    total = Event.objects.count()
    findings = verify.verify(verify.stored_events(), lines, key, _progress(total))
    if sys.stdout.isatty():
        _say("\r\033[K", end="")
    for sentence in sentences(findings):
        _say(sentence)
    return _SOUND if findings.is_sound else _NOT_SOUND


def _restored(options: argparse.Namespace) -> int:
    epoch = actions.begin_epoch(reason=options.reason, by=system("command line"), file=custody.checkpoint_file())
    _say(f"Declared: epoch {epoch} begins at the events that this database holds now.")
    return _SOUND


def sentences(findings: Findings) -> list[str]:
    """The findings as somebody who has to act on them reads them: what is wrong first."""
    told = [f"WRONG    {problem}" for problem in findings.problems]
    told += [
        f"RESTORED door {restore.door} at {restore.at} (epoch {restore.epoch}): goes on after event {restore.sequence}, "
        f"{_lost(restore.sequence, restore.lost_through)}; reason: {restore.reason}"
        for restore in findings.restores
    ]
    told += [
        f"PRUNED   door {door}: events up to {through}, after their term" for door, through in findings.pruned.items()
    ]
    told += [f"LATE     {_span(window)} waited longer than a minute for a checkpoint" for window in findings.unwatched]
    told += [f"NOTE     checkpoint file, line {line}: a write that was cut short; nothing was lost by it"
             for line in findings.unfinished_lines]  # fmt: skip
    told += [
        f"OPEN     {_span(window)} can't be proved yet: no checkpoint has seen them" for window in findings.windows
    ]
    verdict = "sound" if findings.is_sound else f"NOT sound ({len(findings.problems)} found)"
    return [*told, f"{findings.events} events held against {findings.checkpoints} checkpoints: {verdict}."]


def _span(window: Window) -> str:
    return f"door {window.door}: {window.count} events, {window.first} to {window.last}, since {window.since} UTC,"


def _lost(sequence: int, through: int) -> str:
    if through == sequence:
        return "no signed event was lost"
    return f"events {sequence + 1} to {through} had been signed and are not in the backup"


def _progress(total: int) -> verify.Progress | None:
    if not sys.stdout.isatty():
        return None
    return lambda done: _say(f"\r\033[K{done}/{total} events", end="")


def _say(text: str, end: str = "\n") -> None:
    sys.stdout.write(text + end)
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="schakel audit", description="The record of who did and saw what.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    command = commands.add_parser("verify", help="hold every event against the chain and the signed checkpoints")
    command.add_argument("--checkpoints", type=Path, metavar="FILE", help="a copy kept elsewhere, instead of our own")
    command.add_argument("--key", type=Path, metavar="FILE", help="the public key, instead of the one kept here")
    command.set_defaults(run=_verify)
    command = commands.add_parser("restored", help="declare, once, that a backup was put back")
    command.add_argument("--reason", required=True)
    command.set_defaults(run=_restored)
    return parser
