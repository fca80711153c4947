"""Words of any script made comparable, found by how they begin, and the piece of text around them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from anyascii import anyascii

SHORTEST = 2
# Digits that people write in groups stay together in one unit; all else falls apart in words.
_UNIT = re.compile(r"\+?\d[\d \t\u00a0\-\u2013./()]*\d|\w+")
_ABROAD = re.compile(r"(?:\+|\b00)31[ \u00a0\-]?(?:\(0\)|0)?[ \u00a0\-]?")
_FEWEST_DIGITS, _MOST_DIGITS = 7, 20
_AROUND = 80


@dataclass(frozen=True)
class Piece:
    """Part of a fragment: words that were looked for, or what stands between them."""

    text: str
    is_hit: bool = False


def words_of(text: str) -> set[str]:
    """Every word of `text` in lower-case Latin letters and digits, a telephone number also as one."""
    return {word for _, words in _units(text) for word in words}


def wanted_of(typed: str) -> list[str]:
    """What somebody looks for, as `words_of` writes it: all of them must be found. A long number is one word."""
    wanted: list[str] = []
    for match in _UNIT.finditer(typed):
        wanted += _numbers_in(match[0])[:1] or _words_in(match[0])
    return list(dict.fromkeys(wanted))


def as_list(words: Iterable[str]) -> str:
    """These words as `matches` reads them."""
    return "".join(f"\n{word}" for word in sorted(words))


def matches(word_list: str, wanted: Iterable[str]) -> bool:
    """Whether every wanted word is the beginning of a word of the list."""
    return all(f"\n{word}" in word_list for word in wanted)


def fragment(text: str, wanted: Iterable[str], around: int = _AROUND) -> list[Piece]:
    """The piece of `text` around the first words that were looked for, these marked; nothing where none stands in it."""
    sought = tuple(wanted)
    hits: list[tuple[int, int]] = []
    for span, words in _units(text):
        if hits and span[0] > hits[0][1] + around:
            break
        if any(word.startswith(sought) for word in words):
            hits.append(span)
    if not hits:
        return []
    first, last = _to_a_word(text, hits[0][0] - around), _to_a_word(text, hits[0][1] + around)
    shown = [span for span in hits if span[1] <= last]
    edges = [(first, first), *shown, (last, last)]
    pieces: list[Piece] = []
    for (_, left), (right, end) in pairwise(edges):
        pieces += [Piece(text[left:right]), Piece(text[right:end], is_hit=True)]
    if first > 0:
        pieces.insert(0, Piece("… "))
    if last < len(text):
        pieces.append(Piece(" …"))
    return [piece for piece in pieces if piece.text]


def _units(text: str) -> Iterator[tuple[tuple[int, int], list[str]]]:
    for match in _UNIT.finditer(text):
        yield match.span(), _said_by(match[0])


def _said_by(unit: str) -> list[str]:
    # Most of what people write is a plain word, and a search goes through thousands of them.
    if unit.isascii() and unit.isalpha():
        return [unit.lower()] if len(unit) >= SHORTEST else []
    return [*_words_in(unit), *_numbers_in(unit)]


def _words_in(unit: str) -> list[str]:
    return [word for word in re.findall(r"[a-z0-9]+", anyascii(unit).lower()) if len(word) >= SHORTEST]


def _numbers_in(unit: str) -> list[str]:
    """The numbers that a unit holds if it is digits alone: from its first group on, from its second on, and so forth, since
    nobody knows where one ends and the next begins. A Dutch telephone number is as it is dialled here."""
    if re.search(r"[^\W\d]", unit):
        return []
    groups = re.findall(r"\d+", _ABROAD.sub(" 0", unit))
    joined = ("".join(groups[first:])[:_MOST_DIGITS] for first in range(len(groups)))
    return [number for number in joined if len(number) >= _FEWEST_DIGITS]


def _to_a_word(text: str, place: int) -> int:
    """The nearest place at or before `place` where no word is cut."""
    if place <= 0:
        return 0
    if place >= len(text):
        return len(text)
    while place > 0 and not text[place].isspace():
        place -= 1
    return place
