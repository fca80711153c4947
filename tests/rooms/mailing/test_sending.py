"""Writing a mailing and sending it: through a real server, to each address once, with a way out in every mail."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.access.policies import NotAllowed, NotPossible
from schakel.access.roles import Role
from schakel.core import time
from schakel.mailing import achieved, actions, queries, subscribing, worker
from schakel.mailing.actions import Meanwhile
from schakel.mailing.models import Mailing, Standing, Subscription
from schakel.outbox.delivery import deliver_due
from schakel.outbox.models import Outgoing
from tests.personas import signed_in
from tests.rooms import chain
from tests.rooms.mailing.subscribers import NOOR, asked, confirmed
from tests.rooms.outbox.servers import Box, for_partners

pytestmark = pytest.mark.django_db


@pytest.fixture
def lotte() -> User:
    return chain.account(Role.PREVENTION_OFFICER, "Lotte")


@pytest.fixture
def box(settings: Any) -> Iterator[Box]:
    with for_partners(settings) as served:
        yield served


def draft(by: User, *lists: str) -> Mailing:
    said = {"subject": "Nieuwe training in mei", "body": "Beste collega,\n\nIn mei is er een training."}
    return actions.begin(**said, lists=lists or ("school",), by=by)


def sent(by: User, *lists: str) -> Mailing:
    made = draft(by, *lists)
    actions.send(mailing=made, version=made.version, by=by)
    return made


def rounds(count: int = 3) -> None:
    for _ in range(count):
        worker.send_on()
        deliver_due()


def test_it_goes_to_whoever_confirmed_and_is_on_the_list_once(lotte: User, box: Box) -> None:
    token = confirmed(NOOR, "school", "police")
    confirmed(NOOR.upper(), "police", "school")
    confirmed("mees@hotel.example", "hotel")
    asked("stil@school.example", "school")
    Outgoing.objects.all().delete()  # the questions whether they meant it
    made = sent(lotte, "school", "police")
    rounds()
    [mail] = box.taken
    assert mail["To"].casefold() == NOOR
    assert mail["Subject"] == "Nieuwe training in mei"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    body = mail.get_content()
    assert "In mei is er een training." in body
    assert mail["List-Unsubscribe"].strip("<>") in body
    assert token not in body  # the newer subscription holds
    made.refresh_from_db()
    assert (made.state, queries.progress(made).sent) == ("sent", 1)
    worker.send_on()
    assert deliver_due() == 0


def test_nobody_can_send_it_twice(lotte: User, box: Box) -> None:
    confirmed()
    made = sent(lotte)
    with pytest.raises(NotPossible, match="al verstuurd"):
        actions.send(mailing=made, version=1, by=lotte)
    with pytest.raises(NotPossible, match="al verstuurd"):
        actions.write(mailing=made, subject="Anders", body="x", lists=["school"], version=1, by=lotte)


def test_an_address_that_the_server_refuses_is_marked_and_gets_nothing_more(lotte: User, box: Box) -> None:
    confirmed()
    confirmed()
    worker.settle()
    Outgoing.objects.all().delete()
    box.refuse["rcpt"] = ["550 no such user"]
    made = sent(lotte)
    rounds()
    made.refresh_from_db()
    assert (made.state, queries.progress(made).bounced) == ("sent", 1)
    bounced = Subscription.objects.get(state=Standing.BOUNCED)
    assert [row.address for row in queries.bounced(lotte)] == [NOOR]
    assert queries.reach(["school"]) == 0
    actions.drop(subscription=bounced, by=lotte)
    assert queries.bounced(lotte) == []
    kept = Subscription.objects.exclude(content=None, address_token=None)
    assert not kept.exists(), "also not where the same address asked before"


def test_whoever_leaves_while_it_is_sent_gets_nothing(lotte: User, box: Box) -> None:
    token = confirmed()
    Outgoing.objects.all().delete()
    made = sent(lotte)
    worker.send_on()
    subscribing.end(token)
    rounds()
    assert box.taken == []
    assert queries.progress(made).ended == 1


def test_a_server_that_is_down_loses_nothing(lotte: User, box: Box) -> None:
    confirmed()
    Outgoing.objects.all().delete()
    box.refuse["mail"] = ["451 later"]
    made = sent(lotte)
    rounds()
    assert (box.taken, queries.progress(made).busy) == ([], 1)
    with time.travel(time.now() + worker.UNCONFIRMED / 7):
        rounds(1)
    assert len(box.taken) == 1


def test_it_goes_in_parts_so_that_nothing_waits_behind_it(
    lotte: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        confirmed(f"a{number}@school.example")
    settings.SCHAKEL_SENDS_MAIL = True
    monkeypatch.setattr(worker, "MOST_ON_THE_WAY", 2)
    sent(lotte)
    assert (worker.send_on(), worker.send_on()) == (2, 0)


def test_a_test_goes_to_oneself_alone(lotte: User, box: Box) -> None:
    confirmed()
    Outgoing.objects.all().delete()
    made = draft(lotte)
    for _ in range(2):
        actions.try_out(mailing=made, by=lotte)
    rounds()
    assert {mail["To"] for mail in box.taken} == {lotte.email}
    assert box.taken[0]["Subject"] == "Proef: Nieuwe training in mei"
    assert queries.progress(made).total == 0


def test_without_a_server_or_readers_it_says_why(lotte: User, settings: Any) -> None:
    made = draft(lotte)
    with pytest.raises(NotPossible, match="mailserver"):
        actions.send(mailing=made, version=1, by=lotte)
    settings.SCHAKEL_SENDS_MAIL = True
    with pytest.raises(NotPossible, match="nog niemand"):
        actions.send(mailing=made, version=1, by=lotte)


def test_of_two_who_write_nobodys_words_are_lost(lotte: User) -> None:
    other = chain.account(Role.PREVENTION_OFFICER, "Youssef")
    made = draft(lotte)
    client = signed_in(lotte)
    actions.write(mailing=made, subject="Van Youssef", body="Zijn tekst", lists=["hotel"], version=1, by=other)
    typed = {"subject": "Van Lotte", "body": "Haar tekst", "lists": ["school"], "version": "1"}
    page = client.post(f"/mailing/{made.pk}/", typed)
    said = page.content.decode()
    assert page.status_code == 409
    assert all(words in said for words in ("Youssef bewaarde dit", "Zijn tekst", "Haar tekst", 'value="2"'))
    assert client.post(f"/mailing/{made.pk}/", typed | {"version": "2"}).status_code == 303
    made.refresh_from_db()
    assert made.subject == "Van Lotte"
    with pytest.raises(Meanwhile):
        actions.send(mailing=made, version=2, by=lotte)


def test_the_desk_writes_looks_and_sends_in_two_steps(lotte: User, box: Box) -> None:
    confirmed()
    Outgoing.objects.all().delete()
    client = signed_in(lotte)
    missing = client.post("/mailing/nieuw/", {"subject": "", "body": "Dit blijft staan", "lists": []})
    assert missing.status_code == 422
    assert "Dit blijft staan" in missing.content.decode()
    page = client.post("/mailing/nieuw/", {"subject": "In mei", "body": "Kom ook.", "lists": ["school"]}, follow=True)
    assert "Gaat nu naar 1 adres" in page.content.decode()
    made = Mailing.objects.get()
    assert "Versturen aan 1 adres?" in client.get(f"/mailing/{made.pk}/versturen/").content.decode()
    client.post(f"/mailing/{made.pk}/versturen/", {"version": "1"})
    rounds()
    assert len(box.taken) == 1
    assert "1 van 1" in client.get("/mailing/").content.decode()
    [told] = achieved.of_year(time.today().year)
    assert (told.number, told.rows[0].text, told.rows[0].url) == (1, "In mei: 1 adres", f"/mailing/{made.pk}/")
    assert achieved.of_year(2019) == []


@pytest.mark.parametrize("role", [Role.CASE_COORDINATOR, Role.POLICY_ANALYST, Role.ADMINISTRATOR])
def test_other_roles_neither_read_nor_write(role: Role, lotte: User) -> None:
    made, other = draft(lotte), chain.account(role)
    for refused in (
        lambda: queries.mailings_for(other),
        lambda: queries.bounced(other),
        lambda: actions.send(mailing=made, version=1, by=other),
        lambda: actions.discard(mailing=made, by=other),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert signed_in(other).get(f"/mailing/{made.pk}/").status_code in (403, 404)


def test_a_draft_can_be_thrown_away(lotte: User) -> None:
    made = draft(lotte)
    signed_in(lotte).post(f"/mailing/{made.pk}/weggooien/")
    assert not Mailing.objects.exists()


def test_nothing_is_asked_of_a_stranger(client: Client) -> None:
    assert client.get("/mailing/").status_code in (302, 303)
