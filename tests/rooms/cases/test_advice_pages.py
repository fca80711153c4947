"""Advice requests: one short page, no persons, nothing among the victims."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.cases import advice, queries
from schakel.cases.models import Advice
from schakel.cases.states import Outcome
from schakel.figures.factsheet import count_year
from schakel.intake import actions
from schakel.intake.content import Routing, Way
from schakel.intake.models import Report, ReportState
from schakel.people.models import Person
from schakel.vault.models import DataKey
from tests.rooms.chain import hand_in, judge, said

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
QUESTION = "Een leerling krijgt dure spullen. Hoe begin ik erover?"
POSTED = {"topic": "conversation", "advised": "Begin met wat u ziet.", "outcome": "advised", "minutes": "30"}


@pytest.fixture
def asked(sanne: User) -> Report:
    report, _ = hand_in(said(category="care", story=QUESTION))
    actions.open_report(report=report, by=sanne)
    return report


def words(response: Any) -> str:
    return unescape(response.content.decode())


def test_a_request_is_handled_on_one_page_and_judged_as_advice(sanne: User, desk: Desk, asked: Report) -> None:
    browser = desk(sanne)
    address = f"/meldingen/{asked.id}/advies/"
    assert address in words(browser.get(f"/meldingen/{asked.id}/"))
    assert QUESTION in words(browser.get(address))
    assert browser.post(address, POSTED).status_code == 303
    asked.refresh_from_db()
    assert asked.state == ReportState.TRIAGED
    judged = queries.current_triage(asked)
    assert judged is not None
    assert judged.outcome == Outcome.ADVICE
    assert not Person.objects.exists()
    assert count_year(asked.received_at.year).reports == 0
    shown = words(browser.get(f"/meldingen/{asked.id}/"))
    for part in ("Begin met wat u ziet.", "het gesprek aangaan", "ongeveer 30 minuten", "advies gegeven"):
        assert part in shown
    assert Outcome.ADVICE.label in words(browser.get("/meldingen/?lijst=beoordeeld"))


def test_whoever_refers_says_where_to(sanne: User, desk: Desk, asked: Report) -> None:
    browser = desk(sanne)
    address = f"/meldingen/{asked.id}/advies/"
    wrong = browser.post(address, POSTED | {"outcome": "referred"})
    assert wrong.status_code == 422
    assert "naar welke organisatie u doorverwees" in words(wrong)
    assert "Begin met wat u ziet.</textarea>" in words(wrong)
    browser.post(address, POSTED | {"outcome": "referred", "referred_to": "Veilig Thuis"})
    judged = queries.current_triage(asked)
    assert judged is not None
    assert judged.outcome == Outcome.REFER
    assert "Veilig Thuis" in words(browser.get(f"/meldingen/{asked.id}/"))


def test_a_request_that_became_a_report_is_judged_like_any_other(sanne: User, desk: Desk, asked: Report) -> None:
    browser = desk(sanne)
    address = f"/meldingen/{asked.id}/advies/"
    browser.post(address, POSTED | {"outcome": "became_report"})
    asked.refresh_from_db()
    assert asked.state == ReportState.OPENED
    assert "Beoordeel de melding" in words(browser.get(f"/meldingen/{asked.id}/"))
    assert browser.post(address, POSTED).status_code == 422
    assert Advice.objects.count() == 1
    assert not advice.is_advice(None, None, Advice.objects.get())


def test_a_judged_or_sealed_report_is_not_handled_so(sanne: User, desk: Desk) -> None:
    sealed, _ = hand_in()
    judged, _ = hand_in()
    judge(judged, by=sanne)
    for report in (sealed, judged):
        response = desk(sanne).post(f"/meldingen/{report.id}/advies/", POSTED)
        assert (response.status_code, response.headers["Location"]) == (303, f"/meldingen/{report.id}/")
    assert not Advice.objects.exists()


def test_what_says_something_about_who_asked_is_unreadable(sanne: User, desk: Desk, asked: Report) -> None:
    desk(sanne).post(f"/meldingen/{asked.id}/advies/", POSTED)
    stored = Advice.objects.values().get()
    plain = " ".join(str(value) for name, value in stored.items() if name != "content")
    assert not any(word in plain + str(bytes(stored["content"])) for word in ("care", "conversation", "wat u ziet"))
    asked.refresh_from_db()
    DataKey.objects.filter(pk=asked.data_key).delete()
    (read,) = advice.read_all(Advice.objects.select_related("report"))
    assert read.handled is None


def test_it_is_a_request_by_the_way_it_came_in_or_by_its_judgement(sanne: User) -> None:
    assert advice.is_advice(Routing("care", "GM0153", way=Way.ADVICE))
    assert not advice.is_advice(Routing("care", "GM0153"))
    report, _ = hand_in()
    assert advice.is_advice(None, judge(report, by=sanne, outcome=Outcome.ADVICE))
