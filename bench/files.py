"""Reports with a file at one public process: how many a second, and that its memory does not grow with what is sent."""

import http.client
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bench import tables
from tests import processes
from tests.visitor import Page, Visitor

MEGABYTE = 1024 * 1024
SENDERS = (1, 4, 16)
REPORTS_EACH_TIME = 32
STORY = "Hij werkt zeven dagen per week en krijgt geen loon."
_END = "einde-van-het-deel"
_PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Sent:
    """Seconds of each report with its file, what did not arrive, how often somebody had to try again, and how long all took."""

    seconds: list[float]
    failures: int
    tried_again: int
    elapsed: float
    grew: float

    @property
    def row(self) -> list[str]:
        ranked = sorted(self.seconds) or [0.0]
        return [
            f"{len(self.seconds) / self.elapsed:.2f}",
            f"{ranked[int(len(ranked) * 0.95)] * 1000:.0f}",
            str(self.tried_again),
            str(self.failures),
            f"{self.grew:.0f}",
        ]


def measure(home: Path) -> None:
    """Print the memory of one upload by size, and reports with a file of 5 MB with one to sixteen senders."""
    port = processes.free_port()
    with processes.serving(home, "public", port=port) as process:
        pids = processes.members(process)
        report_with(Visitor(port), MEGABYTE)  # the first one loads everything
        alone = [_alone(port, pids, megabytes) for megabytes in (5, 50, 50)]
        together = {senders: _together(port, pids, senders) for senders in SENDERS}
    tables.show("Memory of the public process while one file is sent", ["file", "seconds", "grew by MB"], alone)
    heads = ["senders at once", "reports/s", "p95 ms", "tried again", "failures", "grew by MB"]
    rows = [[str(senders), *sent.row] for senders, sent in together.items()]
    tables.show("Reports with a file of 5 MB: filled in, file sealed, sent", heads, rows)
    assert not any(sent.failures for sent in together.values())


def report_with(visitor: Visitor, size: int) -> int:
    """A whole report with a file of `size` bytes; how often the file had to be sent again because the door was busy."""
    page = visitor.fill_in(STORY)
    again = 0
    while (status := upload(visitor, size)) == 503:
        again += 1
        time.sleep(0.5)
    assert status == 303, status
    sent: Page = visitor.send(page, follow=False)
    assert sent.status == 303, sent.status
    return again


def upload(visitor: Visitor, size: int) -> int:
    """Send a text of `size` bytes along as a browser would; the status that came back."""
    token = dict(visitor.get("/meesturen/").fields)["csrfmiddlewaretoken"]
    before = (
        f'--{_END}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
        f'--{_END}\r\nContent-Disposition: form-data; name="files"; filename="loon.txt"\r\n'
        "Content-Type: text/plain\r\n\r\n"
    ).encode()
    after = f'\r\n--{_END}\r\nContent-Disposition: form-data; name="einde"\r\n\r\nja\r\n--{_END}--\r\n'.encode()

    def body() -> Iterator[bytes]:
        yield before
        for start in range(0, size, 65_536):
            yield b"x" * min(65_536, size - start)
        yield after

    visitor.close()
    connection = http.client.HTTPConnection("127.0.0.1", visitor.port, timeout=_PATIENCE_SECONDS)
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    headers = {
        "Host": "127.0.0.1",
        "Cookie": cookies,
        "Content-Type": f"multipart/form-data; boundary={_END}",
        "Content-Length": str(len(before) + size + len(after)),
    }
    try:
        connection.request("POST", "/meesturen/", body=body(), headers=headers)
        response = connection.getresponse()
        response.read()
        return response.status
    finally:
        connection.close()


def _alone(port: int, pids: list[int], megabytes: int) -> list[str]:
    with _Watched(pids) as watched:
        began = time.perf_counter()
        report_with(Visitor(port), megabytes * MEGABYTE)
        seconds = time.perf_counter() - began
    return [f"{megabytes} MB", f"{seconds:.1f}", f"{watched.grew:.0f}"]


def _together(port: int, pids: list[int], senders: int) -> Sent:
    def one(_: int) -> tuple[float, int] | None:
        began = time.perf_counter()
        try:
            again = report_with(Visitor(port), 5 * MEGABYTE)
        except Exception:  # noqa: BLE001  (whatever went wrong, it did not arrive)
            return None
        return time.perf_counter() - began, again

    began = time.perf_counter()
    with _Watched(pids) as watched, ThreadPoolExecutor(senders) as threads:
        results = list(threads.map(one, range(REPORTS_EACH_TIME)))
    elapsed = time.perf_counter() - began
    came = [result for result in results if result is not None]
    return Sent(
        [seconds for seconds, _ in came],
        len(results) - len(came),
        sum(again for _, again in came),
        elapsed,
        watched.grew,
    )


class _Watched:
    """By how many megabytes the processes were larger at their largest than before, looked at fifty times a second."""

    def __init__(self, pids: list[int]) -> None:
        self.grew = 0.0
        self._pids = pids
        self._before = _resident(pids)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.02):
            self.grew = max(self.grew, _resident(self._pids) - self._before)


def _resident(pids: list[int]) -> float:
    page = os.sysconf("SC_PAGE_SIZE")
    pages = sum(int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1]) for pid in pids)
    return pages * page / MEGABYTE
