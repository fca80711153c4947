"""The conversation at the desk: marks, standard texts, languages, a colleague who reads along."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from schakel.access.models import User
from schakel.cases.actions import Recognised
from schakel.cases.states import Outcome
from schakel.core import region, time
from schakel.duty import words as duty
from schakel.intake import actions, answer_templates, answers, returns
from schakel.intake.models import AnswerTemplate, Report
from schakel.intake.queries import turns_for_code
from schakel.people.details import PersonDetails
from tests.personas import recorded
from tests.rooms.chain import hand_in, judge

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(sanne: User) -> tuple[Report, str]:
    report, code = hand_in()
    actions.open_report(report=report, by=sanne)
    report.refresh_from_db()
    return report, code


def page(browser: Client, report: Report) -> str:
    return words(browser.get(f"/meldingen/{report.id}/"))


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", unescape(response.content.decode()))


def sent(report: Report, code: str) -> list[str]:
    return [turn.text for turn in turns_for_code(report, code) if turn.from_desk]


def test_a_new_message_is_marked_until_somebody_read_it(sanne: User, desk: Desk, opened: tuple[Report, str]) -> None:
    report, _ = opened
    actions.add_from_reporter(report=report, text="Hij is er weer.")
    browser = desk(sanne)
    first, second = page(browser, report), page(browser, report)
    assert "1 nieuw bericht" in first
    assert "nieuw bericht" not in second
    assert "Gelezen" in second


def test_the_desk_sees_on_which_day_the_reporter_returned_and_what_they_saw(
    sanne: User, desk: Desk, opened: tuple[Report, str]
) -> None:
    report, _ = opened
    browser = desk(sanne)
    actions.answer(report=report, text="Eerste antwoord.", by=sanne)
    told = page(browser, report)
    assert "De melder is nog niet teruggekomen met de code." in told
    assert "De melder heeft dit nog niet gezien" in told
    with time.travel(datetime(2026, 11, 12, 9, 0, tzinfo=time.REGION_ZONE)):
        returns.note(report)
        actions.mark_read_by_reporter(report=report, messages=[message.pk for message in report.messages.all()])
    actions.answer(report=report, text="Tweede antwoord.", by=sanne)
    told = page(browser, report)
    assert "voor het eerst do 12 nov" in told
    assert told.index("De melder heeft dit gezien") < told.index("De melder heeft dit nog niet gezien")


def test_a_standard_text_comes_behind_what_was_typed_and_nothing_is_sent(
    sanne: User, desk: Desk, opened: tuple[Report, str]
) -> None:
    report, code = opened
    thanks = AnswerTemplate.objects.create(
        title="Dank", language="en", body="Thank you. Call {telefoon}. {leestijden} {onbekend}"
    )
    posted = {"text": "Hallo.", "template": thanks.id, "second_reader": "on", "use": "ja"}
    shown = words(desk(sanne).post(f"/meldingen/{report.id}/antwoord/", posted))
    telephone = region.current().telephone
    with translation.override("en"):
        assert f"Hallo. Thank you. Call {telephone}. {duty.hours()} {{onbekend}}</textarea>" in shown
    assert '<option value="en" selected>' in shown
    assert re.search('name="second_reader"[^>]* checked', shown)
    assert sent(report, code) == []


def test_an_answer_in_another_language_is_sent_when_somebody_says_that_this_is_right(sanne: User, desk: Desk) -> None:
    report, code = hand_in()
    Report.objects.filter(pk=report.pk).update(language="pl")
    actions.open_report(report=report, by=sanne)
    browser = desk(sanne)
    address = f"/meldingen/{report.id}/antwoord/"
    assert "Taal van de melder: <strong>Pools</strong>" in page(browser, report)
    refused = browser.post(address, {"text": "Dag.", "language": "nl"})
    assert refused.status_code == 422
    assert "De melder koos Pools. Dit antwoord is in het Nederlands." in words(refused)
    assert "Dag.</textarea>" in words(refused)
    assert sent(report, code) == []
    assert browser.post(address, {"text": "Dag.", "language": "nl", "understands": "on"}).status_code == 303
    assert browser.post(address, {"text": "Cześć.", "language": "pl", "is_translated": "on"}).status_code == 303
    assert sent(report, code) == ["Dag.", "Cześć."]
    told = page(browser, report)
    assert "in het Nederlands" in told
    assert "vertaald of met een tolk" in told


def test_a_colleague_reads_along_sends_back_and_sends(
    sanne: User, petra: User, desk: Desk, opened: tuple[Report, str]
) -> None:
    report, code = opened
    author, reader = desk(sanne), desk(petra)
    address = f"/meldingen/{report.id}/antwoord/"
    author.post(address, {"text": "Wij bellen u thuis.", "second_reader": "on"})
    assert "wacht op een collega" in page(author, report)
    assert "Meelezen (1)" in words(reader.get("/meldingen/"))
    assert "Meelezen (" not in words(author.get("/meldingen/"))
    draft = report.drafts.get()
    review = f"{address}{draft.id}/"
    assert review in reader.get("/meldingen/meelezen/").content.decode()
    assert "Wij bellen u thuis." in words(reader.get(review))
    assert "U legde dit voorstel zelf voor" in words(author.get(review))

    unsaid = reader.post(review, {"decision": "back", "remark": ""})
    assert unsaid.status_code == 422
    assert "Schrijf waarom" in words(unsaid)
    assert reader.post(review, {"decision": "back", "remark": "Niet thuis bellen."}).status_code == 303
    back = page(author, report)
    assert "Petra" in back
    assert "Niet thuis bellen." in back
    assert "Wij bellen u thuis.</textarea>" in back

    author.post(address, {"text": "Lees hier ons antwoord.", "second_reader": "on"})
    review = f"{address}{report.drafts.get().id}/"
    digest = re.search('name="digest" value="([0-9a-f]{64})"', words(reader.get(review)))
    assert digest is not None
    assert reader.post(review, {"decision": "send", "digest": "0" * 64}).status_code == 422
    assert sent(report, code) == []
    assert reader.post(review, {"decision": "send", "digest": digest[1]}).status_code == 303
    assert sent(report, code) == ["Lees hier ons antwoord."]
    assert "meegelezen door Petra" in page(author, report)
    assert reader.get(review).status_code == 404


def test_the_author_takes_it_back_and_nobody_else_does(
    sanne: User, petra: User, desk: Desk, opened: tuple[Report, str]
) -> None:
    report, _ = opened
    author = desk(sanne)
    address = f"/meldingen/{report.id}/antwoord/"
    author.post(address, {"text": "Toch anders.", "second_reader": "on"})
    blocked = author.post(address, {"text": "Nog een."})
    assert blocked.status_code == 422
    taken = f"{address}{report.drafts.get().id}/terugnemen/"
    assert desk(petra).post(taken).status_code == 404
    assert author.post(taken).status_code == 303
    assert "Toch anders.</textarea>" in page(author, report)


def test_where_every_answer_is_read_first_the_button_says_so(
    sanne: User, desk: Desk, opened: tuple[Report, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    report, code = opened
    careful = replace(region.current(), answers_need_second_reader=True)
    monkeypatch.setattr(region, "current", lambda: careful)
    browser = desk(sanne)
    assert "Leg voor aan een collega" in page(browser, report)
    assert browser.post(f"/meldingen/{report.id}/antwoord/", {"text": "Dag."}).status_code == 303
    assert sent(report, code) == []
    assert len(answers.drafts_of(report, viewer=sanne)) == 1


def test_a_draft_in_a_case_is_not_there_for_a_colleague_outside_it(
    sanne: User, tarik: User, petra: User, desk: Desk
) -> None:
    report, _ = hand_in()
    judge(report, Recognised(PersonDetails(date(2026, 11, 1))), by=sanne, outcome=Outcome.NEW_CASE, coordinator=tarik)
    desk(tarik).post(f"/meldingen/{report.id}/antwoord/", {"text": "Dag.", "second_reader": "on"})
    draft = report.drafts.get()
    outsider = desk(petra)
    assert outsider.get(f"/meldingen/{report.id}/antwoord/{draft.id}/").status_code == 404
    assert str(draft.id) not in outsider.get("/meldingen/meelezen/").content.decode()
    assert desk(sanne).get(f"/meldingen/{report.id}/antwoord/{draft.id}/").status_code == 200


def test_a_coordinator_keeps_the_standard_texts_and_an_intake_worker_uses_them(
    sanne: User, tarik: User, desk: Desk
) -> None:
    keeper, user = desk(tarik), desk(sanne)
    wrong = keeper.post("/meldingen/standaardteksten/nieuw/", {"title": "Dank", "language": "nl", "body": "Bel {mij}."})
    assert wrong.status_code == 422
    assert "Dit kennen wij niet: {mij}." in words(wrong)
    assert "Bel {mij}.</textarea>" in words(wrong)
    said = {"title": "Dank", "language": "nl", "body": "Bel {telefoon}."}
    assert keeper.post("/meldingen/standaardteksten/nieuw/", said).status_code == 303
    template = AnswerTemplate.objects.get()
    changed = said | {"title": "Bedankt"}
    keeper.post(f"/meldingen/standaardteksten/{template.id}/", changed)
    assert "Bedankt" in words(user.get("/meldingen/standaardteksten/"))
    assert user.post("/meldingen/standaardteksten/nieuw/", said).status_code == 403
    assert "Nieuwe tekst" not in words(user.get("/meldingen/standaardteksten/"))
    for in_use in (False, True):
        keeper.post(f"/meldingen/standaardteksten/{template.id}/gebruik/")
        template.refresh_from_db()
        assert (template.retired_at is None) == in_use
    tags = ("template:written", "template:retired", "template:restored")
    assert [len(recorded(tag)) for tag in tags] == [2, 1, 1]


def test_other_words_for_a_text_that_was_retired_meanwhile_do_not_bring_it_back(tarik: User) -> None:
    seen = answer_templates.write(title="Dank", language="nl", body="Dank.", by=tarik)
    answer_templates.retire(template=AnswerTemplate.objects.get(), by=tarik)
    answer_templates.write(title="Dank", language="nl", body="Veel dank.", by=tarik, template=seen)
    now = AnswerTemplate.objects.get()
    assert (now.body, now.retired_at is None) == ("Veel dank.", False)
