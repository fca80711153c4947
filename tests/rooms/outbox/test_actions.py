"""Contact rules at the desk: changed with a reason, kept with their history, and asked before anything goes out."""

from datetime import timedelta
from typing import Any

import pytest

from schakel.access.models import User
from schakel.access.policies import NotAllowed, NotPossible
from schakel.access.roles import Role
from schakel.audit.models import Event
from schakel.config import environment
from schakel.config.environment import SettingError
from schakel.core import time
from schakel.intake import content
from schakel.intake.content import Body, HearBack
from schakel.intake.models import Report
from schakel.outbox import actions, queries
from schakel.outbox.actions import Outcome
from schakel.outbox.contact import Contact
from schakel.outbox.models import ContactAttempt, ContactChange, Outgoing, State
from schakel.outbox.policies import Forbidden
from schakel.vault.actions import shred
from tests.rooms import chain
from tests.rooms.outbox.reached import ADDRESS, NUMBER, THURSDAY_NOON, by_mail, by_phone, opened

pytestmark = pytest.mark.django_db

NAMES = {"SCHAKEL_PUBLIC_HOST": "melden.kenniscentrum.example", "SCHAKEL_DESK_HOST": "balie.kenniscentrum.example"}


@pytest.fixture
def sanne() -> User:
    return chain.account(Role.INTAKE_WORKER, "Sanne")


@pytest.fixture
def mailing(settings: Any) -> None:
    settings.SCHAKEL_SENDS_MAIL, settings.SCHAKEL_NEWS_FROM = True, "post@bericht.example"


def tags() -> list[str]:
    return list(Event.objects.order_by("sequence").values_list("tag", flat=True))


def test_what_the_reporter_said_holds_until_somebody_changes_it(sanne: User) -> None:
    report = opened(by_phone(code_word="de fiets"), sanne)
    assert queries.contact_of(report) == by_phone(code_word="de fiets")
    actions.change_contact(report=report, contact=by_mail(), why="Zij heeft een ander nummer.", by=sanne)
    actions.change_contact(report=report, contact=Contact(), why="Toch liever niet.", by=sanne)
    assert queries.contact_of(report) == Contact()
    changes, attempts = queries.history(report, viewer=sanne)
    assert [(made.contact, made.why, made.by) for made in changes] == [
        (Contact(), "Toch liever niet.", sanne),
        (by_mail(), "Zij heeft een ander nummer.", sanne),
    ]
    assert attempts == []
    assert tags()[-3:] == ["contact:changed", "contact:changed", "contact:read"]


def test_a_report_from_before_these_questions_allows_nothing() -> None:
    old = Body("Zij mag niet weg.", hear_back=HearBack.PHONE, hear_back_detail=NUMBER)
    raw = {name: value for name, value in content.to_json(chain.said())["body"].items() if name != "contact"}
    assert content.body_from_json(raw).contact == old.contact
    assert not old.contact.has_moments


def test_no_word_of_it_stands_readable(sanne: User) -> None:
    report = opened(by_phone(), sanne)
    actions.change_contact(report=report, contact=by_mail(), why="Kanariereden", by=sanne)
    actions.record_attempt(report=report, outcome=Outcome.REPORTER_CAME, note="Kanarienotitie", by=sanne)
    rows = [*ContactChange.objects.values(), *ContactAttempt.objects.values()]
    plain = "".join(
        str(value if not isinstance(value, (bytes, memoryview)) else bytes(value))
        for row in rows
        for value in row.values()
    )
    told = plain + "".join(Event.objects.values_list("detail_text", flat=True))
    assert not [word for word in ("Kanarie", ADDRESS, NUMBER, "reporter_came") if word in told]


