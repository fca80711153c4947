"""`schakel keys`: says which keys there are without showing one, and changes them, also when it is killed halfway."""

import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import processes

pytestmark = pytest.mark.long_run

Prepared = Callable[..., Path]

STORE_REPORTS = """
from schakel.intake import actions, visits
from schakel.intake.content import Body, Content, Routing
for number in range(3):
    said = Content(Routing("other", "unknown"), Body("Iemand werkt zonder loon."))
    actions.hand_in(visit_key=visits.new_key(), said=said, language="nl")
"""
STORE_KEYS = """
import os, sys, uuid
from schakel.vault import keys, records
from schakel.vault.models import DataKey
ours = keys.desk_keys()
made = []
for number in range(int(sys.stdin.read())):
    key_id = uuid.UUID(int=number + 1)
    wrapped = records.wrap(number.to_bytes(32, "big"), key_id, ours.wrapping, ours.current_wrapping)
    made.append(DataKey(id=key_id, wrapping=ours.current_wrapping, wrapped=wrapped))
DataKey.objects.bulk_create(made, batch_size=1000)
"""
READ_KEYS = """
import uuid
from schakel.vault import keys, records
from schakel.vault.models import DataKey
known = keys.desk_keys().wrapping
right = [records.unwrap(row, known) == (row.id.int - 1).to_bytes(32, "big") for row in DataKey.objects.filter(id__lt=uuid.UUID(int=2**64))]
print(len(right), all(right), len(known), DataKey.objects.values("wrapping").distinct().count())
"""
MANY = 6_000


def keys_command(home: Path, *words: str) -> str:
    done = processes.command(home, "keys", *words)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_status_tells_what_there_is_and_shows_no_key(prepared: Prepared) -> None:
    home = prepared()
    processes.in_installation(home, "public", STORE_REPORTS)
    said = keys_command(home, "status")
    assert f"from the file {home / 'keys' / 'master.key'}" in said
    assert re.search(r"[0-9a-f]{16}  since 20..-..-.. ..:.., current, 3 unopened reports and messages", said)
    assert re.search(r"[0-9a-f]{16}  since 20..-..-.. ..:.., current, data keys: 1\b", said)
    assert said.endswith("To do: nothing\n")
    assert not re.search(r"[0-9A-Za-z+/]{40}", said), "nothing that could be a key"


def test_whoever_has_read_enough_gets_no_traceback(prepared: Prepared) -> None:
    home = prepared()
    with subprocess.Popen(
        [sys.executable, "-m", "schakel.config.cli", "keys", "status"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=processes.environment(home, processes.DEMO),
    ) as telling:
        assert telling.stdout is not None
        assert telling.stderr is not None
        telling.stdout.close()
        assert telling.stderr.read() == ""


def test_a_rotation_says_what_it_did_and_status_shows_it(prepared: Prepared) -> None:
    home = prepared()
    (before,) = re.findall(r"([0-9a-f]{16})  .*data keys", keys_command(home, "status"))
    said = keys_command(home, "rotate")
    assert "1/1 data keys" in said
    (after,) = re.findall(r"([0-9a-f]{16})  .*data keys: 1\b", keys_command(home, "status"))
    assert after in said
    assert after != before
    assert processes.command(home, "prepare").returncode == 0


def test_a_new_intake_key_is_pinned_and_the_old_one_kept(prepared: Prepared) -> None:
    home = prepared()
    processes.in_installation(home, "public", STORE_REPORTS)
    pinned = (home / "keys" / "public.json").read_text()
    assert "from now on" in keys_command(home, "rotate", "--intake")
    assert (home / "keys" / "public.json").read_text() != pinned
    processes.in_installation(home, "public", STORE_REPORTS)
    said = keys_command(home, "status")
    assert len(re.findall(r"3 unopened", said)) == 2
    assert len(re.findall(r"until 20", said)) == 1


@pytest.mark.parametrize("lines", [0, 1, 3, 6])
def test_killed_at_any_point_nothing_is_lost_and_the_next_one_finishes(prepared: Prepared, lines: int) -> None:
    home = prepared()
    processes.in_installation(home, "desk", STORE_KEYS, typed=str(MANY))
    with subprocess.Popen(
        [sys.executable, "-m", "schakel.config.cli", "keys", "rotate"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        env=processes.environment(home, processes.DEMO),
    ) as rotating:
        assert rotating.stdout is not None
        if lines:
            for _ in range(lines):
                assert "data keys" in rotating.stdout.readline()
        else:
            # As soon as the new wrapping key is there, before any data key is wrapped under it.
            first = (home / "keys" / "desk.json").stat().st_ino
            while (home / "keys" / "desk.json").stat().st_ino == first:
                assert rotating.poll() is None
        rotating.send_signal(signal.SIGKILL)
    assert processes.in_installation(home, "desk", READ_KEYS).split()[:2] == [str(MANY), "True"]
    keys_command(home, "rotate")
    assert processes.in_installation(home, "desk", READ_KEYS).split() == [str(MANY), "True", "1", "1"]
    assert keys_command(home, "status").endswith("To do: nothing\n")


def test_status_says_that_a_rotation_was_interrupted(prepared: Prepared) -> None:
    home = prepared()
    processes.in_installation(home, "desk", "from schakel.vault import rotation; rotation.begin()")
    assert "A rotation was interrupted: run 'schakel keys rotate'" in keys_command(home, "status")
    keys_command(home, "rotate")
    assert "To do: nothing" in keys_command(home, "status")


def test_another_master_key_opens_what_the_one_before_opened_and_that_one_nothing(
    prepared: Prepared, tmp_path: Path
) -> None:
    home, new = prepared(), tmp_path / "new.key"
    processes.in_installation(home, "public", STORE_REPORTS)
    said = keys_command(home, "reseal", "--new", str(new))
    assert str(new) in said
    assert new.read_text().strip() not in said
    refused = processes.command(home, "prepare")
    assert "master key does not open" in refused.stderr
    new.rename(home / "keys" / "master.key")
    assert "3 unopened" in keys_command(home, "status")


def test_a_wrong_word_is_told(prepared: Prepared) -> None:
    done = processes.command(prepared(), "keys", "turn")
    assert done.returncode == 2
    assert "schakel keys" in done.stderr
