"""Messages on their way out: through real servers, good and bad; nothing is lost, nothing is said, nothing goes twice."""

import ssl
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from schakel.access.models import User
from schakel.access.roles import Role
from schakel.audit.models import Event
from schakel.config import environment
from schakel.core import region, time
from schakel.intake.models import Report
from schakel.outbox import actions, carriers, delivery
from schakel.outbox.contact import Contact
from schakel.outbox.delivery import PAUSES, deliver_due
from schakel.outbox.models import Outgoing, State
from schakel.vault.actions import shred
from tests.processes import free_port
from tests.rooms import chain
from tests.rooms.outbox.reached import ADDRESS, THURSDAY_NIGHT, THURSDAY_NOON, by_mail, by_phone, opened
from tests.rooms.outbox.servers import Box, authority, hanging_up, knows, silent, taking

pytestmark = pytest.mark.django_db

NAMES = {"SCHAKEL_PUBLIC_HOST": "melden.kenniscentrum.example", "SCHAKEL_DESK_HOST": "balie.kenniscentrum.example"}
MINUTE = timedelta(minutes=1)


@pytest.fixture
def sanne() -> User:
    return chain.account(Role.INTAKE_WORKER, "Sanne")


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    """A moment that every wish of these tests calls safe."""
    with time.travel(THURSDAY_NOON):
        yield


def use(settings: Any, port: int, scheme: str = "smtp", login: str = "", **said: str) -> None:
    """What the desk's settings do with a mail server on this port."""
    said = {
        "SCHAKEL_MAIL": f"{scheme}://{login}127.0.0.1:{port}",
        "SCHAKEL_MAIL_FROM": "post@werk.example",
        "SCHAKEL_NEWS_FROM": "post@bericht.example",
        **said,
    }
    read = environment.read(NAMES | said)
    for name, value in environment.mail(read).items():
        setattr(settings, name, value)
    settings.SCHAKEL_SENDS_MAIL = True
    settings.SCHAKEL_NEWS_FROM, settings.SCHAKEL_NEWS_LINK = environment.news(read)


@pytest.fixture
def box(settings: Any) -> Iterator[Box]:
    """A server that takes mail, unless a test makes it refuse."""
    handler = Box()
    with taking(handler) as port:
        use(settings, port)
        yield handler


def asked(by: User, contact: Contact | None = None) -> Outgoing:
    """News for a reporter who wants it by mail."""
    return actions.tell_reporter(report=opened(contact or by_mail(), by), by=by)


def standing(message: Outgoing) -> tuple[str, str, int]:
    message.refresh_from_db()
    return message.state, message.error, message.tries


def test_news_names_neither_centre_nor_subject_nor_machine(sanne: User, box: Box) -> None:
    message = asked(sanne)
    assert deliver_due() == 1
    (mail,) = box.taken
    assert (mail["To"], mail["From"], mail["Subject"]) == (ADDRESS, "post@bericht.example", "Bericht")
    assert mail.get_content().strip() == "Er is een nieuw bericht voor je."
    assert set(mail.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
    }  # fmt: skip
    assert ":00:00 +0000" in mail["Date"]  # the hour, so that it can't be laid beside the answer
    assert mail["Message-ID"].endswith("@bericht.example>")
    assert (box.senders, set(box.called_themselves)) == (["post@bericht.example"], {"bericht.example"})
    whole = mail.as_string().lower()
    profile = region.current()
    betraying = [profile.name, profile.short_name, "kenniscentrum", "mensenhandel", "meldpunt", "schakel", "werk.ex"]
    assert [word for word in betraying if word.lower() in whole] == []
    assert str(message.id).replace("-", "")[:8] not in whole
    assert standing(message) == (State.SENT, "", 1)


def test_a_link_stands_in_it_only_where_a_neutral_one_is_set(sanne: User, settings: Any) -> None:
    handler = Box()
    with taking(handler) as port:
        use(settings, port, SCHAKEL_NEWS_LINK="https://bericht.example/")
        asked(sanne)
        assert deliver_due() == 1
    assert handler.taken[0].get_content().strip().splitlines()[1:] == ["https://bericht.example/"]


