"""The table that partners come in by and go out by: its columns, reading it row by row, and writing it."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import StringIO

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from schakel.core import region
from schakel.core.words import harmless_cell, tidy
from schakel.partners.described import CovenantFields, OrganisationFields, ProfessionalFields
from schakel.partners.kinds import Domain, OrganisationKind, Standing
from schakel.partners.names import key_of
from schakel.partners.rules import ELSEWHERE_WORDS, WHOLE_REGION, check_reachable

# Storing so many takes a few seconds in which nobody else can write; others wait ten at most.
MOST_ROWS = 500
MOST_BYTES = 200_000
_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
# By column: the longest that fits (0: not text), and whether a row needs it.
NAME, DOMAIN, KIND, STANDING = "organisatie", "domein", "soort", "wgs"
TOWN, MAIL, PHONE, ADDRESS, SITE = "gemeente", "e-mail organisatie", "telefoon organisatie", "adres", "website"
WHO, FUNCTION, WHO_MAIL, WHO_PHONE, WHO_TOWN = "naam", "functie", "e-mail", "telefoon", "gemeente professional"
COVERS, SIGNED, FROM, UNTIL = "convenant over", "convenant getekend", "convenant vanaf", "convenant tot en met"
_MOST = {
    NAME: 120, DOMAIN: 40, KIND: 60, STANDING: 20, TOWN: 60, MAIL: 120, PHONE: 60, ADDRESS: 200, SITE: 120,
    WHO: 120, FUNCTION: 120, WHO_MAIL: 120, WHO_PHONE: 60, WHO_TOWN: 60,
    COVERS: 300, SIGNED: 20, FROM: 20, UNTIL: 20,
}  # fmt: skip
COLUMNS = tuple(_MOST)
NEEDED = (NAME, DOMAIN, KIND, STANDING)
_OF_ORGANISATION = (DOMAIN, KIND, STANDING, TOWN, MAIL, PHONE, ADDRESS, SITE)
_check_mail = EmailValidator()


class WrongTable(ValueError):
    """The file as a whole can't be read; the message says what to change."""


@dataclass(frozen=True)
class Entry:
    """What one row says, and which row it is (the heads are row 1, as a spreadsheet program counts)."""

    number: int
    organisation: OrganisationFields
    professional: ProfessionalFields | None = None
    covenant: CovenantFields | None = None


@dataclass
class Table:
    """A table that was read: its rows, and a sentence for everything that is wrong."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def decoded(content: bytes) -> str:
    """The text of a file, as spreadsheet programs save it: UTF-8, or the older Windows letters."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read(text: str) -> Table:
    """The rows of a table. Raises WrongTable for one without the right columns, without rows, or with too many."""
    lines = _lines(text.removeprefix(_BYTE_ORDER_MARK))
    heads = _heads(lines[0])
    table = Table()
    rows = [(number, cells) for number, cells in enumerate(lines[1:], start=2) if any(map(str.strip, cells))]
    if not rows:
        raise WrongTable("Onder de kolomnamen staat nog geen enkele regel.")
    if len(rows) > MOST_ROWS:
        raise WrongTable(f"Er staan {len(rows)} regels in. Er passen er {MOST_ROWS} in één bestand. Splits het.")
    first: dict[str, tuple[int, dict[str, str]]] = {}
    for number, cells in rows:
        if len(cells) > len(heads) and any(map(str.strip, cells[len(heads) :])):
            table.problems.append(f"Regel {number}: er staan meer cellen dan kolommen. Staat er ergens een ; te veel?")
            continue
        row = {name: _plain(cell) for name, cell in zip(heads, cells, strict=False)}
        wrong = _wrong(row) or _otherwise(number, row, first)
        table.problems += [f"Regel {number}: {sentence}" for sentence in wrong]
        if not wrong:
            table.entries.append(_entry(number, row, first[key_of(row[NAME])][1]))
    return table


def write(entries: Iterable[Entry]) -> bytes:
    """The same table, to keep or to read in again: semicolons, UTF-8 with a byte order mark."""
    target = StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        row = _cells(entry)
        writer.writerow([harmless_cell(row.get(name, "")) for name in COLUMNS])
    return (_BYTE_ORDER_MARK + target.getvalue()).encode()


