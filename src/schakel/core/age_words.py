"""What somebody typed about an age: a birth date, a year, an age or a guess, understood where it can be."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

OLDEST = 120
ADULT = 18
_GUESS_MARGIN = 2

_MONTHS = {
    month: number
    for number, months in enumerate(
        (
            "januari january jan",
            "februari february feb",
            "maart march mrt mar",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "augustus august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for month in months.split()
}
_TENS = {
    word: tens
    for tens, words in {
        20: "twintig twintiger twenties",
        30: "dertig dertiger thirties",
        40: "veertig veertiger forties",
        50: "vijftig vijftiger fifties",
        60: "zestig zestiger sixties",
        70: "zeventig zeventiger seventies",
        80: "tachtig tachtiger eighties",
        90: "negentig negentiger nineties",
    }.items()
    for word in words.split()
}
_PARTS_OF_TEN = {
    "begin": (0, 3),
    "early": (0, 3),
    "midden": (4, 6),
    "half": (4, 6),
    "mid": (4, 6),
    "eind": (7, 9),
    "late": (7, 9),
}
_GROUPS = {
    "tiener": (13, 19),
    "teenager": (13, 19),
    "teen": (13, 19),
    "baby": (0, 1),
    "minderjarig": (0, ADULT - 1),
    "minderjarige": (0, ADULT - 1),
    "minor": (0, ADULT - 1),
    "volwassen": (ADULT, None),
    "volwassene": (ADULT, None),
    "adult": (ADULT, None),
}

_BORN = re.compile(r"(?:geboren|geb\.?|born)\s*(?:in|op|on|rond)?\s*")
# The unit in the ten languages of the public door; what is not understood stays words, so a word too few harms nothing.
_UNITS = (
    r"jaar|jaren|jr\.?|years?|lata?|rok|ani|an|години|година|год\.?|г\.?|éves|év|років|роки|рік|річн\w+|años?|anos?"
    r"|سنوات|سنين|سنة|عاما|عامًا|أعوام|عام"
)
_YEARS = rf"(?:\s*-?(?:de )?(?:{_UNITS})(?: oud| old| de edad| de idade)?)?"
_ROUGHLY = (
    r"ongeveer|rond(?: de)?|circa|ca\.?|±|\+/-|~|plusminus|een jaar of|about|around|approximately|około|ok\.?|koło"
    r"|aproximativ|cam|vreo|în jur de|около|към|примерно|körülbelül|kb\.?|приблизно|близько|десь"
    r"|aproximadamente|unos|unas|como|cerca de|alrededor de|más o menos|uns|umas|mais ou menos|حوالي|نحو|تقريبا|تقريبًا"
)
_EXACT = re.compile(rf"(-?)(\d+){_YEARS}")
_ABOUT = re.compile(rf"(?:{_ROUGHLY})\s*(\d+){_YEARS}")
_RANGE = re.compile(
    rf"(?:(?:tussen|between)(?: de)?\s+)?(\d{{1,3}})\s*(?:-|–|à|a|/|tot|of|en|to|or|and)\s*(\d{{1,3}}){_YEARS}"
)
_BELOW = re.compile(rf"(?:onder de|jonger dan|under|younger than)\s*(\d{{1,3}}){_YEARS}")
_ABOVE = re.compile(rf"(?:boven de|over)\s*(\d{{1,3}}){_YEARS}|(\d{{1,3}})\s*\+")
_MONTHS_OLD = re.compile(r"(\d{1,3})\s*(?:maanden|maand|months?)(?: oud| old)?")
_TEN = re.compile(
    r"(?:(?:in|een|een in) )?(?:(begin|early|midden|half|mid|eind|late)[ -])?(?:in )?(?:de |the |his |her |their |een )?(\w+)"
)
_PARTS_OF_DATE = re.compile(rf"(\d{{1,4}})[-/. ]+(\d{{1,2}}|{'|'.join(_MONTHS)})[-/., ]+(\d{{1,4}})")


@dataclass(frozen=True)
class AgeStatement:
    """What was said, and only that: a day or year of birth, or an age range in whole years (`high` None: no limit)."""

    birth_date: date | None = None
    birth_year: int | None = None
    low: int | None = None
    high: int | None = None


NOT_UNDERSTOOD = AgeStatement()


def parse(words: str, *, today: date) -> AgeStatement:
    """The statement in `words`; an exact age N gives low = high = N. Guesses in the ten languages, other words in two.

    A date also fills `birth_year`. Words that are not understood give an empty statement: they stay words.
    Raises ValueError, with a sentence for the person who typed it, for an age below 0 or above 120 and for a
    birth in the future or more than 120 years ago.
    """
    text = plain(words)
    born = _BORN.match(text)
    if born:
        text = text[born.end() :]
    return _birth(text, today) or _age(text) or _group(text) or NOT_UNDERSTOOD


def for_browser() -> dict[str, Any]:
    """What `parse` goes by, for the script that reads an age where no server may."""
    patterns = {
        "birth": _BORN,
        "date": _PARTS_OF_DATE,
        "exact": _EXACT,
        "about": _ABOUT,
        "range": _RANGE,
        "below": _BELOW,
        "above": _ABOVE,
        "months": _MONTHS_OLD,
        "ten": _TEN,
    }
    return {
        **{name: browser_pattern(pattern) for name, pattern in patterns.items()},
        "oldest": OLDEST,
        "adult": ADULT,
        "margin": _GUESS_MARGIN,
        "monthNumbers": _MONTHS,
        "tens": _TENS,
        "partsOfTen": {word: first for word, (first, _last) in _PARTS_OF_TEN.items()},
        "groups": {word: low for word, (low, _high) in _GROUPS.items()},
    }


def browser_pattern(pattern: re.Pattern[str]) -> str:
    """The same pattern for JavaScript with its flag u, where a letter of a word is only a Latin one unless it is said."""
    return pattern.pattern.replace(r"\w", r"[\p{L}\p{N}_]")


def plain(words: str) -> str:
    """Lower case, single spaces, and digits of any script as 0-9."""
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in words)
    return " ".join(digits.casefold().split()).strip(" .,")


def _birth(text: str, today: date) -> AgeStatement | None:
    parts = _PARTS_OF_DATE.fullmatch(text)
    if parts:
        return _birth_date(parts[1], parts[2], parts[3], today)
    if re.fullmatch(r"\d{4}", text):
        return AgeStatement(birth_year=_plausible_year(int(text), today))
    return None


def _birth_date(first: str, middle: str, last: str, today: date) -> AgeStatement | None:
    month = int(middle) if middle.isdecimal() else _MONTHS[middle]
    if len(first) == 4 and len(last) <= 2:
        year, day = int(first), int(last)
    elif len(first) <= 2 and len(last) in (2, 4):
        year, day = _full_year(last, today), int(first)
    else:
        return None
    _plausible_year(year, today)
    try:
        birth = date(year, month, day)
    except ValueError:
        # There is no such day, but the year may still be right.
        return AgeStatement(birth_year=year)
    if birth > today:
        raise ValueError(_("Klopt deze datum? Hij ligt in de toekomst."))
    return AgeStatement(birth_date=birth, birth_year=year)


def _full_year(digits: str, today: date) -> int:
    if len(digits) == 4:
        return int(digits)
    this_century = today.year - today.year % 100 + int(digits)
    return this_century if this_century <= today.year else this_century - 100


def _plausible_year(year: int, today: date) -> int:
    if year > today.year:
        raise ValueError(_("Klopt dit geboortejaar? Het ligt in de toekomst."))
    if year < today.year - OLDEST:
        raise ValueError(_("Klopt dit geboortejaar? Het is meer dan 120 jaar geleden."))
    return year


def _age(text: str) -> AgeStatement | None:
    if exact := _EXACT.fullmatch(text):
        age = _plausible_age(-1 if exact[1] and int(exact[2]) else int(exact[2][:9]))
        return AgeStatement(low=age, high=age)
    if about := _ABOUT.fullmatch(text):
        age = _plausible_age(int(about[1][:9]))
        return AgeStatement(low=max(age - _GUESS_MARGIN, 0), high=min(age + _GUESS_MARGIN, OLDEST))
    if between := _RANGE.fullmatch(text):
        low, high = sorted(_plausible_age(int(age)) for age in between.groups())
        return AgeStatement(low=low, high=high)
    return _limit(text)


def _limit(text: str) -> AgeStatement | None:
    """Ages known from one side, and ages in months."""
    if below := _BELOW.fullmatch(text):
        return AgeStatement(low=0, high=max(_plausible_age(int(below[1])) - 1, 0))
    if above := _ABOVE.fullmatch(text):
        return AgeStatement(low=_plausible_age(int(above[1] or above[2])))
    if months := _MONTHS_OLD.fullmatch(text):
        age = int(months[1]) // 12
        return AgeStatement(low=age, high=age)
    return None


def _plausible_age(age: int) -> int:
    if not 0 <= age <= OLDEST:
        raise ValueError(_("Klopt deze leeftijd? Vul een leeftijd in van 0 tot en met 120."))
    return age


def _group(text: str) -> AgeStatement | None:
    if text in _GROUPS:
        low, high = _GROUPS[text]
        return AgeStatement(low=low, high=high)
    ten = _TEN.fullmatch(text)
    if ten is None or ten[2] not in _TENS:
        return None
    first, last = _PARTS_OF_TEN[ten[1]] if ten[1] else (0, 9)
    return AgeStatement(low=_TENS[ten[2]] + first, high=_TENS[ten[2]] + last)
