"""Guessing is slowed for all together; nobody in particular is remembered."""

import threading

from schakel.publicsite.pacing import Hesitation, TokenBucket


class Clock:
    """A clock that stands still until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_goes_through_and_then_the_rate() -> None:
    clock = Clock()
    bucket = TokenBucket(rate=20, burst=100, clock=clock)
    assert [bucket.take() for _ in range(101)] == [True] * 100 + [False]
    clock.now = 0.5
    assert [bucket.take() for _ in range(11)] == [True] * 10 + [False]


def test_a_long_rest_gives_no_more_than_the_burst() -> None:
    clock = Clock()
    bucket = TokenBucket(rate=20, burst=3, clock=clock)
    clock.now = 3600
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]


def test_a_wrong_code_waits_about_a_second() -> None:
    slept: list[float] = []
    assert Hesitation(sleep=slept.append).wait()
    assert slept == [1.0]


def test_at_most_two_wait_at_once() -> None:
    asleep, wake = threading.Semaphore(0), threading.Event()

    def sleep(_seconds: float) -> None:
        asleep.release()
        wake.wait(10)

    hesitation = Hesitation(sleep=sleep)
    waiting = [threading.Thread(target=hesitation.wait) for _ in range(2)]
    for thread in waiting:
        thread.start()
    for _ in waiting:
        assert asleep.acquire(timeout=10)
    assert not hesitation.wait()
    wake.set()
    for thread in waiting:
        thread.join(10)
    assert hesitation.wait()
