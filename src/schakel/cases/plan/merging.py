"""Two people changed the same thing: what each changed, what can stand together, and where they differ."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Difference:
    """A field that somebody else changed meanwhile. `is_conflict`: so did I, and otherwise."""

    field: str
    before: str
    theirs: str
    mine: str
    is_conflict: bool


def merge(
    base: Mapping[str, str], theirs: Mapping[str, str], mine: Mapping[str, str]
) -> tuple[dict[str, str], list[Difference]]:
    """What to go on with, and what they changed since `base`, which both began with.

    Mine stands where I changed it, also where they did; theirs where I left it alone. Nothing is thrown away: a
    conflict is told with all three.
    """
    merged, differences = dict(mine), []
    for field, mine_now in mine.items():
        before, theirs_now = base.get(field, ""), theirs.get(field, "")
        if theirs_now in (before, mine_now):
            continue
        is_conflict = mine_now != before
        if not is_conflict:
            merged[field] = theirs_now
        differences.append(Difference(field, before, theirs_now, mine_now, is_conflict))
    return merged, differences
