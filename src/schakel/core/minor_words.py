"""Whether a text says that somebody is under 18: numbers beside the words for an age, in the languages of the public door."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from schakel.core import age_words
from schakel.core.age_words import ADULT

# A young age needs no more than the unit when it can hardly be a length of time ("16 jaar"); "5 jaar" can.
_YOUNGEST_WITHOUT_OLD = 8

# What stands after the number and means an age. Words end where they end: a letter more is another word.
_OLD = (
    r"(?:jaar|jaren|jr)\s+oud|jarige?|years?[\s-]+old|y/?o|yrs?[\s-]+old|letni\w*|latek|godishn\w+|годишн\w+"
    r"|éves\w*|-?річн\w+|años\s+de\s+edad|anos\s+de\s+idade|ani\s+(?:vârstă|varsta)"
)
_UNIT = r"jaar|jaren|jr|years?|lat|lata|ani|години|год|évet?|роки|років|рік|años|anos|سنة|سنين|سنوات|عام|عاما|عامًا"
# What stands before the number and means an age, with or without a unit after it.
_BEFORE = (
    r"ik\s+ben|zij\s+is|ze\s+is|hij\s+is|leeftijd:?"
    r"|i\s+am|i['\u2019]?m|she\s+is|he\s+is|she['\u2019]s|he['\u2019]s|aged?:?|mam|am|are|tengo|tiene|tenho|tem|wiek:?"
    r"|vârsta:?|на|аз\s+съм\s+на|мені|їй|йому|edad:?|idade:?|عمري|عمرها|عمره"
)
_CHILD = r"(?:meisje|jongen|kind|dochter|zoon|zusje|broertje)\s+van"
# What makes of the same number a length of time.
_DURING = r"al|sinds|na|voor|over|binnen|elke|om|for|since|after|in|every|od|przez|po|za|de|desde|hace|há|por|от|след|вже|через|منذ"
_MINOR = r"minderjarig\w*|onder\s+de\s+(?:18|achttien)|under\s*-?18|underage|nieletni\w*|menor(?:es)?\s+de\s+edad|menor(?:es)?\s+de\s+idade|minoră?|непълнолет\w+|kiskorú\w*|неповнолітн\w+|قاصرة?"
_NUMBER = r"(?<![\d.,:/+-])(\d{1,2})(?![\d:/]|[.,]\d)"

_OF_AGE = re.compile(rf"{_NUMBER}[\s-]*(?:{_OLD})(?!\w)")
_WITH_UNIT = re.compile(rf"(?:(?<!\w)({_DURING})\s+)?{_NUMBER}[\s-]*(?:{_UNIT})(?!\w)")
_AFTER = re.compile(
    rf"(?<!\w)(?:{_BEFORE})\s+(?:pas\s+|maar\s+|nog\s+|net\s+|only\s+|just\s+|około\s+)?{_NUMBER}(?=\s*(?:[.,;!?)]|$|{_UNIT}|en\s|and\s|i\s|y\s|e\s|и\s))"
)
_CHILD_OF = re.compile(rf"(?<!\w){_CHILD}\s+{_NUMBER}(?!\s*(?:uur|euro|weken|maanden))")
_SAID = re.compile(rf"(?<!\w)(?:{_MINOR})(?!\w)")
_BORN = re.compile(
    r"(?<!\w)(?:geboren|geb\.?|geboortedatum:?|born|urodzon\w+|născut\w*|роден\w*|született|народи\w+|nacid\w+|nascid\w+|مواليد)"
    r"\s*(?:op|in|on|w|în|през|на|el|em|a|en|r\.)?\s*(\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4}|\d{4})(?!\d)"
)


def says_minor(text: str, *, today: date) -> bool:
    """Whether the words name an age under 18, or a birth less than 18 years ago. A question may follow, never more."""
    plain = age_words.plain(text)
    return bool(_SAID.search(plain)) or any(age < ADULT for age in _ages(plain, today))


def may_be_minor(typed: str, *, today: date) -> bool:
    """Whether an answer to "how old?" leaves room for an age under 18: for care, a minor is presumed."""
    try:
        said = age_words.parse(typed, today=today)
    except ValueError:  # nobody can be that old
        return False
    if said.birth_date is not None:
        birthday = (said.birth_date.month, said.birth_date.day)
        return today.year - said.birth_date.year - ((today.month, today.day) < birthday) < ADULT
    if said.birth_year is not None:
        return today.year - said.birth_year - 1 < ADULT
    return says_minor(typed, today=today) if said.low is None else said.low < ADULT


def for_browser(*, today: date) -> dict[str, Any]:
    """What these two go by, for the script that asks the same question where the words may not go to a server."""
    patterns = {
        "ofAge": _OF_AGE,
        "withUnit": _WITH_UNIT,
        "after": _AFTER,
        "childOf": _CHILD_OF,
        "said": _SAID,
        "born": _BORN,
    }
    return {
        **age_words.for_browser(),
        **{name: age_words.browser_pattern(pattern) for name, pattern in patterns.items()},
        "youngestWithoutOld": _YOUNGEST_WITHOUT_OLD,
        "today": [today.year, today.month, today.day],
    }


def _ages(plain: str, today: date) -> Iterator[int]:
    for found in _OF_AGE.finditer(plain):
        yield int(found[1])
    for found in _WITH_UNIT.finditer(plain):
        if not found[1] and int(found[2]) >= _YOUNGEST_WITHOUT_OLD:
            yield int(found[2])
    for pattern in (_AFTER, _CHILD_OF):
        for found in pattern.finditer(plain):
            yield int(found[1])
    for found in _BORN.finditer(plain):
        yield 0 if may_be_minor(found[1], today=today) else ADULT
