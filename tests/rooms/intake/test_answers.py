"""Answers that wait for a second reader: nothing goes unread, nothing typed is lost, nobody reads what they may not see."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.http import Http404

from schakel.access import four_eyes
from schakel.access.models import Proposal, User
from schakel.access.policies import NotAllowed, NotPossible
from schakel.access.roles import Role
from schakel.cases.actions import Recognised
from schakel.cases.states import Outcome
from schakel.core import region, time
from schakel.intake import actions, answers, queries
from schakel.intake.answers import Answer
from schakel.intake.models import AnswerDraft, Report
from schakel.people.details import PersonDetails
from schakel.vault.models import DataKey
from tests.personas import recorded
from tests.rooms import chain

pytestmark = pytest.mark.django_db
WORDS = Answer("Wij bellen morgen het wijkteam. Kwikstaartantwoord.")


@pytest.fixture
def author() -> User:
    return chain.account(Role.INTAKE_WORKER, "Ada")


@pytest.fixture
def reader() -> User:
    return chain.account(Role.CASE_COORDINATOR, "Rik")


@pytest.fixture
def opened(author: User) -> tuple[Report, str]:
    report, code = chain.hand_in()
    actions.open_report(report=report, by=author)
    report.refresh_from_db()
    return report, code


def texts(report: Report, code: str) -> list[str]:
    return [turn.text for turn in queries.turns_for_code(report, code)]


def test_an_answer_waits_until_a_colleague_sends_exactly_what_was_read(
    opened: tuple[Report, str], author: User, reader: User
) -> None:
    report, code = opened
    draft = answers.submit(report=report, said=replace(WORDS, language="en", is_translated=True), by=author)
    assert texts(report, code) == []
    assert answers.to_read(reader) == [draft]
    assert answers.to_read(author) == []
    waiting = answers.read(draft, viewer=reader)
    assert waiting.said == Answer(WORDS.text, "en", is_translated=True)
    message = answers.approve(draft=draft, digest=waiting.digest, by=reader)
    assert texts(report, code) == [WORDS.text]
    assert (message.author, message.second_reader) == (author, reader)
    assert (message.language, message.is_translated) == ("en", True)
    assert not AnswerDraft.objects.exists()
    assert [event.actor_id for event in recorded("report:answered")] == [reader.actor_id]
    assert recorded("report:answered")[0].detail["author"] == str(author.id)
    assert [event.actor_id for event in recorded("report:drafts_read")] == [reader.actor_id]


def test_nobody_sends_their_own_answer_or_another_than_they_read(
    opened: tuple[Report, str], author: User, reader: User
) -> None:
    report, code = opened
    draft = answers.submit(report=report, said=WORDS, by=author)
    digest = answers.read(draft, viewer=author).digest
    with pytest.raises(NotPossible, match="Iemand anders"):
        answers.approve(draft=draft, digest=digest, by=author)
    with pytest.raises(NotPossible, match="veranderd"):
        answers.approve(draft=draft, digest="0" * 64, by=reader)
    with pytest.raises(NotPossible, match="zelf"):
        answers.send_back(draft=draft, why="Toch niet.", by=author)
    assert texts(report, code) == []


def test_it_comes_back_with_a_remark_and_is_handed_in_again(
    opened: tuple[Report, str], author: User, reader: User
) -> None:
    report, code = opened
    draft = answers.submit(report=report, said=WORDS, by=author)
    with pytest.raises(NotPossible, match="waarom"):
        answers.send_back(draft=draft, why="  ", by=reader)
    answers.send_back(draft=draft, why="Noem het wijkteam niet.", by=reader)
    (back,) = answers.drafts_of(report, viewer=author)
    assert (back.said, back.remark, back.sent_back_by, back.proposal) == (WORDS, "Noem het wijkteam niet.", "Rik", None)
    with pytest.raises(NotPossible, match="wacht niet meer"):
        answers.approve(draft=draft, digest=back.digest, by=reader)
    better = replace(WORDS, text="Wij bellen morgen.")
    again = answers.submit(report=report, said=better, by=author)
    assert [waiting.said for waiting in answers.drafts_of(report, viewer=reader)] == [better]
    answers.approve(draft=again, digest=answers.read(again, viewer=reader).digest, by=reader)
    assert texts(report, code) == ["Wij bellen morgen."]


def test_what_waits_gives_way_to_nothing_until_its_author_takes_it_back(
    opened: tuple[Report, str], author: User, reader: User
) -> None:
    report, code = opened
    draft = answers.submit(report=report, said=WORDS, by=author)
    for again in (answers.submit, answers.send):
        with pytest.raises(NotPossible, match="wacht nog"):
            again(report=report, said=Answer("Iets anders"), by=author)
    with pytest.raises(NotAllowed):
        answers.take_back(draft=draft, by=reader)
    answers.take_back(draft=draft, by=author)
    (kept,) = answers.drafts_of(report, viewer=author)
    assert (kept.said, kept.proposal) == (WORDS, None)
    answers.send(report=report, said=WORDS, by=author)
    assert texts(report, code) == [WORDS.text]
    assert not AnswerDraft.objects.exists()


def test_where_the_centre_wants_a_second_reader_nobody_answers_alone(
    opened: tuple[Report, str], author: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    careful = replace(region.current(), answers_need_second_reader=True)
    monkeypatch.setattr(region, "current", lambda: careful)
    with pytest.raises(NotPossible, match="elk antwoord"):
        answers.send(report=opened[0], said=WORDS, by=author)
    answers.submit(report=opened[0], said=WORDS, by=author)


def test_whoever_may_not_see_the_report_reads_and_sends_none_of_it(author: User, reader: User) -> None:
    report, _ = chain.hand_in()
    chain.judge(
        report,
        Recognised(PersonDetails(time.today())),
        by=author,
        outcome=Outcome.NEW_CASE,
        coordinator=chain.account(Role.CASE_COORDINATOR),
    )
    report.refresh_from_db()
    draft = answers.submit(report=report, said=WORDS, by=author)
    assert answers.to_read(reader) == []
    with pytest.raises(Http404):
        answers.draft_for(reader, report.id, draft.id)
    digest = answers.read(draft, viewer=author).digest
    for decide in (
        lambda: answers.approve(draft=draft, digest=digest, by=reader),
        lambda: answers.send_back(draft=draft, why="Nee.", by=reader),
    ):
        with pytest.raises(Http404):
            decide()
    # Not through the page of approvals either, which goes by role alone.
    proposal = Proposal.objects.get()
    assert not four_eyes.waiting_for(reader).exists()
    assert not four_eyes.proposed_by(author).exists()
    assert not four_eyes.decided_for(reader).exists()
    with pytest.raises(Http404):
        four_eyes.proposal_for(reader, proposal.id)


@pytest.mark.parametrize("role", [Role.POLICY_ANALYST, Role.PRIVACY_OFFICER, Role.PARTNER])
def test_other_roles_answer_nobody(opened: tuple[Report, str], role: Role) -> None:
    for verb in (answers.send, answers.submit):
        with pytest.raises(NotAllowed):
            verb(report=opened[0], said=WORDS, by=chain.account(role))


def test_a_draft_is_stored_unreadably_and_its_hash_gives_no_words_away(
    opened: tuple[Report, str], author: User
) -> None:
    report, _ = opened
    short = Answer("Ja.")
    draft = answers.submit(report=report, said=short, by=author)
    stored = json.dumps(AnswerDraft.objects.values().get(), default=lambda value: bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value))  # fmt: skip
    assert "Ja." not in stored
    proposal = Proposal.objects.get()
    guessed: list[Any] = [draft.id, draft.report_id, {"text": "Ja.", "language": "nl", "is_translated": False}]
    assert proposal.digest != four_eyes.digest_of(guessed)
    answers.take_back(draft=draft, by=author)
    answers.submit(report=report, said=short, by=author)
    assert Proposal.objects.filter(digest=proposal.digest).count() == 1, "the same words, another hash"


def test_of_a_destroyed_report_the_draft_can_not_be_read_or_sent(
    opened: tuple[Report, str], author: User, reader: User
) -> None:
    report, _ = opened
    draft = answers.submit(report=report, said=WORDS, by=author)
    DataKey.objects.filter(pk=report.data_key).delete()
    waiting = answers.read(draft, viewer=reader)
    assert waiting.said is None
    with pytest.raises(NotPossible, match="vernietigd"):
        answers.approve(draft=draft, digest=waiting.digest, by=reader)


def test_a_turn_is_new_once_for_whoever_reads_it_first(opened: tuple[Report, str], author: User, reader: User) -> None:
    report, _ = opened
    actions.add_from_reporter(report=report, text="Hij is er weer.")
    assert [message.is_new for message, _ in actions.read_conversation(report=report, by=author)] == [True]
    assert [message.is_new for message, _ in actions.read_conversation(report=report, by=reader)] == [False]
