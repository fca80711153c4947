"""What a guest sees: their cases, until when, and of a case what was shared with them and no more."""

from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client

from schakel.access import actions as access
from schakel.access.models import Grant, User
from schakel.access.roles import Role
from schakel.cases import actions as cases
from schakel.cases.models import Case
from schakel.core import time
from schakel.partners import actions as partners
from schakel.partners.kinds import Standing
from schakel.partners.models import Professional
from schakel.sharing.actions import giving
from schakel.sharing.models import Taking
from tests.personas import recorded
from tests.rooms import chain
from tests.rooms.cases import conferring
from tests.rooms.partners import known as partners_known
from tests.rooms.portal import sharing_with
from tests.rooms.portal.sharing_with import NEED, room
from tests.rooms.sharing import telling

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def text(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


def test_the_first_page_says_why_until_when_and_what_waits(
    case: Case, guest: User, known: Professional, sanne: User, desk: Desk
) -> None:
    browser = desk(guest)
    assert "Er wacht nu niets op u." in text(browser, "/")
    sharing_with.step_for(case, known)
    sharing_with.minuted(case, known, sanne)
    page = text(browser, "/")
    for words in (case.number, NEED, "1 actie voor u", "1 verslag om te tekenen"):
        assert words in page
    assert recorded("case:listed")[-1].detail["cases"] == [str(case.id)]


def test_a_case_that_is_over_or_from_which_they_are_shut_out_is_simply_not_there(
    case: Case, guest: User, known: Professional, tarik: User, sanne: User, *, desk: Desk
) -> None:
    browser, conference = desk(guest), sharing_with.minuted(case, known, sanne)[0]
    step, given = sharing_with.step_for(case, known), sharing_with.given_to(case, known)
    added = sharing_with.added(case, guest)
    addresses = [
        room(case), room(case, f"acties/{step.id}/"), room(case, f"verstrekkingen/{given.id}/"),
        room(case, "aanvullingen/"), room(case, f"aanvullingen/{added.id}/"),
        room(case, f"verslagen/{conference.id}/"), room(case, f"verslagen/{conference.id}/verslag.pdf"),
    ]  # fmt: skip
    assert {browser.get(address).status_code for address in addresses} == {200}

    def nothing_is_there() -> None:
        assert {browser.get(address).status_code for address in addresses} == {404}
        page = text(browser, "/")
        assert case.number not in page
        assert "Er is nu geen casus" in page

    later = time.real_now() + timedelta(minutes=10)
    Grant.objects.filter(user=guest).update(ends_at=later)
    with patch.object(time, "real_now", lambda: later):
        nothing_is_there()
    shut = access.exclude(compartment=case.compartment, user=guest, by=tarik)
    nothing_is_there()
    access.end_exclusion(exclusion=shut, by=chain.account(Role.PRIVACY_OFFICER))
    assert browser.get(room(case)).status_code == 200
    chain.end_case(case, by=tarik)
    nothing_is_there()


def test_nothing_but_the_shared_part_is_there_for_them(
    case: Case, guest: User, known: Professional, tarik: User, desk: Desk
) -> None:
    cases.add_note(case=case, text="Hij wil niet naar huis.", by=tarik)
    browser, person = desk(guest), telling.victim(case).person
    assert person is not None
    assert browser.get(f"/casussen/{case.id}/").headers["Location"] == room(case)
    assert browser.get("/casussen/").headers["Location"] == "/"
    for address in (f"/casussen/{case.id}/verloop/", f"/casussen/{case.id}/risico/", f"/personen/{person.id}/"):
        assert browser.get(address).status_code == 404
    assert browser.post("/zoeken/", {"words": "Marek"}).status_code == 403
    for address in ("/", room(case)):
        page = text(browser, address)
        for words in ("Marek", "Hij wil niet naar huis.", "/personen/", "/verloop/", "Zoeken"):
            assert words not in page, (address, words)


def test_what_was_given_is_read_with_its_conditions_and_that_they_read_it_is_kept(
    case: Case, guest: User, known: Professional, tarik: User, desk: Desk
) -> None:
    given, browser = sharing_with.given_to(case, known), desk(guest)
    assert given.number in text(browser, room(case))
    page = text(browser, room(case, f"verstrekkingen/{given.id}/"))
    for words in ("Marek Nowak", telling.PHONE, "Bel na zes uur.", "Geef het niet door"):
        assert words in page
    assert [(one.taken_by, one.is_look) for one in Taking.objects.all()] == [(guest, True)]
    assert recorded("disclosure:seen")[0].object_id == str(case.id)
    giving.recall(disclosure=given, because="Het nummer klopt niet.", by=tarik)
    assert "gelezen in het partnerportaal" in text(desk(tarik), f"/casussen/{case.id}/verstrekkingen/{given.id}/")
    assert browser.get(room(case, f"verstrekkingen/{given.id}/")).status_code == 404
    page = text(browser, room(case))
    assert "Ingetrokken: gebruik dit niet meer" in page
    assert "Het nummer klopt niet." not in page


def test_what_was_given_to_others_or_may_not_be_used_any_more_is_not_theirs(
    case: Case, guest: User, known: Professional, tarik: User, desk: Desk
) -> None:
    browser = desk(guest)
    given = sharing_with.given_to(case, known)
    colleague = partners_known.professional(known.organisation, by=tarik)
    elsewhere = telling.given(case, telling.shelter(tarik), telling.whole(telling.victim(case)), by=tarik)
    draft = telling.drafted(case, known.organisation, telling.whole(telling.victim(case)), by=tarik)
    for row in (elsewhere, draft):
        assert browser.get(room(case, f"verstrekkingen/{row.id}/")).status_code == 404
    type(given).objects.filter(pk=given.pk).update(professional=colleague)
    assert browser.get(room(case, f"verstrekkingen/{given.id}/")).status_code == 404
    type(given).objects.filter(pk=given.pk).update(professional=known, expires_on=time.today() - timedelta(days=1))
    assert browser.get(room(case, f"verstrekkingen/{given.id}/")).status_code == 404
    assert not Taking.objects.exists()


def test_without_the_link_with_the_address_book_nothing_is_theirs_and_the_page_says_so(
    case: Case, guest: User, known: Professional, tarik: User, desk: Desk
) -> None:
    step, given = sharing_with.step_for(case, known), sharing_with.given_to(case, known)
    browser = desk(guest)
    assert "Houd een kamer vrij" in text(browser, room(case))
    # The administrator gave the account to another organisation: the link holds no more.
    User.objects.filter(pk=guest.pk).update(organisation="Politie Verzonnen")
    page = text(browser, room(case))
    assert "Nog niet gekoppeld" in page
    assert given.number not in page
    assert browser.get(room(case, f"acties/{step.id}/")).status_code == 404
    User.objects.filter(pk=guest.pk).update(organisation=sharing_with.HAVEN)
    partners.end_professional(professional=known, by=tarik)
    assert browser.get(room(case, f"verstrekkingen/{given.id}/")).status_code == 404


def test_a_third_party_reads_initials_in_what_they_are_asked(case: Case, guest: User, tarik: User, desk: Desk) -> None:
    third = sharing_with.in_the_book(guest, tarik, standing=Standing.THIRD)
    sharing_with.step_for(case, third, "Regel een kamer voor Marek Nowak")
    page = text(desk(guest), room(case))
    assert "Regel een kamer voor M.N." in page
    assert "Marek" not in page


def test_a_conference_to_come_is_there_and_one_called_off_is_not(
    case: Case, guest: User, known: Professional, desk: Desk
) -> None:
    conference = conferring.planned(case)
    attendee = conferring.invited(conference, known, "Of er plek is.")
    page = text(desk(guest), room(case))
    assert "Of er plek is." in page
    assert "Kamer 2" in page
    assert conferring.PURPOSE not in page
    type(attendee).objects.filter(pk=attendee.pk).update(ended_at=time.now())
    assert "Of er plek is." not in text(desk(guest), room(case))


def test_own_staff_have_no_portal(case: Case, guest: User, tarik: User, desk: Desk) -> None:
    assert desk(tarik).get(room(case)).status_code == 404
