"""Two thousand readers who ask the home page at the same moment, from one public process on one core."""

import asyncio
import os
import resource
import time
from pathlib import Path

from bench import tables
from tests import processes
from tests.visitor import Visitor

READERS = (1, 100, 500, 2_000)
# Whoever has waited longer than this has left.
PATIENCE_SECONDS = 60


def measure(home: Path) -> None:
    """Print how many got the whole page, and how long the slowest waited. The server gets core 0, the readers core 1."""
    _allow_sockets(max(READERS) + 200)
    port = processes.free_port()
    cores = sorted(os.sched_getaffinity(0))
    with processes.serving(home, "public", port=port) as process:
        for pid in processes.members(process):
            os.sched_setaffinity(pid, {cores[0]})
        os.sched_setaffinity(0, {cores[-1]})
        try:
            length = len(Visitor(port).get("/").text.encode())
            rows = [_row(readers, asyncio.run(_all(port, readers)), length) for readers in READERS]
        finally:
            os.sched_setaffinity(0, cores)
    tables.show(
        "Readers of the home page, all at the same moment",
        ["readers", "whole page", "failures", "median s", "slowest s", "pages/s"],
        rows,
    )


async def _all(port: int, readers: int) -> list[tuple[int, float]]:
    """The length of the page that each reader got (0: none), and after how many seconds."""
    return await asyncio.gather(*[_read(port) for _ in range(readers)])


async def _read(port: int) -> tuple[int, float]:
    began = time.perf_counter()
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            answer = await reader.read()
            while piece := await reader.read():
                answer += piece
            writer.close()
    except (OSError, TimeoutError):
        return 0, time.perf_counter() - began
    head, _, body = answer.partition(b"\r\n\r\n")
    return len(body) if head.startswith(b"HTTP/1.1 200") else 0, time.perf_counter() - began


def _row(readers: int, results: list[tuple[int, float]], length: int) -> list[str]:
    good = sorted(seconds for size, seconds in results if size == length)
    slowest = max(seconds for _, seconds in results)
    median = f"{good[len(good) // 2]:.2f}" if good else "-"
    return [
        str(readers),
        str(len(good)),
        str(readers - len(good)),
        median,
        f"{slowest:.2f}",
        f"{len(good) / slowest:.0f}",
    ]


def _allow_sockets(number: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < number:
        resource.setrlimit(resource.RLIMIT_NOFILE, (number, max(hard, number)))
