"""What changed between two versions of a text, line by line."""

import difflib
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A line of a comparison: `kind` is "same", "out" (was there) or "in" (came)."""

    kind: str
    text: str


def compare(before: str, after: str) -> list[Line]:
    """The lines of both, in order; what changed stands as a line that went and a line that came."""
    kinds = {"  ": "same", "- ": "out", "+ ": "in"}
    found = difflib.ndiff(before.splitlines(), after.splitlines())
    return [Line(kinds[line[:2]], line[2:]) for line in found if line[:2] in kinds]


def is_same(lines: list[Line]) -> bool:
    """Whether nothing changed."""
    return all(line.kind == "same" for line in lines)
