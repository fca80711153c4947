"""The roster's pages: what they show, what they change, and that a wrong form keeps what was chosen."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.duty import actions, queries
from schakel.duty.models import Closure

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
URL = "/dienst/"
FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)


def test_a_week_shows_who_looks_who_stands_in_and_what_is_empty(sanne: User, tarik: User, desk: Desk) -> None:
    actions.give(day=FRIDAY, person=sanne, by=sanne)
    actions.give(day=FRIDAY, person=tarik, by=sanne)
    page = desk(sanne).get(URL).content.decode()
    assert "neemt waar voor Sanne Voorbeeld" in page
    assert "Nog niemand heeft dienst" in page
    assert "zaterdag 21 november" in page
    assert "Gesloten" in page


def test_another_week_is_one_link_away_and_a_strange_day_shows_this_week(sanne: User, desk: Desk) -> None:
    browser = desk(sanne)
    assert "Week van 23 november 2026" in browser.get(f"{URL}?dag=2026-11-29").content.decode()
    for strange in ("x", "2026-13-01", "9999-12-31", "0001-01-01", ""):
        assert "Week van 16 november 2026" in browser.get(URL, {"dag": strange}).content.decode()


def test_planning_giving_swapping_and_clearing_from_the_page(sanne: User, tarik: User, desk: Desk) -> None:
    browser = desk(sanne)
    planned = {"plan-person": sanne.pk, "plan-first_day": "2026-11-19", "plan-weekdays": ["4", "5"], "plan-every": "1", "plan-weeks": "2"}  # fmt: skip
    assert browser.post(f"{URL}plannen/", planned).status_code == 303
    assert queries.on_duty(date(2026, 11, 27)) == sanne
    browser.post(f"{URL}geven/", {"day": "2026-11-23", "person": tarik.pk})
    browser.post(f"{URL}ruilen/", {"swap-one": "2026-11-20", "swap-other": "2026-11-23"})
    assert (queries.on_duty(FRIDAY), queries.on_duty(MONDAY)) == (tarik, sanne)
    browser.post(f"{URL}geven/", {"day": "2026-11-23", "person": "", "clear": "ja"})
    assert queries.on_duty(MONDAY) is None


def test_a_wrong_form_says_what_is_wrong_and_keeps_what_was_chosen(sanne: User, desk: Desk) -> None:
    browser = desk(sanne)
    response = browser.post(f"{URL}plannen/", {"plan-person": sanne.pk, "plan-first_day": "morgen", "plan-weeks": "99"})
    page = response.content.decode()
    assert response.status_code == 422
    for words in ("Kies ten minste één dag", "Kies ten hoogste 52 weken", 'value="morgen"'):
        assert words in page
    response = browser.post(f"{URL}gesloten/", {"closed-first_day": "2026-12-02", "closed-last_day": "2026-12-01"})
    assert response.status_code == 409
    assert "De laatste dag ligt voor de eerste." in response.content.decode()


def test_absence_and_closure_are_laid_down_and_taken_back(sanne: User, tarik: User, desk: Desk) -> None:
    browser = desk(sanne)
    actions.give(day=FRIDAY, person=tarik, by=sanne)
    days = {"away-first_day": "2026-11-20", "away-last_day": "2026-11-22"}
    browser.post(f"{URL}afwezig/", {"away-person": tarik.pk, **days})
    assert "Tarik Karakter is afwezig" in browser.get(URL).content.decode()
    (absence,) = queries.absences_for(sanne)
    browser.post(f"{URL}afwezig/{absence.pk}/terug/")
    assert queries.on_duty(FRIDAY) == tarik
    browser.post(f"{URL}gesloten/", {"closed-first_day": "2026-11-23", "closed-last_day": "2026-11-24"})
    closure = Closure.objects.get()
    browser.post(f"{URL}gesloten/{closure.pk}/intrekken/")
    assert not Closure.objects.exists()
    assert browser.post(f"{URL}gesloten/{closure.pk}/intrekken/").status_code == 404


def test_the_wish_to_be_told_is_ones_own_and_off_until_it_is_asked(sanne: User, tarik: User, desk: Desk) -> None:
    browser = desk(sanne)
    assert "Het bericht staat uit." in browser.get(f"{URL}bericht/").content.decode()
    browser.post(f"{URL}bericht/", {"is_on": "ja"})
    assert "Het bericht staat aan." in browser.get(f"{URL}bericht/").content.decode()
    assert not queries.wish_of(tarik).is_on


@pytest.mark.parametrize("key", ["bram", "femke", "hanna", "gijs"])
def test_who_does_no_intake_sees_no_roster(key: str, desk: Desk, request: pytest.FixtureRequest) -> None:
    browser = desk(request.getfixturevalue(key))
    assert browser.get(URL).status_code == 403
    assert "Dienst" not in browser.get("/").content.decode()
