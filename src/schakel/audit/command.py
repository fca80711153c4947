"""`schakel audit`: verify the log, export it, or declare that a backup was put back; an exit code that tells."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from schakel.audit import actions, custody, export, reading, verify
from schakel.audit.models import Event
from schakel.audit.reading import Selection
from schakel.audit.record import record
from schakel.audit.told import sentences
from schakel.core import time
from schakel.core.actors import system

_SOUND, _NOT_SOUND = 0, 3


def run(arguments: Sequence[str], authorisations: Mapping[str, str]) -> int:
    """Do `verify`, `export` or `restored`; 0 when the log is sound, 3 when not, 2 when the words are not understood.

    `authorisations` gives for each role the kind of authorisation it carries, for the export. Raises CheckpointKeyError
    or OSError when a key or a file can't be read or written, DatabaseError when the log can't.
    """
    options = _parser().parse_args(arguments)
    options.authorisations = authorisations
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


def _export(options: argparse.Namespace) -> int:
    by = system("command line")
    asked = {"first_day": options.first, "last_day": options.last}
    selection = Selection(since=_start(options.first), until=_start(options.last + timedelta(days=1)))
    # "x": what stands there already is never written over.
    with options.out.open("xb") as file:
        count = reading.select(selection).count()
        event = record("log:exported", by=by, asked=asked, count=count)
        progress = _progress(count)
        for part in export.archive(reading.before(selection, event), options.authorisations, progress):
            file.write(part)
    if sys.stdout.isatty():
        _say("\r\033[K", end="")
    _say(f"{count} events in {options.out}, with the proof that goes with them. That this was done stands in the log.")
    return _SOUND


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("a day is written like 2026-03-31") from error


def _start(day: date) -> datetime:
    return time.start_of(day)


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
    command = commands.add_parser("export", help="write the events of some days to a file, for an auditor")
    for option, name in (("--from", "first"), ("--until", "last")):
        command.add_argument(option, dest=name, type=_day, required=True, metavar="YYYY-MM-DD")
    command.add_argument("--out", type=Path, required=True, metavar="FILE", help="a new file, a zip archive")
    command.set_defaults(run=_export)
    command = commands.add_parser("restored", help="declare, once, that a backup was put back")
    command.add_argument("--reason", required=True)
    command.set_defaults(run=_restored)
    return parser
