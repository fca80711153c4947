"""What of a year may be published: no cell about victims under the minimum is shown or can be derived.

Until the room for disclosure control exists, a table with a small cell is withheld whole (no secondary suppression to
get wrong), tables by municipality are not published at all, and zero counts as small: "nobody" tells as well.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from schakel.figures.counting import YearFigures
from schakel.publications.factsheet import Figures

PERSON_TABLES = {"gender": "geslacht", "reporters": "aanmelders", "forms": "vormen van uitbuiting"}


@dataclass(frozen=True)
class Finding:
    """Something the drafter and the approver must know. A blocking one stops the publication."""

    sentence: str
    blocks: bool = False


def protect(counted: YearFigures, *, minimum: int, exempt: Iterable[str]) -> tuple[Figures, list[Finding]]:
    """The figures that may be shown, and what was withheld and why."""
    exempted = set(exempt)
    findings = []
    tables: dict[str, dict[str, int] | None] = {}
    for name, label in PERSON_TABLES.items():
        table: dict[str, int] = getattr(counted, name)
        cells = _forms_cells(counted) if name == "forms" else tuple(table.values())
        small = _has_small_cell(cells, minimum)
        withheld = small and name not in exempted
        # A table that should add up and doesn't can't be shown either; `factsheet.sums` says so and blocks.
        adds_up = name == "forms" or sum(table.values()) == counted.persons
        tables[name] = None if withheld or not adds_up else table
        if withheld:
            findings.append(
                Finding(f"De tabel {label} wordt niet getoond: er is een groep van minder dan {minimum} personen.")
            )
    # Three groups that add up to all persons: shown together or not at all.
    show_ages = not _has_small_cell((counted.minors, counted.adults), minimum) and _may_say_unknown(
        counted.age_unknown, minimum, exempted
    )
    if not show_ages:
        findings.append(Finding(f"Het aantal minderjarigen wordt niet getoond: een groep is kleiner dan {minimum}."))
    unknown = counted.average_age_unknown
    # A very low or high average tells that there is no adult or no minor: it goes with the groups that it is about.
    show_average = (
        show_ages
        and counted.average_age is not None
        and counted.persons - unknown >= minimum
        and _may_say_unknown(unknown, minimum, exempted)
    )
    if not show_average:
        findings.append(Finding("De gemiddelde leeftijd wordt niet getoond: een groep is te klein."))
    return (
        Figures(
            persons=counted.persons,
            reports=counted.reports,
            minors=counted.minors if show_ages else None,
            adults=counted.adults if show_ages else None,
            age_unknown=counted.age_unknown if show_ages else None,
            gender=tables["gender"],
            reporters=tables["reporters"],
            average_age=counted.average_age if show_average else None,
            average_age_unknown=unknown if show_average else None,
            forms=tables["forms"],
        ),
        findings,
    )


def _forms_cells(counted: YearFigures) -> tuple[int, ...]:
    """The cells of the table of forms, and those that can be derived from it, since a person can have several forms.

    A form that nearly everybody has tells who has not; and what the cells count beyond all persons tells how many
    have more than one (none is no group: then the table simply divides all persons).
    """
    cells = tuple(counted.forms.values())
    beyond = sum(cells) - counted.persons
    return (*cells, *(counted.persons - cell for cell in cells), *((beyond,) if beyond else ()))


def _has_small_cell(cells: Iterable[int], minimum: int) -> bool:
    return any(cell < minimum for cell in cells)


def _may_say_unknown(unknown: int, minimum: int, exempted: set[str]) -> bool:
    """How many ages are not known: none, enough, or exempt because "unknown" is no trait."""
    return unknown == 0 or unknown >= minimum or "age_unknown" in exempted