def test_an_attempt_that_the_rules_forbid_is_refused_and_recorded(sanne: User) -> None:
    report = opened(by_phone(voicemail=False), sanne)
    with pytest.raises(Forbidden, match="Spreek niets in"):
        actions.record_attempt(report=report, outcome=Outcome.VOICEMAIL, note="", by=sanne)
    assert tags()[-1] == "contact:refused"
    assert not ContactAttempt.objects.exists()
    made = actions.record_attempt(report=report, outcome=Outcome.NO_ANSWER, note="Ging acht keer over.", by=sanne)
    attempt = queries.history(report, viewer=sanne)[1][0]
    assert (attempt.outcome, attempt.note, attempt.by) == (Outcome.NO_ANSWER, "Ging acht keer over.", made.made_by)


def test_speaking_the_reporter_is_a_first_answer_and_ringing_in_vain_is_none(sanne: User) -> None:
    report = opened(by_phone(), sanne)
    actions.record_attempt(report=report, outcome=Outcome.NO_ANSWER, note="", by=sanne)
    report.refresh_from_db()
    assert report.answered_at is None
    actions.record_attempt(report=report, outcome=Outcome.SPOKE, note="", by=sanne)
    report.refresh_from_db()
    assert report.answered_how == "contact"


@pytest.mark.parametrize("outcome", Outcome)
def test_by_the_code_alone_only_the_reporter_makes_contact(outcome: Outcome, sanne: User) -> None:
    report = opened(Contact(), sanne)
    if outcome == Outcome.REPORTER_CAME:
        actions.record_attempt(report=report, outcome=outcome, note="", by=sanne)
        return
    with pytest.raises(Forbidden, match="alleen met de code"):
        actions.record_attempt(report=report, outcome=outcome, note="", by=sanne)


@pytest.mark.parametrize(
    ("contact", "sentence"),
    [
        (Contact(), "alleen met de code"),
        (by_mail(news=False), "wil geen bericht"),
        (by_mail(days=()), "geen veilig moment"),
    ],
)
def test_news_that_the_rules_forbid_never_waits(contact: Contact, sentence: str, sanne: User, mailing: None) -> None:
    report = opened(contact, sanne)
    with pytest.raises(Forbidden, match=sentence):
        actions.tell_reporter(report=report, by=sanne)
    assert not Outgoing.objects.exists()
    assert tags()[-1] == "contact:refused"


@pytest.mark.parametrize("contact", [by_mail(), by_phone()])
def test_news_is_off_where_nobody_configured_it(contact: Contact, sanne: User) -> None:
    with pytest.raises(NotPossible, match="niet ingesteld"):
        actions.tell_reporter(report=opened(contact, sanne), by=sanne)


def test_one_message_waits_at_a_time_and_for_a_safe_moment(sanne: User, mailing: None) -> None:
    report = opened(by_mail(days=("fri",), parts=("morning",)), sanne)
    with time.travel(THURSDAY_NOON):
        first = actions.tell_reporter(report=report, by=sanne)
        assert actions.tell_reporter(report=report, by=sanne) == first
    assert first.due_at.isoformat() == "2026-11-20T09:00:00+01:00"
    assert tags().count("outgoing:asked") == 1


def test_a_sealed_report_must_be_opened_first(sanne: User, mailing: None) -> None:
    report, _ = chain.hand_in()
    report = Report.objects.get(pk=report.pk)
    with pytest.raises(NotPossible, match="Open de melding eerst"):
        actions.change_contact(report=report, contact=Contact(), why="x", by=sanne)
    with pytest.raises(NotPossible, match="Open de melding eerst"):
        actions.tell_reporter(report=report, by=sanne)


