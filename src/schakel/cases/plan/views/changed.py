"""What a page tells whoever comes second: what another changed meanwhile, beside their own words."""

from collections.abc import Mapping
from dataclasses import dataclass

from schakel.cases.plan import contents
from schakel.cases.plan.history import flat, label_of, words_of
from schakel.cases.plan.merging import merge
from schakel.cases.plan.models import InPlan, Version


@dataclass(frozen=True)
class Row:
    """One field: what it is called, how it was, what another made of it, and what I typed."""

    label: str
    before: str
    theirs: str
    mine: str
    is_conflict: bool


@dataclass(frozen=True)
class Told:
    """Who changed it last, when, and the fields."""

    version: Version
    rows: tuple[Row, ...]


def told_of(
    part: InPlan, revision: int, theirs: Mapping[str, str], mine: Mapping[str, str], *, kind: str = ""
) -> tuple[dict[str, str], Told]:
    """What the form goes on with, and what to tell; `revision` is the version that mine began with."""
    base = contents.version_of(part, revision)
    merged, differences = merge(flat(base) if base is not None else {}, theirs, mine)
    rows = [
        Row(
            label_of(part, one.field, kind),
            words_of(part, one.field, one.before, kind),
            words_of(part, one.field, one.theirs, kind),
            words_of(part, one.field, one.mine, kind),
            one.is_conflict,
        )
        for one in differences
    ]
    latest = Version.objects.select_related("by").get(subject_id=part.id, revision=part.revision)
    return merged, Told(latest, tuple(row for row in rows if row.label))
