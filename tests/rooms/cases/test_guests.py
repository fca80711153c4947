"""What a partner or municipal contact does not see, whatever they take part in: reports, persons, notes, the work of others."""

from collections.abc import Callable
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.test import Client

from schakel.access import actions as access
from schakel.access.models import Grant, User
from schakel.access.queries import matchable
from schakel.cases import actions, queries
from schakel.cases.life import queries as life
from schakel.cases.life.story import story_of
from schakel.cases.models import Case
from schakel.cases.states import Outcome
from schakel.core import time
from schakel.intake.content import PersonDescription
from schakel.intake.queries import reports_for
from schakel.people.details import PersonDetails
from schakel.people.models import Person
from tests.personas import recorded
from tests.rooms.chain import STORY, person, said

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def marek(sanne: User, tarik: User) -> Person:
    """Somebody in a case of Tarik's, and somebody else in another that no guest takes part in."""
    other = PersonDetails(date(2026, 3, 1), name="Lena Elders")
    person(other, by=sanne, outcome=Outcome.NEW_CASE, coordinator=tarik)
    return person(
        PersonDetails(date(2026, 3, 1), name="Marek Nowak", birth_year=1999),
        by=sanne,
        content=said(PersonDescription(name="Marek Nowak")),
        outcome=Outcome.NEW_CASE,
        coordinator=tarik,
    )


@pytest.fixture
def case(marek: Person) -> Case:
    return Case.objects.get(compartment=marek.compartment_id)


@pytest.fixture(params=["hanna", "gijs"])
def guest(request: pytest.FixtureRequest, case: Case, tarik: User) -> User:
    """A partner or a municipal contact who takes part in the case."""
    user: User = request.getfixturevalue(request.param)
    until = time.real_now() + WEEK
    access.let_participate(compartment=case.compartment, user=user, need="Opvang.", until=until, by=tarik)
    return user


def labels(browser: Client) -> list[str]:
    return [item.label for group in browser.get("/").context["navigation"] for item in group.items]


def test_the_first_page_shows_their_cases_and_no_other(case: Case, guest: User, desk: Desk) -> None:
    browser, other = desk(guest), Case.objects.exclude(pk=case.pk).get()
    assert labels(browser)[0] == "Mijn casussen"
    assert not {"Vandaag", "Casussen", "Zoeken", "Meldingen", "Personen", "Cijfers"} & set(labels(browser))
    page = browser.get("/").content.decode()
    assert case.number in page
    assert other.number not in page
    assert all(event.detail["cases"] == [str(case.id)] for event in recorded("case:listed"))


def test_a_guest_without_a_case_reads_what_to_do(gijs: User, desk: Desk) -> None:
    browser = desk(gijs)
    assert labels(browser) == ["Mijn casussen", "Mijn gemeente", "Materiaal bestellen", "Iets lenen", "Wat ik mag zien"]
    page = browser.get("/").content.decode()
    assert "Er is nu geen casus" in page
    assert "Bel de procesregisseur." in page


def test_the_pages_of_a_case_are_for_own_staff(case: Case, marek: Person, guest: User, desk: Desk) -> None:
    browser = desk(guest)
    assert browser.get(f"/casussen/{case.id}/").headers["Location"] == f"/mijn-casussen/{case.id}/"
    for address in (f"/casussen/{case.id}/verloop/", f"/casussen/{case.id}/risico/", f"/personen/{marek.id}/"):
        assert browser.get(address).status_code == 404
    assert not recorded("case:read")


def test_no_page_offers_a_guest_what_they_may_not_do(case: Case, marek: Person, guest: User, desk: Desk) -> None:
    browser = desk(guest)
    for address in ("/", f"/mijn-casussen/{case.id}/"):
        page = browser.get(address).content.decode()
        for word in ("<textarea", "Sluit de casus", "Toegang tot", "Noodinzage", "Wijzig", "Koppel", "/meldingen/"):
            assert word not in page, (address, word)


def test_a_report_does_not_exist_for_them_in_any_way(case: Case, marek: Person, guest: User, desk: Desk) -> None:
    browser, report = desk(guest), marek.report_id
    assert browser.get(f"/meldingen/{report}/").status_code == 404
    for name in ("openen", "antwoord", "beoordelen", "herzien"):
        assert browser.post(f"/meldingen/{report}/{name}/", {"text": "x"}).status_code == 404
    assert browser.get("/meldingen/").status_code == 403
    assert not reports_for(guest).exists()
    assert life.reports_of(case, guest) == []
    page = browser.get(f"/mijn-casussen/{case.id}/").content.decode()
    assert STORY not in page
    assert str(report) not in page


def test_they_search_nobody_and_no_match_card_is_for_them(marek: Person, guest: User, desk: Desk) -> None:
    assert desk(guest).post("/personen/", {"name": "Marek Nowak"}).status_code == 403
    assert not matchable(guest).exists()
    assert queries.match_cards(PersonDetails(date(2026, 3, 1), name="Lena Elders"), viewer=guest) == []


def test_they_change_nothing(case: Case, marek: Person, guest: User, desk: Desk) -> None:
    browser = desk(guest)
    assert browser.post(f"/casussen/{case.id}/notitie/", {"text": "Hallo."}).status_code == 403
    assert browser.post(f"/casussen/{case.id}/stap/redirect/").status_code == 403
    assert browser.get(f"/personen/{marek.id}/wijzigen/").status_code in (403, 404)
    assert not case.notes.exists()


def test_a_note_is_no_guest_s_to_read(case: Case, guest: User, tarik: User, desk: Desk) -> None:
    actions.add_note(case=case, text="Het bed is geregeld.", by=tarik)
    browser = desk(guest)
    for address in ("/", f"/mijn-casussen/{case.id}/"):
        assert "Het bed is geregeld." not in browser.get(address).content.decode()
    assert story_of(case, guest, []) == []


def test_when_the_time_is_over_everything_is_gone(case: Case, guest: User, desk: Desk) -> None:
    # Within one session: the page was there, and ten minutes later it is not.
    browser, until = desk(guest), time.real_now() + timedelta(minutes=10)
    Grant.objects.filter(user=guest).update(ends_at=until)
    assert browser.get(f"/mijn-casussen/{case.id}/").status_code == 200
    with patch.object(time, "real_now", lambda: until):
        for address in (f"/casussen/{case.id}/", f"/mijn-casussen/{case.id}/"):
            assert browser.get(address).status_code == 404
        assert case.number not in browser.get("/").content.decode()
