"""What comes back from a backup, on real files: destruction reaches old copies of the database through the key store."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests import processes

pytestmark = pytest.mark.long_run

Prepared = Callable[..., Path]

STORE_TWO = """
import json
from schakel.access.actions import create_account
from schakel.access.roles import Role
from schakel.core.actors import system
from schakel.intake import actions, receipts, visits
from schakel.intake.content import Body, Content, Routing
from schakel.intake.models import Report
by = create_account(email="a@b.example", name="A", role=Role.INTAKE_WORKER, password=None, by=system("tests"))
made = {}
for story in ("gaat weg", "blijft"):
    code = actions.hand_in(visit_key=visits.new_key(), said=Content(Routing("other", "unknown"), Body(story)), language="nl")
    report = Report.objects.get(lookup=receipts.lookup_of(code))
    actions.open_report(report=report, by=by)
    made[story] = str(report.id)
print(json.dumps(made))
"""
SHRED = """
import sys
from schakel.core.actors import system
from schakel.intake.models import Report
from schakel.vault import actions
actions.shred(key_ids=[Report.objects.get(pk=sys.stdin.read()).data_key], by=system("tests"))
"""
READ = """
import json
from schakel.intake import envelopes
from schakel.intake.models import Report
from schakel.vault.records import Destroyed
said = {}
for report in Report.objects.all():
    try:
        said[str(report.id)] = envelopes.read_content(report).body.story
    except Destroyed:
        said[str(report.id)] = "destroyed"
print(json.dumps(said))
"""
WORK = "from schakel.vault import actions; print(actions.finish_shredding())"


def copy(home: Path, name: str, to: Path) -> Path:
    """A backup of one database, as the how-to makes it."""
    with closing(sqlite3.connect(home / name)) as live, closing(sqlite3.connect(to / name)) as backup:
        live.backup(backup)
    return to / name


def put_back(home: Path, backup: Path) -> None:
    for old in home.glob(f"{backup.name}*"):
        old.unlink()
    shutil.copy(backup, home / backup.name)


def read(home: Path) -> dict[str, str]:
    said: dict[str, str] = json.loads(processes.in_installation(home, "desk", READ))
    return said


def test_an_old_copy_of_the_database_and_a_later_key_store_read_all_but_what_was_destroyed(
    prepared: Prepared, tmp_path: Path
) -> None:
    home = prepared()
    made = json.loads(processes.in_installation(home, "desk", STORE_TWO))
    gone, stays = made["gaat weg"], made["blijft"]
    backups = [copy(home, name, tmp_path) for name in ("schakel.sqlite3", "keystore.sqlite3")]
    assert read(home) == {gone: "gaat weg", stays: "blijft"}
    processes.in_installation(home, "desk", SHRED, typed=gone)
    put_back(home, backups[0])
    assert processes.command(home, "prepare").stderr == ""
    assert read(home) == {gone: "destroyed", stays: "blijft"}

    # Only together with a key store from before the destruction does it come back: these expire first.
    put_back(home, backups[1])
    assert read(home) == {gone: "gaat weg", stays: "blijft"}


def test_a_key_store_from_before_a_destruction_loses_again_what_the_log_says_was_destroyed(
    prepared: Prepared, tmp_path: Path
) -> None:
    home = prepared()
    made = json.loads(processes.in_installation(home, "desk", STORE_TWO))
    backup = copy(home, "keystore.sqlite3", tmp_path)
    processes.in_installation(home, "desk", SHRED, typed=made["gaat weg"])
    put_back(home, backup)
    assert processes.in_installation(home, "desk", WORK).strip() == "1"
    assert read(home) == {made["gaat weg"]: "destroyed", made["blijft"]: "blijft"}


def test_without_the_key_store_nothing_that_was_opened_can_be_read(prepared: Prepared) -> None:
    """Database and key files, without the key store, are of no use to a thief."""
    home = prepared()
    made = json.loads(processes.in_installation(home, "desk", STORE_TWO))
    with closing(sqlite3.connect(home / "keystore.sqlite3")) as store:
        store.execute("DELETE FROM vault_datakey")
        store.commit()
    assert read(home) == dict.fromkeys(made.values(), "destroyed")
