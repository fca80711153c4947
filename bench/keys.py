"""How long it takes to wrap every data key anew, what the desk notices of it, and what name tokens give away."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from bench import tables
from tests import processes
from tests.visitor import Visitor

DATA_KEYS = 100_000
PEOPLE = 200_000

_FILL = """
import os, sys
from schakel.demo.accounts import create_personas
from schakel.vault import keys, records
from schakel.vault.models import DataKey
create_personas()
ours = keys.desk_keys()
made = []
for _ in range(int(sys.stdin.read())):
    row = DataKey(wrapping=ours.current_wrapping)
    row.wrapped = records.wrap(os.urandom(32), row.id, ours.wrapping, ours.current_wrapping)
    made.append(row)
DataKey.objects.bulk_create(made, batch_size=2000)
"""
_ATTACK = """
import sys
from random import Random
from schakel.vault import tokens
from tests.rooms.people import leakage
count = int(sys.stdin.read())
people, known = leakage.invented(count, seed=1), leakage.invented(4 * count, seed=2)
lot = Random(3)
for token_of, slots in (
    (lambda person: person[1], 1),
    (lambda person: person[0], 1),
    (lambda person: (person[0], lot.randrange(tokens.SLOTS)), tokens.SLOTS),
):
    found = leakage.measure(people, known, token_of, slots)
    print(found.rank_matching, found.best_from_counts, found.blind)
"""


def rotation(home: Path) -> None:
    """Print the seconds of a rotation, and the slowest page of the desk while it ran. `home` is a new demo."""
    processes.in_installation(home, "desk", _FILL, typed=str(DATA_KEYS))
    port = processes.free_port()
    with processes.serving(home, "desk", port=port):
        staff = Visitor(port, host_name="localhost")
        staff.answer(staff.get("/demo/aanmelden/"), {"persona": "sanne"})
        staff.get("/meldingen/")
        is_over, pages = threading.Event(), list[float]()

        def look() -> None:
            while not is_over.is_set():
                began = time.perf_counter()
                assert staff.get("/meldingen/").status == 200
                pages.append(time.perf_counter() - began)

        looking = threading.Thread(target=look, daemon=True)
        looking.start()
        began = time.perf_counter()
        done = processes.command(home, "keys", "rotate")
        seconds = time.perf_counter() - began
        is_over.set()
        looking.join()
    assert done.returncode == 0, done.stderr
    assert f"{DATA_KEYS + 1}/{DATA_KEYS + 1} data keys" in done.stdout, done.stdout
    tables.show(
        f"Rotating the keys of {DATA_KEYS:,} records while the desk is used",
        ["what", "s"],
        [
            ["'schakel keys rotate', its start included", f"{seconds:.1f}"],
            [f"slowest of {len(pages)} pages of the desk meanwhile", f"{max(pages):.2f}"],
        ],
    )
    leakage(home)


def leakage(home: Path) -> None:
    """Print which share of persons' family names the table of tokens gives away."""
    done = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()\n" + _ATTACK],
        input=str(PEOPLE),
        check=True,
        capture_output=True,
        text=True,
        cwd=processes.ROOT,
        env=processes.environment(home, processes.DEMO)
        | {
            "DJANGO_SETTINGS_MODULE": "schakel.config.settings.desk",
            "PYTHONPATH": os.pathsep.join([str(processes.ROOT / "src"), str(processes.ROOT)]),
        },
    )
    names = ("one token a family name", "one token a full name", "as it is: by lot out of many")
    shares = [[f"{float(share):.2%}" for share in line.split()] for line in done.stdout.splitlines()]
    tables.show(
        f"Family names recovered from the tokens of {PEOPLE:,} persons",
        ["tokens", "rank matching", "best from counts", "blind guess"],
        [[name, *row] for name, row in zip(names, shares, strict=True)],
    )
