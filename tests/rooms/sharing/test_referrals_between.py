"""A referral between colleagues: what each may see of it and tell, and that nobody loses what they typed."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.access.policies import NotAllowed
from schakel.cases.models import Case
from schakel.core import time
from schakel.partners.models import Organisation
from schakel.sharing.referral import actions, paper, queries
from schakel.sharing.referral.models import Referral
from schakel.vault.actions import shred
from tests.rooms.partners import known as partners
from tests.rooms.sharing import referring, telling

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_tuesday() -> Iterator[None]:
    with time.travel(time.start_of(telling.TODAY) + timedelta(hours=10)):
        yield


@pytest.fixture
def haven(tarik: User) -> Organisation:
    return telling.shelter(tarik)


@pytest.fixture
def row(case: Case, haven: Organisation, tarik: User) -> Referral:
    return referring.proposed(case, haven, by=tarik)


def test_what_was_asked_when_it_was_for_somebody_unseen_stays_kept_from_the_viewer(
    case: Case, haven: Organisation, sanne: User, tarik: User, desk: Desk
) -> None:
    brother, victim = telling.of_elsewhere(case, sanne), telling.victim(case)
    row = referring.proposed(case, haven, whose=(str(brother.pk), str(victim.pk)), words="Piotr slaat.", by=tarik)
    actions.change(referral=row, asked=referring.asked(case, whose=(str(victim.pk),)), revision=1, by=tarik)
    colleague = telling.colleague_in(case)
    page = desk(colleague).get(referring.room(row)).content.decode()
    assert "Piotr" not in page
    assert "bed voor" not in page
    row.refresh_from_db()
    with pytest.raises(NotAllowed):
        actions.accept(referral=row, said=referring.said(), revision=row.revision, by=colleague)


def test_what_was_given_of_somebody_else_or_to_somebody_else_lets_nothing_be_told(
    case: Case, haven: Organisation, sanne: User, tarik: User, desk: Desk
) -> None:
    marek = telling.victim(case)
    lena = telling.second_victim(case, sanne)
    told = telling.given(case, haven, telling.whole(lena), by=tarik)
    row = referring.proposed(case, haven, whose=(str(marek.pk),), disclosure=told, by=tarik)
    assert "Vertel nog niets" in desk(tarik).get(referring.room(row)).content.decode()
    actions.change(
        referral=row, asked=referring.asked(case, whose=(str(lena.pk),), disclosure=told), revision=1, by=tarik
    )
    assert "Vertel nog niets" not in desk(tarik).get(referring.room(row)).content.decode()
    type(told).objects.filter(pk=told.pk).update(professional=partners.professional(haven, by=tarik))
    assert "Vertel nog niets" in desk(tarik).get(referring.room(row)).content.decode()


def test_whoever_comes_after_the_answer_gets_their_words_back(row: Referral, tarik: User, desk: Desk) -> None:
    browser = desk(tarik)
    typed = referring.posted(row, answer="refused", answer_words="Vol tot maart.")
    change = {
        "kind": "referral", "whose": [str(telling.victim(row.case).pk)], "asked": "Ook voor zijn zus?",
        "professional": "", "disclosure": "", "remind_on": "2026-12-01", "revision": "1",
    }  # fmt: skip
    actions.refuse(referral=row, said=referring.said("Geen plek."), revision=1, by=tarik)
    for end, said, words in (("antwoord/", typed, "Vol tot maart."), ("wijzigen/", change, "Ook voor zijn zus?")):
        answer = browser.post(referring.room(row, end), said)
        assert answer.status_code == 409
        assert words in answer.content.decode()
    assert browser.get(referring.room(row, "wijzigen/")).status_code == 303


def test_an_answer_of_long_ago_is_refused_and_the_words_stay(row: Referral, tarik: User, desk: Desk) -> None:
    typed = referring.posted(row, answered_on="2015-03-02", answer_words="Er was plek.")
    answer = desk(tarik).post(referring.room(row, "antwoord/"), typed)
    assert answer.status_code == 409
    assert "te lang geleden" in answer.content.decode()
    assert "Er was plek." in answer.content.decode()


def test_what_waits_in_a_destroyed_case_can_be_left(
    row: Referral, tarik: User, desk: Desk, django_capture_on_commit_callbacks: Any
) -> None:
    assert row.case.data_key is not None
    with django_capture_on_commit_callbacks(execute=True):
        shred(key_ids=[row.case.data_key], by=tarik)
    browser = desk(tarik)
    assert "Trek de vraag in" in browser.get(referring.room(row)).content.decode()
    left = browser.post(referring.room(row, "intrekken/"), {"because": "Vernietigd.", "revision": 1}, follow=True)
    assert "ingetrokken" in left.content.decode()
    row.refresh_from_db()
    assert (row.state, row.remind_on) == ("withdrawn", None)
    assert browser.get(f"/casussen/{row.case_id}/verloop/").status_code == 200


def test_the_receipt_has_the_day_of_here(case: Case, haven: Organisation, tarik: User, monkeypatch: Any) -> None:
    with time.travel(time.start_of(telling.TODAY) + timedelta(minutes=30)):
        row = referring.accepted(referring.proposed(case, haven, by=tarik), by=tarik)
        actions.receive(referral=row, said=referring.said(), what="begun", revision=row.revision, by=tarik)
    printed: dict[str, Any] = {}
    monkeypatch.setattr(paper, "typeset", lambda _, content, **__: printed.update(content))
    row.refresh_from_db()
    paper.receipt_pdf(queries.read_referral(row, tarik))
    facts = dict(printed["facts"])
    assert facts["Gevraagd op"] == facts["Bevestigd op"]
