"""Subscribing at the public door: nothing without a confirmation, out in one click, and no address for anybody to read."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from schakel.core import time
from schakel.mailing import links, subscribing, worker
from schakel.mailing.models import Standing, Subscription
from schakel.outbox.delivery import deliver_due
from schakel.outbox.models import Outgoing
from schakel.publicsite.pacing import TokenBucket
from schakel.publicsite.views.professionals import mailing
from schakel.vault.models import DataKey
from tests.rooms.mailing.subscribers import NOOR, asked, confirmed
from tests.rooms.outbox.servers import Box, for_partners

pytestmark = [pytest.mark.urls("schakel.config.urls.public"), pytest.mark.django_db]


@pytest.fixture
def box(settings: Any) -> Iterator[Box]:
    with for_partners(settings) as served:
        yield served


def words(response: Any) -> str:
    return unescape(response.content.decode())


def states() -> list[str]:
    return sorted(Subscription.objects.values_list("state", flat=True))


def test_somebody_subscribes_confirms_changes_and_leaves(client: Client, box: Box) -> None:
    sent = client.post("/professionals/mailing/", {"address": NOOR, "lists": ["school", "police"]}, follow=True)
    assert "Kijk nu in uw mail" in words(sent)
    worker.open_asked()
    deliver_due()
    [mail] = box.taken
    assert (mail["To"], states()) == (NOOR, ["asked"])
    told = mail.get_content().replace("\n", "\n")
    [path] = re.findall(r"(/professionals/mailing/bevestigen/\S+)", told)
    # Programs that look through mail open links: that alone changes nothing.
    assert "Ja, ik wil deze mailing" in words(client.get(path))
    assert states() == ["asked"]
    assert "U bent ingeschreven" in words(client.post(path))
    assert states() == ["confirmed"]
    managed = path.replace("bevestigen", "beheer")
    assert "Wij hebben uw keuze bewaard" in words(client.post(managed, {"lists": ["hotel"]}))
    assert Subscription.objects.get().lists == ["hotel"]
    assert "Kies ten minste één onderwerp" in words(client.post(managed))
    assert "U bent afgemeld" in words(client.post(path.replace("bevestigen", "afmelden")))
    assert states() == ["ended"]


def test_the_links_in_mails_are_pages_of_the_public_door(client: Client, settings: Any) -> None:
    token = confirmed()
    for link in (links.confirming(token), links.managing(token), links.ending(token)):
        assert client.get(link.removeprefix(settings.SCHAKEL_PUBLIC_URL)).status_code == 200


def test_what_is_wrong_is_said_and_what_was_typed_is_still_there(client: Client) -> None:
    page = client.post("/professionals/mailing/", {"address": "noor@", "lists": ["school"]})
    assert page.status_code == 422
    assert "Dit is geen heel e-mailadres" in words(page)
    assert 'value="noor@"' in words(page)
    assert re.search(r'value="school"[^>]*checked', words(page))
    assert "Kies ten minste één onderwerp" in words(client.post("/professionals/mailing/", {"address": NOOR}))
    assert not Subscription.objects.exists()


def test_a_mail_program_ends_it_with_one_post_without_a_cookie() -> None:
    token, other = confirmed(), confirmed("mees@hotel.example", "hotel")
    strict = Client(enforce_csrf_checks=True)
    path = f"/professionals/mailing/afmelden/{token}/"
    assert "Meld mij af" in words(strict.get(path))
    assert states() == ["confirmed", "confirmed"]
    ended = strict.post(path, {"List-Unsubscribe": "One-Click"}, HTTP_ORIGIN="https://mail.example")
    assert ended.status_code == 200
    found, left = subscribing.found(token), subscribing.found(other)
    assert found is not None
    assert left is not None
    assert (found.is_over, left.is_over) == (True, False)
    assert strict.post(path).status_code == 200


@pytest.mark.parametrize("page", ["", "bevestigen/{token}/", "beheer/{token}/"])
def test_every_other_form_needs_its_own_page(page: str) -> None:
    token = asked()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"/professionals/mailing/{page.format(token=token)}").status_code == 403
    assert states() == ["asked"]


@pytest.mark.parametrize("page", ["bevestigen", "beheer", "afmelden"])
def test_a_token_of_nobody_finds_nothing(client: Client, page: str) -> None:
    confirmed()
    path = f"/professionals/mailing/{page}/abcdefghijklmnopqrstuvwxyz012345/"
    assert client.get(path).status_code == 404
    assert client.post(path, {"lists": ["school"]}).status_code == 404
    assert states() == ["confirmed"]


def test_no_address_stands_in_plain(client: Client) -> None:
    client.post("/professionals/mailing/", {"address": "noor.uniek@school.example", "lists": ["school"]})
    for opened in (False, True):
        if opened:
            worker.open_asked()
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM mailing_subscription")
            assert "uniek" not in str(
                [bytes(cell) if isinstance(cell, memoryview) else cell for cell in cursor.fetchall()[0]]
            )


def test_whoever_subscribes_again_has_the_newer_lists_and_leaves_by_any_link() -> None:
    first, second = confirmed(NOOR, "school"), confirmed(NOOR.upper(), "police")
    worker.settle()
    assert states() == ["confirmed", "double"]
    assert Subscription.objects.get(state=Standing.CONFIRMED).lists == ["police"]
    subscribing.end(first)
    worker.settle()
    assert states() == ["ended", "ended"]
    told = subscribing.found(second)
    assert told is not None
    assert told.is_over


def test_whoever_leaves_while_the_worker_counts_has_left(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = [confirmed() for _ in range(3)]
    # The worker takes the newest first, so the one of the oldest is still to come when it writes down the other.
    note = worker.record

    def leave_meanwhile(tag: str, **said: Any) -> object:
        subscribing.end(tokens[0])
        return note(tag, **said)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(worker, "record", leave_meanwhile)
        worker.settle()
    assert sorted(states()) == ["confirmed", "double", "ended"]
    worker.settle()
    assert states() == ["ended"] * 3


def test_whoever_confirms_while_the_worker_looks_is_not_forgotten() -> None:
    token = asked()
    found = Subscription.objects.filter(confirmed_at=None)
    assert len(found) == 1
    subscribing.confirm(token)
    vars(worker)["_destroy"](found)
    assert states() == ["confirmed"]


def test_whoever_left_may_come_back() -> None:
    subscribing.end(confirmed())
    confirmed()
    worker.settle()
    assert states() == ["confirmed", "ended"]


def test_a_mailbox_of_somebody_else_is_not_filled(settings: Any) -> None:
    settings.SCHAKEL_SENDS_MAIL = True
    for _ in range(5):
        asked()
    assert Outgoing.objects.count() == worker.MOST_QUESTIONS_A_DAY


def test_without_a_mail_server_the_question_waits(settings: Any) -> None:
    asked()
    assert not Outgoing.objects.exists()
    settings.SCHAKEL_SENDS_MAIL = True
    worker.open_asked()
    assert Outgoing.objects.count() == 1


def test_what_is_never_confirmed_is_forgotten_and_so_is_the_address_of_whoever_left(
    django_capture_on_commit_callbacks: Any,
) -> None:
    asked("nooit@school.example")
    left, kept = confirmed("weg@school.example"), confirmed()
    subscribing.end(left)
    with (
        time.travel(time.now() + worker.UNCONFIRMED + timedelta(hours=1)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        worker.tidy()
    rows = {row.state: row for row in Subscription.objects.all()}
    assert rows.keys() == {"ended", "confirmed"}
    assert (rows["ended"].content, rows["ended"].address_token) == (None, None)
    assert rows["confirmed"].read()["token"] == kept
    key = rows["confirmed"].data_key
    assert key is not None
    assert DataKey.objects.filter(pk=key).exists()
    with time.travel(time.now() + worker.LEFT + timedelta(days=1)):
        worker.tidy()
    assert states() == ["confirmed"]


def test_an_address_that_does_not_work_is_forgotten_in_the_end_with_what_it_asked_before(
    django_capture_on_commit_callbacks: Any,
) -> None:
    confirmed(NOOR)
    confirmed(NOOR)
    worker.settle()
    Subscription.objects.filter(state="confirmed").update(state="bounced")
    for days, expected in ((-1, ["bounced", "double"]), (1, [])):
        moment = time.now() + worker.BOUNCED + timedelta(days=days)
        with time.travel(moment), django_capture_on_commit_callbacks(execute=True):
            worker.tidy()
        assert states() == expected


def test_a_row_that_somebody_changed_is_dropped_and_the_rest_opened() -> None:
    subscribing.ask(address="kapot@school.example", lists=["school"])
    Subscription.objects.update(sealed=b"x" * 1200)
    asked()
    assert states() == ["asked"]


def test_a_flood_is_slowed_and_nothing_typed_is_lost(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailing, "asking", TokenBucket(rate=0.001, burst=1))
    typed = {"address": NOOR, "lists": ["school"]}
    assert client.post("/professionals/mailing/", typed).status_code == 302
    page = client.post("/professionals/mailing/", typed)
    assert page.status_code == 429
    assert f'value="{NOOR}"' in words(page)
    assert Subscription.objects.count() == 1
