"""One report at the desk: sealed, opened, answered."""

import uuid
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.cases.actions import Recognised
from schakel.cases.states import Outcome
from schakel.intake import actions
from schakel.intake.content import Body, Content, HearBack, Routing
from schakel.intake.models import ReportState
from schakel.intake.queries import turns_for_code
from schakel.people.details import PersonDetails
from tests.personas import recorded
from tests.rooms.chain import STORY, hand_in, judge, said

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def test_a_sealed_report_shows_no_word_of_its_body_and_asks_to_open_it(sanne: User, desk: Desk) -> None:
    report, _ = hand_in()
    page = desk(sanne).get(f"/meldingen/{report.id}/").content.decode()
    assert STORY not in page
    assert "Open de melding" in page
    assert "Beoordeel de melding" not in page
    report.refresh_from_db()
    assert report.state == ReportState.SEALED


def test_opening_breaks_the_seal_is_recorded_and_leads_to_the_report(sanne: User, desk: Desk) -> None:
    report, _ = hand_in()
    browser = desk(sanne)
    response = browser.post(f"/meldingen/{report.id}/openen/")
    assert (response.status_code, response["Location"]) == (303, f"/meldingen/{report.id}/")
    assert [event.object_id for event in recorded("report:opened")] == [str(report.id)]
    assert STORY in browser.get(response["Location"]).content.decode()


def test_every_later_reading_is_recorded_with_the_reader(sanne: User, tarik: User, desk: Desk) -> None:
    report, _ = hand_in()
    actions.open_report(report=report, by=sanne)
    page = desk(tarik).get(f"/meldingen/{report.id}/").content.decode()
    assert [event.actor_id for event in recorded("report:read")] == [tarik.actor_id]
    assert "Sanne Voorbeeld" in page  # who can see this


def test_opening_by_following_a_link_is_refused(sanne: User, desk: Desk) -> None:
    report, _ = hand_in()
    assert desk(sanne).get(f"/meldingen/{report.id}/openen/").status_code == 405


@pytest.mark.parametrize("key", ["bram", "femke", "otto"])
def test_for_other_roles_the_report_does_not_exist(key: str, desk: Desk, request: pytest.FixtureRequest) -> None:
    report, _ = hand_in()
    browser = desk(request.getfixturevalue(key))
    assert browser.get(f"/meldingen/{report.id}/").status_code == 404
    for name in ("openen", "antwoord", "beoordelen", "herzien"):
        assert browser.post(f"/meldingen/{report.id}/{name}/").status_code == 404


def test_an_unknown_report_is_not_found(sanne: User, desk: Desk) -> None:
    assert desk(sanne).get(f"/meldingen/{uuid.uuid4()}/").status_code == 404


def test_a_report_in_a_case_of_somebody_else_does_not_exist(sanne: User, tarik: User, petra: User, desk: Desk) -> None:
    report, _ = hand_in()
    somebody = Recognised(PersonDetails(date(2026, 11, 1)))
    judge(report, somebody, by=sanne, outcome=Outcome.NEW_CASE, coordinator=tarik)
    assert desk(petra).get(f"/meldingen/{report.id}/").status_code == 404
    assert desk(tarik).get(f"/meldingen/{report.id}/").status_code == 200


def test_safe_contact_is_the_code_unless_the_reporter_said_otherwise(sanne: User, desk: Desk) -> None:
    silent, _ = hand_in()
    body = Body(STORY, hear_back=HearBack.PHONE, hear_back_detail="06 00 00 00 00")
    speaking, _ = hand_in(Content(Routing("other", "GM0153"), body))
    browser = desk(sanne)
    for report in (silent, speaking):
        actions.open_report(report=report, by=sanne)
    assert "Niet bellen, niet mailen." in browser.get(f"/meldingen/{silent.id}/").content.decode()
    page = browser.get(f"/meldingen/{speaking.id}/").content.decode()
    # A number without a safe moment, as reports had it before moments were asked: nobody calls, so nobody needs it.
    assert "Er is geen veilig moment bekend" in page
    assert "06 00 00 00 00" not in page


def test_an_answer_reaches_the_holder_of_the_code(sanne: User, desk: Desk) -> None:
    report, code = hand_in()
    actions.open_report(report=report, by=sanne)
    response = desk(sanne).post(f"/meldingen/{report.id}/antwoord/", {"text": "Dank u. Wij kijken mee."})
    assert response.status_code == 303
    assert [turn.text for turn in turns_for_code(report, code)] == ["Dank u. Wij kijken mee."]


@pytest.mark.parametrize(("text", "sentence"), [("", "Schrijf eerst een antwoord."), ("a" * 10_001, "te lang")])
def test_a_wrong_answer_is_said_beside_the_field_and_stays(text: str, sentence: str, sanne: User, desk: Desk) -> None:
    report, _ = hand_in()
    actions.open_report(report=report, by=sanne)
    response = desk(sanne).post(f"/meldingen/{report.id}/antwoord/", {"text": text})
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert text in page
    assert not report.messages.exists()


def test_a_sealed_report_is_not_answered_unread(sanne: User, desk: Desk) -> None:
    report, _ = hand_in()
    browser = desk(sanne)
    page = browser.post(f"/meldingen/{report.id}/antwoord/", {"text": "Dag"}, follow=True).content.decode()
    assert "Open de melding eerst." in page
    assert not report.messages.exists()


def test_what_a_reporter_typed_is_shown_as_text_never_as_markup(sanne: User, desk: Desk) -> None:
    report, _ = hand_in(said(story="<script>alert(1)</script> & meer"))
    actions.open_report(report=report, by=sanne)
    page = desk(sanne).get(f"/meldingen/{report.id}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; meer" in page