def test_a_second_round_sends_nothing_twice(sanne: User, box: Box) -> None:
    asked(sanne)
    assert [deliver_due(), deliver_due()] == [1, 0]
    assert len(box.taken) == 1


def test_no_address_is_stored_or_logged(sanne: User, box: Box, caplog: pytest.LogCaptureFixture) -> None:
    box.refuse = {"rcpt": [f"550 {ADDRESS} unknown"]}
    message = asked(sanne)
    with caplog.at_level("DEBUG", logger="schakel"):
        deliver_due()
    assert "did not get out: rcpt 550" in caplog.text
    told = caplog.text + "".join(event.detail_text for event in Event.objects.all())
    stored = str(Outgoing.objects.filter(pk=message.pk).values())
    assert not [word for word in ("fleur", ADDRESS) if word in told + stored]


def test_a_refused_reader_is_not_tried_again(sanne: User, box: Box) -> None:
    box.refuse = {"rcpt": ["550 no such user"]}
    message = asked(sanne)
    deliver_due()
    assert standing(message) == (State.FAILED, "rcpt 550", 1)


def test_greylisting_is_waited_out(sanne: User, box: Box) -> None:
    box.refuse = {"rcpt": ["451 later"]}
    message = asked(sanne)
    assert deliver_due() == 0
    assert standing(message) == (State.WAITING, "rcpt 451", 1)
    assert deliver_due() == 0  # not yet
    with time.travel(THURSDAY_NOON + 2 * MINUTE):
        assert deliver_due() == 1
    assert standing(message) == (State.SENT, "", 2)
    assert len(box.taken) == 1


