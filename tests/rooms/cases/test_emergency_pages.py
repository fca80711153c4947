"""Breaking the glass at the desk: where one meets it, what it warns of, and that a refusal tells nothing."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.test import Client

from schakel.access import actions as access
from schakel.access.models import Exclusion, Grant, User
from schakel.cases.models import Case
from schakel.cases.states import Outcome
from schakel.core import time
from schakel.intake import actions as intake
from schakel.intake.content import PersonDescription
from schakel.people.details import PersonDetails
from schakel.people.models import Person
from schakel.vault import tokens
from tests.personas import recorded
from tests.rooms.chain import hand_in, person, said

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
REASON = "Zij belde vanuit Hengelo en Tarik neemt niet op."
GLASS, FIND = "/casussen/noodinzage/", "/casussen/zoeken/"


@pytest.fixture
def marek(sanne: User, tarik: User) -> Person:
    """Somebody in a case of Tarik's."""
    details = PersonDetails(date(2026, 3, 1), name="Marek Nowak", birth_year=1999)
    return person(details, by=sanne, outcome=Outcome.NEW_CASE, coordinator=tarik)


@pytest.fixture
def case(marek: Person) -> Case:
    return Case.objects.get()


def asked(number: str, **changed: str) -> dict[str, str]:
    return {"number": number, "reason": REASON, "hours": "4"} | changed


def without_tokens(text: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)


def test_straight_to_the_case_with_a_bar_on_every_page_of_it(
    case: Case, marek: Person, petra: User, desk: Desk
) -> None:
    browser = desk(petra)
    page = browser.get(f"{GLASS}?casus={case.number}").content.decode()
    assert case.number in page
    assert "De privacyfunctionaris krijgt dit te zien" in page
    response = browser.post(GLASS, asked(f" {case.number.lower()} "), follow=True)
    assert response.redirect_chain == [(f"/casussen/{case.id}/", 303)]
    pages = [
        f"/casussen/{case.id}/",
        f"/personen/{marek.id}/",
        f"/personen/{marek.id}/wijzigen/",
        f"/meldingen/{marek.report_id}/",
    ]
    for address in pages:
        text = browser.get(address).content.decode()
        assert "U kijkt met noodinzage" in text, address
        assert "Nog 4 uur" in text, address
    assert "U kijkt met noodinzage in" in browser.get("/").content.decode()
    assert "U kijkt met noodinzage" not in browser.get("/casussen/").content.decode()
    grant = Grant.objects.get(user=petra)
    with patch.object(time, "real_now", lambda: grant.starts_at + timedelta(hours=1, minutes=30)):
        assert "Nog 2 uur en 30 minuten" in desk(petra).get(pages[0]).content.decode()
    with patch.object(time, "real_now", lambda: grant.starts_at + timedelta(hours=4)):
        later = desk(petra)
        assert [later.get(address).status_code for address in pages] == [404] * 4


def test_the_log_tells_on_which_ground_somebody_looked(
    case: Case, marek: Person, petra: User, tarik: User, desk: Desk
) -> None:
    desk(petra).post(GLASS, asked(case.number))
    for user in (petra, tarik):
        for address in (f"/casussen/{case.id}/", f"/personen/{marek.id}/", f"/meldingen/{marek.report_id}/"):
            desk(user).get(address)
    for tag in ("case:read", "person:read", "report:read"):
        told = [event.authorisation for event in recorded(tag) if event.object_type in tag]
        assert told == ["break_glass", "coordinator"], tag


def test_the_bar_is_not_for_who_sees_the_case_anyway(case: Case, tarik: User, sanne: User, desk: Desk) -> None:
    for user in (tarik, sanne):
        assert "noodinzage" not in desk(user).get(f"/casussen/{case.id}/").content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"number": ""}, "Vul een casusnummer in."),
        ({"reason": " "}, "Schrijf waarom u deze casus nu moet openen."),
        ({"hours": ""}, "Kies hoe lang."),
        ({"hours": "48"}, "Kies hoe lang."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    changed: dict[str, str], sentence: str, case: Case, petra: User, desk: Desk
) -> None:
    response = desk(petra).post(GLASS, asked(case.number) | changed)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    if "reason" not in changed:
        assert REASON in response.content.decode()
    assert not Grant.objects.filter(user=petra).exists()


def test_a_number_that_is_not_there_and_one_that_stays_shut_get_the_same_page(
    case: Case, petra: User, desk: Desk
) -> None:
    Exclusion.objects.create(compartment=case.compartment, user=petra)
    browser, missing = desk(petra), "K-2026-9999"
    for address in (GLASS, FIND):
        shut, none = (
            browser.post(address, asked(number)).content.decode().replace(number, "NUMBER")
            for number in (case.number, missing)
        )
        assert without_tokens(shut) == without_tokens(none)
        assert "uitgesloten" not in shut
    assert not Grant.objects.filter(user=petra).exists()
    # The log tells them apart; the officer reads there that somebody tried what stays shut.
    refused = recorded("access:glass_refused")
    assert [event.object_id for event in refused] == [str(case.compartment_id), ""]
    assert all(case.number not in event.detail_text for event in refused)
    assert refused[0].detail["query"] == tokens.token("search", case.number).hex()


