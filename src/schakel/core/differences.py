"""What differs between what somebody typed and what a colleague kept meanwhile; `core/components/differences.html` shows it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Difference:
    """One field in the words of both."""

    label: str
    theirs: str
    mine: str
