"""Finding, reading, correcting, linking and unlinking persons."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.cases.states import Outcome
from schakel.people import actions
from schakel.people.details import PersonDetails
from schakel.people.models import Link, Person
from schakel.people.queries import read
from tests.personas import recorded
from tests.rooms.chain import person

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def marek(sanne: User, tarik: User) -> Person:
    """Somebody in a case of Tarik's."""
    details = PersonDetails(date(2026, 3, 1), name="Marek Nowak", birth_year=1999, age_words="1999", gender="man")
    return person(details, by=sanne, outcome=Outcome.NEW_CASE, coordinator=tarik)


@pytest.fixture
def namesake(sanne: User) -> Person:
    """Somebody of the same name, whom every judge of reports may see."""
    return person(PersonDetails(date(2026, 4, 1), name="Nowak, Marek"), by=sanne)


def test_finds_by_name_in_another_order_and_spelling(marek: Person, tarik: User, desk: Desk) -> None:
    page = desk(tarik).post("/personen/", {"name": "NOWAK marek"}).content.decode()
    assert f"/personen/{marek.id}/" in page


def test_finds_nobody_whom_the_viewer_may_not_see(marek: Person, petra: User, desk: Desk) -> None:
    page = desk(petra).post("/personen/", {"name": "Marek Nowak"}).content.decode()
    assert "Niemand gevonden" in page
    assert str(marek.id) not in page


def test_a_search_is_recorded_without_its_words(marek: Person, tarik: User, desk: Desk) -> None:
    desk(tarik).post("/personen/", {"name": "Marek Nowak"})
    (event,) = recorded("person:searched")
    assert event.detail["persons"] == [str(marek.id)]
    assert "nowak" not in str(event.detail).lower()


def test_what_is_searched_never_stands_in_an_address(marek: Person, tarik: User, desk: Desk) -> None:
    page = desk(tarik).get("/personen/?name=Marek+Nowak").content.decode()
    assert str(marek.id) not in page
    assert not recorded("person:searched")


@pytest.mark.parametrize("name", ["", "  ", "123", "!?"])
def test_a_search_for_no_name_says_so(name: str, tarik: User, desk: Desk) -> None:
    response = desk(tarik).post("/personen/", {"name": name})
    assert response.status_code == 422
    assert "Vul een naam" in response.content.decode()


def test_policy_staff_search_nobody(bram: User, desk: Desk) -> None:
    assert desk(bram).post("/personen/", {"name": "Marek"}).status_code == 403


def test_reading_a_person_is_recorded(marek: Person, tarik: User, desk: Desk) -> None:
    assert "Marek Nowak" in desk(tarik).get(f"/personen/{marek.id}/").content.decode()
    (event,) = recorded("person:read")
    assert (event.actor_id, event.object_id) == (tarik.actor_id, str(marek.id))


def test_for_somebody_outside_the_case_the_person_does_not_exist(marek: Person, petra: User, desk: Desk) -> None:
    browser = desk(petra)
    for path in ("", "wijzigen/"):
        assert browser.get(f"/personen/{marek.id}/{path}").status_code == 404
    assert browser.post(f"/personen/{marek.id}/koppelen/", {"other": str(marek.id)}).status_code == 404


def test_links_with_a_proposal_and_shows_both_descriptions(
    marek: Person, namesake: Person, tarik: User, desk: Desk
) -> None:
    browser = desk(tarik)
    assert "Mogelijk dezelfde persoon" in browser.get(f"/personen/{marek.id}/").content.decode()
    page = browser.post(f"/personen/{marek.id}/koppelen/", {"other": str(namesake.id)}, follow=True).content.decode()
    assert "telt nu als één persoon" in page
    assert f"/personen/{namesake.id}/wijzigen/" in page
    assert "Mogelijk dezelfde persoon" not in page


def test_links_with_nobody_who_is_not_proposed(marek: Person, sanne: User, tarik: User, desk: Desk) -> None:
    other = person(PersonDetails(date(2026, 4, 1), name="Heel Anders"), by=sanne)
    for chosen in (str(other.id), "", "x"):
        assert desk(tarik).post(f"/personen/{marek.id}/koppelen/", {"other": chosen}).status_code == 404
    assert not Link.objects.exists()


