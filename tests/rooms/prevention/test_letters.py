"""Mail to whoever ordered or borrows: when it came in, when it goes, when it is too long away; and what is long over is forgotten."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.core import days, time
from schakel.outbox.delivery import deliver_due
from schakel.prevention import asking, letters, opening, worker
from schakel.prevention.loans.actions import loans
from schakel.prevention.loans.models import Thing
from schakel.prevention.materials import queries
from schakel.prevention.materials.actions import orders
from schakel.prevention.materials.models import Material
from tests.personas import recorded, signed_in
from tests.rooms.outbox.servers import Box, for_partners
from tests.rooms.prevention import stocked


@pytest.fixture
def box(settings: Any) -> Iterator[Box]:
    with for_partners(settings) as served:
        yield served


def delivered(box: Box) -> list[tuple[str, str]]:
    """Subject and words of what went since the last time."""
    before = len(box.taken)
    deliver_due()
    return [(str(mail["Subject"]), mail.get_content()) for mail in box.taken[before:]]


def test_whoever_orders_hears_that_it_came_in_with_the_link_and_what_was_sent(
    poster: Material, lotte: User, box: Box
) -> None:
    token = asking.new_token()
    order = stocked.ordered(poster, 20, token=token)
    ((subject, words),) = delivered(box)
    assert (subject, f"/professionals/bestelling/{token}/" in words) == ("Wij hebben uw bestelling", True)
    orders.move(order=order, verb="approve", by=lotte)
    ((subject, _),) = delivered(box)
    assert subject == "Uw bestelling is goedgekeurd"
    line = order.lines.get()
    orders.send(order=order, counts={line.pk: 12}, why="De rest volgt in januari.", by=lotte)
    ((subject, words),) = delivered(box)
    assert subject == "Uw bestelling is onderweg"
    assert "12 × (u vroeg er 20) Kijk verder" in words
    assert "De rest volgt in januari." in words


def test_one_mailbox_is_not_filled_and_what_a_colleague_handles_is_mailed(
    poster: Material, lotte: User, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "MOST_FROM_AN_ADDRESS", 2)
    rows = [stocked.ordered(poster, count) for count in (1, 2, 3)]
    assert len(delivered(box)) == 2
    assert [queries.read(row, viewer=lotte).said.get("unmailed") for row in rows] == [None, None, "ja"]
    orders.move(order=rows[2], verb="approve", by=lotte)
    assert [subject for subject, _ in delivered(box)] == ["Uw bestelling is goedgekeurd"]


def test_nobody_hears_of_spam(poster: Material, lotte: User, box: Box) -> None:
    order = stocked.ordered(poster, is_open=False)
    orders.move(order=order, verb="spam", by=lotte)
    assert delivered(box) == []


def test_what_is_too_long_away_is_asked_for_once_a_week(headset: Thing, lotte: User, box: Box) -> None:
    loan = stocked.lent(headset, 2, by=lotte)
    delivered(box)
    asked = []
    for day in (1, 2, 3, 8, 9):
        with time.travel(time.now() + timedelta(days=day)):
            letters.remind()
            asked += [(day, subject) for subject, _ in delivered(box)]
    wanted = f"Wilt u terugbrengen wat u leende? ({loan.number})"
    assert asked == [(2, wanted), (9, wanted)]
    with time.travel(time.now() + timedelta(days=10)):
        loans.take_back(loan=loan, words="", by=lotte)
        assert letters.remind() == 0


def test_an_address_that_is_refused_stands_at_the_desk_and_is_not_asked_again(
    poster: Material, headset: Thing, lotte: User, box: Box
) -> None:
    box.refuse["rcpt"] = ["550 no such user"] * 9
    order, loan = stocked.ordered(poster), stocked.lent(headset, 2, by=lotte)
    deliver_due()
    desk = signed_in(lotte)
    for page, words in (
        (f"/bestellingen/{order.pk}/", "Mail komt niet aan"), (f"/uitleen/aanvragen/{loan.pk}/", "Mail komt niet aan"),
        ("/bestellingen/", "mail kwam niet aan"), ("/uitleen/", "mail kwam niet aan"),
    ):  # fmt: skip
        assert words in desk.get(page).content.decode(), page
    assert [len(recorded(f"{what}:address_refused")) for what in ("order", "loan")] == [1, 1]
    with time.travel(time.now() + timedelta(days=3)):
        assert letters.remind() == 0
    box.refuse["rcpt"] = []
    orders.move(order=order, verb="approve", by=lotte)
    deliver_due()
    assert "Mail komt niet aan" not in desk.get(f"/bestellingen/{order.pk}/").content.decode()


def test_whoever_may_keep_it_longer_hears_until_when(headset: Thing, lotte: User, box: Box) -> None:
    loan = stocked.lent(headset, 2, by=lotte)
    deliver_due()
    last_day = time.today() + timedelta(days=5)
    loans.extend(loan=loan, last_day=last_day, by=lotte)
    ((subject, words),) = delivered(box)
    assert subject == f"Tot wanneer u dit leent ({loan.number})"
    assert f"U kunt dit houden tot en met {days.in_words(last_day, 'nl')}." in " ".join(words.split())


def test_a_reminder_that_fails_is_not_made_anew_every_hour(headset: Thing, lotte: User, box: Box) -> None:
    stocked.lent(headset, 2, by=lotte)
    deliver_due()
    box.refuse["data"] = ["554 this looks like spam"] * 9
    with time.travel(time.now() + timedelta(days=3)):
        assert (letters.remind(), deliver_due(), letters.remind()) == (1, 0, 0)


def test_who_asked_is_forgotten_after_two_years_and_the_numbers_stay(poster: Material, lotte: User) -> None:
    order = stocked.ordered(poster, 5)
    orders.move(order=order, verb="approve", by=lotte)
    orders.send(order=order, counts={order.lines.get().pk: 5}, by=lotte)
    spam = stocked.ordered(poster, 6)
    orders.move(order=spam, verb="spam", by=lotte)
    with time.travel(time.now() + timedelta(days=100)):
        assert worker.forget() == 1
    with pytest.raises(NotPossible, match="vergeten"):
        orders.move(order=spam, verb="back", by=lotte)
    with time.travel(time.now() + timedelta(days=731)):
        assert (worker.forget(), worker.forget()) == (1, 0)
    ((seen, count),) = queries.who_has(poster, viewer=lotte)
    assert (seen.said["organisation"], count, seen.place) == ("(vernietigd)", 5, "Hengelo")


def test_why_it_did_not_go_is_not_said_of_an_order_that_was_brought_back(
    poster: Material, lotte: User, box: Box
) -> None:
    order = stocked.ordered(poster)
    orders.move(order=order, verb="cancel", why="Het is op.", by=lotte)
    ((_, words),) = delivered(box)
    assert "Het is op." in words
    orders.move(order=order, verb="back", by=lotte)
    orders.move(order=order, verb="approve", by=lotte)
    ((subject, words),) = delivered(box)
    assert (subject, "Het is op." in words) == ("Uw bestelling is goedgekeurd", False)


def test_what_nobody_ended_is_forgotten_two_years_after_the_last_thing_that_happened(
    poster: Material, headset: Thing, lotte: User
) -> None:
    left, approved, sealed = (stocked.ordered(poster, count, is_open=count < 3) for count in (1, 2, 3))
    loan = stocked.lent(headset, 3, by=lotte)
    with time.travel(time.now() + timedelta(days=300)):
        orders.move(order=approved, verb="approve", by=lotte)
    with time.travel(time.now() + timedelta(days=731)):
        assert worker.forget() == 2, "new and sealed ones; what was approved or lent until later is kept"
    with time.travel(time.now() + timedelta(days=1_040)):
        assert (worker.forget(), worker.forget()) == (2, 0)
        assert letters.remind() == 0
        loans.take_back(loan=loan, words="", by=lotte)
    for order in (left, approved, sealed):
        order.refresh_from_db()
        assert (order.state, order.content, order.sealed) == ("cancelled", None, None)
