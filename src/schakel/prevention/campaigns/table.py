"""A table of results as a platform exports it: which column is which, and reading it row by row."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from io import StringIO

from schakel.prevention.campaigns import numbers

MOST_ROWS = 2_000
MOST_BYTES = 400_000
_MOST_PROBLEMS = 20
_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
# What platforms call each column, without capitals and without what stands between brackets; of two the better first.
NAMES: Mapping[str, tuple[str, ...]] = {
    "day": ("dag", "datum", "day", "date", "begin rapportage", "reporting starts", "rapportage begint"),
    "shown": ("weergaven", "vertoningen", "impressies", "impressions", "views", "impr.", "keer getoond"),
    "reached": ("bereik", "bereikte accounts", "reach", "accounts reached", "bereikte personen"),
    "responded": (
        "reacties",
        "respons",
        "klikken op link",
        "link clicks",
        "klikken",
        "clicks",
        "resultaten",
        "results",
    ),
    "spent": ("kosten", "besteed bedrag", "uitgegeven bedrag", "cost", "spend", "amount spent", "spent"),
}
LABELS = {
    "day": "dag",
    "shown": "weergaven",
    "reached": "bereik",
    "responded": "reacties of klikken",
    "spent": "kosten",
}
_COUNTS = ("shown", "reached", "responded")
_TOTALS = ("totaal", "total", "totalen", "totals", "eindtotaal", "grand total")


class WrongTable(ValueError):
    """The file as a whole can't be read; the message says what to change."""


@dataclass(frozen=True)
class Line:
    """One row: the day it is about (None: all of the campaign) and the numbers in it, of which any may lack."""

    number: int
    day: date | None
    shown: int | None = None
    reached: int | None = None
    responded: int | None = None
    spent_cents: int | None = None


@dataclass
class Table:
    """What was read: rows, which column was taken for what, which were not used, and a sentence for all that is wrong."""

    lines: list[Line] = field(default_factory=list)
    taken: dict[str, str] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    totals: int = 0


def decoded(content: bytes) -> str:
    """The text of a file: UTF-8, what some platforms write (UTF-16), or what old spreadsheet programs do."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read(text: str) -> Table:
    """The rows of a table. Raises WrongTable for one without columns that we know, without rows, or with too many."""
    rows = [row for row in _cells(text) if any(cell.strip() for cell in row)]
    if not rows:
        raise WrongTable("Het bestand is leeg. Op de eerste regel horen de namen van de kolommen.")
    table, columns = Table(), _columns(rows[0])
    table.taken = {LABELS[name]: rows[0][place].strip() for name, place in columns.items()}
    table.unused = [
        cell.strip() for place, cell in enumerate(rows[0]) if place not in columns.values() and cell.strip()
    ]
    if not columns.keys() & set(_COUNTS):
        raise WrongTable(_no_columns(rows[0]))
    if len(rows) == 1:
        raise WrongTable("Onder de kolomnamen staat nog geen enkele regel.")
    if len(rows) > MOST_ROWS + 1:
        raise WrongTable(f"Er staan {len(rows) - 1} regels in. Er passen er {MOST_ROWS} in één bestand. Splits het.")
    for number, row in enumerate(rows[1:], start=2):
        _read_row(table, columns, number, row)
    if len(table.problems) > _MOST_PROBLEMS:
        rest = len(table.problems) - _MOST_PROBLEMS
        table.problems = [*table.problems[:_MOST_PROBLEMS], f"En nog {rest} cellen waar iets aan schort."]
    return table


def _read_row(table: Table, columns: Mapping[str, int], number: int, row: list[str]) -> None:
    said = {name: row[place].strip() if place < len(row) else "" for name, place in columns.items()}
    if _is_total(row, said):
        table.totals += 1
        return
    values: dict[str, int | None] = {}
    day = None
    for name, cell in said.items():
        try:
            if name == "day":
                day = numbers.day(cell)
            elif name == "spent":
                values["spent_cents"] = numbers.cents(cell)
            else:
                values[name] = numbers.count(cell)
        except ValueError:
            table.problems.append(_wrong_cell(number, name, cell))
    table.lines.append(Line(number, day, **values))


def _is_total(row: list[str], said: Mapping[str, str]) -> bool:
    """The sum under a table by day: it would count everything twice."""
    if "day" not in said:
        return False
    return not said["day"] or any(cell.strip().casefold() in _TOTALS for cell in row)


def _cells(text: str) -> list[list[str]]:
    """By the mark between cells that gives the first line the most of them."""
    text = text.removeprefix(_BYTE_ORDER_MARK)
    first = text.lstrip("\r\n").split("\n", 1)[0]
    mark = max((";", ",", "\t"), key=first.count)
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=mark))
    except csv.Error:
        raise WrongTable(
            "Dit bestand is niet als tabel te lezen. Bewaar het werkblad als CSV en probeer het opnieuw."
        ) from None


def _columns(heads: list[str]) -> dict[str, int]:
    """Which column holds what; of two that could be the same the one with the better name."""
    bare = [head.partition("(")[0].strip().strip("\"'").casefold() for head in heads]
    found = {}
    for name, known in NAMES.items():
        named = next((one for one in known if one in bare), None)
        if named is not None:
            found[name] = bare.index(named)
    return found


def _no_columns(heads: list[str]) -> str:
    named = ", ".join(head.strip() for head in heads if head.strip())[:200]
    return (
        f"In de eerste regel herkennen wij geen kolom met weergaven, bereik of reacties. Er staat: {named}. "
        "Verander de naam van een kolom in bijvoorbeeld weergaven, bereik of klikken, en probeer het opnieuw."
    )


def _wrong_cell(number: int, name: str, cell: str) -> str:
    if name == "day":
        return f"Regel {number}: '{cell[:40]}' is geen dag. Schrijf bijvoorbeeld 2025-10-07 of 7-10-2025."
    what = "bedrag" if name == "spent" else "heel getal"
    return f"Regel {number}, {LABELS[name]}: '{cell[:40]}' is geen {what}."
