"""Writers of one SQLite file take turns: nobody overtakes, nobody waits for ever, and nobody who died keeps a turn."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from schakel.core.fair_sqlite3.turns import Turns
from tests.rooms import chain

PATIENCE_SECONDS = 20


@pytest.fixture
def turns(tmp_path: Path) -> Turns:
    return Turns(tmp_path / "store.sqlite3", PATIENCE_SECONDS)


def test_who_came_first_goes_first(turns: Turns) -> None:
    mine, order = turns.take(), []
    threads = []
    for number in range(12):

        def wait(number: int = number) -> None:
            turn = turns.take()
            order.append(number)
            turns.end(turn)

        threads.append(threading.Thread(target=wait))
        threads[-1].start()
        while len(turns._line._waiting) <= number:  # noqa: SLF001  (how a test knows that somebody stands in line)
            time.sleep(0.001)
    turns.end(mine)
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    assert order == list(range(12))


def test_one_process_after_the_other_and_nobody_slips_in_between(tmp_path: Path) -> None:
    """Two processes that want nothing but turns, at once and again, come by turns."""
    program = """
import sys, time
from pathlib import Path
from schakel.core.fair_sqlite3.turns import Turns
turns, log = Turns(Path(sys.argv[1]), 20), Path(sys.argv[2])
print("here", flush=True)
sys.stdin.readline()
for _ in range(60):
    turn = turns.take()
    time.sleep(0.005)  # a transaction takes longer than the other needs to get in line
    with log.open("a") as told:
        told.write(sys.argv[3])
    turns.end(turn)
"""
    log = tmp_path / "log"
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path / "store.sqlite3"), str(log), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in "ab"
    ]
    for process in processes:
        assert process.stdout is not None
        process.stdout.readline()
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        process.communicate(timeout=60)
    order = log.read_text()
    assert (order.count("a"), order.count("b")) == (60, 60)
    # While both still wanted turns, neither had many in a row.
    both = order[: min(order.rindex("a"), order.rindex("b"))]
    runs = [len(run) for letter in "ab" for run in both.replace("ba"[letter == "b"], " ").split()]
    assert sorted(runs)[len(runs) // 2] <= 3


def test_whoever_waits_too_long_is_told_and_leaves_the_line(tmp_path: Path) -> None:
    patient, hasty = Turns(tmp_path / "s", PATIENCE_SECONDS), Turns(tmp_path / "s", 0.05)
    held = patient.take()
    with pytest.raises(TimeoutError):
        hasty.take()
    patient.end(held)
    hasty.end(hasty.take())
    inside = hasty.take()
    with pytest.raises(TimeoutError):
        hasty.take()
    hasty.end(inside)
    hasty.end(hasty.take())


def test_a_turn_ends_with_the_process_that_had_it(tmp_path: Path) -> None:
    program = """
import sys
from pathlib import Path
from schakel.core.fair_sqlite3.turns import Turns
Turns(Path(sys.argv[1]), 20).take()
print("mine", flush=True)
sys.stdin.read()
"""
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "s")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "mine\n"
    with pytest.raises(TimeoutError):
        Turns(tmp_path / "s", 0.05).take()
    process.kill()
    process.communicate()
    turns = Turns(tmp_path / "s", PATIENCE_SECONDS)
    turns.end(turns.take())


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_transaction_that_fails_gives_its_turn_back() -> None:
    def fail() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT nothing_of_that_name")

    def succeed() -> str:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return "done"

    for _ in range(3):
        with pytest.raises(DatabaseError):
            fail()
    assert chain.at_once(*[succeed] * 8) == ["done"] * 8
