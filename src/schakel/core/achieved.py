"""What a room has to tell of a year, for the list "wat is er bereikt" of the factsheet."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    """One thing that was counted: what it says, and where it can be seen at the desk."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Achieved:
    """One thing to say of a year: a sentence for the factsheet, the number in it, and the list behind that number.

    The key says which list it is, and stays the same when the number in the sentence grows.
    """

    key: str
    sentence: str
    number: int
    rows: list[Row] = field(default_factory=list)
