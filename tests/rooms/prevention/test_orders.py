"""Ordering material: sealed at the door, approved, picked and sent; the stock is never below zero."""

import uuid

import pytest

from schakel.access.models import User
from schakel.access.policies import NotAllowed, NotPossible
from schakel.prevention import asking, opening
from schakel.prevention.editing import ChangedMeanwhile
from schakel.prevention.materials import queries
from schakel.prevention.materials.actions import catalogue, orders
from schakel.prevention.materials.kinds import OrderState
from schakel.prevention.materials.models import Material, Order
from schakel.prevention.pictures import NotUsable
from tests.personas import recorded
from tests.rooms import chain
from tests.rooms.prevention import stocked


def counts(order: Order, count: int) -> dict[uuid.UUID, int]:
    return {line.pk: count for line in order.lines.all()}


def test_an_order_lies_sealed_until_the_worker_opens_it_and_twice_sent_is_one(poster: Material, lotte: User) -> None:
    token = asking.new_token()
    stocked.ordered(poster, 20, token=token, is_open=False)
    order = stocked.ordered(poster, 20, token=token, is_open=False)
    assert Order.objects.count() == 1
    assert (order.content, order.data_key) == (None, None)
    assert b"Dora" not in bytes(order.sealed or b"")
    assert opening.open_waiting() == 1
    order.refresh_from_db()
    assert (order.sealed, queries.read(order, viewer=lotte).said["contact"]) == (None, "Dora Docent")
    assert queries.own_order(token).order == order


def test_the_same_address_that_orders_the_same_is_shown_as_a_double(poster: Material) -> None:
    first, again = stocked.ordered(poster), stocked.ordered(poster, email="DORA@school.example")
    other = stocked.ordered(poster, email="ander@school.example")
    assert (first.double_of, again.double_of, other.double_of) == (None, first, None)


def test_what_is_sent_leaves_the_stock_and_shows_where_it_went(poster: Material, lotte: User) -> None:
    order = stocked.ordered(poster, 30)
    orders.move(order=order, verb="approve", by=lotte)
    orders.move(order=order, verb="pick", by=lotte)
    orders.send(order=order, counts=counts(order, 30), by=lotte)
    poster.refresh_from_db()
    assert poster.stock == 70
    ((seen, count),) = queries.who_has(poster, viewer=lotte)
    assert (seen.said["organisation"], count) == ("Het Voorbeeldcollege", 30)
    sent = {place.name: place.total for place in queries.by_municipality(lotte)}
    assert (sent["Hengelo"], sent["Enschede"]) == (30, 0)
    assert [event.detail["count"] for event in recorded("order:sent")] == [30]
    with pytest.raises(NotPossible, match="verstuurd"):
        orders.send(order=order, counts=counts(order, 30), by=lotte)


def test_more_than_there_is_does_not_go_and_fewer_needs_a_reason(lotte: User) -> None:
    poster = stocked.material(stock=12, by=lotte)
    order = stocked.ordered(poster, 20)
    orders.move(order=order, verb="approve", by=lotte)
    with pytest.raises(NotPossible, match="liggen er nog 12"):
        orders.send(order=order, counts=counts(order, 20), by=lotte)
    with pytest.raises(NotPossible, match="waarom"):
        orders.send(order=order, counts=counts(order, 12), by=lotte)
    with pytest.raises(NotPossible, match="niets"):
        orders.send(order=order, counts=counts(order, 0), why="Op.", by=lotte)
    orders.send(order=order, counts=counts(order, 12), why="De rest volgt.", by=lotte)
    poster.refresh_from_db()
    order.refresh_from_db()
    assert (poster.stock, poster.is_low, order.read()["why"]) == (0, True, "De rest volgt.")
    assert queries.low(lotte) == [poster]


def test_what_cannot_be_ordered_is_refused_with_a_sentence(poster: Material, lotte: User) -> None:
    with pytest.raises(NotPossible, match="ten hoogste 50"):
        stocked.ordered(poster, 51)
    new = catalogue.supersede(material=poster, said=_said(poster), stock=5, by=lotte)
    with pytest.raises(NotPossible, match="nieuwe versie"):
        stocked.ordered(poster, 1)
    assert (new.name, queries.catalogue()) == ("Kijk verder (versie 2)", [new])
    with pytest.raises(NotPossible, match="al een nieuwe"):
        catalogue.supersede(material=poster, said=_said(poster), by=lotte)
    with pytest.raises(NotPossible, match="niet terug"):
        catalogue.change(material=poster, said={"is_listed": True}, version=2, by=lotte)


