"""Filling the demo is all or nothing: killed halfway, the next start makes a whole one."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import processes

HOW_MUCH = """
from schakel.access.models import User
from schakel.demo.personas import PERSONAS
from schakel.intake.models import Report
from schakel.publications import queries
print(User.objects.count(), Report.objects.count(), len(queries.files(2025)))
"""
NOTHING = ["0", "0", "0"]


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT])
def test_an_interrupted_fill_leaves_nothing(tmp_path: Path, ending: signal.Signals) -> None:
    home = tmp_path / "home"
    ports = ["--public-port", str(processes.free_port()), "--desk-port", str(processes.free_port())]
    filling = subprocess.Popen(
        [sys.executable, "-m", "schakel.config.cli", "demo", *ports],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=processes.environment(home, processes.DEMO),
    )
    _wait_until_writing(home, filling)
    filling.send_signal(ending)
    _, said = filling.communicate(timeout=30)
    assert said == ""
    assert processes.in_installation(home, "desk", HOW_MUCH).split() == NOTHING

    with processes.running(home, "demo"):
        whole = processes.in_installation(home, "desk", HOW_MUCH).split()
    assert "0" not in whole
    with processes.running(home, "demo"):
        assert processes.in_installation(home, "desk", HOW_MUCH).split() == whole


def _wait_until_writing(home: Path, filling: subprocess.Popen[str]) -> None:
    """Until a good part of the invented reports stands in the database's log, uncommitted."""
    log = home / "schakel.sqlite3-wal"
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert filling.poll() is None, "it ended before it was filled"
        if log.exists() and log.stat().st_size > 6_000_000:
            return
        time.sleep(0.02)
    raise AssertionError("nothing was written")
