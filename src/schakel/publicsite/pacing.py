"""Slows what many would do at once (guess codes, send reports, upload), and keeps nothing about any visitor."""

import math
import threading
import time
from collections.abc import Callable

from django.conf import settings

_HALVED_AFTER_SECONDS = 60


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


class Load:
    """How many reports came in lately, over all visitors together: a number that halves by itself."""

    def __init__(self, *, quiet: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._quiet, self._clock = quiet, clock
        self._count, self._counted_at = 0.0, clock()
        self._lock = threading.Lock()

    def add(self) -> None:
        """One more."""
        with self._lock:
            self._fade()
            self._count += 1

    def doublings(self, *, most: int) -> int:
        """How often `quiet` reports must be doubled to get at what came in lately; at most `most`."""
        with self._lock:
            self._fade()
            return min(most, max(0, math.ceil(math.log2(max(self._count, 1) / self._quiet))))

    def _fade(self) -> None:
        now = self._clock()
        self._count *= 0.5 ** ((now - self._counted_at) / _HALVED_AFTER_SECONDS)
        self._counted_at = now


class Pace:
    """When a report that was filled in without scripts may be sent: not at once after it was begun, and not too many.

    Whoever is too fast waits a moment, as far as there is a place to wait; nobody is refused for good.
    """

    def __init__(self, *, ceiling: TokenBucket, hesitation: Hesitation) -> None:
        self._ceiling, self._hesitation = ceiling, hesitation

    def may_send(self, *, seconds_since_begun: float | None) -> bool:
        """Whether it goes through now; the caller says what to do when it does not."""
        soonest = settings.SCHAKEL_SECONDS_TO_REPORT
        is_hasty = soonest > 0 and (seconds_since_begun is None or seconds_since_begun < soonest)
        if is_hasty and not self._hesitation.wait():
            return False
        return self._ceiling.take() or (self._hesitation.wait() and self._ceiling.take())


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
load = Load(quiet=60)
# For the whole door together, whichever way a report comes.
reports = TokenBucket(rate=settings.SCHAKEL_REPORTS_A_MINUTE / 60, burst=2 * settings.SCHAKEL_REPORTS_A_MINUTE)
sending = Pace(ceiling=reports, hesitation=Hesitation(seconds=3.0))
# A slow line holds a thread for as long as it takes: of the door's 24 threads four stay free for pages.
uploads = Places(at_once=16, waiting=4, seconds=20)
# A popular course opens at a set hour: then hundreds come at once, and after that hardly anybody.
enrolments = TokenBucket(rate=5, burst=500)
# Orders, loans and enrolments of professionals, for the whole door together: a flood waits, a school that orders does not.
requests = TokenBucket(rate=1, burst=60)
