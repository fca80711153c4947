"""How long a page waits for its turn to write an event, while two hundred writers write through both doors."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench import tables
from tests import postgresql, processes

WRITERS_A_PROCESS = 50
DOORS = ("desk", "desk", "public", "public")
SECONDS = 12

# Far more connections than the doors have (eight threads each): every writer has its own.
WRITE = f"""
import threading, time
from django.db import connection
from schakel.audit.record import record
from schakel.core.actors import system

failures, written = [], []
ends = time.monotonic() + {SECONDS}

def write(number):
    while time.monotonic() < ends:
        try:
            record("test:written", by=system(f"writer {{number}}"), number=number)
            written.append(1)
        except Exception as error:
            failures.append(repr(error))
    connection.close()

threads = [threading.Thread(target=write, args=(number,)) for number in range({WRITERS_A_PROCESS})]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(written), len(failures), *failures[:1])
"""

# A page of the desk reads something and writes its event; only this transaction is timed.
READ = f"""
import time
from schakel.audit.record import record
from schakel.core.actors import system

waits, ends = [], time.monotonic() + {SECONDS}
while time.monotonic() < ends:
    began = time.perf_counter()
    record("case:read", by=system("page"))
    waits.append(time.perf_counter() - began)
    time.sleep(0.02)
waits.sort()
print(len(waits), waits[len(waits) // 2], waits[int(len(waits) * 0.95)], waits[-1])
"""


def measure(home: Path) -> None:
    """Print the table for SQLite (the installation in `home`) and PostgreSQL (one made beside it)."""
    cluster = postgresql.start()
    try:
        settings = {**processes.DEMO, "SCHAKEL_DATABASE": cluster.address}
        beside = home.with_name("postgresql")
        prepared = processes.command(beside, "prepare", settings=settings)
        assert prepared.returncode == 0, prepared.stderr
        rows = [_row("SQLite", home, processes.DEMO), _row("PostgreSQL", beside, settings)]
    finally:
        cluster.stop()
    heads = ["database", "events/s", "failures", "page median ms", "p95 ms", "longest ms"]
    tables.show("A page's event among 200 writers (asked: no page waits longer than 1,000 ms)", heads, rows)


def _row(name: str, home: Path, settings: Mapping[str, str]) -> list[str]:
    with ThreadPoolExecutor(len(DOORS) + 1) as started:
        page = started.submit(processes.in_installation, home, "desk", READ, settings=settings)
        writers = [started.submit(processes.in_installation, home, door, WRITE, settings=settings) for door in DOORS]
        told = [writer.result().split(maxsplit=2) for writer in writers]
        _count, *waits = page.result().split()
    written, failures = (sum(int(words[place]) for words in told) for place in (0, 1))
    milliseconds = [f"{float(seconds) * 1_000:.0f}" for seconds in waits]
    return [name, f"{written / SECONDS:.0f}", str(failures), *milliseconds]
