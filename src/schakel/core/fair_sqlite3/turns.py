"""Turns between the threads and processes of one machine: a line in each process, and two lock files between them.

SQLite's own waiting sleeps for up to a tenth of a second between two looks, and while writers follow each other at once
the database is never free when somebody looks: a page waited four seconds for its event. In a line nobody overtakes.
"""

import fcntl
import os
import threading
import time
from collections import deque
from pathlib import Path

_KNOCK_SECONDS = 0.001


class Turns:
    """One turn at a time at a database; whoever waits longer than `timeout_seconds` gets none."""

    def __init__(self, database: Path, timeout_seconds: float) -> None:
        self._next, self._turn = (database.with_name(f"{database.name}-{name}") for name in ("next", "turn"))
        self._timeout_seconds = timeout_seconds
        self._line = _Line()

    def take(self) -> int:
        """Wait for a turn; what to give to `end`. Raises TimeoutError, and OSError when there is no room for a file."""
        deadline = time.monotonic() + self._timeout_seconds
        self._line.enter(deadline)
        try:
            # Of all processes one holds the place behind the writer: the next turn is its own, whoever else comes.
            place = _lock(self._next, deadline)
            try:
                return _lock(self._turn, deadline)
            finally:
                os.close(place)
        except BaseException:
            self._line.leave()
            raise

    def end(self, turn: int) -> None:
        """The turn is over. It also ends with the process that had it, however that ends."""
        os.close(turn)
        self._line.leave()


class _Line:
    """The threads of this process, in the order in which they came."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_taken = False
        self._waiting: deque[threading.Event] = deque()

    def enter(self, deadline: float) -> None:
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return
            called = threading.Event()
            self._waiting.append(called)
        if called.wait(deadline - time.monotonic()):
            return
        with self._lock:
            if called in self._waiting:
                self._waiting.remove(called)
                raise TimeoutError
            # Called in the very last moment: the turn is ours.

    def leave(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False


def _lock(path: Path, deadline: float) -> int:
    """An open file that holds the lock until it is closed. Raises TimeoutError."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                os.close(descriptor)
                raise TimeoutError from None
            time.sleep(_KNOCK_SECONDS)
        else:
            return descriptor
