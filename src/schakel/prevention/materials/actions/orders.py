"""An order, from the public door or a municipality, to what was sent: what goes leaves the stock in the same stroke."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.audit.record import record
from schakel.core import time
from schakel.core.actors import PROFESSIONAL
from schakel.intake import lookups
from schakel.prevention import asking
from schakel.prevention.materials import policies
from schakel.prevention.materials.kinds import ENDED, MOVES, OrderState
from schakel.prevention.materials.models import Material, Order, OrderLine

Wanted = Sequence[tuple[Material, int]]

_TAGS = {
    "approve": "order:approved",
    "pick": "order:picked",
    "send": "order:sent",
    "cancel": "order:cancelled",
    "spam": "order:set_aside",
    "back": "order:brought_back",
}
_MOMENTS = {"approve": "approved_at", "pick": "picked_at", "send": "sent_at"}
# Whoever ordered hears of these; of spam nobody does.
_TOLD = frozenset({"approve", "send", "cancel"})


def order(*, said: Mapping[str, Any], municipality: str, wanted: Wanted, token: str) -> None:
    """An order from the public door, sealed. The same token again changes nothing. Raises NotPossible."""
    _check(wanted)
    made = _new(municipality, token)
    made.seal(asking.tidy(said, token))
    try:
        with transaction.atomic(), lookups.shown(application=asking.lookup_of(token)):
            _store(made, wanted)
            record("order:received", by=PROFESSIONAL, about=made, key=made.key_id)
    except IntegrityError:
        if not _is_stored(token):
            raise


@transaction.atomic
def order_for_municipality(*, said: Mapping[str, Any], wanted: Wanted, by: User) -> Order:
    """An order of a municipal contact person who is signed in. Raises NotAllowed, NotPossible."""
    policies.check_orders_for_municipality(by)
    _check(wanted)
    token = asking.new_token()
    made = _new(by.municipality, token)
    made.asked_by = by
    made.write(asking.tidy(said, token))
    _store(made, wanted)
    record("order:received", by=by, about=made)
    asking.tell(made.pk)
    return made


@transaction.atomic
def withdraw(*, order: Order, by: User | None = None) -> None:
    """Whoever ordered takes it back, as long as nobody approved it. Raises NotPossible."""
    with lookups.shown(application=bytes(order.lookup)):
        mine = Order.objects.filter(pk=order.pk, state=OrderState.NEW)
        if not mine.update(state=OrderState.CANCELLED, ended_at=time.now()):
            raise NotPossible("Deze bestelling is al in behandeling. Bel ons als u haar toch niet meer wilt.")
        record("order:withdrawn", by=by or PROFESSIONAL, about=order)


@transaction.atomic
def move(*, order: Order, verb: str, why: str = "", by: User) -> Order:
    """Approve, pick, cancel, set aside as spam, or bring back. Raises NotAllowed, NotPossible."""
    policies.check_prevents(by)
    row = _locked(order)
    policies.check_can(verb, row)
    _move(row, verb, why)
    record(_TAGS[verb], by=by, about=row)
    if verb in _TOLD:
        asking.tell(row.pk)
    return row


@transaction.atomic
def send(*, order: Order, counts: Mapping[uuid.UUID, int], why: str = "", by: User) -> Order:
    """Send so many of each line; the stock goes down by as many, and never below zero.

    Fewer than was asked needs a reason, which whoever ordered reads. Raises NotAllowed, NotPossible.
    """
    policies.check_prevents(by)
    row = _locked(order)
    policies.check_can("send", row)
    lines = list(row.lines.all())
    _check_counts(lines, counts, why)
    # In one order for everybody, so that two who send at once wait for each other and never crosswise.
    wanted = {line.material_id for line in lines}
    stocks = {one.pk: one for one in Material.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}
    for line in lines:
        material, count = stocks[line.material_id], counts[line.pk]
        if count > material.stock:
            raise NotPossible(f"Van “{material.name}” liggen er nog {material.stock}. U wilde er {count} sturen.")
        material.stock -= count
        material.save(update_fields=["stock"])
        line.sent = count
        line.save(update_fields=["sent"])
    _move(row, "send", why)
    record("order:sent", by=by, about=row, count=sum(counts[line.pk] for line in lines))
    asking.tell(row.pk)
    return row


def _check_counts(lines: Sequence[OrderLine], counts: Mapping[uuid.UUID, int], why: str) -> None:
    if any(not 0 <= counts[line.pk] <= line.asked for line in lines):
        raise NotPossible("U kunt niet meer sturen dan er is besteld.")
    if not any(counts[line.pk] for line in lines):
        raise NotPossible("Vul in hoeveel u stuurt. Stuurt u niets? Annuleer dan de bestelling.")
    if any(counts[line.pk] < line.asked for line in lines) and not why:
        raise NotPossible("U stuurt minder dan er is besteld. Schrijf op waarom.")


def _move(row: Order, verb: str, why: str) -> None:
    row.state = MOVES[verb][1]
    row.ended_at = time.now() if row.state in ENDED else None
    if verb in _MOMENTS:
        setattr(row, _MOMENTS[verb], time.now())
    # Why it did not go is no longer so once it is brought back.
    asking.add_to(row, **({"why": why} if why or verb == "back" else {}))
    row.save()


def _check(wanted: Wanted) -> None:
    if not wanted:
        raise NotPossible("Vul bij ten minste één materiaal in hoeveel u er wilt.")
    # As it is now: a new version may have come since the form was opened.
    now = Material.objects.in_bulk([material.pk for material, _ in wanted])
    for material, count in wanted:
        policies.check_can_be_ordered(now.get(material.pk, material), count)


def _new(municipality: str, token: str) -> Order:
    return Order(number=asking.new_number("M"), lookup=asking.lookup_of(token), municipality=municipality)


def _store(made: Order, wanted: Wanted) -> None:
    made.save(force_insert=True)
    OrderLine.objects.bulk_create([OrderLine(order=made, material=one, asked=count) for one, count in wanted])


def _is_stored(token: str) -> bool:
    lookup = asking.lookup_of(token)
    with lookups.shown(application=lookup):
        return Order.objects.filter(lookup=lookup).exists()


def _locked(order: Order) -> Order:
    return Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
