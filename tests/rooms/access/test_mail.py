"""Mailing a one-time link, through a real server; one that fails loses nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from schakel.access import actions, mail
from schakel.access.models import User
from schakel.access.roles import Role
from schakel.audit.models import Event
from schakel.config import environment
from schakel.config.environment import SettingError
from schakel.core import region
from tests.mail import MailServer, serving
from tests.processes import free_port
from tests.rooms import chain

pytestmark = pytest.mark.django_db

LINK = "https://balie.example/uitnodiging/#geheim"
NAMES = {"SCHAKEL_PUBLIC_HOST": "melden.example", "SCHAKEL_DESK_HOST": "balie.example"}


@pytest.fixture
def otto() -> User:
    return chain.account(Role.ADMINISTRATOR, "Otto")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    with serving(tmp_path) as running:
        yield running


def configured(**said: str) -> dict[str, Any]:
    return environment.mail(environment.read(NAMES | said))


def use(settings: Any, address: str) -> None:
    """What the settings of the desk do with SCHAKEL_MAIL."""
    for name, value in configured(SCHAKEL_MAIL=address, SCHAKEL_MAIL_FROM="post@werk.example").items():
        setattr(settings, name, value)
    settings.SCHAKEL_SENDS_MAIL = True


def invited(otto: User) -> actions.Invited:
    return actions.invite(email="nienke@opvang.example", name="Nienke Nieuw", role=Role.INTAKE_WORKER, by=otto)


def test_the_mail_holds_the_link_and_names_nothing_else(otto: User, server: MailServer, settings: Any) -> None:
    use(settings, f"smtp://127.0.0.1:{server.port}")
    made = invited(otto)
    assert mail.send_link(invitation=made.invitation, link=LINK, by=otto)
    (received,) = server.received()
    assert (received["To"], received["From"]) == ("nienke@opvang.example", "post@werk.example")
    text = received.get_content()
    assert LINK in text
    whole = received.as_string().lower()
    profile = region.current()
    betraying = [profile.name, profile.short_name, "kenniscentrum", "mensenhandel", "meldpunt", "Otto", "Nienke Nieuw"]
    assert [word for word in betraying if word.lower() in whole] == []
    assert received["Message-ID"].endswith("@werk.example>")
    event = Event.objects.get(tag="account:link_mailed")
    assert event.object_id == str(made.invitation.id)
    assert "geheim" not in str(event.detail)


def test_a_server_that_is_not_there_is_said_and_recorded(
    otto: User, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    use(settings, f"smtp://127.0.0.1:{free_port()}")
    made = invited(otto)
    assert not mail.send_link(invitation=made.invitation, link=LINK, by=otto)
    assert Event.objects.filter(tag="account:link_not_mailed").exists()
    assert "a link was not mailed" in caplog.text
    assert "geheim" not in caplog.text
    assert "nienke" not in caplog.text


def test_a_server_that_refuses_encryption_gets_no_link(otto: User, server: MailServer, settings: Any) -> None:
    use(settings, f"smtp://127.0.0.1:{server.port}")
    settings.EMAIL_USE_TLS = True  # as for any server that is not this machine
    assert not mail.send_link(invitation=invited(otto).invitation, link=LINK, by=otto)
    assert server.received() == []


def test_without_a_server_there_is_no_mail() -> None:
    assert configured() == {}
    assert not mail.can_send()


@pytest.mark.parametrize(
    ("address", "uses_ssl", "uses_tls"),
    [
        ("smtps://post%40werk.example:ge%3Aheim@mail.example:465", True, False),
        ("smtp://post%40werk.example:ge%3Aheim@mail.example:587", False, True),
        ("smtp://post%40werk.example:ge%3Aheim@127.0.0.1:25", False, False),
    ],
)
def test_nothing_goes_unencrypted_to_another_machine(address: str, uses_ssl: bool, uses_tls: bool) -> None:  # noqa: FBT001
    made = configured(SCHAKEL_MAIL=address)
    assert (made["EMAIL_USE_SSL"], made["EMAIL_USE_TLS"]) == (uses_ssl, uses_tls)
    assert (made["EMAIL_HOST_USER"], made["EMAIL_HOST_PASSWORD"]) == ("post@werk.example", "ge:heim")
    assert made["DEFAULT_FROM_EMAIL"] == "post@werk.example"


@pytest.mark.parametrize(
    "address", ["http://mail.example:25", "smtp://mail.example", "smtp://:25", "smtp://mail.example:vijf", "mail"]
)
def test_a_wrong_setting_stops_the_start_with_a_sentence(address: str) -> None:
    with pytest.raises(SettingError, match="SCHAKEL_MAIL must read"):
        configured(SCHAKEL_MAIL=address)


def test_the_sender_must_be_an_address() -> None:
    with pytest.raises(SettingError, match="SCHAKEL_MAIL_FROM"):
        configured(SCHAKEL_MAIL="smtp://post:geheim@mail.example:25")
