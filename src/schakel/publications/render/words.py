"""The Dutch sentences around the figures, written once for the PDF, the picture, the table and the web page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from babel.dates import format_date
from babel.numbers import format_decimal

from schakel.publications.factsheet import Factsheet, Figures

LOCALE = "nl"

DEMO_MARK = "DEMO – VERZONNEN"
DEMO_SENTENCE = "Dit centrum en deze cijfers zijn bedacht. Meldingen komen bij niemand aan. Is er nu gevaar? Bel 112."
WITHHELD = "niet getoond om herleiding te voorkomen"
WITHHELD_SENTENCE = "Deze cijfers laten we niet zien. Anders kun je er misschien iemand in herkennen."
NOBODYS_AGE = "Van niemand is de leeftijd bekend."

GENDER_LABELS = MappingProxyType({"woman": "vrouwen", "man": "mannen", "other": "overig"})
REPORTER_LABELS = MappingProxyType(
    {
        "care": "zorg of wijkteam",
        "municipality": "gemeente",
        "police": "politie",
        "victim": "slachtoffer of betrokkene",
        "comensha": "CoMensha",
        "other": "anders",
    }
)
FORM_LABELS = MappingProxyType(
    {
        "sexual": "seksuele uitbuiting",
        "criminal": "criminele uitbuiting",
        "labour": "arbeidsuitbuiting",
        "organ": "orgaanhandel en draagmoederschap",
        "unknown": "vorm niet bekend",
    }
)

GENDER_NOTE = "Overig: non-binair, anders, of bij ons niet bekend."
REPORTERS_NOTE = "Per persoon telt alleen wie in het jaar als eerste meldde."
FORMS_NOTE = "Bij één persoon kan het om meer vormen gaan. Tel deze getallen daarom niet bij elkaar op."


@dataclass(frozen=True)
class Headline:
    """One large number: the number as written, what it counts, and a plain sentence under it."""

    number: str
    unit: str
    sentence: str


@dataclass(frozen=True)
class Headlines:
    """The four large numbers of a year, in reading order."""

    persons: Headline
    minors: Headline
    average_age: Headline
    reports: Headline


def number(value: int) -> str:
    """A whole number as people write it here: 1.234."""
    return format_decimal(value, locale=LOCALE)


def day(value: date) -> str:
    """A date as people write it here: 31 januari 2026."""
    return format_date(value, "d MMMM y", locale=LOCALE)


def title(factsheet: Factsheet) -> str:
    """The title of every file of this factsheet; a demo says so in the title as well."""
    plain = f"Factsheet {factsheet.year} – {factsheet.centre.name}"
    return f"{DEMO_MARK} – {plain}" if factsheet.demo else plain


def status(factsheet: Factsheet) -> str:
    """When the figures were approved, and whether the year was over by then."""
    approved = f"Vastgesteld op {day(factsheet.approved_on)}."
    if factsheet.approved_on.year > factsheet.year:
        return approved
    return f"{approved} Het jaar {factsheet.year} was toen nog niet voorbij."


def correction(factsheet: Factsheet) -> str:
    """What a later revision changed, or an empty text for the first one."""
    if factsheet.revision == 1:
        return ""
    return f"Dit is versie {factsheet.revision} van deze factsheet. Wat is er veranderd? {factsheet.correction}"


def labelled(table: Mapping[str, int] | None, labels: Mapping[str, str]) -> tuple[tuple[str, int], ...] | None:
    """The rows of a table in the order of its labels, or None when the table is withheld."""
    return None if table is None else tuple((label, table[category]) for category, label in labels.items())


def headlines(factsheet: Factsheet) -> Headlines:
    """The large numbers with their sentences."""
    figures, year = factsheet.figures, factsheet.year
    return Headlines(
        persons=Headline(
            number(figures.persons),
            "persoon" if figures.persons == 1 else "personen",
            f"Over zoveel mensen kwam in {year} een melding binnen: zij zijn misschien slachtoffer van "
            "mensenhandel. Wie vaker is gemeld, telt één keer.",
        ),
        minors=_minors(figures),
        average_age=_average_age(figures),
        reports=Headline(
            number(figures.reports),
            "melding" if figures.reports == 1 else "meldingen",
            "Eén melding kan over meer mensen gaan, en over één persoon kunnen meer meldingen komen.",
        ),
    )


def average_age_note(figures: Figures) -> str:
    """Why there is no average age, or an empty text when there is one: unknown is not withheld."""
    if figures.average_age is not None:
        return ""
    return NOBODYS_AGE if figures.average_age_unknown == figures.persons else WITHHELD


def pictogram_sentence(figures: Figures, people_per_figure: int, small_figures: int) -> str:
    """What the row of people shows; the same words serve as its legend and its text alternative."""
    sentence = f"Eén figuur staat voor ongeveer {number(people_per_figure)} personen."
    if figures.minors is None or small_figures == 0:
        return sentence
    return f"{sentence} De kleine figuren zijn minderjarig."


def _minors(figures: Figures) -> Headline:
    if figures.minors is None or figures.adults is None or figures.age_unknown is None:
        return Headline("–", "minderjarig", WITHHELD_SENTENCE)
    are = "was" if figures.adults == 1 else "waren"
    sentence = f"Jonger dan 18 jaar bij de eerste melding van het jaar. {number(figures.adults)} {are} volwassen."
    if figures.age_unknown:
        sentence += f" Van {number(figures.age_unknown)} weten we dat niet."
    return Headline(number(figures.minors), "minderjarig", sentence)


def _average_age(figures: Figures) -> Headline:
    unknown = figures.average_age_unknown
    if figures.average_age is None:
        note = average_age_note(figures)
        return Headline("–", "gemiddelde leeftijd", WITHHELD_SENTENCE if note == WITHHELD else note)
    sentence = "De gemiddelde leeftijd."
    if unknown == 0:
        sentence += " Van iedereen kennen we de leeftijd."
    elif unknown is not None:
        persons = "persoon" if unknown == 1 else "personen"
        sentence += f" Van {number(unknown)} {persons} kennen we de leeftijd niet."
    return Headline(number(figures.average_age), "jaar", sentence)
