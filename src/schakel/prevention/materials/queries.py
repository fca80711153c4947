"""Reading the catalogue and the orders: the catalogue is for everybody, orders are for whoever does the work of prevention."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import F, Model, QuerySet, Sum
from django.http import Http404

from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.core import region
from schakel.intake import lookups
from schakel.prevention.asking import is_token, lookup_of
from schakel.prevention.materials.kinds import OrderState
from schakel.prevention.materials.models import Material, MaterialFile, Order, OrderLine
from schakel.prevention.materials.policies import check_orders_for_municipality, check_prevents
from schakel.vault import records
from schakel.vault.records import DESTROYED, DecryptionError
from schakel.vault.sealing import SealError

OUTSIDE = "buiten de regio"
_WORK = (OrderState.NEW, OrderState.APPROVED, OrderState.PICKED)
Row = TypeVar("Row", bound=Model)

# Proposed to a municipality that never ordered this.
_USUAL = 10
_GONE = {"organisation": DESTROYED, "contact": DESTROYED}


# For everybody -------------------------------------------------------------------------------------------------------


def catalogue() -> list[Material]:
    """What can be ordered or downloaded now, by title."""
    return list(Material.objects.filter(is_listed=True))


def listed(material_id: uuid.UUID) -> Material:
    """One of these. Raises Http404."""
    return _one(Material.objects.filter(is_listed=True), material_id)


def with_picture(materials: Iterable[Material]) -> set[uuid.UUID]:
    """Which of them have a picture."""
    found = MaterialFile.objects.filter(material__in=list(materials), is_picture=True)
    return set(found.values_list("material_id", flat=True))


def picture_of(material: Material) -> bytes:
    """Its picture. Raises Http404."""
    found = material.files.filter(is_picture=True).first()
    if found is None:
        raise Http404
    return bytes(found.content)


def downloads_of(material: Material) -> list[MaterialFile]:
    """What can be downloaded, without the content."""
    return list(material.files.filter(is_picture=False).defer("content"))


def download(material: Material, file_id: uuid.UUID) -> MaterialFile:
    """One of these, with its content. Raises Http404."""
    found = material.files.filter(pk=file_id).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class OwnOrder:
    """An order as whoever placed it sees it: who they are is not in it."""

    order: Order
    lines: list[OrderLine]


def own_order(token: str) -> OwnOrder:
    """The order that this secret address belongs to. Raises Http404."""
    if not is_token(token):
        raise Http404
    lookup = lookup_of(token)
    with lookups.shown(application=lookup):
        found = (
            Order.objects.only("id", "created_at", "number", "lookup", "state", "sent_at", "ended_at")
            .filter(lookup=lookup)
            .first()
        )
        if found is None:
            raise Http404
        lines = OrderLine.objects.filter(order=found).select_related("material")
        shown = ("order_id", "asked", "sent", "material__title", "material__edition")
        return OwnOrder(found, list(lines.only(*shown)))


# At the desk ---------------------------------------------------------------------------------------------------------


def materials_for(viewer: User) -> list[Material]:
    """Everything there is and was. Raises NotAllowed."""
    check_prevents(viewer)
    return list(Material.objects.select_related("supersedes", "successor").order_by("-is_listed", "title", "-edition"))


def material_for(viewer: User, material_id: uuid.UUID) -> Material:
    """One of these. Raises NotAllowed, Http404."""
    check_prevents(viewer)
    return _one(Material.objects.select_related("supersedes", "successor", "changed_by"), material_id)


def low(viewer: User) -> list[Material]:
    """What has to be made again soon. Raises NotAllowed."""
    check_prevents(viewer)
    return [one for one in catalogue() if one.is_low]


@dataclass(frozen=True)
class Seen:
    """An order with who placed it."""

    order: Order
    said: dict[str, Any]
    lines: list[OrderLine]

    @property
    def place(self) -> str:
        """The municipality, or that it is elsewhere."""
        return place_of(self.order.municipality)


def orders_for(viewer: User, state: str = "") -> QuerySet[Order]:
    """Orders, the newest first; without a state those that still ask for work. Raises NotAllowed."""
    check_prevents(viewer)
    rows = Order.objects.filter(state=state) if state else Order.objects.filter(state__in=_WORK)
    return rows.order_by("-created_at", "id")


def waiting(viewer: User) -> int:
    """How many new orders there are, for the menu."""
    check_may(viewer, Permission.PREVENT)
    return Order.objects.filter(state=OrderState.NEW).count()


def read_all(orders: Iterable[Order], *, viewer: User) -> list[Seen]:
    """Who placed these orders and what is in them. Raises NotAllowed."""
    check_prevents(viewer)
    rows = list(orders)
    if rows:
        record("order:listed", by=viewer, orders=[row.pk for row in rows])
    return _seen(rows)


def order_for(viewer: User, order_id: uuid.UUID) -> Order:
    """One order. Raises NotAllowed, Http404."""
    check_prevents(viewer)
    return _one(Order.objects.select_related("asked_by", "double_of"), order_id)


def read(order: Order, *, viewer: User) -> Seen:
    """The same with who placed it. Raises NotAllowed."""
    check_prevents(viewer)
    record("order:read", by=viewer, about=order)
    return _seen([order])[0]


def who_has(material: Material, *, viewer: User) -> list[tuple[Seen, int]]:
    """To whom this edition was sent and how many, the latest first. Raises NotAllowed."""
    check_prevents(viewer)
    lines = list(
        OrderLine.objects.filter(material=material, sent__gt=0).select_related("order").order_by("-order__sent_at")
    )
    if lines:
        record("order:listed", by=viewer, orders=[line.order_id for line in lines])
    sent = {line.order_id: line.sent or 0 for line in lines}
    return [(one, sent[one.order.pk]) for one in _seen([line.order for line in lines])]


@dataclass(frozen=True)
class Place:
    """What went to one municipality."""

    code: str
    name: str
    materials: list[tuple[str, int]]
    orders: int

    @property
    def total(self) -> int:
        return sum(count for _, count in self.materials)


def by_municipality(viewer: User, year: int | None = None) -> list[Place]:
    """What went where, every municipality of the region named, also the ones with nothing. Raises NotAllowed."""
    check_prevents(viewer)
    return sent_by_place(year)


def sent_by_place(year: int | None = None, municipality: str | None = None) -> list[Place]:
    """The same without a viewer, for counting: numbers alone."""
    lines = OrderLine.objects.filter(order__state=OrderState.SENT, sent__gt=0)
    if year is not None:
        lines = lines.filter(order__sent_at__year=year)
    counted = lines.order_by().values("order__municipality", title=F("material__title")).annotate(count=Sum("sent"))
    codes = [one.code for one in region.current().municipalities]
    codes += sorted({row["order__municipality"] for row in counted} - set(codes))
    if municipality is not None:
        codes = [municipality]
    places = []
    for code in codes:
        what = [(row["title"], row["count"]) for row in counted if row["order__municipality"] == code]
        orders = lines.filter(order__municipality=code).values("order").distinct().count()
        places.append(Place(code, place_of(code), sorted(what, key=lambda pair: (-pair[1], pair[0])), orders))
    return places


# For a municipal contact person --------------------------------------------------------------------------------------


def orders_of_municipality(viewer: User) -> list[OwnOrder]:
    """What was ordered for the viewer's own municipality, without who ordered it. Raises NotAllowed."""
    check_orders_for_municipality(viewer)
    hidden = (OrderState.SPAM,)
    rows = Order.objects.filter(municipality=viewer.municipality).exclude(state__in=hidden).defer("sealed", "content")
    return [OwnOrder(row, list(row.lines.select_related("material"))) for row in rows[:200]]


