"""Which reports may be about one event: plain reasons on plain values, to propose and never to decide."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

NEAR_DAYS = 14
# Two stories share much when this part of their longer words is the same (Jaccard, in trials on invented reports:
# unrelated stories stay under 0.2).
MUCH = 0.3
_WORD = re.compile(r"\w{5,}")


@dataclass(frozen=True)
class Told:
    """What is compared of a report. `names` and `numbers` are of the people in it, as the caller makes them comparable."""

    received: date
    municipality: str
    names: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Likeness:
    """Why two reports look alike: each True is one reason; `days` lie between them."""

    days: int
    same_town: bool
    same_name: bool
    same_number: bool
    same_words: bool

    @property
    def is_worth_a_look(self) -> bool:
        """A name or number in common; or a town, near days, and much the same words."""
        return self.same_name or self.same_number or (self.same_words and (self.same_town or self.days <= NEAR_DAYS))

    @property
    def weight(self) -> int:
        """How many reasons there are, to put the likeliest first."""
        reasons = (self.same_town, self.same_name, self.same_number, self.same_words, self.days <= NEAR_DAYS)
        return sum(reasons) + self.same_number


def words_of(text: str) -> frozenset[str]:
    """The longer words of a story, in lower case."""
    return frozenset(_WORD.findall(text.lower()))


def compare(one: Told, other: Told) -> Likeness:
    """The same both ways round."""
    both, either = one.words & other.words, one.words | other.words
    return Likeness(
        days=abs((one.received - other.received).days),
        same_town=bool(one.municipality) and one.municipality == other.municipality,
        same_name=not one.names.isdisjoint(other.names),
        same_number=not one.numbers.isdisjoint(other.numbers),
        same_words=len(both) >= 3 and len(both) / len(either) >= MUCH,
    )


def digits_of(numbers: Iterable[str]) -> frozenset[str]:
    """Telephone numbers by their last nine digits, so that +31 6 and 06 are the same; shorter ones say too little."""
    tidy = ("".join(filter(str.isdigit, number)) for number in numbers)
    return frozenset(number[-9:] for number in tidy if len(number) >= 9)
