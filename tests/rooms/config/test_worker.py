"""The worker's loop: every job when it is due, whatever happens to another one."""

import logging
import threading

import pytest

from schakel.config import worker
from schakel.core.schedule import Job

pytestmark = pytest.mark.django_db  # between jobs it looks after its database connections


def test_a_job_is_done_at_once_and_then_again() -> None:
    stop, times = threading.Event(), []

    def count() -> None:
        times.append(1)
        if len(times) == 3:
            stop.set()

    worker.work([Job("count", 0.01, count)], stop)
    assert len(times) == 3


def test_one_failing_job_stops_no_other_and_says_nothing_of_its_words(caplog: pytest.LogCaptureFixture) -> None:
    stop, done = threading.Event(), []

    def fail() -> None:
        raise ValueError("Iemand typte dit")

    def succeed() -> None:
        done.append(1)
        if len(done) == 2:
            stop.set()

    with caplog.at_level(logging.ERROR):
        worker.work([Job("fail", 0.01, fail), Job("succeed", 0.01, succeed)], stop)
    assert len(done) == 2
    assert "job fail failed: ValueError at" in caplog.text
    assert __file__ in caplog.text
    assert "Iemand" not in caplog.text


def test_a_rare_job_does_not_wait_for_a_frequent_one() -> None:
    stop, done = threading.Event(), []

    def often() -> None:
        done.append("often")
        if len(done) >= 6:
            stop.set()

    worker.work([Job("often", 0.005, often), Job("rare", 60, lambda: done.append("rare"))], stop)
    assert done.count("rare") == 1


def test_without_jobs_it_waits_for_the_end() -> None:
    stop = threading.Event()
    threading.Timer(0.05, stop.set).start()
    worker.work([], stop)
    assert stop.is_set()


def test_stopping_is_immediate() -> None:
    stop = threading.Event()
    stop.set()
    worker.work([Job("never", 1, lambda: pytest.fail("it should have stopped"))], stop)