def proposed_amounts(viewer: User) -> list[tuple[Material, int]]:
    """What can be ordered now, with as many as the viewer's municipality asked the last time. Raises NotAllowed."""
    check_orders_for_municipality(viewer)
    rows = OrderLine.objects.filter(order__municipality=viewer.municipality).exclude(order__state=OrderState.SPAM)
    asked = dict(rows.order_by("order__created_at").values_list("material__title", "asked"))
    return [(one, min(asked.get(one.title, _USUAL), one.most_at_once)) for one in catalogue() if one.stock]


def proposed_answers(viewer: User) -> dict[str, str]:
    """Where the last order went that somebody placed signed in for this municipality; the viewer's own before a colleague's.

    Of a colleague only the organisation and its address: how to reach them is theirs. Raises NotAllowed.
    """
    check_orders_for_municipality(viewer)
    if not viewer.municipality:
        return {}
    place = viewer.municipality
    rows = Order.objects.filter(municipality=place, asked_by__municipality=place).exclude(state=OrderState.SPAM)
    for row in sorted(rows.order_by("-created_at")[:20], key=lambda one: one.asked_by_id != viewer.pk):
        said = _said(row)
        if said.get("address"):
            record("order:read", by=viewer, about=row)
            names = ("organisation", "address", *(("telephone",) if row.asked_by_id == viewer.pk else ()))
            return {name: str(said.get(name) or "") for name in names}
    return {}


def order_of_mine(viewer: User, order_id: uuid.UUID) -> Order:
    """An order that the viewer placed themself. Raises NotAllowed, Http404."""
    check_orders_for_municipality(viewer)
    return _one(Order.objects.filter(asked_by=viewer), order_id)


def place_of(code: str) -> str:
    """A municipality's name; what is none is outside the region."""
    known = {one.code: one.name for one in region.current().municipalities}
    return known.get(code, OUTSIDE)


def _seen(rows: list[Order]) -> list[Seen]:
    lines: dict[uuid.UUID, list[OrderLine]] = {}
    for line in OrderLine.objects.filter(order__in=rows).select_related("material"):
        lines.setdefault(line.order_id, []).append(line)
    with records.at_hand(row.data_key for row in rows):
        return [Seen(row, _said(row), lines.get(row.pk, [])) for row in rows]


def _said(row: Order) -> dict[str, Any]:
    try:
        return row.read()
    except (SealError, DecryptionError):
        return dict(_GONE)


def _one(rows: QuerySet[Row], row_id: uuid.UUID) -> Row:
    found = rows.filter(pk=row_id).first()
    if found is None:
        raise Http404
    return found
