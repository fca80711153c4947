"""`schakel up`: one tree of processes that starts together, and of which nothing stays behind."""

import os
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import processes
from tests.visitor import Visitor

pytestmark = pytest.mark.long_run

STOP_SECONDS = 8


def wait_until_gone(pids: list[int]) -> None:
    deadline = time.monotonic() + STOP_SECONDS
    while (left := processes.alive(pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not left


def part_of(tree: processes.Tree, name: str) -> int:
    """The process that serves one part: the one that the tree's first process started for it."""
    for pid in processes.members(tree.process)[1:]:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]
        if name.encode() in words and parent == str(tree.process.pid):
            return pid
    raise AssertionError(f"no process serves {name}")


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything_without_a_word(
    prepared: Callable[..., Path], tmp_path: Path, ending: signal.Signals
) -> None:
    log = tmp_path / "log"
    with processes.running(prepared("production"), "up", settings=processes.PRODUCTION, log=log) as tree:
        everyone = processes.members(tree.process)
        assert len(everyone) >= 4
        tree.process.send_signal(ending)
        assert tree.process.wait(STOP_SECONDS) == 0
        wait_until_gone(everyone)
    assert log.read_text() == ""


def test_killing_the_first_process_ends_the_others(prepared: Callable[..., Path]) -> None:
    with processes.running(prepared("production"), "up", settings=processes.PRODUCTION) as tree:
        everyone = processes.members(tree.process)
        tree.process.kill()
        wait_until_gone(everyone)


@pytest.mark.parametrize(
    ("name", "words"), [("public", "The public door"), ("desk", "The desk"), ("worker", "The worker")]
)
def test_when_one_part_dies_the_rest_stops_and_says_so(
    prepared: Callable[..., Path], tmp_path: Path, name: str, words: str
) -> None:
    log = tmp_path / "log"
    with processes.running(prepared("production"), "up", settings=processes.PRODUCTION, log=log) as tree:
        everyone = processes.members(tree.process)
        os.kill(part_of(tree, name), signal.SIGKILL)
        assert tree.process.wait(STOP_SECONDS) == 1
        wait_until_gone(everyone)
    assert log.read_text() == f"schakel: {words} stopped by itself, so everything is stopped.\n"


def test_both_doors_answer_as_soon_as_it_says_that_it_runs(prepared: Callable[..., Path]) -> None:
    with processes.running(prepared("production"), "up", settings=processes.PRODUCTION) as tree:
        for port, door in ((tree.public_port, "PUBLIC"), (tree.desk_port, "DESK")):
            visitor = Visitor(port, host_name=processes.PRODUCTION[f"SCHAKEL_{door}_HOST"])
            assert visitor.get("/gezond").status == 200
            visitor.close()


def test_the_master_key_of_the_environment_reaches_desk_and_worker_and_never_the_public_door(
    prepared: Callable[..., Path],
) -> None:
    home = prepared("production")
    key = (home / "keys" / "master.key").read_text().strip()
    (home / "keys" / "master.key").unlink()
    settings = processes.PRODUCTION | {"SCHAKEL_MASTER_KEY": key}
    with processes.running(home, "up", settings=settings) as tree:
        has_it = {}
        for name in ("public", "desk", "worker"):
            held = Path(f"/proc/{part_of(tree, name)}/environ").read_bytes()
            has_it[name] = key.encode() in held
            # Mail is written by the worker, codes on paper by the desk: they name the port that was chosen here.
            assert f"SCHAKEL_PUBLIC_PORT={tree.public_port}".encode() in held.split(b"\0")
    assert has_it == {"public": False, "desk": True, "worker": True}


def test_both_doors_work_on_while_the_keys_are_changed(prepared: Callable[..., Path], tmp_path: Path) -> None:
    """A report that comes in under the new intake key, through a public process that was started before."""
    home, log = prepared("production"), tmp_path / "log"
    with processes.running(home, "up", settings=processes.PRODUCTION, log=log) as tree:
        visitor = Visitor(tree.public_port, host_name=processes.PRODUCTION["SCHAKEL_PUBLIC_HOST"])
        visitor.report("Vóór de nieuwe sleutel.", ())
        for words in (("rotate",), ("rotate", "--intake"), ("rotate",)):
            assert processes.command(home, "keys", *words, settings=processes.PRODUCTION).stderr == ""
        visitor = Visitor(tree.public_port, host_name=processes.PRODUCTION["SCHAKEL_PUBLIC_HOST"])
        visitor.report("Na de nieuwe sleutel.", ())
        program = """
from schakel.intake import envelopes
from schakel.intake.models import Report
print(sorted((envelopes.read_content(r).body.story, r.key_id) for r in Report.objects.all()))
"""
        said = processes.in_installation(home, "desk", program, settings=processes.PRODUCTION)
    assert "Na de nieuwe sleutel." in said
    assert "Vóór de nieuwe sleutel." in said
    assert len(set(re.findall(r"[0-9a-f]{16}", said))) == 2
    assert log.read_text() == ""
