"""Slows guessing of codes and limits uploads for the whole door together, so that nothing need be kept about a visitor."""

import threading
import time
from collections.abc import Callable


class TokenBucket:
    """Lets `rate` attempts a second through, and `burst` at once after a quiet time. Safe between threads."""

    def __init__(self, *, rate: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._tokens = float(burst)
        self._filled_at = clock()
        self._lock = threading.Lock()

    def take(self) -> bool:
        """Whether this attempt may go through now."""
        with self._lock:
            now = self._clock()
            self._tokens = min(self._burst, self._tokens + (now - self._filled_at) * self._rate)
            self._filled_at = now
            if self._tokens < 1:
                return False
            self._tokens -= 1
            return True


class Hesitation:
    """Makes a wrong answer wait. At most `at_once` threads wait, so that waiting can't close the door to others."""

    def __init__(self, *, seconds: float = 1.0, at_once: int = 2, sleep: Callable[[float], None] = time.sleep) -> None:
        self._seconds, self._sleep = seconds, sleep
        self._places = threading.BoundedSemaphore(at_once)

    def wait(self) -> bool:
        """Wait, unless every place is taken; whether it waited."""
        if not self._places.acquire(blocking=False):
            return False
        try:
            self._sleep(self._seconds)
        finally:
            self._places.release()
        return True


class Places:
    """So many at once, for the whole door. Somebody who finds them taken waits a little, if not too many wait already."""

    def __init__(self, *, at_once: int, waiting: int, seconds: float) -> None:
        self._places = threading.BoundedSemaphore(at_once)
        self._waiting = threading.BoundedSemaphore(waiting)
        self._seconds = seconds

    def enter(self) -> bool:
        """Whether there is a place; whoever has one calls `leave` afterwards."""
        if self._places.acquire(blocking=False):
            return True
        if not self._waiting.acquire(blocking=False):
            return False
        try:
            return self._places.acquire(timeout=self._seconds)
        finally:
            self._waiting.release()

    def leave(self) -> None:
        """Give the place back."""
        self._places.release()


attempts = TokenBucket(rate=20, burst=100)
wrong_code = Hesitation()
# A slow line holds a thread for as long as it takes: of the door's 24 threads four stay free for pages.
uploads = Places(at_once=16, waiting=4, seconds=20)
