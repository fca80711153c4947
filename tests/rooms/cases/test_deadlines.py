"""What is late or due, for whom; and the calendar that another program fetches, without a word in it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import icalendar
import pytest
from django.test import Client

from schakel.access import actions as access
from schakel.access.actions.accounts import deactivate
from schakel.access.models import User
from schakel.cases.models import Case
from schakel.cases.plan import worklist
from schakel.cases.plan.actions import calendar
from schakel.cases.plan.models import Calendar
from schakel.cases.plan.worklist import When
from schakel.core import time
from tests.personas import recorded
from tests.rooms.cases.planning import TODAY, step_in

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
SECRET = "Tante Halina bellen"


@pytest.fixture(autouse=True)
def _pinned(settings: Any) -> None:
    settings.SCHAKEL_PINNED_DAY = TODAY


def titles(user: User, when: When, *, is_mine: bool = True) -> list[str]:
    return [row.what for row in worklist.deadlines(user, when, is_mine=is_mine)]


def address_on(page: str) -> str:
    return page.partition('class="address">')[2].partition("<")[0].replace("http://testserver", "")


def test_the_lists_hold_what_is_late_this_week_and_soon(case: Case, tarik: User, desk: Desk) -> None:
    step_in(case, title="Te laat", due_on=date(2026, 11, 20), owner=tarik)
    step_in(case, title="Vandaag", due_on=TODAY)
    step_in(case, title="Zondag", due_on=date(2026, 11, 29))
    step_in(case, title="Maandag", due_on=date(2026, 11, 30))
    step_in(case, title="Ver weg", due_on=date(2027, 6, 1))
    step_in(case, "complaint", "Klacht behandelen", answers={"received_on": "2026-10-01", "about": ""})
    assert titles(tarik, When.LATE) == ["Klacht", "Te laat"]
    assert titles(tarik, When.WEEK) == ["Vandaag", "Zondag"]
    assert titles(tarik, When.SOON) == ["Maandag", "Eerste contact"]
    page = desk(tarik).get("/termijnen/").content.decode()
    assert "4 dagen over" in page
    assert case.number in page
    assert {str(case.id)} == set(recorded("plan:listed")[-1].detail["cases"])
    today = desk(tarik).get("/").content.decode()
    assert "2 te laat" in today
    assert "Deze week: 2" in today


def test_mine_is_what_i_own_and_what_nobody_owns_in_a_case_i_lead(
    case: Case, sanne: User, tarik: User, petra: User
) -> None:
    step_in(case, title="Van Sanne", due_on=TODAY, owner=sanne)
    step_in(case, title="Van niemand", due_on=TODAY)
    assert titles(sanne, When.WEEK) == ["Van Sanne"]
    assert titles(tarik, When.WEEK) == ["Van niemand"]
    assert sorted(titles(tarik, When.WEEK, is_mine=False)) == ["Van Sanne", "Van niemand"]
    assert titles(petra, When.WEEK, is_mine=False) == []
    until = time.real_now() + timedelta(days=7)
    access.let_stand_in(compartment=case.compartment, user=petra, reason="Verlof.", until=until, by=tarik)
    assert titles(petra, When.WEEK) == ["Van niemand"]
    access.exclude(compartment=case.compartment, user=petra, by=tarik)
    assert titles(petra, When.WEEK, is_mine=False) == []
    assert worklist.counts_for(petra) == worklist.Counts(0, 0)


def test_guests_and_maintenance_have_no_list(case: Case, hanna: User, otto: User, desk: Desk) -> None:
    assert worklist.counts_for(hanna) is None
    assert titles(hanna, When.LATE, is_mine=False) == []
    for user in (hanna, otto):
        for path in ("/termijnen/", "/termijnen/regels/", "/mijn-agenda/"):
            assert desk(user).get(path).status_code == 403
        assert desk(user).post("/mijn-agenda/vernieuwen/").status_code == 403


def test_the_rules_are_there_to_read_with_source_and_doubt(tarik: User, desk: Desk) -> None:
    page = desk(tarik).get("/termijnen/regels/").content.decode()
    for words in ("Bedenktijd (Dublinclaimant)", "Stcrt. 2023, 13577", "nog nakijken", "Awb art. 9:11", "72 uur"):
        assert words in page


def test_the_calendar_says_that_there_is_a_term_and_nothing_else(case: Case, tarik: User, desk: Desk) -> None:
    step_in(case, title=SECRET, due_on=date(2026, 12, 2), owner=tarik)
    browser = desk(tarik)
    assert "U heeft nog geen adres" in browser.get("/mijn-agenda/").content.decode()
    address = address_on(browser.post("/mijn-agenda/vernieuwen/").content.decode())
    # Whoever fetches it is not signed in anywhere.
    response = Client().get(address)
    assert response["Content-Type"].startswith("text/calendar")
    assert not response.cookies
    read = icalendar.Calendar.from_ical(response.content)
    events = {
        event["summary"]: event["dtstart"].dt for event in read.walk("VEVENT") if event["dtstart"].dt < date(2027, 1, 1)
    }
    assert set(events) == {f"Termijn {case.number}"}
    days = sorted(event["dtstart"].dt for event in read.walk("VEVENT"))
    assert days == [date(2026, 12, 1), date(2026, 12, 2), date(2027, 2, 24)]
    text = response.content.decode()
    for word in (SECRET, "Marek", "Tarik", "contact", "Evaluatie", str(case.id)):
        assert word not in text
    assert [event.actor_id for event in recorded("calendar:read")] == [tarik.actor_id]
    assert "Laatst opgehaald" in browser.get("/mijn-agenda/").content.decode()


def test_two_presses_at_once_leave_one_address(tarik: User, monkeypatch: pytest.MonkeyPatch) -> None:
    really, waiting = calendar._hash, [lambda: calendar.renew(by=tarik)]  # noqa: SLF001  (what happens between two lines)

    def hash_after_the_other(token: str) -> bytes:
        if waiting:
            waiting.pop()()
        return really(token)

    monkeypatch.setattr(calendar, "_hash", hash_after_the_other)
    token = calendar.renew(by=tarik)
    assert calendar.read(token) is not None


def test_an_address_is_stored_as_a_hash_and_ends_when_renewed_or_stopped(case: Case, tarik: User, desk: Desk) -> None:
    token = calendar.renew(by=tarik)
    assert token.encode() not in bytes(Calendar.objects.get().token_hash)
    assert Client().get(f"/agenda/{token}.ics").status_code == 200
    second = calendar.renew(by=tarik)
    assert Client().get(f"/agenda/{token}.ics").status_code == 404
    assert Client().get(f"/agenda/{second}.ics").status_code == 200
    desk(tarik).post("/mijn-agenda/stoppen/")
    assert Client().get(f"/agenda/{second}.ics").status_code == 404
    assert Client().get("/agenda/onbekend.ics").status_code == 404


def test_a_calendar_stops_with_the_account(case: Case, tarik: User, petra: User, otto: User) -> None:
    token = calendar.renew(by=tarik)
    User.objects.filter(pk=tarik.pk).update(is_active=False)
    assert Client().get(f"/agenda/{token}.ics").status_code == 404
    User.objects.filter(pk=tarik.pk).update(is_active=True)
    deactivate(user=tarik, successor=petra, by=otto)
    assert not Calendar.objects.exists()


def test_a_calendar_loses_the_days_of_a_case_when_access_to_it_ends(case: Case, sanne: User, tarik: User) -> None:
    step_in(case, due_on=date(2026, 12, 2), owner=sanne)
    token = calendar.renew(by=sanne)
    assert case.number in Client().get(f"/agenda/{token}.ics").content.decode()
    access.exclude(compartment=case.compartment, user=sanne, by=tarik)
    assert case.number not in Client().get(f"/agenda/{token}.ics").content.decode()
