"""A mail a day with a number in it: for who asked for it, on a working day, once, and only when there is something."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.cases.models import Case
from schakel.cases.plan.actions import daily
from schakel.cases.plan.actions.calendar import forget
from schakel.cases.plan.models import DailyMail
from schakel.core import region, time
from schakel.outbox.delivery import deliver_due
from tests.personas import recorded
from tests.rooms.cases.planning import TODAY, case_of, step_in
from tests.rooms.outbox.servers import Box, for_partners

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
MONDAY, TUESDAY, SATURDAY = 23, 24, 28


@contextmanager
def at(day: int, hour: int = 9) -> Iterator[None]:
    with time.travel(datetime(2026, 11, day, hour, 30, tzinfo=time.REGION_ZONE)):
        yield


@pytest.fixture
def box(settings: Any) -> Iterator[Box]:
    with for_partners(settings) as handler:
        yield handler


@pytest.fixture
def case(sanne: User, tarik: User) -> Case:
    """A case of Tarik's with something late and something for today; on Monday he asked to be mailed."""
    with at(MONDAY):
        made = case_of(tarik, sanne)
        step_in(made, title="Bel tante Halina", due_on=date(2026, 11, 20), owner=tarik)
        step_in(made, title="Bel de huisarts", due_on=TODAY, owner=tarik)
        daily.ask(by=tarik)
    return made


def sent(day: int, hour: int = 9) -> int:
    with at(day, hour):
        daily.tell()
        return deliver_due()


def test_it_says_how_many_and_not_what(case: Case, tarik: User, box: Box) -> None:
    assert sent(MONDAY) == 0, "of today somebody who is here knows already"
    assert sent(TUESDAY) == 1
    (mail,) = box.taken
    assert (mail["To"], mail["Subject"]) == (tarik.email, "Bericht")
    assert mail.get_content().strip() == "2 dingen vragen vandaag uw aandacht. Meld u aan om te zien wat."
    whole = mail.as_string().lower()
    assert not [word for word in (case.number, region.current().short_name, "Halina") if word.lower() in whole]


def test_once_a_day_on_a_working_day_in_working_hours(case: Case, box: Box) -> None:
    assert [sent(TUESDAY, 5), sent(TUESDAY, 9), sent(TUESDAY, 11)] == [0, 1, 0]
    assert sent(SATURDAY) == 0
    assert sent(25) == 1
    assert len(box.taken) == 2


def test_nothing_to_do_is_no_mail_and_who_did_not_ask_gets_none(
    sanne: User, tarik: User, petra: User, box: Box
) -> None:
    with at(MONDAY):
        daily.ask(by=petra)
    assert sent(TUESDAY) == 0
    assert box.taken == []


def test_whoever_left_is_mailed_nothing(case: Case, tarik: User, petra: User, box: Box) -> None:
    forget(tarik, petra, petra)
    assert not DailyMail.objects.exists()
    assert sent(TUESDAY) == 0


def test_it_is_asked_for_and_ended_on_the_page_of_the_calendar(tarik: User, box: Box, desk: Desk) -> None:
    browser = desk(tarik)
    assert "Stuur mij die mail" in browser.get("/mijn-agenda/").content.decode()
    page = browser.post("/mijn-agenda/mail/", {"mail": "on"}, follow=True).content.decode()
    assert "Stuur hem niet meer" in page
    browser.post("/mijn-agenda/mail/", {"mail": "off"})
    assert not DailyMail.objects.exists()
    assert (len(recorded("calendar:mail_asked")), len(recorded("calendar:mail_stopped"))) == (1, 1)


def test_without_a_mail_server_the_page_says_so(tarik: User, desk: Desk) -> None:
    assert "geen mailserver ingesteld" in desk(tarik).get("/mijn-agenda/").content.decode()
