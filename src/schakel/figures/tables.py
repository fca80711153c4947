"""The tables of a counted year, in words and with shares, for the year page and the preview of a factsheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schakel.core import region
from schakel.figures.counting import YearFigures
from schakel.figures.municipal import Town
from schakel.intake.content import Form, ReporterCategory
from schakel.publications.factsheet import Figures

GENDERS = {"woman": "vrouwen", "man": "mannen", "other": "overig"}
AGES = {"minors": "minderjarig", "adults": "meerderjarig", "unknown": "leeftijd onbekend"}
REPORTERS = dict(ReporterCategory.choices)
FORMS = {**dict(Form.choices), "unknown": "vorm onbekend"}


@dataclass(frozen=True)
class Cell:
    """One number: what it counts, and how long its bar is, in per cent of the longest of its table."""

    value: str
    label: str
    count: int
    bar: int


@dataclass(frozen=True)
class Table:
    """Cells of one variable. `note` says what a reader must know about it; `cells` is None when withheld."""

    variable: str
    title: str
    cells: Sequence[Cell] | None
    note: str = ""


def of_year(counted: YearFigures) -> list[Table]:
    """Every table of the year page; the one by municipality never leaves the desk."""
    ages = {"minors": counted.minors, "adults": counted.adults, "unknown": counted.age_unknown}
    towns = {code: region.current().municipality_name(code) for code in counted.municipalities}
    return [
        _table("minor", "Leeftijd", AGES, ages),
        _table("gender", "Geslacht", GENDERS, counted.gender),
        _table("reporters", "Aanmelders", REPORTERS, counted.reporters, "Wie de eerste melding van het jaar deed."),
        _table("forms", "Vormen van uitbuiting", FORMS, counted.forms, "Iemand kan bij meer dan één vorm horen."),
        _table("municipalities", "Gemeenten", towns, counted.municipalities, "Niet voor publicatie."),
    ]


def of_factsheet(figures: Figures) -> list[Table]:
    """The tables of a factsheet; the withheld ones are there without cells."""
    return [
        _table("gender", "Geslacht", GENDERS, figures.gender),
        _table("reporters", "Aanmelders", REPORTERS, figures.reporters),
        _table("forms", "Vormen van uitbuiting", FORMS, figures.forms),
    ]


def of_municipalities(shown: Mapping[str, Town]) -> list[tuple[str, Town | None]]:
    """Every municipality by name, with what its contact person reads; None when that is withheld."""
    return [(town.name, shown.get(town.code)) for town in region.current().municipalities]


def label_of(counted: YearFigures, variable: str, value: str) -> str | None:
    """What a number of the year page counts, in words; None when there is no such number."""
    if (variable, value) == ("persons", "alle"):
        return "alle personen"
    if variable == "average_age":
        return {"known": "personen met bekende leeftijd", "unknown": "personen zonder bekende leeftijd"}.get(value)
    cells = (cell for table in of_year(counted) if table.variable == variable for cell in table.cells or ())
    return next((cell.label for cell in cells if cell.value == value), None)


def _table(
    variable: str, title: str, labels: Mapping[str, str], counts: Mapping[str, int] | None, note: str = ""
) -> Table:
    if counts is None:
        return Table(variable, title, None, note)
    longest = max(counts.values(), default=0) or 1
    cells = [Cell(value, labels[value], count, round(100 * count / longest)) for value, count in counts.items()]
    return Table(variable, title, cells, note)
