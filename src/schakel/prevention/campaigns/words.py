"""Numbers and places of a campaign as people write them here."""

from collections.abc import Iterable

from schakel.core import region
from schakel.intake.content import Form


def in_thousands(number: int | None) -> str:
    """1234567 as 1.234.567; a dash for what is not known."""
    return "–" if number is None else f"{number:,}".replace(",", ".")


def euros(cents: int | None) -> str:
    """123450 as € 1.234,50; whole euros without cents."""
    if cents is None:
        return "–"
    whole, rest = divmod(cents, 100)
    return f"€ {in_thousands(whole)}" + (f",{rest:02d}" if rest else "")


def places(codes: Iterable[str]) -> str:
    """The names of these municipalities; none is the whole region."""
    names = {one.code: one.name for one in region.current().municipalities}
    return ", ".join(names.get(code, code) for code in codes) or f"heel {region.current().region}"


def forms(values: Iterable[str]) -> str:
    """The names of these forms of exploitation."""
    chosen = set(values)
    return ", ".join(form.label for form in Form if form in chosen) or "mensenhandel in het algemeen"