def test_of_a_destroyed_report_nothing_can_be_done(
    sanne: User, mailing: None, django_capture_on_commit_callbacks: Any
) -> None:
    report = opened(by_mail(), sanne)
    with django_capture_on_commit_callbacks(execute=True):
        shred(key_ids=[report.data_key], by=sanne)
    for act in (
        lambda: actions.tell_reporter(report=report, by=sanne),
        lambda: actions.change_contact(report=report, contact=Contact(), why="x", by=sanne),
        lambda: actions.record_attempt(report=report, outcome=Outcome.EMAIL, note="", by=sanne),
    ):
        with pytest.raises(NotPossible, match="vernietigd"):
            act()


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.INTAKE_WORKER, Role.CASE_COORDINATOR)])
def test_other_roles_reach_nobody(role: Role, sanne: User, mailing: None) -> None:
    report, other = opened(by_mail(), sanne), chain.account(role)
    with pytest.raises(NotAllowed):
        actions.tell_reporter(report=report, by=other)
    with pytest.raises(NotAllowed):
        actions.change_contact(report=report, contact=Contact(), why="x", by=other)
    with pytest.raises(NotAllowed):
        actions.record_attempt(report=report, outcome=Outcome.SPOKE, note="", by=other)


@pytest.mark.parametrize("state", State)
def test_what_was_sent_can_be_neither_sent_again_nor_taken_back(state: State, sanne: User, mailing: None) -> None:
    with time.travel(THURSDAY_NOON):
        message = actions.tell_reporter(report=opened(by_mail(), sanne), by=sanne)
    Outgoing.objects.update(state=state)
    for act, allowed in (
        (actions.withdraw, {State.WAITING, State.FAILED, State.UNSURE}),
        (actions.send_again, {State.FAILED, State.UNSURE}),
    ):
        Outgoing.objects.update(state=state)
        if state in allowed:
            act(message=message, by=sanne)
        else:
            with pytest.raises(NotPossible):
                act(message=message, by=sanne)


def test_what_is_stuck_is_counted_for_whoever_can_do_something(sanne: User, mailing: None) -> None:
    with time.travel(THURSDAY_NOON):
        actions.tell_reporter(report=opened(by_mail(), sanne), by=sanne)
        assert queries.stuck_for(sanne) == 0
    with time.travel(THURSDAY_NOON + timedelta(hours=1)):
        assert queries.stuck_for(sanne) == 1
        assert queries.stuck_for(chain.account(Role.ADMINISTRATOR)) == 1
        assert queries.stuck_for(chain.account(Role.POLICY_ANALYST)) == 0


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"SCHAKEL_NEWS_FROM": "post@kenniscentrum.example"}, "leads to the centre"),
        ({"SCHAKEL_NEWS_FROM": "Post <post@bericht.example>"}, "an address and no more"),
        ({"SCHAKEL_NEWS_FROM": "post@bericht.example", "SCHAKEL_MAIL": ""}, "needs a mail server"),
        ({"SCHAKEL_NEWS_LINK": "https://www.kenniscentrum.example/"}, "leads to the centre"),
        ({"SCHAKEL_NEWS_LINK": "http://bericht.example/"}, "must begin with https"),
    ],
)
def test_a_sender_or_link_that_leads_to_the_centre_stops_the_start(said: dict[str, str], sentence: str) -> None:
    base = {"SCHAKEL_MAIL": "smtps://mail.werk.example:465", "SCHAKEL_MAIL_FROM": "post@werk.example"}
    with pytest.raises(SettingError, match=sentence):
        environment.news(environment.read(NAMES | base | said))


def test_the_password_can_come_from_a_file(tmp_path: Any) -> None:
    (tmp_path / "password").write_text("uit een bestand\n")
    said = {"SCHAKEL_MAIL": "smtps://post%40werk.example@mail.example:465"}
    read = environment.read(NAMES | said | {"SCHAKEL_MAIL_PASSWORD_FILE": str(tmp_path / "password")})
    assert environment.mail(read)["EMAIL_HOST_PASSWORD"] == "uit een bestand"
    gone = environment.read(NAMES | said | {"SCHAKEL_MAIL_PASSWORD_FILE": str(tmp_path / "gone")})
    with pytest.raises(SettingError, match="can't be read"):
        environment.mail(gone)
