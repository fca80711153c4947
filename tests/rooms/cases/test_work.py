"""Sharing the work on reports: taking, giving, letting go, setting aside one or many, and what closes a term."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from schakel.access.actions.accounts import deactivate
from schakel.access.models import User
from schakel.cases import aside, assigning
from schakel.cases.actions import Recognised
from schakel.cases.policies import NotPossible
from schakel.cases.states import Outcome
from schakel.core import time
from schakel.duty import actions as duty
from schakel.figures.queries import waiting_for_triage
from schakel.intake import actions as intake
from schakel.intake import queries
from schakel.intake.content import Urgency
from schakel.intake.models import Answered, Aside, Channel, Report, ReportState
from schakel.people.details import PersonDetails
from tests.personas import recorded
from tests.rooms.chain import STORY, hand_in, judge, said

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
NOTE = "De melder belt morgen terug."


def at(day: int, hour: int = 10) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=time.REGION_ZONE)


def page_of(browser: Client, report: Report) -> str:
    return browser.get(f"/meldingen/{report.id}/").content.decode()


def test_taking_a_report_shows_colleagues_who_is_busy_with_it(sanne: User, tarik: User, desk: Desk) -> None:
    report, _ = hand_in()
    desk(sanne).post(f"/meldingen/{report.id}/nemen/")
    browser = desk(tarik)
    assert "Sanne Voorbeeld is ermee bezig" in browser.get("/meldingen/").content.decode()
    assert "Neem over" in page_of(browser, report)
    assert list(queries.mine(sanne)) == [report]
    assert [event.actor_id for event in recorded("report:taken")] == [sanne.actor_id]


def test_two_who_open_the_same_report_see_each_other(sanne: User, tarik: User, desk: Desk) -> None:
    report, _ = hand_in()
    intake.open_report(report=report, by=tarik)
    page = page_of(desk(sanne), report)
    assert "kijkt mee" in page
    assert "Tarik Karakter las dit om" in page
    assert "Sanne Voorbeeld las dit om" not in page


def test_a_colleague_finds_a_given_report_on_their_first_page_with_the_words(
    sanne: User, tarik: User, desk: Desk
) -> None:
    report, _ = hand_in()  # still sealed: giving opens nothing
    desk(sanne).post(f"/meldingen/{report.id}/geven/", {"to": str(tarik.pk), "note": NOTE})
    browser = desk(tarik)
    first = browser.get("/").content.decode()
    assert "1 nieuw van een collega" in first
    assert NOTE not in first
    assert "aan u gegeven" in browser.get("/meldingen/?lijst=mijn").content.decode()
    page = page_of(browser, report)
    assert NOTE in page
    assert STORY not in page
    assert "nieuw van een collega" not in browser.get("/").content.decode()
    report.refresh_from_db()
    assert (report.holder, report.state) == (tarik, ReportState.SEALED)
    assert [event.detail["receiver"] for event in recorded("report:handed_over")] == [str(tarik.id)]
    assert len(recorded("report:handover_read")) == 1


def test_giving_without_words_keeps_the_choice_and_says_what_lacks(sanne: User, tarik: User, desk: Desk) -> None:
    report, _ = hand_in()
    response = desk(sanne).post(f"/meldingen/{report.id}/geven/", {"to": str(tarik.pk), "note": " "})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Schrijf waarom u de melding geeft." in page
    assert f'value="{tarik.pk}" selected' in page


def test_a_report_is_given_only_to_who_may_see_it(sanne: User, tarik: User, petra: User, bram: User) -> None:
    report, _ = hand_in()
    with pytest.raises(NotPossible, match="kan deze melding niet zien"):
        assigning.hand_over(report=report, to=bram, note=NOTE, by=sanne)
    judge(report, Recognised(PersonDetails(date(2026, 11, 1))), by=tarik, outcome=Outcome.NEW_CASE, coordinator=tarik)
    report.refresh_from_db()
    assert petra not in assigning.who_can_receive(report, tarik)
    with pytest.raises(NotPossible):
        assigning.hand_over(report=report, to=petra, note=NOTE, by=tarik)


def test_a_leavers_reports_go_to_the_successor_or_are_free_again(sanne: User, tarik: User, otto: User) -> None:
    one, _ = hand_in()
    assigning.take(report=one, by=sanne)
    assert assigning.held_by(sanne) == 1
    deactivate(user=sanne, successor=tarik, by=otto)
    one.refresh_from_db()
    assert one.holder == tarik


def test_a_first_answer_ends_the_term_and_judging_alone_does_not(sanne: User, desk: Desk) -> None:
    report, _ = hand_in()
    judge(report, by=sanne)
    assert list(queries.unanswered(sanne)) == [report]
    assert "antwoorden:" in page_of(desk(sanne), report)
    intake.answer(report=report, text="Wij zoeken het uit.", by=sanne)
    report.refresh_from_db()
    assert report.answered_how == Answered.MESSAGE
    first = report.answered_at
    intake.answer(report=report, text="En nog iets.", by=sanne)
    report.refresh_from_db()
    assert report.answered_at == first
    assert not queries.unanswered(sanne).exists()


def test_where_no_answer_can_go_the_desk_says_why(sanne: User, desk: Desk) -> None:
    report, _ = hand_in()
    judge(report, by=sanne)
    browser = desk(sanne)
    assert browser.post(f"/meldingen/{report.id}/geen-bericht/", {}).status_code == 422
    browser.post(f"/meldingen/{report.id}/geen-bericht/", {"how": "not_possible"})
    report.refresh_from_db()
    assert report.answered_how == Answered.NOT_POSSIBLE
    assert [event.detail["how"] for event in recorded("report:answer_closed")] == ["not_possible"]
    browser.post(f"/meldingen/{report.id}/geen-bericht/", {"how": "contact"})
    report.refresh_from_db()
    assert report.answered_how == Answered.NOT_POSSIBLE


@pytest.mark.parametrize("is_opened", [True, False])
def test_what_is_set_aside_counts_nowhere_and_comes_back_as_it_was(
    is_opened: bool,  # noqa: FBT001
    sanne: User,
    desk: Desk,
) -> None:
    report, _ = hand_in()
    if is_opened:
        intake.open_report(report=report, by=sanne)
    browser = desk(sanne)
    browser.post(f"/meldingen/{report.id}/apart/", {"why": "spam"})
    assert not queries.inbox(sanne).exists()
    assert waiting_for_triage(2026) == 0
    assert str(report.id) in browser.get("/meldingen/?lijst=apart").content.decode()
    page = page_of(browser, report)
    assert "apart gelegd" in page
    assert "Beoordeel de melding" not in page
    report.refresh_from_db()
    with pytest.raises(NotPossible, match="apart gelegd"):
        judge(report, by=sanne)
    browser.post(f"/meldingen/{report.id}/terug/")
    assert list(queries.inbox(sanne)) == [report]
    assert waiting_for_triage(2026) == 1
    if is_opened:
        assert STORY in page_of(browser, report)
    assert [len(recorded(tag)) for tag in ("report:set_aside", "report:brought_back")] == [1, 1]


def test_a_double_names_the_report_it_doubles(sanne: User, desk: Desk) -> None:
    one, _ = hand_in()
    other, _ = hand_in()
    browser = desk(sanne)
    response = browser.post(f"/meldingen/{other.id}/apart/", {"why": "double", "double_of": ""})
    assert response.status_code == 409
    assert "Kies van welke melding deze een dubbele is." in response.content.decode()
    browser.post(f"/meldingen/{other.id}/apart/", {"why": "double", "double_of": str(one.id)})
    assert f"/meldingen/{one.id}/" in page_of(browser, other)


def test_of_two_reports_not_each_is_the_double_of_the_other(sanne: User, tarik: User) -> None:
    one, other = hand_in()[0], hand_in()[0]
    aside.set_aside(report=other, why=Aside.DOUBLE, double_of=one, by=sanne)
    with pytest.raises(NotPossible, match="zelf apart gelegd"):
        aside.set_aside(report=one, why=Aside.DOUBLE, double_of=other, by=tarik)
    assert list(queries.set_aside(sanne)) == [other]
    # Any other reason has nothing to do with that one.
    aside.set_aside(report=one, why=Aside.SPAM, double_of=other, by=tarik)
    one.refresh_from_db()
    assert one.double_of is None


def test_a_judged_report_is_not_set_aside(sanne: User) -> None:
    report, _ = hand_in()
    judge(report, by=sanne)
    with pytest.raises(NotPossible, match="Herzie dan de beoordeling"):
        aside.set_aside(report=report, why=Aside.SPAM, by=sanne)


def test_a_flood_is_set_aside_unopened_with_an_event_for_each(sanne: User, desk: Desk) -> None:
    reports = [hand_in()[0] for _ in range(5)]
    kept, _ = hand_in()
    ticked = [str(report.id) for report in reports]
    there = "/meldingen/?lijst=nieuw&hoe=web"
    response = desk(sanne).post("/meldingen/apart/", {"melding": ticked, "why": "spam", "terug": there})
    assert (response.status_code, response["Location"]) == (303, there)
    assert list(queries.inbox(sanne)) == [kept]
    assert {event.object_id for event in recorded("report:set_aside")} == set(ticked)
    assert set(queries.set_aside(sanne)) == set(reports)
    assert not Report.objects.exclude(state=ReportState.SEALED).exists()
    assert recorded("report:opened") == []


def test_a_flood_takes_no_cry_for_help_with_it_unseen(sanne: User, desk: Desk) -> None:
    danger, _ = hand_in(said(danger_today=True))
    spam, _ = hand_in()
    browser, posted = desk(sanne), {"melding": [str(danger.id), str(spam.id), "x"], "why": "test"}
    browser.post("/meldingen/apart/", posted)
    assert queries.set_aside(sanne).count() == 0
    browser.post("/meldingen/apart/", {**posted, "looked": "on"})
    assert queries.set_aside(sanne).count() == 2


def test_danger_that_was_told_after_the_list_was_read_is_seen(sanne: User) -> None:
    listed = Report.objects.get(pk=hand_in()[0].pk)
    now = Report.objects.get(pk=listed.pk)
    intake.add_from_reporter(report=now, text="Hij staat voor de deur.", urgency=Urgency.DANGER_TODAY)
    with pytest.raises(NotPossible, match="gevaar vandaag"):
        aside.set_aside_many(reports=[listed], why=Aside.SPAM, by=sanne, danger_was_looked_at=False)
    assert not queries.set_aside(sanne).exists()


def test_going_back_to_the_list_never_leaves_the_desk(sanne: User, desk: Desk) -> None:
    for to in ("https://elders.example/", "//elders.example/meldingen/?x", "/weg/"):
        response = desk(sanne).post("/meldingen/apart/", {"terug": to})
        assert response["Location"] == "/meldingen/"


def test_whoever_floods_never_hides_an_older_danger(sanne: User, desk: Desk) -> None:
    danger, _ = hand_in(said(danger_today=True), at=at(18))
    for _ in range(60):
        hand_in(at=at(19))
    assert desk(sanne).get("/meldingen/").context["rows"][0].report == danger


def test_words_for_a_sealed_or_set_aside_report_are_seen_in_the_list(sanne: User, desk: Desk) -> None:
    report, _ = hand_in()
    intake.add_from_reporter(report=report, text="Er is nog iets.")
    browser = desk(sanne)
    assert "1 nieuw bericht" in browser.get("/meldingen/").content.decode()
    intake.add_from_reporter(report=report, text="En nog iets.")
    aside.set_aside(report=report, why=Aside.TEST, by=sanne)
    page = browser.get("/meldingen/?lijst=berichten").content.decode()
    assert "2 nieuwe berichten" in page
    assert "apart gelegd" in page


def test_saturdays_report_says_who_reads_it_and_when(sanne: User, tarik: User, desk: Desk) -> None:
    duty.give(day=date(2026, 11, 23), person=tarik, by=sanne)
    with time.travel(at(21, 20)):
        report, _ = hand_in()
        browser = desk(sanne)
        assert "wordt ma 23 nov gelezen door Tarik Karakter" in browser.get("/meldingen/").content.decode()
        assert "wordt ma 23 nov gelezen door Tarik Karakter" in page_of(browser, report)


def test_the_list_is_filtered_by_term_person_and_way(sanne: User, tarik: User, desk: Desk) -> None:
    late, _ = hand_in(at=at(10))
    today, _ = hand_in(said(danger_today=True), at=at(19, 8))
    new, _ = hand_in(at=at(19, 9))
    called, _ = intake.enter(said=said(), channel=Channel.PHONE, by=sanne)
    assigning.take(report=new, by=tarik)
    browser = desk(tarik)

    def shown(query: str) -> set[Report]:
        return {row.report for row in browser.get(f"/meldingen/?{query}").context["rows"]}

    assert shown("termijn=over") == {late}
    assert shown("termijn=vandaag") == {late, today}
    assert shown("wie=mij") == {new}
    assert shown("wie=niemand&hoe=phone") == {called}
    assert shown("hoe=web") == {late, today, new}
    assert shown("termijn=x&wie=y&hoe=z") == {late, today, new, called}


def test_the_first_page_tells_per_person_what_is_due(sanne: User, tarik: User, desk: Desk) -> None:
    late, _ = hand_in(at=at(10))
    hand_in(said(danger_today=True), at=at(19, 8))
    assigning.take(report=late, by=tarik)
    rows = desk(sanne).get("/").context["due_by"]
    assert [(row["holder__name"], row["due_today"], row["overdue"]) for row in rows] == [
        (None, 1, 0),
        ("Tarik Karakter", 0, 1),
    ]
