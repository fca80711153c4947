"""The cases whose signs are read along: those that a case continues, and of one that it was split off from who went along."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from schakel.access.models import User
from schakel.access.queries import visible
from schakel.cases.life.content import ids, read_went
from schakel.cases.models import Case, Involvement, Lineage
from schakel.vault import records


@dataclass(frozen=True)
class Earlier:
    """A case, which row became which in the one that reads it along, and of whom it is read; of everybody if `rows` is None."""

    case: Case
    became: Mapping[uuid.UUID, uuid.UUID] = field(default_factory=dict)
    rows: frozenset[uuid.UUID] | None = None
    persons: frozenset[uuid.UUID] = frozenset()

    def holds(self, row: Involvement) -> bool:
        """Whether what was said about this row goes with the case that reads along."""
        return self.rows is None or row.pk in self.rows or row.person_id in self.persons

    def and_also(self, other: "Earlier") -> "Earlier":
        """The same case by two ways: split off from it first, and its continuation later."""
        rows = None if self.rows is None or other.rows is None else self.rows | other.rows
        return Earlier(self.case, {**self.became, **other.became}, rows, self.persons | other.persons)


def earlier(case: Case, viewer: User) -> list[Earlier]:
    """The case itself and those that it came from, and theirs, as far as the viewer sees them."""
    found = {case.pk: Earlier(case)}
    waiting = [case.pk]
    while waiting:
        origins: dict[uuid.UUID, Earlier] = {}
        for before in _origins(found[waiting.pop(0)]):
            known = origins.get(before.case.pk)
            origins[before.case.pk] = known.and_also(before) if known is not None else before
        new = {key: one for key, one in origins.items() if key not in found}
        found |= new
        waiting += new
    compartments = {one.case.compartment_id for one in found.values()}
    allowed = set(visible(viewer).filter(pk__in=compartments).values_list("pk", flat=True))
    return [one for one in found.values() if one.case.compartment_id in allowed]


def _origins(one: Earlier) -> Iterator[Earlier]:
    lineages = Lineage.objects.filter(successor=one.case, undone_at=None).select_related("origin")
    with records.at_hand([row.data_key for row in lineages]):
        for row in lineages:
            went = read_went(row)
            steps = {uuid.UUID(old): uuid.UUID(new) for old, new in went.became.items()}
            became = {old: one.became.get(new, new) for old, new in steps.items()}
            moved = frozenset(old for old, new in steps.items() if one.rows is None or new in one.rows)
            persons = frozenset(ids(went.persons))
            persons = persons if one.rows is None else persons & one.persons
            is_whole = row.kind == Lineage.Kind.JOIN and one.rows is None
            yield Earlier(row.origin, became, None if is_whole else moved, persons)
