"""Typed words made safe to store and show, without changing what was said."""

import re
import unicodedata

from django.core.exceptions import ValidationError

# Direction overrides can make a name read as another one on screen; isolates come from our own markup.
_OVERRIDES = {ord(c): None for c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}


def tidy(text: str) -> str:
    """`text` in NFC, without control characters (line ends and tabs stay) and without direction overrides."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.translate(_OVERRIDES)
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs", "Cn"))


# What a mail program makes a link of, also without a scheme: two signs or more, a point, and two letters or more.
_LIKE_AN_ADDRESS = re.compile(r"://|www\.|@|[\w-]{2,}\.[^\W\d_]{2,}", re.IGNORECASE)


def check_is_a_name(text: str) -> None:
    """Of a person who asks for something at the public door. Raises ValidationError for what is more than that.

    The centre's mail begins with it: else anybody could let the centre send words of their own to any address.
    """
    if len(text.splitlines()) > 1:
        raise ValidationError("Schrijf een naam op één regel.")
    if _LIKE_AN_ADDRESS.search(text):
        raise ValidationError(
            "Schrijf alleen een naam, zonder internetadres of e-mailadres. Zet na een punt een spatie."
        )


def harmless_cell(text: str) -> str:
    """`text` for a cell of a table file, so that no spreadsheet program reads it as a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
