"""What a rule about a term is made of."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

_NUMBERS = (
    "nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf",
)  # fmt: skip
AT_ONCE = "direct"
SAME_DAY = "dezelfde dag"


class Unit(Enum):
    """What a term is counted in: one and many, as the rules write it."""

    HOURS = ("uur", "uur")
    DAYS = ("dag", "dagen")
    WORKING_DAYS = ("werkdag", "werkdagen")
    WEEKS = ("week", "weken")
    MONTHS = ("maand", "maanden")
    YEARS = ("jaar", "jaar")


class Moves(Enum):
    """By which law a term that ends on a Saturday, Sunday or public holiday moves to the next day that is none."""

    NOT = ""
    DUTCH = "Algemene termijnenwet"
    EUROPEAN = "Verordening 1182/71"


@dataclass(frozen=True)
class Span:
    """A number of hours, days, working days, weeks, months or years; 0 hours is at once, 0 days the same day."""

    amount: int
    unit: Unit

    @classmethod
    def read(cls, text: str) -> "Span":
        """ "3 maanden", "72 uur", "direct", "dezelfde dag". Raises ValueError."""
        if text == AT_ONCE:
            return cls(0, Unit.HOURS)
        if text == SAME_DAY:
            return cls(0, Unit.DAYS)
        number, _, word = text.partition(" ")
        unit = next((unit for unit in Unit if word in unit.value), None)
        if unit is None or not number.isdecimal() or not 1 <= int(number) <= 1_000:
            raise ValueError(f"{text!r} is no term such as 3 maanden, 72 uur or {AT_ONCE}")
        return cls(int(number), unit)

    @property
    def words(self) -> str:
        """drie maanden, 72 uur, direct."""
        if self.amount == 0:
            return AT_ONCE if self.unit is Unit.HOURS else SAME_DAY
        one, many = self.unit.value
        number = _NUMBERS[self.amount] if self.amount < len(_NUMBERS) else str(self.amount)
        return f"{number} {one if self.amount == 1 else many}"


@dataclass(frozen=True)
class Rule:
    """One version of one term, with everything that is needed to count, to explain and to check it.

    `variant` tells apart for whom a term differs ("" is everybody else). `since` and `until` are the first and last day on
    which a clock can start under this version. `applies_to_running` is the transition: such a version also moves clocks
    that started before it. `unverified` says what nobody could check against the source; empty when all of it was.
    """

    id: str
    name: str
    starts: str
    version: int
    since: date
    term: Span
    source: str
    until: date | None = None
    variant: str = ""
    variant_name: str = ""
    moves: Moves = Moves.NOT
    extension: Span | None = None
    warn_days: int = 0
    unverified: str = ""
    applies_to_running: bool = False
    # Whom to warn when it comes near, in words; the law sets the longest term, so a centre may only set a shorter one.
    warn: tuple[str, ...] = ()
    is_ceiling: bool = False
    ends_with_case: bool = False
    repeats: bool = False

    @property
    def title(self) -> str:
        """The name, with for whom where that matters."""
        return f"{self.name} ({self.variant_name})" if self.variant_name else self.name