def test_whoever_ordered_takes_it_back_until_it_is_approved(poster: Material, lotte: User) -> None:
    first, second = stocked.ordered(poster, 1), stocked.ordered(poster, 2)
    orders.withdraw(order=first)
    first.refresh_from_db()
    assert first.state == OrderState.CANCELLED
    orders.move(order=second, verb="approve", by=lotte)
    with pytest.raises(NotPossible, match="in behandeling"):
        orders.withdraw(order=second)


def test_spam_is_set_aside_and_can_come_back(poster: Material, lotte: User) -> None:
    order = stocked.ordered(poster, is_open=False)
    orders.move(order=order, verb="spam", by=lotte)
    assert list(queries.orders_for(lotte)) == []
    assert list(queries.orders_for(lotte, "spam")) == [order]
    orders.move(order=order, verb="back", by=lotte)
    assert list(queries.orders_for(lotte)) == [order]


def test_a_municipality_orders_for_itself_and_sees_its_own_orders_alone(
    poster: Material, gijs: User, lotte: User
) -> None:
    order = orders.order_for_municipality(said=stocked.SAID, wanted=[(poster, 5)], by=gijs)
    elsewhere = asking.new_token()
    orders.order(said=stocked.SAID, municipality="GM0153", wanted=[(poster, 5)], token=elsewhere)
    assert [one.order for one in queries.orders_of_municipality(gijs)] == [order]
    assert order.municipality == gijs.municipality
    for refused in (queries.orders_for, queries.materials_for):
        with pytest.raises(NotAllowed):
            refused(gijs)
    with pytest.raises(NotAllowed):
        orders.order_for_municipality(said=stocked.SAID, wanted=[(poster, 5)], by=lotte)


def test_two_who_change_the_same_material_lose_nothing(poster: Material, lotte: User) -> None:
    catalogue.change(material=poster, said={"summary": "Nieuw."}, version=1, by=lotte)
    with pytest.raises(ChangedMeanwhile) as caught:
        catalogue.change(material=poster, said={"summary": "Anders."}, version=1, by=lotte)
    assert caught.value.row.summary == "Nieuw."  # type: ignore[attr-defined]
    catalogue.count_stock(material=poster, difference=7, by=lotte)
    with pytest.raises(NotPossible, match="107"):
        catalogue.count_stock(material=poster, difference=-108, by=lotte)


def test_a_picture_is_drawn_anew_and_anything_else_is_refused(poster: Material, lotte: User) -> None:
    for _ in range(2):
        catalogue.put_file(material=poster, name="a b.png", content=stocked.picture(), is_picture=True, by=lotte)
    assert [file.name for file in poster.files.all()] == ["a-b.jpg"]
    assert queries.picture_of(poster).startswith(b"\xff\xd8")
    pdf = catalogue.put_file(material=poster, name="../x.exe", content=b"%PDF-1.7", is_picture=False, by=lotte)
    assert pdf.name == "x.pdf"
    with pytest.raises(NotUsable, match="PDF"):
        catalogue.put_file(material=poster, name="x.pdf", content=b"MZ", is_picture=False, by=lotte)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_colleagues_who_send_the_last_at_once_send_no_more_than_there_is(lotte: User) -> None:
    poster = stocked.material(stock=20, by=lotte)
    both = [stocked.ordered(poster, 15), stocked.ordered(poster, 16)]
    for order in both:
        orders.move(order=order, verb="approve", by=lotte)

    def send(order: Order) -> object:
        return orders.send(order=order, counts=counts(order, order.lines.get().asked), by=lotte)

    outcomes = chain.at_once(*(lambda order=order: send(order) for order in both))
    assert [isinstance(one, NotPossible) for one in outcomes].count(True) == 1
    poster.refresh_from_db()
    assert poster.stock in (5, 4)


def _said(material: Material) -> dict[str, object]:
    names = ("title", "kind", "audience", "form", "languages", "summary", "alternative", "is_listed", "low_at", "most_at_once")  # fmt: skip
    return {name: getattr(material, name) for name in names} | {"is_listed": True}
