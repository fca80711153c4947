"""Mail in a room's own words, to a professional who asked for something: through a real server, to the byte."""

import uuid
from collections.abc import Iterator
from email.policy import default
from email.utils import parseaddr
from typing import Any

import pytest

from schakel.core.actors import system
from schakel.outbox import letters
from schakel.outbox.actions import send_to_partner, withdraw
from schakel.outbox.delivery import deliver_due
from schakel.outbox.letters import Letter, also_writes, hears_refusals, hears_withdrawals
from schakel.outbox.models import Outgoing, State
from schakel.outbox.texts import Kind
from schakel.outbox.words import trouble
from schakel.vault.records import DecryptionError
from tests.personas import account_of
from tests.rooms.outbox.servers import Box, for_partners

pytestmark = pytest.mark.django_db

COURSE, STRANGE = uuid.UUID(int=1), uuid.UUID(int=2)
UNSUBSCRIBE = {
    "List-Unsubscribe": "<https://melden.kenniscentrum.example/professionals/mailing/afmelden/abcdefghijklmnopqrstuv/>"
}


@pytest.fixture
def box(settings: Any) -> Iterator[Box]:
    with for_partners(settings) as served:
        yield served


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A room that writes about one course, another that writes about nothing, and what was told to them."""
    told: list[str] = []

    def about_the_course(subject_id: uuid.UUID) -> Letter | None:
        if subject_id != COURSE:
            return None
        subject = "Uw plaats in de cursus\r\nBcc: ander@mail.example"
        body = "Tot donderdag. Zoë"
        return Letter("noor@school.example", lambda: told.append("done"), None, subject, body, UNSUBSCRIBE)

    monkeypatch.setattr(letters, "WRITERS", {})
    monkeypatch.setattr("schakel.outbox.delivery.WRITERS", letters.WRITERS)
    for name, empty in (("_ROOMS", {}), ("_REFUSALS", []), ("_WITHDRAWALS", [])):
        monkeypatch.setattr(letters, name, empty)
    for writer in (_nothing, about_the_course):
        also_writes(Kind.PROFESSIONAL, writer)
    hears_refusals(lambda subject_id: told.append(f"refused {subject_id.int}"))
    hears_withdrawals(lambda subject_id: told.append(f"withdrawn {subject_id.int}"))
    return told


def _nothing(subject_id: uuid.UUID) -> Letter | None:
    return None


def asked(subject_id: uuid.UUID = COURSE) -> Outgoing:
    made = send_to_partner(kind=Kind.PROFESSIONAL, subject_id=subject_id, by=system("worker"))
    assert made is not None
    return made


def test_it_says_what_the_room_wrote_from_the_centres_own_address(box: Box, said: list[str]) -> None:
    asked()
    assert deliver_due() == 1
    [mail] = box.taken
    assert parseaddr(mail["From"])[1] == "post@werk.example"
    assert (mail["To"], mail["Bcc"]) == ("noor@school.example", None)
    assert mail["Subject"] == "Uw plaats in de cursus Bcc: ander@mail.example"
    assert mail.get_content().strip() == "Tot donderdag. Zoë"
    assert said == ["done"]


def test_a_long_header_arrives_as_it_was_written(box: Box, said: list[str]) -> None:
    asked()
    deliver_due()
    as_it_came = default.clone(refold_source="none")
    lines = box.taken[0].as_bytes(policy=as_it_came).decode().splitlines()
    assert f"List-Unsubscribe: {UNSUBSCRIBE['List-Unsubscribe']}" in lines


def test_an_address_that_is_refused_for_good_is_told_to_the_room(box: Box, said: list[str]) -> None:
    box.refuse["rcpt"] = ["550 no such user"]
    message = asked()
    assert deliver_due() == 0
    message.refresh_from_db()
    assert (message.state, said) == (State.FAILED, ["refused 1"])
    withdraw(message=message, by=account_of("lotte"))
    assert said == ["refused 1", "withdrawn 1"]


@pytest.mark.parametrize(("where", "refusal"), [("rcpt", "450 later"), ("data", "554 this looks like spam")])
def test_what_says_nothing_of_the_address_is_not(box: Box, said: list[str], where: str, refusal: str) -> None:
    box.refuse[where] = [refusal]
    asked()
    deliver_due()
    assert said == []


def test_a_subject_of_no_room_is_held(box: Box, said: list[str]) -> None:
    message = asked(STRANGE)
    deliver_due()
    message.refresh_from_db()
    assert (message.state, message.error, box.taken) == (State.HELD, "over", [])


@pytest.mark.parametrize(
    ("error", "state", "told"),
    [
        (DecryptionError("this part does not decrypt here"), State.FAILED, "de gegevens zijn niet te lezen"),
        (KeyError("email"), State.WAITING, "het bericht kon niet worden geschreven (KeyError)"),
    ],
)
def test_what_a_room_can_not_write_keeps_nothing_else_waiting(
    box: Box, said: list[str], error: Exception, state: State, told: str
) -> None:
    def broken(subject_id: uuid.UUID) -> Letter | None:
        if subject_id == STRANGE:
            raise error
        return None

    also_writes(Kind.PROFESSIONAL, broken)
    message = asked(STRANGE)
    asked()
    assert (deliver_due(), len(box.taken)) == (1, 1)
    message.refresh_from_db()
    assert (message.state, trouble(message), message.tries) == (state, told, 1)
