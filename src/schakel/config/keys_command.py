"""`schakel keys`: which keys there are and what should be done, and changing them while everything runs."""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Count

from schakel.audit.record import record
from schakel.core import time
from schakel.core.actors import system
from schakel.intake import intake_keys
from schakel.vault import actions, keyring, keys, master, unused
from schakel.vault.keyring import Keyring
from schakel.vault.master import Provider, Source
from schakel.vault.models import DataKey
from schakel.vault.rotation import Progress

_YEAR = timedelta(days=365)
_COMMAND_LINE = system("command line")


def run(words: Sequence[str]) -> None:
    """Run `keys status`, `keys rotate` or `keys reseal`. Raises KeyFileError with the sentence to show."""
    options = _parser().parse_args(words)
    options.run(options)


def _status(_options: argparse.Namespace) -> None:
    record("vault:status_read", by=_COMMAND_LINE)
    ring = keyring.read(keys.desk_file(), keys.source())
    sealed, wrapped = intake_keys.sealed_to(), _data_keys()
    _say(f"Master key: from {_provider()}")
    _say("Intake keys: reports are sealed to them")
    for name, key in ring.intake.items():
        _say(f"  {name}  {_age(key.since, key.retired_at)}, {sealed[name]} unopened reports and messages")
    _say("Wrapping keys: data keys are wrapped under them")
    for name, key in ring.wrapping.items():
        _say(f"  {name}  {_age(key.since, key.retired_at)}, data keys: {wrapped[name]}")
    destroyed = DataKey.objects.exclude(destroyed_at=None).count()
    orphans = DataKey.objects.exclude(unused_since=None).count()
    _say(f"Destroyed data keys: {destroyed}; in no record, to be removed: {orphans}")
    _say("Beside these: one key for search tokens, one to sign answers; checkpoints.key signs the audit log")
    advice = _advice(ring, wrapped)
    _say("To do: nothing" if not advice else "To do:")
    for sentence in advice:
        _say(f"  {sentence}")


def _rotate(options: argparse.Namespace) -> None:
    if options.intake:
        _say(f"Reports are sealed to the new key {intake_keys.rotate(by=_COMMAND_LINE)} from now on.")
        _say("A public door with a home of its own needs the new keys/public.json within a day.")
    else:
        done = actions.rotate(by=_COMMAND_LINE, progress=_progress())
        _say(f"Data keys wrapped anew under {done.wrapping}: {done.wrapped}.")
        if done.damaged:
            _say(f"{done.damaged} data keys are damaged and stay as they are, with the key they were wrapped under.")
    _say("Copy the folder with the keys to its safe place again.")


def _reseal(options: argparse.Namespace) -> None:
    path, new = keys.desk_file(), Source(Provider.FILE, str(options.new))
    if not options.new.exists():
        master.make(options.new)
    with keyring.changing(path, keys.source()) as ring:
        record("vault:resealed", by=_COMMAND_LINE)
        keyring.write(path, ring, new)
    _say(f"{path} opens with the master key in {options.new} now, and with no other.")
    _say("Give that key to whoever keeps the master key before you start anything, and destroy the one before.")


def _data_keys() -> Counter[str]:
    rows = DataKey.objects.exclude(wrapping="").order_by().values_list("wrapping").annotate(Count("id"))
    return Counter(dict(rows))


def _advice(ring: Keyring, wrapped: Counter[str]) -> list[str]:
    now, advice = time.real_now(), []
    if len(ring.wrapping) > 1:
        advice.append("A rotation was interrupted: run 'schakel keys rotate' to finish it.")
    elif ring.wrapping[ring.current_wrapping].since < now - _YEAR:
        advice.append("The wrapping key is more than a year old: run 'schakel keys rotate'.")
    if ring.intake[ring.current_intake].since < now - intake_keys.MONTH - timedelta(days=1):
        advice.append("The intake key is more than a month old: the worker changes it, so start the worker.")
    if keys.public_keys().intake_key_id != ring.current_intake:
        advice.append("The public door still has the intake key before: start the worker.")
    absent = unused.missing()
    if absent:
        advice.append(f"{absent} records name a key that the key store does not have: is it older than the database?")
    return advice


def _age(since: datetime, retired_at: datetime | None) -> str:
    words = f"since {since.astimezone(time.REGION_ZONE):%Y-%m-%d %H:%M}"
    if retired_at is None:
        return f"{words}, current"
    return f"{words}, until {retired_at.astimezone(time.REGION_ZONE):%Y-%m-%d %H:%M}"


def _provider() -> str:
    provider, detail = settings.SCHAKEL_MASTER_KEY
    return {
        "file": f"the file {detail}",
        "environment": "the environment (SCHAKEL_MASTER_KEY)",
        "command": "a command (SCHAKEL_MASTER_KEY_COMMAND)",
    }[str(provider)]


def _progress() -> Progress:
    if sys.stdout.isatty():
        return lambda done, total: _say(f"\r\033[K{done}/{total} data keys", end="\n" if done >= total else "")
    return lambda done, total: _say(f"{done}/{total} data keys")


def _say(text: str, end: str = "\n") -> None:
    sys.stdout.write(text + end)
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="schakel keys", description="The keys that open what is stored.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    command = commands.add_parser("status", help="which keys there are, and what should be done; no secret is shown")
    command.set_defaults(run=_status)
    command = commands.add_parser("rotate", help="wrap every data key under a new key; interrupted, it goes on")
    command.add_argument("--intake", action="store_true", help="a new key for sealing reports instead")
    command.set_defaults(run=_rotate)
    command = commands.add_parser("reseal", help="another master key; stop the services first")
    command.add_argument("--new", type=Path, required=True, metavar="FILE", help="the new key; made if it is not there")
    command.set_defaults(run=_reseal)
    return parser
