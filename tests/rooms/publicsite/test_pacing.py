"""Guessing is slowed for all together; nobody in particular is remembered."""

import threading
from html import unescape
from typing import Any

import pytest
from django.test import Client

from schakel.core import region
from schakel.intake.models import Report
from schakel.publicsite import pacing
from schakel.publicsite.pacing import Hesitation, Pace, TokenBucket
from tests.rooms.publicsite import invented


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


def pace(*, burst: int, places: int, naps: list[float]) -> Pace:
    ceiling = TokenBucket(rate=0, burst=burst)
    return Pace(ceiling=ceiling, hesitation=Hesitation(seconds=3, at_once=places, sleep=naps.append))


def test_whoever_sends_at_once_waits_a_moment_and_is_let_through(settings: Any) -> None:
    settings.SCHAKEL_SECONDS_TO_REPORT = 5
    naps: list[float] = []
    one = pace(burst=9, places=1, naps=naps)
    assert one.may_send(seconds_since_begun=60)
    assert naps == []
    assert one.may_send(seconds_since_begun=1)
    assert one.may_send(seconds_since_begun=None)
    assert naps == [3, 3]


def test_where_every_place_to_wait_is_taken_it_is_said() -> None:
    assert not pace(burst=0, places=0, naps=[]).may_send(seconds_since_begun=60)


@pytest.mark.urls("schakel.config.urls.public")
@pytest.mark.django_db
def test_a_report_that_must_wait_is_kept_and_says_whom_to_call(client: Client, monkeypatch: Any) -> None:
    invented.fill_in(client)
    with monkeypatch.context() as crowded:
        crowded.setattr(pacing, "sending", pace(burst=0, places=1, naps=[]))
        response = client.post("/melden/controle/")
    words = unescape(response.content.decode())
    assert response.status_code == 429
    for said in ("Het is nu druk", "Je melding is nog niet verstuurd", region.current().telephone, invented.STORY):
        assert said in words
    assert not Report.objects.exists()
    invented.send(client)
