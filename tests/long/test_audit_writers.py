"""Two hundred writers at once, through both doors, while checkpoints are signed: each door's chain stays one."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests import postgresql, processes

WRITERS_A_PROCESS = 50
EVENTS = 4
DOORS = ("desk", "desk", "public", "public")

# A server has so many connections; the writers wait for one, as requests do.
WRITE = f"""
import threading
from django.db import connection
from schakel.audit.record import record
from schakel.core.actors import system

connections, failures = threading.Semaphore(10), []

def write(number):
    for _ in range({EVENTS}):
        with connections:
            try:
                record("test:written", by=system(f"writer {{number}}"), number=number)
            except Exception as error:
                failures.append(repr(error))
            finally:
                connection.close()

threads = [threading.Thread(target=write, args=(number,)) for number in range({WRITERS_A_PROCESS})]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(failures)
"""

SIGN = """
import time
from schakel.audit import custody
for _ in range(25):
    custody.write_checkpoint()
    time.sleep(0.1)
"""

VERIFY = """
from schakel.audit import custody
from schakel.audit.models import Event
from schakel.audit.verify import stored_events, verify
custody.write_checkpoint()
lines = custody.checkpoint_path().read_bytes().splitlines()
findings = verify(stored_events(), lines, custody.public_key())
print(findings.is_sound, findings.problems, findings.windows)
print(*[Event.objects.filter(door=door, tag="test:written").count() for door in ("desk", "public")])
print(len(lines))
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Path, Mapping[str, str]]]:
    """A prepared demo on each database."""
    settings = dict(processes.DEMO)
    cluster = postgresql.start() if request.param == "postgresql" else None
    if cluster is not None:
        settings["SCHAKEL_DATABASE"] = cluster.address
    home = tmp_path / "home"
    done = processes.command(home, "prepare", settings=settings)
    assert done.returncode == 0, done.stderr
    yield home, settings
    if cluster is not None:
        cluster.stop()


def test_two_hundred_writers_keep_one_chain_a_door(installation: tuple[Path, Mapping[str, str]]) -> None:
    home, settings = installation
    with ThreadPoolExecutor(len(DOORS) + 1) as started:
        signer = started.submit(processes.in_installation, home, "desk", SIGN, settings=settings)
        writers = [started.submit(processes.in_installation, home, door, WRITE, settings=settings) for door in DOORS]
        assert [writer.result().strip() for writer in writers] == ["[]"] * len(DOORS)
        signer.result()
    verdict, counts, lines = processes.in_installation(home, "desk", VERIFY, settings=settings).splitlines()
    assert verdict == "True () ()"
    assert counts == f"{2 * WRITERS_A_PROCESS * EVENTS} {2 * WRITERS_A_PROCESS * EVENTS}"
    assert int(lines) >= 2
