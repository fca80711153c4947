"""Reports accepted per second at one public worker on one core, with one to sixty-four senders at once."""

import itertools
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench import tables
from tests import processes
from tests.long.reports import stored
from tests.visitor import Page, Visitor

SENDERS = (1, 4, 16, 64)
SENT_EACH_TIME = 128
JOURNEY_SECONDS = 10
STORY = "Hij werkt zeven dagen per week, slaapt achter de keuken en krijgt geen loon. " * 6
NAMES = ("Ion Voorbeeld", "Ana Voorbeeld")

# Measured earlier, on a machine of this size, of the reporting system that most centres use.
PEER = {1: ("0.46", "0 %"), 4: ("-", "43 %"), 16: ("-", "78 %"), 64: ("-", "-")}


@dataclass(frozen=True)
class Run:
    """What one number of senders achieved: seconds of each success, failures, the length of the whole, the server's work."""

    seconds: list[float]
    failures: int
    elapsed: float
    server_seconds: float

    @property
    def rate(self) -> float:
        return len(self.seconds) / self.elapsed

    @property
    def p95_milliseconds(self) -> float:
        return sorted(self.seconds)[int(len(self.seconds) * 0.95)] * 1000

    @property
    def row(self) -> list[str]:
        work = self.server_seconds / max(len(self.seconds), 1) * 1000
        return [f"{self.rate:.1f}", f"{self.p95_milliseconds:.0f}", f"{work:.1f}", str(self.failures)]


def measure(home: Path) -> None:
    """Print both tables. `home` is an installation without reports; the server gets core 0, the senders core 1."""
    port = processes.free_port()
    cores = sorted(os.sched_getaffinity(0))
    with processes.serving(home, "public", port=port) as process:
        pids = processes.members(process)
        for pid in pids:
            os.sched_setaffinity(pid, {cores[0]})
        os.sched_setaffinity(0, {cores[-1]})
        try:
            Visitor(port).report(STORY, NAMES)  # the first one loads templates
            sending = {senders: _sending(port, senders, pids) for senders in SENDERS}
            journeys = {senders: _journeys(port, senders, pids) for senders in SENDERS}
        finally:
            os.sched_setaffinity(0, cores)
    accepted = 1 + sum(len(run.seconds) for run in [*sending.values(), *journeys.values()])
    kept = len(stored(home, []).stories)
    _show("The sending step: sealed, stored, audited, confirmed", "reports/s", sending)
    _show("Whole journeys: all nine pages and the receipt", "reports/s", journeys)
    print(f"  {kept} of {accepted} accepted reports stand in the database and open with the desk's key.")
    assert kept == accepted


def _sending(port: int, senders: int, pids: list[int]) -> Run:
    """Only the last step is timed: everything before it was filled in already."""
    with ThreadPoolExecutor(4) as writers:
        ready = list(writers.map(_fill_in, [Visitor(port) for _ in range(SENT_EACH_TIME)]))

    def send_one() -> bool | None:
        try:
            visitor, page = ready.pop()
        except IndexError:
            return None
        return visitor.send(page, follow=False).status == 303

    return together(senders, send_one, pids)


def _fill_in(visitor: Visitor) -> tuple[Visitor, Page]:
    page = visitor.fill_in(STORY, NAMES)
    # The server hangs up on who is silent for long; a browser then connects again.
    visitor.close()
    return visitor, page


def _journeys(port: int, senders: int, pids: list[int]) -> Run:
    ends = time.monotonic() + JOURNEY_SECONDS

    def report_one() -> bool | None:
        if time.monotonic() > ends:
            return None
        return Visitor(port).report(STORY, NAMES) != ""

    return together(senders, report_one, pids)


def together(senders: int, act: Callable[[], bool | None], pids: list[int]) -> Run:
    """Let so many threads act until it answers None; False and errors are failures."""

    def work() -> tuple[list[float], int]:
        seconds: list[float] = []
        failures = 0
        while True:
            began = time.perf_counter()
            try:
                done = act()
            except Exception:  # noqa: BLE001  (whatever went wrong, the report was not accepted)
                done = False
            if done is None:
                return seconds, failures
            if done:
                seconds.append(time.perf_counter() - began)
            else:
                failures += 1

    worked_before = _processor_seconds(pids)
    began = time.perf_counter()
    with ThreadPoolExecutor(senders) as threads:
        results = [future.result() for future in [threads.submit(work) for _ in range(senders)]]
    elapsed = time.perf_counter() - began
    worked = _processor_seconds(pids) - worked_before
    return Run(
        list(itertools.chain(*[seconds for seconds, _ in results])), sum(count for _, count in results), elapsed, worked
    )


def _processor_seconds(pids: list[int]) -> float:
    """What the processes have used of a processor since they began, in seconds."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _show(title: str, unit: str, runs: dict[int, Run]) -> None:
    heads = ["senders at once", unit, "p95 ms", "server CPU ms", "failures", "GlobaLeaks reports/s", "its failures"]
    tables.show(title, heads, [[str(senders), *run.row, *PEER[senders]] for senders, run in runs.items()])
