"""Whom a mailing is for: a list for each audience of professionals."""

from collections.abc import Iterable

from schakel.core.audiences import Audience

LISTS = (
    Audience.CARE,
    Audience.MUNICIPALITY,
    Audience.POLICE,
    Audience.SCHOOL,
    Audience.HOTEL,
    Audience.EMPLOYER,
    Audience.OTHER,
)
CHOICES = [(one.value, one.label) for one in LISTS]


def in_words(lists: Iterable[str]) -> str:
    """The names of these lists, in their own order: gemeente, onderwijs en jongerenwerk."""
    chosen = set(lists)
    return ", ".join(one.label for one in LISTS if one in chosen)
