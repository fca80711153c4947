"""What materials and loans have to tell of a year: what was sent to how many municipalities, what was bought and lent."""

from collections import defaultdict
from typing import Any

from django.urls import reverse

from schakel.core import region
from schakel.core.achieved import Achieved, Row
from schakel.prevention.loans.models import Loan, LoanKind, Thing
from schakel.prevention.materials.kinds import MaterialKind, OrderState
from schakel.prevention.materials.models import OrderLine
from schakel.prevention.materials.queries import place_of

_MANY = {
    MaterialKind.POSTER: "posters",
    MaterialKind.BOARD: "praatplaten",
    MaterialKind.LEAFLET: "folders",
    MaterialKind.SLIDES: "presentaties",
    MaterialKind.LESSON: "stuks lesmateriaal",
    MaterialKind.OTHER: "stuks ander materiaal",
}


def of_year(year: int) -> list[Achieved]:
    """Each kind of material, each kind of thing that was bought, each kind that was lent; without who asked for it."""
    return [*_materials(year), *_bought(year), *_lent(year)]


def _materials(year: int) -> list[Achieved]:
    lines = OrderLine.objects.filter(order__state=OrderState.SENT, order__sent_at__year=year, sent__gt=0)
    by_kind: dict[MaterialKind, list[OrderLine]] = defaultdict(list)
    for line in lines.select_related("material", "order").order_by("order__sent_at", "id"):
        by_kind[MaterialKind(line.material.kind)].append(line)
    ours = {one.code for one in region.current().municipalities}
    told = []
    for kind in MaterialKind:
        sent = by_kind.get(kind, [])
        if sent:
            number, places = sum(line.sent or 0 for line in sent), {line.order.municipality for line in sent} & ours
            where = f" in {len(places)} {'gemeente' if len(places) == 1 else 'gemeenten'}" if places else ""
            rows = [
                Row(f"{place_of(line.order.municipality)}: {line.sent} × {line.material.name}", _order(line))
                for line in sent
            ]
            told.append(Achieved(f"material-{kind}", f"{number} {_MANY[kind]} verspreid{where}.", number, rows))
    return told


def _bought(year: int) -> list[Achieved]:
    by_kind: dict[LoanKind, list[Thing]] = defaultdict(list)
    for thing in Thing.objects.filter(bought_on__year=year).select_related("kind"):
        by_kind[thing.kind].append(thing)
    return [
        Achieved(
            f"bought-{kind.pk}",
            f"{kind.name}: {len(things)} nieuw om uit te lenen.",
            len(things),
            [Row(one.label, reverse("thing", args=(one.pk,))) for one in things],
        )
        for kind, things in sorted(by_kind.items(), key=_by_name)
    ]


def _lent(year: int) -> list[Achieved]:
    by_kind: dict[LoanKind, list[Loan]] = defaultdict(list)
    for loan in Loan.objects.filter(handed_at__year=year).select_related("kind").order_by("handed_at"):
        by_kind[loan.kind].append(loan)
    return [
        Achieved(
            f"lent-{kind.pk}",
            f"{kind.name}: {len(loans)} keer uitgeleend.",
            len(loans),
            [_loan(one) for one in loans],
        )
        for kind, loans in sorted(by_kind.items(), key=_by_name)
    ]


def _by_name(found: tuple[LoanKind, list[Any]]) -> str:
    return str(found[0].name)


def _order(line: OrderLine) -> str:
    return reverse("order", args=(line.order_id,))


def _loan(loan: Loan) -> Row:
    words = f"{place_of(loan.municipality)}, {loan.first_day:%d-%m-%Y} tot en met {loan.last_day:%d-%m-%Y}"
    return Row(words, reverse("loan", args=(loan.pk,)))
