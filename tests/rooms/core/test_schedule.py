"""The register of what the worker does by itself."""

import pytest

from schakel.core import schedule
from schakel.intake import visits


def test_the_worker_forgets_visits_that_ran_out() -> None:
    known = {job.name: job for job in schedule.jobs()}
    job = known["intake.forget_expired_visits"]
    assert (job.seconds, job.run) == (60, visits.forget_expired)


def test_a_name_stands_for_one_function(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "_jobs", {})
    register = schedule.every(5, "room.work")
    assert register(print) is print
    register(print)
    assert [job.name for job in schedule.jobs()] == ["room.work"]
    with pytest.raises(ValueError, match="two jobs called"):
        register(repr)


def test_a_job_must_be_due_some_time() -> None:
    with pytest.raises(ValueError, match="every so many seconds"):
        schedule.every(0, "room.work")
