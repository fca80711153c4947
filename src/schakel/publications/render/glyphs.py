"""Turns any text into text that the shipped typefaces can show, so that no text can stop a publication.

PDF/UA forbids a character without a shape, and the typesetter refuses the whole document over one emoji.
"""

import re
import struct
import unicodedata
from functools import cache
from pathlib import Path

FONTS_FOLDER = Path(__file__).parent.parent / "fonts"

# Stands for a character that no shipped typeface has.
SUBSTITUTE = "□"

_ZERO_WIDTH_NON_JOINER = "\N{ZERO WIDTH NON-JOINER}"
_ZERO_WIDTH_SPACE = "\N{ZERO WIDTH SPACE}"
_LONGEST_WORD = 30
_FORMAT_12 = 12


def legible(text: str) -> str:
    """The text on one line, with a square for each character that cannot be shown.

    Control and direction-override characters go, so that no text can reorder what stands beside it;
    a word longer than a line may be broken.
    """
    kept: list[str] = []
    fonts_of_base: frozenset[Path] = frozenset()
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        if category in {"Cc", "Zl", "Zp", "Zs"}:
            kept.append(" ")
            fonts_of_base = frozenset()
        elif category.startswith("M"):
            # A mark can be shown only by a typeface that also has the letter it stands on.
            fonts_of_base &= _fonts_with(character)
            kept.extend(character if fonts_of_base else "")
        elif category != "Cf" or character == _ZERO_WIDTH_NON_JOINER:
            fonts_of_base = _fonts_with(character)
            kept.append(character if fonts_of_base else SUBSTITUTE)
    line = " ".join("".join(kept).split())
    return re.sub(rf"(\S{{{_LONGEST_WORD}}})(?=\S)", rf"\1{_ZERO_WIDTH_SPACE}", line)


def _fonts_with(character: str) -> frozenset[Path]:
    return frozenset(font for font, characters in _coverage().items() if ord(character) in characters)


@cache
def _coverage() -> dict[Path, frozenset[int]]:
    """Which characters each typeface has; the weights of one typeface have the same, so regular speaks for all."""
    return {font: _characters(font.read_bytes()) for font in sorted(FONTS_FOLDER.glob("*-Regular.*"))}


def _characters(font: bytes) -> frozenset[int]:
    """Read the character map of an OpenType font (table "cmap", subtable format 12: ranges of characters)."""
    (table_count,) = struct.unpack_from(">H", font, 4)
    tables = [struct.unpack_from(">4s4xL", font, 12 + 16 * index) for index in range(table_count)]
    start = next(offset for tag, offset in tables if tag == b"cmap")
    (subtable_count,) = struct.unpack_from(">H", font, start + 2)
    found: set[int] = set()
    for index in range(subtable_count):
        (offset,) = struct.unpack_from(">4xL", font, start + 4 + 8 * index)
        (layout,) = struct.unpack_from(">H", font, start + offset)
        if layout == _FORMAT_12:
            (group_count,) = struct.unpack_from(">12xL", font, start + offset)
            for group in range(group_count):
                first, last = struct.unpack_from(">LL", font, start + offset + 16 + 12 * group)
                found.update(range(first, last + 1))
    return frozenset(found)
