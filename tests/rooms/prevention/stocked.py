"""A catalogue, things to lend, and questions about both, in a few calls."""

import io
from datetime import date, timedelta
from typing import Any

from PIL import Image

from schakel.access.models import User
from schakel.access.roles import Role
from schakel.core import time
from schakel.prevention import asking, opening
from schakel.prevention.loans.actions import loans, things
from schakel.prevention.loans.models import Loan, LoanKind, Thing
from schakel.prevention.materials.actions import catalogue, orders
from schakel.prevention.materials.models import Material, Order
from tests.personas import account_of
from tests.rooms import chain

SAID = {
    "organisation": "Het Voorbeeldcollege",
    "contact": "Dora Docent",
    "email": "dora@school.example",
    "telephone": "088 000 00 01",
    "address": "Schoolplein 1\n7550 AA Hengelo",
    "remark": "",
}


def material(*, by: User, stock: int = 100, **said: Any) -> Material:
    """A poster in the catalogue."""
    usual = {
        "title": "Kijk verder", "kind": "poster", "audience": "school", "form": "", "languages": "Nederlands", "summary": "Voor in de gang.",
        "alternative": "Twee ogen.", "is_listed": True, "low_at": 10, "most_at_once": 50,
    }  # fmt: skip
    return catalogue.add(said=usual | said, stock=stock, by=by)


def ordered(material: Material, count: int = 20, *, token: str = "", is_open: bool = True, **said: Any) -> Order:
    """An order from the public door, opened by the worker."""
    token = token or asking.new_token()
    orders.order(said=SAID | said, municipality="GM0164", wanted=[(material, count)], token=token)
    if is_open:
        opening.open_waiting()
    return Order.objects.get(lookup=asking.lookup_of(token))


def kind(*, by: User, **said: Any) -> LoanKind:
    """VR headsets, with two days to clean one."""
    usual = {
        "name": "VR-bril", "description": "Bril met film.", "cleaning_days": 2, "most_days": 21, "is_listed": True,
        "alternative": "Een bril.",
    }  # fmt: skip
    return things.add_kind(said=usual | said, by=by)


def thing(kind: LoanKind, label: str = "VR-01", *, by: User) -> Thing:
    """One of them."""
    return things.add_thing(kind=kind, said={"label": label, "serial": f"SN-{label}"}, by=by)


def asked(kind: LoanKind, first: date, last: date, *, token: str = "", **said: Any) -> Loan:
    """Somebody asks at the public door, and the worker opens it."""
    token = token or asking.new_token()
    loans.ask(kind=kind, first_day=first, last_day=last, said=SAID | said, municipality="GM0164", token=token)
    opening.open_waiting()
    return Loan.objects.get(lookup=asking.lookup_of(token))


def lent(thing: Thing, days: int = 3, *, by: User) -> Loan:
    """Handed out today for so many days."""
    row = asked(thing.kind, time.today(), time.today() + timedelta(days=days - 1))
    loans.confirm(loan=row, thing=thing, by=by)
    return loans.hand_out(loan=row, words="Heel.", by=by)


def picture(side: int = 40) -> bytes:
    """A small PNG."""
    made = io.BytesIO()
    Image.new("RGB", (side, side), "#0f4c57").save(made, "PNG")
    return made.getvalue()


def public_ids() -> dict[str, Any]:
    """What a visitor can reach, by the names that addresses have for it; the token opens an order and a loan."""
    by, token = account_of("lotte"), asking.new_token()
    poster, headsets = material(by=by), kind(by=by)
    things.put_picture(kind=headsets, content=picture(), by=by)
    file = catalogue.put_file(material=poster, name="poster.png", content=picture(), is_picture=True, by=by)
    thing(headsets, by=by)
    ordered(poster, token=token)
    asked(headsets, time.today(), time.today(), token=token)
    return {
        "material_id": poster.pk, "material_file_id": file.pk, "loan_kind_id": headsets.pk, "token": token,
    }  # fmt: skip


def ids(*, by: User) -> dict[str, Any]:
    """One of everything, by the names that addresses have for them."""
    poster, headsets = material(by=by), kind(by=by)
    things.put_picture(kind=headsets, content=picture(), by=by)
    catalogue.put_file(material=poster, name="poster.png", content=picture(), is_picture=True, by=by)
    headset = thing(headsets, by=by)
    loan = lent(headset, by=by)
    loans.take_back(loan=loan, words="Heel.", photo=picture(), by=by)
    somebody_else = chain.account(Role.MUNICIPAL_CONTACT)
    own = orders.order_for_municipality(said=SAID, wanted=[(poster, 1)], by=somebody_else)
    return {
        "material_id": poster.pk, "material_file_id": poster.files.get().pk, "order_id": ordered(poster).pk, "act": "annuleren",
        "own_order_id": own.pk, "kind_id": headsets.pk, "thing_id": headset.pk, "done": "schoongemaakt",
        "loan_id": asked(headsets, time.today() + timedelta(days=30), time.today() + timedelta(days=31)).pk,
        "photo_id": loan.history.get(photo__isnull=False).pk,
    }  # fmt: skip