def _lines(text: str) -> list[list[str]]:
    head = text.partition("\n")[0]
    separator = max((";", ",", "\t"), key=head.count)
    try:
        lines = list(csv.reader(StringIO(tidy(text)), delimiter=separator, strict=True))
    except csv.Error as error:
        raise WrongTable(
            "Dit is geen tabel die wij kunnen lezen. Bewaar het werkblad als CSV en probeer het opnieuw."
        ) from error
    if not lines or not any(map(str.strip, lines[0])):
        raise WrongTable("Het bestand is leeg. Op de eerste regel horen de namen van de kolommen.")
    return lines


def _heads(cells: Sequence[str]) -> list[str]:
    heads = [" ".join(cell.strip().lower().split()) for cell in cells]
    while heads and not heads[-1]:
        heads.pop()
    if unknown := [head for head in heads if head not in COLUMNS]:
        named = ", ".join(f"“{head}”" if head else "een kolom zonder naam" for head in unknown[:5])
        raise WrongTable(f"Deze kolommen kennen wij niet: {named}. De namen staan hieronder.")
    if twice := sorted({head for head in heads if heads.count(head) > 1}):
        raise WrongTable(f"Deze kolommen staan er twee keer in: {', '.join(twice)}.")
    if lacking := [name for name in NEEDED if name not in heads]:
        raise WrongTable(f"Deze kolommen ontbreken: {', '.join(lacking)}.")
    return heads