def test_a_text_that_is_not_taken_now_goes_later_under_the_same_number(
    sanne: User, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried, send = list[carriers.Mail](), carriers.send_mail

    def noting(mail: carriers.Mail, **options: Any) -> None:
        tried.append(mail)
        send(mail, **options)

    monkeypatch.setattr(carriers, "send_mail", noting)
    box.refuse = {"data": ["452 disk full"]}
    message = asked(sanne)
    deliver_due()
    assert standing(message) == (State.WAITING, "data 452", 1)
    with time.travel(THURSDAY_NOON + 2 * MINUTE):
        deliver_due()
    assert len(box.taken) == 1
    assert len({text.number for text in tried}) == 1


@pytest.mark.parametrize(
    ("after", "where"), [("ehlo", "connect"), ("mail", "mail"), ("rcpt", "rcpt"), ("text", "data")]
)
def test_a_server_that_hangs_up_loses_nothing(after: str, where: str, sanne: User, settings: Any) -> None:
    with hanging_up(after) as port:
        use(settings, port)
        message = asked(sanne)
        assert deliver_due() == 0
    state, error, _ = standing(message)
    assert (state, error.split()[0]) == (State.WAITING, where)
    assert message.handed_at is None
    handler = Box()
    with taking(handler) as port, time.travel(THURSDAY_NOON + 2 * MINUTE):
        use(settings, port)
        assert deliver_due() == 1
    assert len(handler.taken) == 1


def test_a_server_that_says_nothing_is_given_up_for_now(
    sanne: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carriers, "MAIL_SECONDS", 0.2)
    with silent() as port:
        use(settings, port)
        message = asked(sanne)
        deliver_due()
    assert standing(message) == (State.WAITING, "connect no answer", 1)


def test_a_server_that_is_down_is_asked_once_a_round_and_loses_nothing(sanne: User, settings: Any) -> None:
    port = free_port()
    use(settings, port)
    messages = [asked(sanne) for _ in range(3)]
    assert deliver_due() == 0
    assert sorted(standing(message)[2] for message in messages) == [0, 0, 1]
    with taking(Box(), port), time.travel(THURSDAY_NOON + 2 * MINUTE):
        assert deliver_due() == 3


def test_after_the_last_try_it_is_left_to_somebody(sanne: User, settings: Any) -> None:
    use(settings, free_port())
    message = asked(sanne)
    Outgoing.objects.update(tries=len(PAUSES))
    deliver_due()
    assert standing(message) == (State.FAILED, "connect ConnectionRefusedError", len(PAUSES) + 1)
    actions.send_again(message=message, by=sanne)
    assert standing(message) == (State.WAITING, "", 0)


@pytest.mark.parametrize("scheme", ["smtps", "smtp"])
def test_tls_is_checked_against_the_authorities_of_the_machine(
    scheme: str, sanne: User, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, handler = authority(tmp_path), Box()
    logins: list[str] = []
    options: dict[str, Any] = {"authenticator": knows("post", "geheim", logins)}
    if scheme == "smtps":
        options |= {"ssl_context": ours.context, "auth_require_tls": False}
    else:
        options |= {"tls_context": ours.context, "require_starttls": True}
    with taking(handler, **options) as port:
        use(settings, port, scheme, login="post:geheim@")
        settings.EMAIL_USE_TLS = scheme == "smtp"  # as for any server that is not this machine
        message = asked(sanne)
        assert deliver_due() == 0
        assert standing(message)[1] == f"connect {ssl.SSLCertVerificationError.__name__}"
        monkeypatch.setenv("SSL_CERT_FILE", str(ours.file))
        with time.travel(THURSDAY_NOON + 2 * MINUTE):
            assert deliver_due() == 1
    assert (len(handler.taken), logins) == (1, ["post"])


def test_a_wrong_password_is_for_somebody_to_mend_and_loses_nothing(
    sanne: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # This server stops talking after a second wrong try.
    monkeypatch.setattr(carriers, "MAIL_SECONDS", 2)
    with taking(Box(), authenticator=knows("post", "geheim", []), auth_require_tls=False) as port:
        use(settings, port, login="post:fout@")
        message = asked(sanne)
        deliver_due()
    state, error, _ = standing(message)
    assert (state, error.split()[0]) == (State.WAITING, "login")


@pytest.fixture
def killed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """The worker ends at a moment of sending, as if the machine stopped."""

    def end_at(moment: str) -> None:
        def send(mail: carriers.Mail, *, before_text: Callable[[], None]) -> None:
            if moment == "after the text began":
                before_text()
            raise KeyboardInterrupt

        monkeypatch.setattr(carriers, "send_mail", send)

    return end_at


@pytest.mark.parametrize(
    ("moment", "state"),
    [("before the text", State.WAITING), ("after the text began", State.UNSURE)],
)
def test_a_worker_that_was_killed_sends_again_only_what_surely_did_not_go(
    moment: str, state: str, sanne: User, box: Box, killed: Callable[[str], None]
) -> None:
    message = asked(sanne)
    killed(moment)
    with pytest.raises(KeyboardInterrupt):
        deliver_due()
    assert standing(message)[0] == State.SENDING
    with time.travel(THURSDAY_NOON + 11 * MINUTE):
        delivery.take_up_interrupted()
    assert standing(message)[:2] == (state, "interrupted")


def test_at_night_it_waits_for_a_safe_moment(sanne: User, box: Box) -> None:
    with time.travel(THURSDAY_NIGHT):
        message = asked(sanne)
        Outgoing.objects.update(due_at=THURSDAY_NIGHT)  # as if the rules had been wider when it was asked
        assert deliver_due() == 0
    message.refresh_from_db()
    assert message.state == State.WAITING
    assert message.due_at.astimezone(time.REGION_ZONE).isoformat() == "2026-11-20T09:00:00+01:00"
    with time.travel(message.due_at):
        assert deliver_due() == 1


@pytest.mark.parametrize("contact", [Contact(), by_mail(news=False), by_mail(parts=()), by_phone(news=False)])
def test_rules_that_became_stricter_hold_back_what_waits(contact: Contact, sanne: User, box: Box) -> None:
    message = asked(sanne)
    report = Report.objects.get(pk=message.report_id)
    actions.change_contact(report=report, contact=contact, why="Zij belde.", by=sanne)
    assert deliver_due() == 0
    assert standing(message) == (State.HELD, "rules", 0)
    assert box.taken == []


def test_of_a_destroyed_report_nothing_goes_out(sanne: User, box: Box, django_capture_on_commit_callbacks: Any) -> None:
    message = asked(sanne)
    data_key = Report.objects.get(pk=message.report_id).data_key
    with django_capture_on_commit_callbacks(execute=True):
        shred(key_ids=[data_key], by=sanne)
    assert deliver_due() == 0
    assert standing(message) == (State.HELD, "destroyed", 0)


def test_what_is_withdrawn_does_not_go(sanne: User, box: Box) -> None:
    message = asked(sanne)
    actions.withdraw(message=message, by=sanne)
    assert deliver_due() == 0
    assert box.taken == []


def test_a_colleague_gets_fixed_words_from_the_staff_sender(sanne: User, box: Box) -> None:
    first = actions.send_to_staff(to=sanne, kind="work_waits")
    assert actions.send_to_staff(to=sanne, kind="work_waits") == first  # one waits at a time
    assert deliver_due() == 1
    (mail,) = box.taken
    assert (mail["To"], mail["From"], mail["Subject"]) == (sanne.email, "post@werk.example", "Bericht")
    assert mail.get_content().strip() == "Er wacht iets op u. Meld u aan om het te zien."


def test_a_colleague_who_left_gets_nothing(sanne: User, box: Box) -> None:
    message = actions.send_to_staff(to=sanne, kind="term_ends")
    assert message is not None
    User.objects.update(is_active=False)
    assert deliver_due() == 0
    assert standing(message)[:2] == (State.HELD, "closed")
    assert actions.send_to_staff(to=User.objects.get(pk=sanne.pk), kind="term_ends") is None


def test_without_a_mail_server_nothing_is_asked_of_it(sanne: User) -> None:
    assert actions.send_to_staff(to=sanne, kind="work_waits") is None
    with pytest.raises(ValueError, match="no message to staff"):
        actions.send_to_staff(to=sanne, kind="news")


@pytest.fixture
def gateway(settings: Any, tmp_path: Path) -> Path:
    """A command that stands for an SMS gateway: it writes what it gets to a file, and ends as the file `code` says."""
    script = tmp_path / "gateway.sh"
    script.write_text(
        f"cat > {tmp_path}/got; env > {tmp_path}/environment; exit $(cat {tmp_path}/code 2>/dev/null || echo 0)\n"
    )
    settings.SCHAKEL_TEXT_COMMAND = f"/bin/sh {script}"
    return tmp_path


def test_a_text_message_goes_through_the_command_on_its_input(
    sanne: User, gateway: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCHAKEL_MASTER_KEY", "geheim")
    message = asked(sanne, by_phone())
    assert deliver_due() == 1
    assert (gateway / "got").read_text() == "0612345678\nEr is een nieuw bericht voor je.\n"
    assert "geheim" not in (gateway / "environment").read_text()
    assert standing(message)[0] == State.SENT


@pytest.mark.parametrize(("code", "state"), [("75", State.WAITING), ("1", State.WAITING), ("67", State.FAILED)])
def test_a_command_that_fails_is_tried_again_unless_the_number_is_wrong(
    code: str, state: str, sanne: User, gateway: Path
) -> None:
    (gateway / "code").write_text(code)
    message = asked(sanne, by_phone())
    assert deliver_due() == 0
    assert standing(message) == (state, f"command {code}", 1)


def test_a_command_that_is_not_there_loses_nothing(sanne: User, settings: Any) -> None:
    settings.SCHAKEL_TEXT_COMMAND = "/nergens/sms"
    message = asked(sanne, by_phone())
    deliver_due()
    assert standing(message) == (State.WAITING, "command FileNotFoundError", 1)


def test_a_round_without_work_asks_the_database_little() -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked_for:
        deliver_due()
    assert len([one for one in asked_for if "outbox" in one["sql"]]) <= 3
