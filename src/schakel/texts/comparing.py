"""What changed between two versions of a text, line by line."""

import difflib
from dataclasses import dataclass

# How many lines around a change are shown, so that it can be placed.
_AROUND = 2


@dataclass(frozen=True)
class Line:
    """A line of a comparison: `kind` is "same", "out" (was there), "in" (came), or "skip" for lines left out."""

    kind: str
    text: str


def compare(before: str, after: str) -> list[Line]:
    """What changed, as lines that went and lines that came, with a few lines around it; equal texts are shown whole."""
    kinds = {"  ": "same", "- ": "out", "+ ": "in"}
    found = difflib.ndiff(before.splitlines(), after.splitlines())
    lines = [Line(kinds[line[:2]], line[2:]) for line in found if line[:2] in kinds]
    changed = [place for place, line in enumerate(lines) if line.kind != "same"]
    if not changed:
        return lines
    near = {place + step for place in changed for step in range(-_AROUND, _AROUND + 1)}
    shown: list[Line] = []
    for place, line in enumerate(lines):
        if place in near:
            shown.append(line)
        elif not shown or shown[-1].kind != "skip":
            shown.append(Line("skip", "…"))
    return shown