def _plain(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet program from calculating."""
    cell = " ".join(cell.split())
    return cell[1:] if cell.startswith("'") and harmless_cell(cell[1:]) == cell else cell


def _wrong(row: Mapping[str, str]) -> list[str]:
    """What is wrong with a row, in sentences."""
    sentences = [f"“{name}” is leeg." for name in NEEDED if not row.get(name)]
    sentences += [
        f"“{name}” is te lang: er passen {most} tekens."
        for name, most in _MOST.items()
        if len(row.get(name, "")) > most
    ]
    for name, labels in ((DOMAIN, _DOMAINS), (KIND, _KINDS), (STANDING, _STANDINGS)):
        if (said := row.get(name, "")) and said.lower() not in map(str.lower, labels):
            sentences.append(f"“{said}” kan niet bij “{name}”. Kies uit: {', '.join(labels)}.")
    for name in (TOWN, WHO_TOWN):
        if (said := row.get(name, "")).lower() not in map(str.lower, _towns()):
            sentences.append(
                f"“{said}” is geen gemeente van de regio. Anders: “{WHOLE_REGION}” of “{ELSEWHERE_WORDS}”."
            )
    for name in (MAIL, WHO_MAIL):
        if said := row.get(name, ""):
            sentences += _complaint(_check_mail, said, f"“{said}” is geen e-mailadres.")
    for name in (PHONE, WHO_PHONE):
        sentences += _complaint(check_reachable, row.get(name, ""), f"“{row.get(name)}” is geen telefoonnummer.")
    if row.get(NAME) and not key_of(row[NAME]):
        sentences.append("“organisatie” heeft geen enkele letter.")
    if not row.get(WHO) and any(row.get(name) for name in (FUNCTION, WHO_MAIL, WHO_PHONE, WHO_TOWN)):
        sentences.append("er staat iets over een professional, maar “naam” is leeg.")
    return sentences + _wrong_covenant(row)


def _wrong_covenant(row: Mapping[str, str]) -> list[str]:
    sentences = [
        f"“{row[name]}” is geen dag. Schrijf dag, maand en jaar: 31-12-2026."
        for name in (SIGNED, FROM, UNTIL)
        if row.get(name) and _day(row[name]) is None
    ]
    given = [name for name in (COVERS, SIGNED, FROM, UNTIL) if row.get(name)]
    sentences += [f"bij een convenant hoort “{name}”." for name in (COVERS, FROM) if given and name not in given]
    begin, end = _day(row.get(FROM, "")), _day(row.get(UNTIL, ""))
    if begin and end and end < begin:
        sentences.append("de laatste dag van het convenant ligt voor de eerste.")
    return sentences


def _complaint(check: Callable[[str], object], said: str, sentence: str) -> list[str]:
    if not said:
        return []
    try:
        check(said)
    except ValidationError:
        return [sentence]
    return []


def _otherwise(number: int, row: dict[str, str], first: dict[str, tuple[int, dict[str, str]]]) -> list[str]:
    """Two rows about one organisation that say different things of it; the first one may leave cells to the second."""
    earlier, known = first.setdefault(key_of(row[NAME]), (number, row))
    return [
        f"bij {row[NAME]} staat “{row[name]}” als {name}, en op regel {earlier} “{known[name]}”."
        for name in _OF_ORGANISATION
        if row.get(name) and known.get(name) and row[name].lower() != known[name].lower()
    ]


def _entry(number: int, row: Mapping[str, str], organisation: Mapping[str, str]) -> Entry:
    told = {name: organisation.get(name) or row.get(name, "") for name in _OF_ORGANISATION}
    towns = {name.lower(): code for name, code in _towns().items()}
    known = OrganisationFields(
        name=organisation[NAME],
        domain=_value(_DOMAINS, told[DOMAIN]),
        kind=_value(_KINDS, told[KIND]),
        standing=_value(_STANDINGS, told[STANDING]),
        municipality=towns[told[TOWN].lower()],
        email=told[MAIL],
        telephone=told[PHONE],
        address=told[ADDRESS],
        website=told[SITE],
    )
    who, covenant = None, None
    if row.get(WHO):
        town = towns[row.get(WHO_TOWN, "").lower()]
        who = ProfessionalFields(row[WHO], row.get(FUNCTION, ""), row.get(WHO_MAIL, ""), row.get(WHO_PHONE, ""), town)
    begin = _day(row.get(FROM, ""))
    if begin is not None:
        covenant = CovenantFields(row[COVERS], begin, _day(row.get(SIGNED, "")), _day(row.get(UNTIL, "")))
    return Entry(number, known, who, covenant)


def _cells(entry: Entry) -> dict[str, str]:
    one, who, covenant = entry.organisation, entry.professional, entry.covenant
    names = {code: name for name, code in _towns().items()}
    cells = {
        NAME: one.name,
        DOMAIN: Domain(one.domain).label,
        KIND: OrganisationKind(one.kind).label,
        STANDING: Standing(one.standing).label,
        TOWN: names.get(one.municipality, ""),
        MAIL: one.email,
        PHONE: one.telephone,
        ADDRESS: one.address,
        SITE: one.website,
    }
    if who is not None:
        cells |= {WHO: who.name, FUNCTION: who.function, WHO_MAIL: who.email, WHO_PHONE: who.telephone}
        cells[WHO_TOWN] = names.get(who.municipality, "")
    if covenant is not None:
        days = {SIGNED: covenant.signed_on, FROM: covenant.from_day, UNTIL: covenant.until_day}
        cells |= {COVERS: covenant.covers, **{name: f"{day:%d-%m-%Y}" for name, day in days.items() if day}}
    return cells


def _day(said: str) -> date | None:
    for pattern in ("%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(said, pattern).date()  # noqa: DTZ007  (a day has no zone)
        except ValueError:
            continue
    return None


def _value(labels: Mapping[str, str], said: str) -> str:
    return next(value for label, value in labels.items() if label.lower() == said.lower())


_DOMAINS = {str(one.label): one.value for one in Domain}
_KINDS = {str(one.label): one.value for one in OrganisationKind}
_STANDINGS = {str(one.label): one.value for one in Standing}


def _towns() -> dict[str, str]:
    """What can stand in a cell for a municipality, and its code; an empty cell, and "hele regio", are the whole region."""
    towns = {town.name: town.code for town in region.current().municipalities}
    return {**towns, ELSEWHERE_WORDS: region.ELSEWHERE, WHOLE_REGION: "", "": ""}
