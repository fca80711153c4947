"""The worklist of reports: who may see it, what it shows of a sealed report, in which order and how fast."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from schakel.access.models import User
from schakel.cases import terms
from schakel.core import time
from schakel.intake import actions
from schakel.intake.models import Report
from tests.personas import recorded
from tests.rooms.chain import STORY, hand_in, judge, said

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
URL = "/meldingen/"


def moment(day: int, hour: int = 10) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=time.REGION_ZONE)


def test_shows_what_stands_outside_the_seal_and_the_routing_but_no_body(sanne: User, desk: Desk) -> None:
    hand_in(said(category="care", municipality="GM0164", danger_today=True, way="advice"))
    page = desk(sanne).get(URL).content.decode()
    for words in ("zorg of wijkteam", "Hengelo", "gevaar vandaag", "nog verzegeld", "formulier", "Ik wil sparren"):
        assert words in page
    assert STORY not in page


def test_reading_the_list_is_recorded_with_the_reports_that_were_shown(sanne: User, desk: Desk) -> None:
    report, _ = hand_in()
    desk(sanne).get(URL)
    (event,) = recorded("report:listed")
    assert event.actor_id == sanne.actor_id
    assert event.detail["reports"] == [str(report.id)]


@pytest.mark.parametrize("key", ["bram", "femke", "otto"])
def test_other_roles_are_told_which_work_it_is(key: str, desk: Desk, request: pytest.FixtureRequest) -> None:
    response = desk(request.getfixturevalue(key)).get(URL)
    assert response.status_code == 403
    assert "meldingen beoordelen" in response.content.decode()


def test_danger_comes_first_then_the_longest_waiting(sanne: User, desk: Desk) -> None:
    newer, _ = hand_in(at=moment(18))
    older, _ = hand_in(at=moment(16))
    danger, _ = hand_in(said(danger_today=True), at=moment(19))
    rows = [row.report.id for row in desk(sanne).get(URL).context["rows"]]
    assert rows == [danger.id, older.id, newer.id]


def test_a_report_past_its_term_says_by_how_much(sanne: User, desk: Desk) -> None:
    hand_in(at=moment(12))  # Thursday; three working days later is Tuesday the 17th, two days ago
    hand_in(at=moment(17))  # to be judged today, answered tomorrow
    page = desk(sanne).get(URL).content.decode()
    assert "2 dagen over" in page
    assert "1 over de termijn" in page
    assert "1 vandaag" in page


@pytest.mark.parametrize("answered", [True, False])
@pytest.mark.parametrize("marks", [{}, {"under_18": True}, {"danger_today": True}])
def test_the_overdue_count_agrees_with_every_single_term(
    marks: dict[str, bool],
    answered: bool,  # noqa: FBT001
    sanne: User,
) -> None:
    for day in range(5, 20):
        for hour in (0, 23):
            report, _ = hand_in(said(**marks), at=moment(day, hour))
            if answered:
                actions.open_report(report=report, by=sanne)
                actions.answer(report=report, text="Dank je wel.", by=sanne)
    for condition, wanted in ((terms.overdue(), {"danger"}), (terms.by_today(), {"danger", "warn"})):
        counted = set(Report.objects.filter(condition))
        for report in Report.objects.all():
            tones = {term.tone for _, term in terms.running(report)}
            assert (report in counted) == bool(tones & wanted), report.received_at


def test_judged_reports_move_to_their_own_list_with_the_decision(sanne: User, desk: Desk) -> None:
    report, _ = hand_in()
    judge(report, by=sanne)
    browser = desk(sanne)
    assert not browser.get(URL).context["rows"]
    page = browser.get(f"{URL}?lijst=beoordeeld").content.decode()
    assert str(report.id) in page
    assert "geen verdere actie" in page


def test_new_words_of_a_reporter_are_listed_until_somebody_reads_them(sanne: User, desk: Desk) -> None:
    report, _ = hand_in()
    actions.open_report(report=report, by=sanne)
    actions.add_from_reporter(report=report, text="Er is nog iets.")
    browser = desk(sanne)
    assert str(report.id) in browser.get(f"{URL}?lijst=berichten").content.decode()
    browser.get(f"/meldingen/{report.id}/")
    assert str(report.id) not in browser.get(f"{URL}?lijst=berichten").content.decode()


def test_a_damaged_report_does_not_take_the_list_away(sanne: User, desk: Desk) -> None:
    broken, _ = hand_in()
    hand_in(said(municipality="GM0164"))
    Report.objects.filter(pk=broken.pk).update(routing_sealed=b"broken")
    page = desk(sanne).get(URL).content.decode()
    assert "niet te lezen" in page
    assert "Hengelo" in page


def test_fifty_a_page_and_as_many_queries_for_one_report_as_for_sixty(sanne: User, desk: Desk) -> None:
    browser = desk(sanne)
    hand_in()
    with CaptureQueriesContext(connection) as for_one:
        browser.get(URL)
    for _ in range(59):
        hand_in()
    with CaptureQueriesContext(connection) as for_sixty:
        response = browser.get(URL)
    assert len(response.context["rows"]) == 50
    assert len(for_sixty) <= len(for_one)
    assert len(browser.get(f"{URL}?page=2").context["rows"]) == 10


@pytest.mark.parametrize("query", ["?lijst=anders", "?page=0", "?page=x", "?page=999"])
def test_a_strange_address_shows_a_list_all_the_same(query: str, sanne: User, desk: Desk) -> None:
    hand_in()
    assert desk(sanne).get(URL + query).status_code == 200
