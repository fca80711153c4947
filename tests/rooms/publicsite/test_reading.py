"""The public pages say truly when a report that is sent now will be read, and name nobody."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import pytest
from django.db import DatabaseError
from django.test import Client

from schakel.access.models import User
from schakel.core import time
from schakel.duty import actions

pytestmark = [pytest.mark.django_db, pytest.mark.urls("schakel.config.urls.public")]


@contextmanager
def at(month: int, day: int, hour: int, minute: int = 0, year: int = 2026) -> Iterator[None]:
    with time.travel(datetime(year, month, day, hour, minute, tzinfo=time.REGION_ZONE)):
        yield


def home(client: Client) -> str:
    return client.get("/").content.decode()


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ((11, 19, 8), "Wat je nu stuurt, lezen wij vandaag."),
        ((11, 19, 16, 59), "Wat je nu stuurt, lezen wij vandaag."),
        ((11, 19, 17), "Wat je nu stuurt, lezen wij op vrijdag 20 november."),
        ((11, 20, 23), "Wat je nu stuurt, lezen wij op maandag 23 november."),
        ((11, 21, 10), "Wat je nu stuurt, lezen wij op maandag 23 november."),
        ((4, 5, 10), "Wat je nu stuurt, lezen wij op dinsdag 7 april."),  # Easter Sunday
        ((12, 24, 18), "Wat je nu stuurt, lezen wij op maandag 28 december."),
        ((12, 31, 17), "Wat je nu stuurt, lezen wij op maandag 4 januari."),
    ],
)
def test_it_says_when_what_is_sent_now_will_be_read(moment: tuple[int, ...], said: str, client: Client) -> None:
    with at(*moment):
        page = home(client)
    assert said in page
    assert "gesloten" not in page


def test_a_closure_is_told_two_weeks_ahead_and_moves_the_day(sanne: User, client: Client) -> None:
    with at(11, 2, 10):
        actions.close(first_day=date(2026, 11, 23), last_day=date(2026, 11, 25), by=sanne)
        assert "gesloten" not in home(client)
    with at(11, 20, 18):
        page = home(client)
        assert "Wat je nu stuurt, lezen wij op donderdag 26 november." in page
        assert "Van maandag 23 november tot en met woensdag 25 november zijn wij gesloten." in page
        assert sanne.name not in page
    with at(11, 26, 10):
        assert "gesloten" not in home(client)


def test_who_has_duty_is_named_nowhere(sanne: User, client: Client) -> None:
    with at(11, 19, 10):
        actions.give(day=date(2026, 11, 19), person=sanne, by=sanne)
        for address in ("/", "/contact/", "/melden/", "/privacy/"):
            assert "Sanne" not in client.get(address).content.decode()


def test_without_a_database_the_page_tells_the_ordinary_days(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise DatabaseError

    monkeypatch.setattr("schakel.duty.words.closures", fail)
    with at(11, 21, 10):
        assert "Wat je nu stuurt, lezen wij op maandag 23 november." in home(client)
