"""A minute of many visitors at once: nothing fails, and the process does not grow."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests import processes
from tests.long.reports import stored
from tests.visitor import Visitor, code_on

SECONDS = 60
VISITORS = 12
# What it may grow in the second half of the run, when caches and threads have long been there.
MOST_GROWTH_KILOBYTES = 20_000


def test_a_minute_of_everything(home: Path) -> None:
    port = processes.free_port()
    codes: dict[str, str] = {}
    statuses: set[int] = set()
    lock = threading.Lock()
    ends = time.monotonic() + SECONDS

    def visit(number: int) -> None:
        turn = 0
        while time.monotonic() < ends:
            turn += 1
            story = f"Bezoeker {number}, melding {turn}."
            visitor = Visitor(port)
            receipt = visitor.send(visitor.fill_in(story, ["Ana", "Ion"][: turn % 3]))
            pages = [receipt, visitor.get("/"), visitor.get("/en/"), visitor.get("/melden/bestaat-niet/")]
            code = code_on(receipt)
            back = Visitor(port)
            pages.append(back.answer(back.get("/vervolg/"), {"code": code}))
            if pages[-1].path == "/vervolg/gesprek/":
                pages.append(back.answer(pages[-1], {"text": "Nog iets."}))
            with lock:
                codes[code] = story
                statuses.update(page.status for page in pages)
            visitor.close()
            back.close()

    with processes.serving(home, "public", port=port) as process, ThreadPoolExecutor(VISITORS) as visitors:
        everybody = [visitors.submit(visit, number) for number in range(VISITORS)]
        time.sleep(SECONDS / 2)
        halfway = _kilobytes(process.pid)
        for somebody in everybody:
            somebody.result()
        growth = _kilobytes(process.pid) - halfway
        served_by = processes.members(process)

    # 429: the door slows down everybody who enters codes, not only who guesses.
    assert statuses <= {200, 404, 422, 429}
    assert growth < MOST_GROWTH_KILOBYTES
    assert processes.alive(served_by) == []
    after = stored(home, codes)
    assert after.is_sound
    assert after.by_code == codes
    assert len(after.stories) == len(codes) > SECONDS


def _kilobytes(pid: int) -> int:
    """Memory in use by a process and the one it started to answer."""
    total = 0
    for member in [pid, *_children(pid)]:
        status = Path(f"/proc/{member}/status").read_text()
        total += next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    return total


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
