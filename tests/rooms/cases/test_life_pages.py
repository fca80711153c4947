"""The pages on which a case is moved on, described and assessed: what they say, and what they keep when something is wrong."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from schakel.access import actions as access
from schakel.access.models import User
from schakel.cases.life.content import read_facts, read_risk
from schakel.cases.models import Case
from schakel.cases.states import CaseState, Outcome
from schakel.core import time
from schakel.people.details import PersonDetails
from tests.personas import signed_in
from tests.rooms import chain

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
ANA = PersonDetails(date(2026, 3, 1), name="Ana Bos", birth_year=2004)


@pytest.fixture
def case(sanne: User, tarik: User) -> Case:
    chain.person(ANA, by=sanne, outcome=Outcome.NEW_CASE, coordinator=tarik)
    return Case.objects.get()


def test_the_page_shows_where_it_stands_and_what_can_be_done(case: Case, tarik: User, desk: Desk) -> None:
    page = desk(tarik).get(f"/casussen/{case.id}/").content.decode()
    assert 'aria-current="step">aangemeld' in page
    assert f"/casussen/{case.id}/stap/check_purpose/" in page
    assert f"/casussen/{case.id}/stap/close/" not in page
    assert "Nog niet ingeschat." in page
    assert "Enschede" in page


def test_a_move_that_misses_something_says_what(case: Case, tarik: User, desk: Desk) -> None:
    browser = desk(tarik)
    browser.post(f"/casussen/{case.id}/stap/check_purpose/", {"words": "Past."})
    browser.post(f"/casussen/{case.id}/stap/gather/", {"words": "Bellen."})
    front = browser.get(f"/casussen/{case.id}/").content.decode()
    assert "Er is nog geen risico-inschatting." in front
    address = f"/casussen/{case.id}/stap/choose_participants/"
    page = browser.get(address).content.decode()
    assert "Dit ontbreekt nog" in page
    refused = browser.post(address, {"words": "Opvang en politie."})
    assert refused.status_code == 409
    assert "Opvang en politie." in refused.content.decode()
    case.refresh_from_db()
    assert case.state == CaseState.GATHERING


@pytest.mark.parametrize("key", ["check_purpose", "close", "shield", "unshield", "join", "onzin"])
def test_who_only_reads_a_case_moves_nothing(key: str, case: Case, sanne: User, desk: Desk) -> None:
    expected = 404 if key in ("join", "onzin") else 403
    assert desk(sanne).post(f"/casussen/{case.id}/stap/{key}/", {"words": "x"}).status_code == expected


def test_closing_asks_how_and_why_and_keeps_what_was_typed(case: Case, tarik: User, desk: Desk) -> None:
    browser, address = desk(tarik), f"/casussen/{case.id}/stap/stop/"
    browser.post(f"/casussen/{case.id}/stap/check_purpose/", {"words": "Past."})
    wrong = browser.post(address, {"words": "Zij wil nu niet."})
    page = wrong.content.decode()
    assert (wrong.status_code, "Kies hoe de casus eindigt." in page) == (422, True)
    assert "Zij wil nu niet." in page
    assert "samengevoegd" not in page
    said = {"words": "Zij wil nu niet.", "outcome": "unknown", "reason": "no_cooperation"}
    page = browser.post(address, said, follow=True).content.decode()
    assert "onbekend hoe het nu gaat" in page
    assert "betrokkene wil geen hulp (meer)" in page


def test_shielding_asks_anew_who_it_is(case: Case, tarik: User, desk: Desk) -> None:
    chain.end_case(case, by=tarik)
    address = f"/casussen/{case.id}/stap/shield/"
    late = signed_in(tarik, minutes_ago=10)
    assert "Na het afschermen" in late.get(address).content.decode()
    assert late.post(address, {"words": "Klaar."}).status_code == 303
    case.refresh_from_db()
    assert case.state == CaseState.REDIRECTED
    assert desk(tarik).post(address, {"words": "Klaar."})["Location"] == "/casussen/"
    case.refresh_from_db()
    assert case.state == CaseState.SHIELDED


def test_facts_and_urgency_are_two_forms_on_one_page(case: Case, sanne: User, desk: Desk) -> None:
    browser, address = desk(sanne), f"/casussen/{case.id}/gegevens/"
    browser.post(address, {"municipality": "GM0164", "forms_of": ["sexual", "labour"], "goal": "Zij woont veilig."})
    case.refresh_from_db()
    facts = read_facts(case)
    assert (facts.municipality, facts.forms, facts.goal) == ("GM0164", ("sexual", "labour"), "Zij woont veilig.")
    wrong = browser.post(address, {"urgency": "urgent", "because": ""})
    assert (wrong.status_code, "Schrijf waarom het zo dringend is." in wrong.content.decode()) == (422, True)
    browser.post(address, {"urgency": "urgent", "because": "Hij is vrij."})
    case.refresh_from_db()
    assert (case.urgency, read_facts(case).goal) == ("urgent", "Zij woont veilig.")
    assert browser.post(address, {"municipality": "GM9999", "goal": "x" * 301}).status_code == 422


def test_a_risk_is_assessed_on_a_day_that_was(case: Case, sanne: User, desk: Desk) -> None:
    browser, address = desk(sanne), f"/casussen/{case.id}/risico/"
    said = {"assessed_on": "2026-03-02", "level": "acute", "at_stake": "Hij staat voor de deur.", "agreements": "112."}
    tomorrow = (time.today() + timedelta(days=1)).isoformat()
    wrong = browser.post(address, said | {"assessed_on": tomorrow})
    assert (wrong.status_code, "Hij staat voor de deur." in wrong.content.decode()) == (422, True)
    assert browser.post(address, said).status_code == 303
    row = case.risks.get()
    assert (row.assessed_on, row.made_by, read_risk(row).level) == (date(2026, 3, 2), sanne, "acute")
    assert "acuut: er is nu gevaar" in browser.get(f"/casussen/{case.id}/").content.decode().lower()


def test_a_guest_reads_no_risk_and_changes_nothing(case: Case, tarik: User, hanna: User, desk: Desk) -> None:
    until = time.real_now() + timedelta(days=2)
    access.let_participate(compartment=case.compartment, user=hanna, need="Opvang.", until=until, by=tarik)
    browser = desk(hanna)
    assert browser.get(f"/casussen/{case.id}/risico/").status_code == 404
    for path in ("gegevens/", "personen/", "risico/", "stap/check_purpose/"):
        assert browser.post(f"/casussen/{case.id}/{path}", {}).status_code in (403, 404)
    page = browser.get(f"/casussen/{case.id}/", follow=True).content.decode()
    for words in ("/stap/", "/splitsen/", "/gegevens/", "/personen/"):
        assert f"{case.id}{words}" not in page


def test_the_list_says_where_each_case_stands(case: Case, tarik: User, femke: User, desk: Desk) -> None:
    page = desk(tarik).get("/casussen/").content.decode()
    assert "<td>aangemeld" in page
    assert "Afgeschermd" not in page
    assert "Afgeschermd" in desk(femke).get("/casussen/").content.decode()
