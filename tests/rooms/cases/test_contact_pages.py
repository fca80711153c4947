"""Safe contact at the desk: the rules above every action, changed with a reason, and kept to."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.core import time
from schakel.intake.models import Report
from schakel.outbox import actions
from schakel.outbox.contact import Contact
from schakel.outbox.models import ContactAttempt, Outgoing, State
from schakel.outbox.queries import contact_of
from schakel.vault.actions import shred
from tests.personas import recorded
from tests.rooms.chain import hand_in
from tests.rooms.outbox.reached import NUMBER, THURSDAY_NIGHT, THURSDAY_NOON, by_mail, by_phone, opened

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db

RULES = {"channel": "phone", "address": "06 98 76 54 32", "days": ["fri"], "parts": ["evening"], "why": "Zij belde."}


@pytest.fixture(autouse=True)
def _mails(settings: Any) -> None:
    settings.SCHAKEL_SENDS_MAIL, settings.SCHAKEL_NEWS_FROM = True, "post@bericht.example"


def page_of(report: Report, browser: Client, path: str = "") -> str:
    return browser.get(f"/meldingen/{report.id}/{path}").content.decode()


def test_the_number_stands_there_only_when_it_may_be_used(sanne: User, desk: Desk) -> None:
    report, browser = opened(by_phone(code_word="ik bel over de fiets", voicemail=False), sanne), desk(sanne)
    with time.travel(THURSDAY_NOON):
        page = page_of(report, browser)
    assert "Nu bellen mag" in page
    assert NUMBER in page
    assert "ik bel over de fiets" in page
    with time.travel(THURSDAY_NIGHT):
        page = page_of(report, browser)
    assert "Nu niet: het is alleen veilig op elke dag" in page
    assert "Vanaf" in page
    assert NUMBER not in page


def test_the_rules_stand_above_the_conversation(sanne: User, desk: Desk) -> None:
    page = page_of(opened(by_phone(), sanne), desk(sanne))
    assert 0 < page.index('id="contact"') < page.index('id="gesprek"')


def test_changing_the_rules_needs_a_reason_and_keeps_what_was_typed(sanne: User, desk: Desk) -> None:
    report, browser = opened(Contact(), sanne), desk(sanne)
    answer = browser.post(f"/meldingen/{report.id}/contact/regels/", {**RULES, "why": ""})
    assert answer.status_code == 422
    assert "Schrijf op waarom u dit wijzigt." in answer.content.decode()
    assert "06 98 76 54 32" in answer.content.decode()
    assert contact_of(report) == Contact()
    assert browser.post(f"/meldingen/{report.id}/contact/regels/", RULES).status_code == 303
    changed = contact_of(report)
    assert (changed.address, changed.rules.days, changed.rules.voicemail) == ("06 98 76 54 32", ("fri",), False)
    page = page_of(report, browser, "contact/")
    assert "Zij belde." in page
    assert "Zoals gemeld" in page
    assert [event.object_id for event in recorded("contact:changed")] == [str(report.id)]


@pytest.mark.parametrize("address", ["", "bel mij", "fleur@mail.example"])
def test_a_number_that_is_no_number_is_refused(address: str, sanne: User, desk: Desk) -> None:
    report = opened(Contact(), sanne)
    answer = desk(sanne).post(f"/meldingen/{report.id}/contact/regels/", {**RULES, "address": address})
    assert answer.status_code == 422
    assert "Vul een telefoonnummer in" in answer.content.decode()


def test_what_the_rules_forbid_is_not_offered_and_refused_when_posted(sanne: User, desk: Desk) -> None:
    report, browser = opened(by_phone(voicemail=False), sanne), desk(sanne)
    page = page_of(report, browser, "contact/")
    assert "Niemand nam op" in page
    assert "Ik sprak iets in" not in page
    answer = browser.post(f"/meldingen/{report.id}/contact/poging/", {"outcome": "voicemail", "note": "Toch gedaan."})
    assert answer.status_code == 422
    assert "Toch gedaan." in answer.content.decode()
    assert not ContactAttempt.objects.exists()


def test_an_attempt_is_kept_with_who_and_what(sanne: User, tarik: User, desk: Desk) -> None:
    report = opened(by_phone(), sanne)
    posted = {"outcome": "no_answer", "note": "Acht keer laten overgaan."}
    assert desk(sanne).post(f"/meldingen/{report.id}/contact/poging/", posted).status_code == 303
    page = page_of(report, desk(tarik), "contact/")
    assert "Acht keer laten overgaan." in page
    assert "Sanne Voorbeeld" in page
    assert recorded("contact:read")


def test_news_waits_for_the_worker_and_is_seen_in_the_list(sanne: User, desk: Desk) -> None:
    report, browser = opened(by_mail(), sanne), desk(sanne)
    with time.travel(THURSDAY_NOON):
        assert "Laat weten dat er nieuws is" in page_of(report, browser)
        assert browser.post(f"/meldingen/{report.id}/contact/nieuws/").status_code == 303
        page = page_of(report, browser)
        assert "Bericht dat er nieuws is: wacht" in page
        assert ">Laat weten dat er nieuws is<" not in page
        listed = browser.get("/uitgaand/").content.decode()
    assert "Er is nieuws, aan de melder" in listed
    assert "fleur" not in listed
    assert [event.detail["messages"] for event in recorded("outgoing:listed")]


@pytest.mark.parametrize("contact", [Contact(), by_mail(news=False), by_phone()])
def test_news_is_not_offered_where_it_can_not_go(contact: Contact, sanne: User, desk: Desk) -> None:
    report, browser = opened(contact, sanne), desk(sanne)
    assert "Laat weten dat er nieuws is" not in page_of(report, browser)
    answer = browser.post(f"/meldingen/{report.id}/contact/nieuws/", follow=True)
    assert "Het bericht staat klaar" not in answer.content.decode()
    assert not Outgoing.objects.exists()


def test_what_is_stuck_is_said_on_the_first_page_and_can_be_sent_again(sanne: User, otto: User, desk: Desk) -> None:
    with time.travel(THURSDAY_NOON):
        message = actions.tell_reporter(report=opened(by_mail(), sanne), by=sanne)
    Outgoing.objects.update(state=State.FAILED, error="rcpt 550", tries=1)
    with time.travel(THURSDAY_NOON + timedelta(hours=1)):
        browser = desk(sanne)
        assert "1 uitgaande bericht komt niet weg" in browser.get("/").content.decode()
        page = browser.get("/uitgaand/").content.decode()
        assert "De mailserver weigert de ontvanger (550)" in page
        # Whoever looks after the server sees that it fails, and not of which report.
        theirs = desk(otto).get("/uitgaand/").content.decode()
        assert "De mailserver weigert de ontvanger (550)" in theirs
        assert str(message.report_id) not in theirs
        assert browser.post(f"/uitgaand/{message.id}/opnieuw/").status_code == 303
        assert "komt niet weg" not in browser.get("/").content.decode()
        assert browser.post(f"/uitgaand/{message.id}/intrekken/").status_code == 303
    message.refresh_from_db()
    assert message.state == State.WITHDRAWN


def test_a_sealed_report_is_opened_first(sanne: User, desk: Desk) -> None:
    report, _ = hand_in()
    browser = desk(sanne)
    for path in ("contact/", "contact/regels/", "contact/poging/"):
        address = f"/meldingen/{report.id}/{path}"
        answer = browser.get(address) if path == "contact/" else browser.post(address, RULES)
        assert (answer.status_code, answer["Location"]) == (303, f"/meldingen/{report.id}/")


def test_of_a_destroyed_report_only_that_is_left(
    sanne: User, desk: Desk, django_capture_on_commit_callbacks: Any
) -> None:
    report, browser = opened(by_phone(), sanne), desk(sanne)
    with django_capture_on_commit_callbacks(execute=True):
        shred(key_ids=[report.data_key], by=sanne)
    assert "Niet bellen, niet mailen." in page_of(report, browser)
    for answer in (
        browser.get(f"/meldingen/{report.id}/contact/"),
        browser.post(f"/meldingen/{report.id}/contact/regels/", RULES),
        browser.post(f"/meldingen/{report.id}/contact/poging/", {"outcome": "reporter_came"}),
    ):
        assert answer.status_code == 303
