"""The year page, and the lists behind its numbers."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.cases.states import Outcome
from schakel.people.details import PersonDetails
from schakel.people.models import Person
from tests.personas import recorded
from tests.rooms.chain import hand_in, person, said

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
YEAR = 2026


@pytest.fixture
def two(sanne: User, tarik: User, petra: User) -> tuple[Person, Person]:
    """A girl in a case of Tarik's, a man in one of Petra's."""
    girl = PersonDetails(date(2026, 3, 1), name="Aleksandra Zielinska", low=16, high=16, gender="woman")
    man = PersonDetails(date(2026, 3, 1), name="Gheorghe Rusu", birth_year=1990, gender="man")
    hengelo = said(municipality="GM0164", category="care")
    return (
        person(girl, by=sanne, content=hengelo, outcome=Outcome.NEW_CASE, coordinator=tarik),
        person(man, by=sanne, outcome=Outcome.NEW_CASE, coordinator=petra),
    )


def test_counts_the_year_and_links_every_number_that_has_somebody_behind_it(
    two: tuple[Person, Person], bram: User, desk: Desk
) -> None:
    response = desk(bram).get(f"/cijfers/{YEAR}/")
    page = response.content.decode()
    counted = response.context["counted"]
    assert (counted.persons, counted.minors, counted.reports) == (2, 1, 2)
    for path in (
        "persons/alle",
        "meldingen",
        "average_age/known",
        "minor/minors",
        "gender/woman",
        "reporters/care",
        "municipalities/GM0164",
    ):
        assert f'href="/cijfers/{YEAR}/{path}/"' in page
    assert f"/cijfers/{YEAR}/gender/other/" not in page
    assert "Niet voor publicatie." in page


def test_every_link_of_the_year_page_opens_a_list_of_as_many(
    two: tuple[Person, Person], bram: User, desk: Desk
) -> None:
    browser = desk(bram)
    tables = browser.get(f"/cijfers/{YEAR}/").context["tables"]
    opened = 0
    for table in tables:
        for cell in table.cells:
            response = browser.get(f"/cijfers/{YEAR}/{table.variable}/{cell.value}/")
            assert response.context["total"] == cell.count
            opened += 1
    assert opened > 20


def test_the_list_holds_only_whom_the_viewer_may_see_and_says_how_many_there_are(
    two: tuple[Person, Person], tarik: User, desk: Desk
) -> None:
    page = desk(tarik).get(f"/cijfers/{YEAR}/persons/alle/").content.decode()
    assert "U ziet er 1 van 2." in page
    assert "Aleksandra Zielinska" in page
    assert "Gheorghe Rusu" not in page
    (event,) = recorded("figures:list_read")
    assert event.detail["persons"] == [str(two[0].identity)]


def test_policy_staff_read_numbers_and_no_names(two: tuple[Person, Person], bram: User, desk: Desk) -> None:
    page = desk(bram).get(f"/cijfers/{YEAR}/persons/alle/").content.decode()
    assert "U ziet er 0 van 2." in page
    assert "Zielinska" not in page


def test_a_report_that_waits_for_judgement_is_said_to_count_for_nothing_yet(bram: User, desk: Desk) -> None:
    hand_in()
    assert "1 melding wacht" in desk(bram).get(f"/cijfers/{YEAR}/").content.decode()


@pytest.mark.parametrize("path", ["1999/", "2026/gender/nobody/", "2026/shoes/alle/", "2026/persons/woman/"])
def test_a_number_that_is_not_there_is_not_found(path: str, bram: User, desk: Desk) -> None:
    assert desk(bram).get(f"/cijfers/{path}").status_code == 404


@pytest.mark.parametrize("key", ["sanne", "otto"])
def test_other_roles_read_no_figures(key: str, desk: Desk, request: pytest.FixtureRequest) -> None:
    browser = desk(request.getfixturevalue(key))
    for path in ("", "2026/", "2026/persons/alle/"):
        assert browser.get(f"/cijfers/{path}").status_code == 403


def test_the_address_without_a_year_leads_to_this_year(bram: User, desk: Desk) -> None:
    assert desk(bram).get("/cijfers/")["Location"] == "/cijfers/2026/"


def test_the_reports_behind_the_year_are_those_the_viewer_may_see(
    two: tuple[Person, Person], tarik: User, bram: User, sanne: User, desk: Desk
) -> None:
    girl, _man = two
    response = desk(tarik).get(f"/cijfers/{YEAR}/meldingen/")
    assert [report.id for report in response.context["reports"]] == [girl.report_id]
    assert "U ziet er 1 van 2." in response.content.decode()
    assert desk(bram).get(f"/cijfers/{YEAR}/meldingen/").context["reports"] == []
    assert desk(sanne).get(f"/cijfers/{YEAR}/meldingen/").status_code == 403
    assert recorded("figures:list_read")