def test_a_link_is_undone_only_after_asking(marek: Person, namesake: Person, tarik: User, desk: Desk) -> None:
    link = actions.link(one=marek, other=namesake, by=tarik)
    browser = desk(tarik)
    assert "ongedaan maken?" in browser.get(f"/personen/koppelingen/{link.id}/").content.decode()
    marek.refresh_from_db()
    namesake.refresh_from_db()
    assert marek.identity == namesake.identity
    page = browser.post(f"/personen/koppelingen/{link.id}/", follow=True).content.decode()
    assert "weer twee personen" in page
    namesake.refresh_from_db()
    assert marek.identity != namesake.identity
    again = browser.post(f"/personen/koppelingen/{link.id}/", follow=True)
    assert again.status_code == 200
    assert "al ongedaan gemaakt" in again.content.decode()
    assert "al ongedaan gemaakt" in browser.get(f"/personen/koppelingen/{link.id}/", follow=True).content.decode()


def test_linking_twice_says_so_and_makes_one_link(marek: Person, namesake: Person, tarik: User, desk: Desk) -> None:
    browser, posted = desk(tarik), {"other": str(namesake.id)}
    pages = [browser.post(f"/personen/{marek.id}/koppelen/", posted, follow=True) for _ in range(2)]
    assert [page.status_code for page in pages] == [200, 200]
    assert "Gekoppeld" in pages[0].content.decode()
    assert "al dezelfde persoon" in pages[1].content.decode()
    assert Link.objects.count() == 1


def test_a_link_of_which_one_side_is_hidden_can_not_be_undone(
    marek: Person, namesake: Person, tarik: User, petra: User, desk: Desk
) -> None:
    link = actions.link(one=marek, other=namesake, by=tarik)
    assert desk(petra).post(f"/personen/koppelingen/{link.id}/").status_code == 404
    link.refresh_from_db()
    assert link.undone_at is None


def test_a_correction_is_kept_and_found_by_the_new_name(marek: Person, tarik: User, desk: Desk) -> None:
    browser = desk(tarik)
    posted = {"name": "Marek Nowacki", "age": "1999", "gender": "man", "status": "confirmed"}
    browser.post(f"/personen/{marek.id}/wijzigen/", posted)
    marek.refresh_from_db()
    known = read(marek)
    assert (known.name, known.birth_year, known.status) == ("Marek Nowacki", 1999, "confirmed")
    assert known.stated_on == date(2026, 3, 1)  # the age was not said anew
    assert str(marek.id) in browser.post("/personen/", {"name": "Marek Nowacki"}).content.decode()
    assert str(marek.id) not in browser.post("/personen/", {"name": "Marek Nowak"}).content.decode()


def test_of_two_who_correct_a_person_the_second_sees_what_the_first_kept(
    marek: Person, tarik: User, sanne: User, desk: Desk
) -> None:
    browser, address = desk(tarik), f"/personen/{marek.id}/wijzigen/"
    seen = re.search(r'name="seen" value="(\w+)"', browser.get(address).content.decode())
    assert seen is not None
    actions.correct(person=marek, details=replace(read(marek), phone="0612345678", gender="man"), by=sanne)
    posted = {"name": "Marek Nowacki", "age": "1999", "gender": "woman", "status": "possible", "seen": seen[1]}
    refused = browser.post(address, posted)
    page = refused.content.decode()
    assert refused.status_code == 409
    cells = re.findall(r'<td dir="auto">(.*?)</td><td dir="auto">(.*?)</td>', page)
    assert cells == [("Marek Nowak", "Marek Nowacki"), ("man", "vrouw"), ("0612345678", "leeg")]
    assert 'value="Marek Nowacki"' in page
    marek.refresh_from_db()
    assert read(marek).phone == "0612345678"
    now = re.search(r'name="seen" value="(\w+)"', page)
    assert now is not None
    assert browser.post(address, posted | {"phone": "0612345678", "seen": now[1]}).status_code == 303
    marek.refresh_from_db()
    assert (read(marek).name, read(marek).phone) == ("Marek Nowacki", "0612345678")


def test_an_age_that_is_said_anew_counts_from_today(marek: Person, tarik: User, desk: Desk) -> None:
    posted = {"name": "Marek Nowak", "age": "17", "gender": "man", "status": "possible"}
    desk(tarik).post(f"/personen/{marek.id}/wijzigen/", posted)
    marek.refresh_from_db()
    known = read(marek)
    assert (known.low, known.high, known.birth_year, known.stated_on) == (17, 17, None, date(2026, 11, 19))


def test_a_wrong_correction_is_refused_and_stays(marek: Person, tarik: User, desk: Desk) -> None:
    posted = {"name": "N" * 121, "age": "200", "gender": "man", "status": "possible"}
    response = desk(tarik).post(f"/personen/{marek.id}/wijzigen/", posted)
    assert response.status_code == 422
    assert "N" * 121 in response.content.decode()
    marek.refresh_from_db()
    assert read(marek).name == "Marek Nowak"
