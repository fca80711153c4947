"""Numbers, amounts and days as platforms write them, in Dutch and in English."""

import re
from datetime import date, datetime

_GROUPED = re.compile(r"\d{1,3}([.,' ]\d{3})+")
_DAYS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y/%m/%d", "%d-%m-%y")
# Larger than any number of people or of views there could be.
_LARGEST = 10**12


def count(typed: str) -> int | None:
    """A whole number: 1234, 1.234 or 1,234; None for an empty cell. Raises ValueError."""
    bare = _bare(typed)
    if not bare:
        return None
    if _GROUPED.fullmatch(bare):
        bare = re.sub(r"[.,' ]", "", bare)
    elif re.fullmatch(r"\d+[.,]0+", bare):
        bare = re.split(r"[.,]", bare)[0]
    return _small_enough(int(bare)) if bare.isascii() and bare.isdecimal() else _wrong()


def cents(typed: str) -> int | None:
    """An amount in cents: 1.234,56 or 1,234.56, with or without a sign of the currency. Raises ValueError.

    With one mark alone, three digits behind it make it a mark of thousands.
    """
    bare = re.sub(r"(?i)€|eur|\bEUR\b|,-$", "", _bare(typed)).strip()
    if not bare:
        return None
    if re.fullmatch(r"\d+", bare) or _GROUPED.fullmatch(bare):
        return _small_enough(int(re.sub(r"\D", "", bare)) * 100)
    parted = re.fullmatch(r"((?:\d{1,3}(?:[.,' ]\d{3})+)|\d+)[.,](\d{1,2})", bare)
    if parted is None:
        return _wrong()
    return _small_enough(int(re.sub(r"\D", "", parted[1])) * 100 + int(parted[2].ljust(2, "0")))


def day(typed: str) -> date:
    """A day; of 3/4 the third of April. Raises ValueError."""
    bare = typed.strip().split(" ")[0].split("T")[0]
    for form in _DAYS:
        try:
            found = datetime.strptime(bare, form).date()  # noqa: DTZ007  (a day has no zone)
        except ValueError:
            continue
        if 2000 <= found.year < 2100:
            return found
    raise ValueError(typed)


def _bare(typed: str) -> str:
    """Without spaces around it, whatever kind they are; a dash stands for nothing."""
    bare = re.sub(r"[\s\u00a0\u202f]+", " ", typed).strip()
    return "" if bare in ("-", "–", "—", "n/a", "N/A") else bare


def _small_enough(number: int) -> int:
    return number if number <= _LARGEST else _wrong()


def _wrong() -> int:
    raise ValueError("no such number")
