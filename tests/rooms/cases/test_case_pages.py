"""Cases at the desk: who sees them, reading is recorded, notes, closing."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.cases.models import Case, Note
from schakel.cases.states import Outcome
from schakel.people.details import PersonDetails
from tests.personas import recorded
from tests.rooms.chain import person

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def case(sanne: User, tarik: User) -> Case:
    """A case of Tarik's about Marek Nowak."""
    details = PersonDetails(date(2026, 3, 1), name="Marek Nowak", birth_year=1999)
    person(details, by=sanne, outcome=Outcome.NEW_CASE, coordinator=tarik)
    return Case.objects.get()


def test_the_coordinator_reads_it_and_that_is_recorded(case: Case, tarik: User, desk: Desk) -> None:
    page = desk(tarik).get(f"/casussen/{case.id}/").content.decode()
    assert "Marek Nowak" in page
    assert "procesregisseur van deze casus" in page
    (event,) = recorded("case:read")
    assert (event.actor_id, event.object_id) == (tarik.actor_id, str(case.id))


def test_for_another_coordinator_it_does_not_exist(case: Case, petra: User, desk: Desk) -> None:
    browser = desk(petra)
    assert browser.get(f"/casussen/{case.id}/").status_code == 404
    assert case.number not in browser.get("/casussen/?lijst=alle").content.decode()
    for name in ("notitie", "stap/redirect", "stap/take_back", "gegevens", "risico", "personen", "splitsen"):
        assert browser.post(f"/casussen/{case.id}/{name}/", {"text": "x"}).status_code == 404
    assert not Note.objects.exists()


def test_the_list_shows_open_cases_and_others_on_request(case: Case, tarik: User, desk: Desk) -> None:
    browser = desk(tarik)
    assert case.number in browser.get("/casussen/").content.decode()
    browser.post(f"/casussen/{case.id}/stap/redirect/", {"words": "Naar het wijkteam."})
    assert case.number not in browser.get("/casussen/").content.decode()
    assert case.number in browser.get("/casussen/?lijst=closed").content.decode()


def test_a_note_joins_the_course_of_the_case(case: Case, tarik: User, desk: Desk) -> None:
    response = desk(tarik).post(f"/casussen/{case.id}/notitie/", {"text": "Opvang <b>geregeld</b>."}, follow=True)
    page = response.content.decode()
    assert "Notitie</" in page
    assert "Tarik Karakter" in page
    assert "Opvang &lt;b&gt;geregeld&lt;/b&gt;." in page


@pytest.mark.parametrize("text", ["", "a" * 10_001])
def test_a_wrong_note_is_refused_and_stays(text: str, case: Case, tarik: User, desk: Desk) -> None:
    response = desk(tarik).post(f"/casussen/{case.id}/notitie/", {"text": text})
    assert "Er klopt nog één ding niet" in response.content.decode()
    assert response.status_code == 422
    assert text in response.content.decode()
    assert not Note.objects.exists()


def test_ending_and_taking_back(case: Case, tarik: User, desk: Desk) -> None:
    browser, words = desk(tarik), {"words": "Naar het wijkteam."}
    page = browser.post(f"/casussen/{case.id}/stap/redirect/", words, follow=True).content.decode()
    assert "Doorverwezen." in page
    again = browser.post(f"/casussen/{case.id}/stap/redirect/", words)
    assert (again.status_code, "Deze stap kan nu niet" in again.content.decode()) == (409, True)
    page = browser.post(f"/casussen/{case.id}/stap/take_back/", {"words": "Toch bij ons."}, follow=True)
    assert "Teruggenomen na doorverwijzing" in page.content.decode()


def test_whoever_judged_the_report_may_read_but_not_close(case: Case, sanne: User, desk: Desk) -> None:
    browser = desk(sanne)
    page = browser.get(f"/casussen/{case.id}/").content.decode()
    assert "Alleen wie deze casus leidt of waarneemt, zet deze stap." in page
    assert "/stap/redirect/" not in page
    assert browser.post(f"/casussen/{case.id}/stap/redirect/", {"words": "x"}).status_code == 403
