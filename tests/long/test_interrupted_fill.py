"""Filling the demo is all or nothing: killed halfway, the next start makes a whole one."""

import signal
import subprocess
import sys
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
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=processes.environment(home, processes.DEMO),
    )
    assert filling.stdout is not None
    # Said when every report stands there, and the factsheet is still being made.
    assert filling.stdout.readline().startswith("Making the demo: ")
    filling.send_signal(ending)
    _, said = filling.communicate(timeout=30)
    assert said == ""
    assert processes.in_installation(home, "desk", HOW_MUCH).split() == NOTHING

    with processes.running(home, "demo"):
        whole = processes.in_installation(home, "desk", HOW_MUCH).split()
    assert "0" not in whole
    with processes.running(home, "demo"):
        assert processes.in_installation(home, "desk", HOW_MUCH).split() == whole
