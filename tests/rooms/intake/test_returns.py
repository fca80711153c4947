"""That a reporter came back: one day, never a moment, and never in the way of reading."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError

from schakel.access.models import User
from schakel.access.roles import Role
from schakel.audit.models import Event
from schakel.core import time
from schakel.intake import actions, returns
from schakel.intake.models import Report, Return
from tests.rooms import chain

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 9, 23, 41, 17, tzinfo=time.REGION_ZONE)


@pytest.fixture
def worker() -> User:
    return chain.account(Role.INTAKE_WORKER)


def answered(worker: User) -> tuple[Report, str]:
    report, code = chain.hand_in(at=MONDAY - timedelta(days=3))
    actions.open_report(report=report, by=worker)
    report.refresh_from_db()
    actions.answer(report=report, text="Wij kijken ernaar.", by=worker)
    return report, code


def test_the_first_day_stays(worker: User) -> None:
    report, _ = answered(worker)
    for days in (0, 0, 2):
        with time.travel(MONDAY + timedelta(days=days)):
            returns.note(report)
        assert Return.objects.get().first_on == MONDAY.date()


def test_no_moment_is_kept_and_the_log_says_nothing(worker: User) -> None:
    report, _ = answered(worker)
    before = Event.objects.count()
    with time.travel(MONDAY):
        returns.note(report)
    assert Event.objects.count() == before
    (values,) = Return.objects.values()
    moments = [value for value in values.values() if isinstance(value, datetime)]
    midnight = MONDAY.replace(hour=0, minute=0, second=0)
    assert moments == [midnight]


def test_a_report_without_an_answer_can_be_returned_to(worker: User) -> None:
    report, _ = chain.hand_in()
    returns.note(report)
    assert Return.objects.exists()


def test_a_return_that_can_not_be_written_keeps_nobody_from_reading(
    worker: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    report, code = answered(worker)

    def fail(report: Report) -> None:
        raise DatabaseError(f"the disk is full; {code}")

    monkeypatch.setattr(returns, "_write", fail)
    returns.note(report)
    assert "could not be noted" in caplog.text
    assert code not in caplog.text
