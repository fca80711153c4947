"""Typed words made safe to store and show, without changing what was said."""

import unicodedata

# Direction overrides can make a name read as another one on screen; isolates come from our own markup.
_OVERRIDES = {ord(c): None for c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}


def tidy(text: str) -> str:
    """`text` in NFC, without control characters (line ends and tabs stay) and without direction overrides."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.translate(_OVERRIDES)
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs", "Cn"))


def harmless_cell(text: str) -> str:
    """`text` for a cell of a table file, so that no spreadsheet program reads it as a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
