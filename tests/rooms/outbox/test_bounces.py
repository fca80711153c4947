"""What servers say later of mail that they took: recognised, written down as a refusal at once is, and nothing else touched."""

from typing import Any

import pytest

from schakel.config import environment
from schakel.config.environment import SettingError
from schakel.core import time
from schakel.mailing.models import Delivery, Subscription
from schakel.outbox import bounces
from schakel.outbox.bounces import Returned, read_bounces, returned
from schakel.outbox.delivery import number_of
from schakel.outbox.models import Outgoing, State
from tests.rooms.mailing import subscribers, test_sending
from tests.rooms.outbox.notifications import EXCHANGE, EXIM, POSTFIX, Inbox, mailbox, notification
from tests.rooms.outbox.servers import for_partners
from tests.rooms.training import teaching
from tests.rooms.training.test_worker import asked_for, round_at

NUMBER = "0123456789abcdef0123456789abcdef"
SETTINGS = {"SCHAKEL_PUBLIC_HOST": "melden.centrum.example", "SCHAKEL_DESK_HOST": "balie.centrum.example"}


@pytest.mark.parametrize("shape", [POSTFIX, EXCHANGE, EXIM])
def test_each_shape_is_read(shape: str) -> None:
    assert returned(notification(shape, NUMBER, status="5.1.10")) == Returned(NUMBER, "5.1.10")


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"From: mees@school.example\r\nSubject: Vraag\r\n\r\n<0123456789abcdef0123456789abcdef@werk.example> 5.1.1",
        notification(POSTFIX, NUMBER, status="4.4.1", action="delayed"),
        notification(EXCHANGE, NUMBER, status="2.1.5", action="delivered"),
        notification(EXIM, "van-een-ander"),
        # Somebody behind a list: the list's own address works.
        notification(POSTFIX, NUMBER, "weg@school.example", sent_to="team@school.example"),
        notification(POSTFIX, NUMBER).replace(b"delivery-status;", b"disposition-notification;"),
        notification(POSTFIX, NUMBER).partition(b"Delivery report")[0],
        notification(EXCHANGE, NUMBER).replace(b"message/rfc822", b"text/plain"),
    ],
)
def test_whatever_else_lies_there_says_nothing(message: bytes) -> None:
    assert returned(message) is None


@pytest.mark.parametrize(
    ("status", "is_address"), [("5.1.1", True), ("5.0.0", True), ("5.4.1", True), ("5.2.2", False), ("5.7.1", False)]
)
def test_a_full_mailbox_or_a_rule_of_a_server_is_not_the_address(status: str, *, is_address: bool) -> None:
    assert Returned(NUMBER, status).is_address == is_address


def opened(inbox: Inbox, settings: Any) -> None:
    told = {"SCHAKEL_BOUNCES": f"imap://post:geheim@127.0.0.1:{inbox.port}"}
    settings.SCHAKEL_BOUNCES = environment.bounces(environment.read({**SETTINGS, **told}))
    bounces.LOOKED_UP_TO.clear()


@pytest.mark.django_db
def test_who_asked_is_marked_and_their_mail_can_be_sent_again_and_the_rest_of_the_mailbox_stays(settings: Any) -> None:
    with for_partners(settings) as sent, mailbox(7) as inbox, time.travel(teaching.NOW):
        asked = asked_for()
        round_at()
        row = Outgoing.objects.get()
        opened(inbox, settings)
        inbox.messages += [b"Subject: Vraag\r\n\r\nHoi", notification(EXIM, number_of(row), status="5.0.0"), b"\r\n"]
        inbox.messages.append(notification(POSTFIX, NUMBER))
        assert [read_bounces(), read_bounces()] == [1, 0]
        assert (inbox.seen, inbox.fetched) == ({2}, ["1 HEADER", "2 HEADER", "2", "3 HEADER", "4 HEADER", "4"])
        row.refresh_from_db()
        assert (row.state, row.error) == (State.FAILED, "rcpt 5.0.0")
        asked.refresh_from_db()
        assert asked.told == "", "what came back was told to nobody"
        round_at()
        assert len(sent.taken) == 1, "and it waits for somebody at the desk"
        Outgoing.objects.update(state=State.WAITING)
        round_at()
        assert len(sent.taken) == 2


@pytest.mark.django_db
def test_a_mailing_that_comes_back_marks_the_address(settings: Any) -> None:
    with for_partners(settings), mailbox(8) as inbox, time.travel(teaching.NOW):
        subscribers.confirmed("mees@school.example")
        test_sending.sent(teaching.officer())
        test_sending.rounds()
        opened(inbox, settings)
        row = Outgoing.objects.get(kind="mailing")
        inbox.messages.append(notification(EXCHANGE, number_of(row)))
        assert read_bounces() == 1
    assert (Subscription.objects.get().state, Delivery.objects.get().state) == ("bounced", "bounced")


def test_nobody_looks_where_no_mailbox_is_set(settings: Any) -> None:
    settings.SCHAKEL_BOUNCES = None
    assert read_bounces() == 0


@pytest.mark.parametrize(
    "address", ["https://post:a@mail.example:993", "imaps://post:a@mail.example", "imaps://mail.example:993"]
)
def test_a_wrong_setting_stops_the_start_with_a_sentence(address: str) -> None:
    with pytest.raises(SettingError, match="SCHAKEL_BOUNCES"):
        environment.bounces(environment.read({**SETTINGS, "SCHAKEL_BOUNCES": address}))


def test_the_password_comes_from_a_file_and_the_folder_from_the_address(tmp_path: Any) -> None:
    (tmp_path / "password").write_text("geheim\n")
    told = {
        "SCHAKEL_BOUNCES": "imaps://post%40werk.example@mail.example:993/Terug",
        "SCHAKEL_BOUNCES_PASSWORD_FILE": str(tmp_path / "password"),
    }
    found = environment.bounces(environment.read({**SETTINGS, **told}))
    assert found is not None
    assert (found.user, found.password, found.folder, found.begins_tls) == (
        "post@werk.example",
        "geheim",
        "Terug",
        False,
    )
    assert "geheim" not in repr(found)