def test_a_search_for_a_number_leads_to_the_case_or_tells_nothing(
    case: Case, tarik: User, petra: User, femke: User, desk: Desk
) -> None:
    assert desk(tarik).post(FIND, {"number": case.number.lower()})["Location"] == f"/casussen/{case.id}/"
    shown = desk(petra).post(FIND, {"number": case.number}).content.decode()
    assert "bestaat niet, of is niet voor u zichtbaar" in shown
    assert f"{GLASS}?casus={case.number}" in shown
    assert str(case.id) not in shown
    # The officer oversees access, and comes no further.
    assert desk(femke).post(FIND, {"number": case.number})["Location"] == f"/casussen/{case.id}/toegang/"
    assert [event.detail["cases"] for event in recorded("case:searched")] == [[str(case.id)], [], [str(case.id)]]
    assert all(case.number not in event.detail_text for event in recorded("case:searched"))


def test_a_case_one_sees_needs_no_emergency(case: Case, tarik: User, desk: Desk) -> None:
    page = desk(tarik).post(GLASS, asked(case.number), follow=True).content.decode()
    assert "Noodinzage is niet nodig." in page
    assert not Grant.objects.filter(ground=Grant.Ground.BREAK_GLASS).exists()


def test_the_reason_stands_in_no_row_as_it_was_typed(case: Case, petra: User, desk: Desk) -> None:
    desk(petra).post(GLASS, asked(case.number))
    assert b"Hengelo" not in bytes(Grant.objects.get(user=petra).reason)
    (event,) = recorded("access:glass_broken")
    assert "Hengelo" not in event.detail_text


@pytest.mark.parametrize("key", ["bram", "femke", "hanna", "gijs", "otto"])
def test_other_roles_do_not_break_the_glass(key: str, case: Case, desk: Desk, request: pytest.FixtureRequest) -> None:
    browser = desk(request.getfixturevalue(key))
    assert browser.get(GLASS).status_code == 403
    assert browser.post(GLASS, asked(case.number)).status_code == 403


def test_a_match_card_offers_it_and_never_to_whom_is_excluded(
    case: Case, marek: Person, sanne: User, petra: User, desk: Desk
) -> None:
    namesake = person(PersonDetails(date(2026, 4, 1), name="Marek Nowak"), by=sanne)
    report, _ = hand_in(said(PersonDescription(name="Marek Nowak")))
    intake.open_report(report=report, by=sanne)
    browser, link = desk(petra), f"{GLASS}?casus={case.number}"
    for address in (f"/personen/{namesake.id}/", f"/meldingen/{report.id}/"):
        assert link in browser.get(address).content.decode(), address
    assert str(marek.id) in recorded("person:match_cards")[-1].detail["persons"]
    Exclusion.objects.create(compartment=case.compartment, user=petra)
    for address in (f"/personen/{namesake.id}/", f"/meldingen/{report.id}/"):
        text = browser.get(address).content.decode()
        assert case.number not in text, address
        assert str(marek.id) not in text, address
        assert "bel Tarik" not in text, address


def test_a_match_card_of_a_case_one_sees_offers_none(case: Case, sanne: User, tarik: User, desk: Desk) -> None:
    namesake = person(PersonDetails(date(2026, 4, 1), name="Marek Nowak"), by=sanne)
    page = desk(tarik).get(f"/personen/{namesake.id}/").content.decode()
    assert case.number in page
    assert GLASS not in page


def test_a_report_that_went_to_a_case_one_does_not_see_names_whom_to_call(
    case: Case, sanne: User, petra: User, desk: Desk
) -> None:
    """Such a report stays readable where its own compartment is open to the viewer and the case's is not."""
    report = case.triages.get().report
    report.compartment = access.open_compartment(by=sanne)
    report.save()
    access.grant(compartment=report.compartment, user=petra, ground=Grant.Ground.TRIAGE, by=sanne)
    browser = desk(petra)
    # The list names the report, and not the number of a case that is not for this reader.
    listed = browser.get("/meldingen/?lijst=beoordeeld").content.decode()
    assert str(report.id) in listed
    assert case.number not in listed
    page = browser.get(f"/meldingen/{report.id}/").content.decode()
    assert "Bel Tarik Karakter." in page
    assert f"{GLASS}?casus={case.number}" in page
    Exclusion.objects.create(compartment=case.compartment, user=petra)
    page = browser.get(f"/meldingen/{report.id}/").content.decode()
    assert "in een casus die u niet ziet" in page
    assert case.number not in page
