"""SIGKILL on the public process while people report: what was confirmed is there, whole, once."""

import http.client
import os
import random
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from tests import processes
from tests.long.reports import stored
from tests.visitor import Page, Visitor, code_on

REPORTS = 300
SENDERS = 8
KILLS = 12


def test_every_receipt_that_was_shown_opens_its_report(home: Path) -> None:
    port = processes.free_port()
    stories = [f"Melding {number}: hij werkt al {number} dagen zonder loon." for number in range(REPORTS)]
    shown: dict[str, str] = {}
    resent = 0
    lock = threading.Lock()

    def report(story: str) -> None:
        nonlocal resent
        code, again = persistent_report(port, story)
        with lock:
            shown[code] = story
            resent += again

    with ExitStack() as serving, ThreadPoolExecutor(SENDERS) as senders:
        process = serving.enter_context(processes.serving(home, "public", port=port))
        waiting = [senders.submit(report, story) for story in stories]
        moments = random.Random(20)
        for kill in range(1, KILLS + 1):
            while len(shown) < REPORTS * kill // (KILLS + 1):
                time.sleep(0.01)
                assert not any(future.done() and future.exception() for future in waiting), "a sender gave up"
            time.sleep(moments.random() / 10)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            process = serving.enter_context(processes.serving(home, "public", port=port))
        for future in waiting:
            future.result()

    after = stored(home, shown)
    assert after.is_sound
    assert after.by_code == shown
    assert sorted(after.stories) == sorted(stories)
    assert after.received == REPORTS
    # Otherwise no kill came while a report was on its way, and this showed nothing.
    assert resent > 0


def persistent_report(port: int, story: str) -> tuple[str, int]:
    """Report as somebody does who reloads when nothing answers; the code, and how often the last page was sent again."""
    deadline = time.monotonic() + 120
    ready: tuple[Visitor, Page] | None = None
    sent = 0
    while time.monotonic() < deadline:
        try:
            if ready is None:
                visitor = Visitor(port)
                ready = visitor, visitor.fill_in(story)
            visitor, page = ready
            sent += 1
            answer = visitor.send(page)
            if answer.status == 200:
                visitor.close()
                return code_on(answer), sent - 1
            assert answer.status == 503, f"{answer.status} at {answer.path}"
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
    raise AssertionError(f"could not report within two minutes: {story}")
