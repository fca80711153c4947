"""Names made comparable: any script, any accents, any order, with or without prefixes."""

import re

from anyascii import anyascii

# Dutch name prefixes that are often left out or written otherwise.
_PREFIXES = (
    "van de der den het ten ter te t s d aan bij in op tot uit voor von vom zu la le du da do dos das di del el al"
)
_IS_PREFIX = frozenset(_PREFIXES.split())


def normalise(name: str) -> str:
    """Lower-case Latin words of a name in alphabetical order, prefixes left out; "" when nothing is left."""
    words = re.findall(r"[a-z]+", anyascii(name).lower().replace("'", " "))
    kept = [word for word in words if word not in _IS_PREFIX] or words
    return " ".join(sorted(kept))
