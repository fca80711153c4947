"""What was sent to and lent in each municipality, as numbers alone."""

from collections import Counter
from dataclasses import dataclass

from schakel.prevention.loans.models import Loan
from schakel.prevention.materials.queries import sent_by_place


@dataclass(frozen=True)
class Reached:
    """How many pieces of material went there, and how often something was lent."""

    materials: int = 0
    loans: int = 0


def reached_by_place(year: int) -> dict[str, Reached]:
    """For every municipality of the region, and for others where something went."""
    lent = Counter(Loan.objects.filter(handed_at__year=year).values_list("municipality", flat=True))
    sent = {place.code: place.total for place in sent_by_place(year)}
    return {code: Reached(sent.get(code, 0), lent[code]) for code in sent.keys() | lent.keys()}
