"""Words of any script made comparable, found by how they begin, and the piece of text around them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from anyascii import anyascii

SHORTEST = 2
# A number as people write it stays together, so that it is found however it was split; all else falls apart in words.
_UNIT = re.compile(r"\+?\d[\d\s\-./()]{5,}\d|\w+")
_NUMBER_DIGITS = 7
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
    """What somebody looks for, as `words_of` writes it: all of them must be found. A telephone number is one word."""
    wanted: list[str] = []
    for _, words in _units(typed):
        wanted += words[-1:] if words and _is_number(words[-1]) else words
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
    hits = [span for span, words in _units(text) if sought and any(word.startswith(sought) for word in words)]
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
        words = re.findall(r"[a-z0-9]+", anyascii(match[0]).lower())
        number = _as_number(match[0])
        words = [word for word in words if len(word) >= SHORTEST] + ([number] if number and number not in words else [])
        yield match.span(), words


def _as_number(unit: str) -> str:
    """A telephone number as it is dialled here; empty for anything else."""
    dialled = re.sub(r"^(?:\+|00)31(?:\(0\)|0)?", "0", "".join(unit.split()))
    digits = "".join(re.findall(r"\d", dialled))
    return digits if _is_number(digits) and not re.search(r"[^\W\d]", unit) else ""


def _is_number(word: str) -> bool:
    return word.isdigit() and len(word) >= _NUMBER_DIGITS


def _to_a_word(text: str, place: int) -> int:
    """The nearest place at or before `place` where no word is cut."""
    if place <= 0:
        return 0
    if place >= len(text):
        return len(text)
    while place > 0 and not text[place].isspace():
        place -= 1
    return place
