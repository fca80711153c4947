"""When whoever has duty is told that something waits: only then, and not twice about the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import pytest
from django.conf import LazySettings

from schakel.access.models import User
from schakel.cases import notices
from schakel.core import time
from schakel.duty import actions as duty
from schakel.intake import actions as intake
from schakel.outbox.models import Outgoing
from schakel.outbox.texts import Kind
from schakel.signin.models import StaffSession
from tests.personas import recorded, signed_in
from tests.rooms.chain import hand_in

pytestmark = pytest.mark.django_db
THURSDAY = date(2026, 11, 19)


@contextmanager
def at(hour: int, day: int = 19) -> Iterator[None]:
    with time.travel(datetime(2026, 11, day, hour, 30, tzinfo=time.REGION_ZONE)):
        yield


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[User]:
    """Who was told, in order."""
    told: list[User] = []

    def send(to: User) -> bool:
        told.append(to)
        return True

    monkeypatch.setattr(notices, "_send", send)
    return told


@pytest.fixture
def on_duty(sanne: User) -> User:
    """Sanne has duty this Thursday and the Friday after it, and asked to be told."""
    with at(7):
        duty.plan(person=sanne, first_day=THURSDAY, weekdays=[4, 5], by=sanne)
        duty.wish(is_on=True, by=sanne)
    return sanne


def test_who_has_duty_is_told_once_that_something_waits(on_duty: User, sent: list[User]) -> None:
    with at(10):
        assert not notices.tell()  # nothing waits
        hand_in()
        assert notices.tell()
        assert not notices.tell()
    with at(15):
        assert not notices.tell()  # the same report, the same day
    assert sent == [on_duty]
    (event,) = recorded("duty:told")
    assert (event.actor_id, event.object_id, event.detail) == ("system:worker", str(on_duty.id), {})


def test_something_new_is_told_after_four_hours_and_the_same_on_another_day(on_duty: User, sent: list[User]) -> None:
    with at(9):
        hand_in()
        notices.tell()
    with at(11):
        hand_in()
        assert not notices.tell()  # too soon
    with at(14):
        assert notices.tell()
    with at(9, day=20):
        assert notices.tell()
    assert len(sent) == 3


def test_new_words_in_an_opened_report_wait_too(on_duty: User, sent: list[User]) -> None:
    with at(9):
        report, _ = hand_in()
        intake.open_report(report=report, by=on_duty)
        assert not notices.tell()
        intake.add_from_reporter(report=report, text="Er is nog iets.")
        assert notices.tell()


def test_nobody_is_told_while_signed_in(on_duty: User, sent: list[User]) -> None:
    signed_in(on_duty)
    with at(10):
        hand_in()
        assert not notices.tell()
        StaffSession.objects.all().delete()
        assert notices.tell()


@pytest.mark.parametrize(("hour", "day"), [(8, 19), (17, 19), (23, 19), (10, 21), (10, 22)])
def test_not_outside_the_hours_and_not_on_days_off(hour: int, day: int, on_duty: User, sent: list[User]) -> None:
    with at(hour, day):
        duty.give(day=date(2026, 11, day), person=on_duty, by=on_duty)
        hand_in()
        assert not notices.tell()
    assert sent == []


def test_not_who_did_not_ask_is_away_or_has_no_duty(sanne: User, tarik: User, on_duty: User, sent: list[User]) -> None:
    with at(10):
        hand_in()
        duty.give(day=THURSDAY, person=tarik, by=sanne)  # he did not ask
        assert not notices.tell()
        duty.give(day=THURSDAY, person=sanne, by=sanne)
        absence = duty.be_away(person=sanne, first_day=THURSDAY, last_day=THURSDAY, by=sanne)
        assert not notices.tell()
        duty.be_back(absence=absence, by=sanne)
        duty.clear(day=THURSDAY, by=sanne)
        assert not notices.tell()
    assert sent == []


def test_it_goes_out_by_mail_and_without_mail_nobody_counts_as_told(on_duty: User, settings: LazySettings) -> None:
    settings.SCHAKEL_SENDS_MAIL = False
    with at(10):
        hand_in()
        assert not notices.tell()
        settings.SCHAKEL_SENDS_MAIL = True
        assert notices.tell()
    (message,) = Outgoing.objects.all()
    assert (message.to, message.kind) == (on_duty, Kind.WORK_WAITS)
