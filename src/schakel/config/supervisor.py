"""One process tree: both doors and the worker start together, and stop together whatever happens to one of them."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from types import FrameType

from schakel.config.refusals import Refused

_START_SECONDS = 60
_STOP_SECONDS = 6
_LOOK_SECONDS = 0.1
NOT_FOR_PUBLIC = ("SCHAKEL_MASTER_KEY", "SCHAKEL_MASTER_KEY_COMMAND", "SCHAKEL_KEY_DATABASE")
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True)
class Part:
    """One process of the tree: its name on the command line, in words, and where it answers (the worker nowhere)."""

    name: str
    words: str
    options: tuple[str, ...] = ()
    address: tuple[str, int] | None = None
    host_name: str = ""


def run(parts: Sequence[Part], announce: Callable[[], None]) -> None:
    """Start the parts, call `announce` once all of them answer, and stop them all when a signal comes.

    Raises Refused when a part stops by itself or does not answer in time; the others are stopped then too.
    """
    stopping = _Stopping()
    processes: dict[Part, subprocess.Popen[bytes]] = {}
    previous = {number: signal.signal(number, stopping) for number in _SIGNALS}
    try:
        for part in parts:
            processes[part] = _start(part)
        if _wait_until_answering(processes, stopping):
            announce()
        while not stopping.asked:
            _check_alive(processes)
            time.sleep(_LOOK_SECONDS)
    finally:
        _stop(processes.values())
        for number, handler in previous.items():
            signal.signal(number, handler)


class _Stopping:
    """A signal handler that only remembers: everything else happens in the loop."""

    asked = False

    def __call__(self, _signal: int, _frame: FrameType | None) -> None:
        self.asked = True


def _start(part: Part) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-m",
        "schakel.config.cli",
        "serve",
        part.name,
        *part.options,
        "--parent",
        str(os.getpid()),
    ]
    # The public door seals and opens nothing: the master key is not for it.
    environment = {
        name: value for name, value in os.environ.items() if part.name != "public" or name not in NOT_FOR_PUBLIC
    }
    # A group of its own: Ctrl-C in the terminal reaches this process alone, which then stops the parts in order.
    return subprocess.Popen(command, process_group=0, stdin=subprocess.DEVNULL, env=environment)  # noqa: S603  (our own program)


def _wait_until_answering(processes: dict[Part, subprocess.Popen[bytes]], stopping: _Stopping) -> bool:
    waiting = [part for part in processes if part.address is not None]
    deadline = time.monotonic() + _START_SECONDS
    while waiting and not stopping.asked:
        _check_alive(processes)
        waiting = [part for part in waiting if not _answers(part)]
        if waiting and time.monotonic() > deadline:
            raise Refused(f"{waiting[0].words} did not answer within {_START_SECONDS} seconds; everything is stopped.")
        time.sleep(_LOOK_SECONDS if waiting else 0)
    return not waiting


def _answers(part: Part) -> bool:
    if part.address is None:
        return True
    connection = http.client.HTTPConnection(*part.address, timeout=5)
    try:
        connection.request("GET", "/gezond", headers={"Host": part.host_name})
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


def _check_alive(processes: dict[Part, subprocess.Popen[bytes]]) -> None:
    for part, process in processes.items():
        if process.poll() is not None:
            raise Refused(f"{part.words} stopped by itself, so everything is stopped.")


def _stop(processes: Iterable[subprocess.Popen[bytes]]) -> None:
    running = [process for process in processes if process.poll() is None]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + _STOP_SECONDS
    for process in running:
        try:
            process.wait(max(deadline - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
