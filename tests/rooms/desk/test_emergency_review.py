"""The privacy officer's review of emergencies: what waits, what was read, the verdict, and who reads that."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from schakel.access import actions as access
from schakel.access.models import BreakGlassReview, Exclusion, Grant, User
from schakel.cases.models import Case
from schakel.cases.states import Outcome
from schakel.core import time
from schakel.people.details import PersonDetails
from schakel.people.models import Person
from tests.personas import recorded
from tests.rooms.chain import person

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
REASON = "Zij belde vanuit Hengelo en niemand neemt op."
WORDS = "Er was tijd om Tarik te bellen."


@pytest.fixture
def marek(sanne: User, tarik: User) -> Person:
    details = PersonDetails(date(2026, 3, 1), name="Marek Nowak", birth_year=1999)
    return person(details, by=sanne, outcome=Outcome.NEW_CASE, coordinator=tarik)


@pytest.fixture
def case(marek: Person) -> Case:
    return Case.objects.get()


@pytest.fixture
def grant(case: Case, petra: User) -> Grant:
    """Petra broke the glass for four hours."""
    return access.break_glass(compartment=case.compartment, reason=REASON, duration=timedelta(hours=4), by=petra)


def judge(browser: Client, grant: Grant, verdict: str = "not_justified", words: str = WORDS) -> str:
    response = browser.post(f"/noodinzage/{grant.id}/", {"verdict": verdict, "words": words}, follow=True)
    return response.content.decode()


def badge(browser: Client) -> int:
    items = [item for group in browser.get("/").context["navigation"] for item in group.items]
    return next(item.badge for item in items if item.label == "Noodinzage")


def test_what_waits_stands_in_the_menu_on_the_first_page_and_in_the_list(
    case: Case, grant: Grant, femke: User, desk: Desk
) -> None:
    browser = desk(femke)
    assert badge(browser) == 1
    assert "1 noodinzage wacht" in browser.get("/").content.decode()
    page = browser.get("/noodinzage/").content.decode()
    for words in ("Petra Persona", case.number, REASON, "nog niet getoetst"):
        assert words in page
    assert recorded("access:break_glass_listed")[-1].detail["grants"] == [str(grant.id)]


def test_what_was_read_is_counted_without_its_content(
    case: Case, marek: Person, grant: Grant, femke: User, desk: Desk
) -> None:
    browser = desk(grant.user)
    assert "niets van de casus geopend" in desk(femke).get(f"/noodinzage/{grant.id}/").content.decode()
    for address in (
        f"/casussen/{case.id}/",
        f"/casussen/{case.id}/",
        f"/personen/{marek.id}/",
        f"/meldingen/{marek.report_id}/",
        "/casussen/",
    ):
        browser.get(address)
    browser.post(f"/casussen/{case.id}/notitie/", {"text": "Zij slaapt vannacht in Almelo."})
    desk(case.coordinator).get(f"/casussen/{case.id}/")  # somebody else's reading is none of this
    response = desk(femke).get(f"/noodinzage/{grant.id}/")
    looked = response.context["emergency"].looked
    assert (looked.times, len(looked.persons), len(looked.reports), looked.changes) == (2, 1, 1, 1)
    page = response.content.decode()
    assert REASON in page
    assert "Marek" not in page
    assert "Almelo" not in page
    assert desk(femke).get(f"/casussen/{case.id}/").status_code == 404


def test_what_was_read_before_or_after_is_not_part_of_it(
    case: Case, grant: Grant, petra: User, femke: User, desk: Desk
) -> None:
    grant.starts_at -= timedelta(hours=5)
    grant.ends_at = grant.starts_at + timedelta(hours=4)
    grant.save()
    until = time.real_now() + timedelta(days=3)
    access.let_participate(
        compartment=case.compartment, user=petra, need="Helpt mee.", until=until, by=case.coordinator
    )
    assert desk(petra).get(f"/casussen/{case.id}/").status_code == 200
    assert "niets van de casus geopend" in desk(femke).get(f"/noodinzage/{grant.id}/").content.decode()


def test_not_justified_closes_at_once_and_who_did_it_reads_why(
    case: Case, grant: Grant, petra: User, femke: User, desk: Desk
) -> None:
    browser, officer = desk(petra), desk(femke)
    assert browser.get(f"/casussen/{case.id}/").status_code == 200
    assert "Uw oordeel is vastgelegd." in judge(officer, grant)
    assert browser.get(f"/casussen/{case.id}/").status_code == 404
    assert "is getoetst" in browser.get("/").content.decode()
    page = browser.get(f"/noodinzage/{grant.id}/").content.decode()
    assert WORDS in page
    assert "Niet terecht" in page
    assert "Leg het oordeel vast" not in page
    assert badge(officer) == 0
    assert "Niets te toetsen" in officer.get("/noodinzage/").content.decode()
    assert "Petra Persona" in officer.get("/noodinzage/?lijst=getoetst").content.decode()
    assert "al getoetst" in judge(officer, grant)
    assert BreakGlassReview.objects.count() == 1


def test_justified_leaves_it_open(case: Case, grant: Grant, petra: User, femke: User, desk: Desk) -> None:
    judge(desk(femke), grant, "justified", "Terecht: zij was in gevaar.")
    assert desk(petra).get(f"/casussen/{case.id}/").status_code == 200
    assert recorded("access:break_glass_reviewed")[0].detail["verdict"] == "justified"


@pytest.mark.parametrize(("verdict", "words"), [("", WORDS), ("justified", " "), ("misschien", WORDS)])
def test_a_verdict_without_a_choice_or_a_reason_is_refused_and_stays(
    verdict: str, words: str, grant: Grant, femke: User, desk: Desk
) -> None:
    response = desk(femke).post(f"/noodinzage/{grant.id}/", {"verdict": verdict, "words": words})
    assert response.status_code == 422
    assert words.strip() in response.content.decode()
    assert not BreakGlassReview.objects.exists()


def test_nobody_judges_their_own(case: Case, grant: Grant, petra: User, desk: Desk) -> None:
    browser = desk(petra)
    assert browser.post(f"/noodinzage/{grant.id}/", {"verdict": "justified", "words": "Mocht."}).status_code == 403
    petra.role = "privacy_officer"
    petra.save()
    assert "U kunt uw eigen noodinzage niet toetsen" in browser.get(f"/noodinzage/{grant.id}/").content.decode()
    assert "Niets te toetsen" in browser.get("/noodinzage/").content.decode()
    assert browser.post(f"/noodinzage/{grant.id}/", {"verdict": "justified", "words": "Mocht."}).status_code == 403


def test_an_excluded_officer_meets_no_trace_of_it(case: Case, grant: Grant, femke: User, desk: Desk) -> None:
    Exclusion.objects.create(compartment=case.compartment, user=femke)
    browser = desk(femke)
    assert badge(browser) == 0
    for address in ("/", "/noodinzage/", "/noodinzage/?lijst=getoetst"):
        assert case.number not in browser.get(address).content.decode()
    assert browser.get(f"/noodinzage/{grant.id}/").status_code == 404
    assert browser.post(f"/noodinzage/{grant.id}/", {"verdict": "justified", "words": "x"}).status_code == 404


def test_others_see_their_own_emergencies_or_none(grant: Grant, petra: User, sanne: User, desk: Desk) -> None:
    assert REASON in desk(petra).get("/noodinzage/").content.decode()
    browser = desk(sanne)
    assert "U keek nooit met noodinzage" in browser.get("/noodinzage/").content.decode()
    assert browser.get(f"/noodinzage/{grant.id}/").status_code == 404


@pytest.mark.parametrize("key", ["bram", "otto", "hanna", "gijs"])
def test_it_is_nothing_for_other_roles(key: str, grant: Grant, desk: Desk, request: pytest.FixtureRequest) -> None:
    browser = desk(request.getfixturevalue(key))
    assert browser.get("/noodinzage/").status_code == 403
    assert browser.get(f"/noodinzage/{grant.id}/").status_code == 404
