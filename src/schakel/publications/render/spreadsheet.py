"""The factsheet's figures as a tidy table: one number a row, ready for a Dutch spreadsheet program."""

import csv
from collections.abc import Iterator, Mapping
from io import StringIO

from schakel.core.words import harmless_cell
from schakel.publications.factsheet import Factsheet
from schakel.publications.render import words

COLUMNS = ("jaar", "onderdeel", "categorie", "aantal", "toelichting")
_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"

_Row = tuple[str, str, int | None, str]


def spreadsheet(factsheet: Factsheet) -> bytes:
    """A CSV of the columns jaar, onderdeel, categorie, aantal and toelichting.

    Separated by semicolons, UTF-8 with a byte order mark: so it opens in a Dutch spreadsheet program as it
    is. A withheld number is empty and says why; zero is 0.
    """
    target = StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for part, category, count, note in _rows(factsheet):
        writer.writerow((factsheet.year, part, category, "" if count is None else count, harmless_cell(note)))
    return (_BYTE_ORDER_MARK + target.getvalue()).encode()


def _rows(factsheet: Factsheet) -> Iterator[_Row]:
    figures = factsheet.figures
    if factsheet.demo:
        yield "let op", words.DEMO_MARK, None, words.DEMO_SENTENCE
    yield (
        "uitgave",
        f"versie {factsheet.revision}",
        None,
        f"{factsheet.centre.name}. {words.status(factsheet)}",
    )
    if factsheet.revision > 1:
        yield "uitgave", "wat is veranderd", None, factsheet.correction
    yield "personen", "totaal", figures.persons, "elke persoon telt één keer"
    yield "meldingen", "totaal", figures.reports, ""
    for category, count in (
        ("minderjarig", figures.minors),
        ("volwassen", figures.adults),
        ("niet bekend", figures.age_unknown),
    ):
        yield "minderjarig of volwassen", category, count, _note(count)
    yield "gemiddelde leeftijd", "jaren", figures.average_age, words.average_age_note(figures)
    unknown = figures.average_age_unknown
    yield "gemiddelde leeftijd", "personen zonder bekende leeftijd", unknown, _note(unknown)
    yield from _table("geslacht", figures.gender, words.GENDER_LABELS, words.GENDER_NOTE)
    yield from _table("melder", figures.reporters, words.REPORTER_LABELS, words.REPORTERS_NOTE)
    yield from _table("vorm van uitbuiting", figures.forms, words.FORM_LABELS, words.FORMS_NOTE)


def _table(part: str, table: Mapping[str, int] | None, labels: Mapping[str, str], note: str) -> Iterator[_Row]:
    for category, label in labels.items():
        if table is None:
            yield part, label, None, words.WITHHELD
        else:
            yield part, label, table[category], note


def _note(count: int | None) -> str:
    return words.WITHHELD if count is None else ""
