"""Who is in a case, as far as a viewer may know it."""

import uuid
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from schakel.access.compiled import Asked, asked_by, compiled, fetched
from schakel.access.models import User
from schakel.access.queries import rule_of_sight, sees_any
from schakel.cases.life.content import read_involved
from schakel.cases.models import Case, Involvement
from schakel.cases.policies import roles_for
from schakel.cases.states import InvolvedAs
from schakel.people.details import PersonDetails
from schakel.people.models import Person
from schakel.people.queries import read
from schakel.vault import records


@dataclass(frozen=True)
class Somebody:
    """One row of who is in a case, in words."""

    row: Involvement
    details: PersonDetails
    relation: str
    ended_because: str

    @property
    def person(self) -> Person | None:
        return self.row.person

    @property
    def is_suspect(self) -> bool:
        return self.row.role == InvolvedAs.SUSPECT

    @property
    def is_victim(self) -> bool:
        return self.row.role == InvolvedAs.VICTIM


def rows_of(case: Case, viewer: User) -> list[Involvement]:
    """The rows this viewer may see: never a suspect without that permission, never a person of another's compartment."""
    if not sees_any(viewer):
        return []
    found = list(fetched(_rows, viewer.role, asked_by(viewer.pk, record=case.pk)))
    for row in found:
        row.case = case
    return found


def _rows(role: str, asked: Asked) -> QuerySet[Involvement]:
    seen = Q(person=None) | Q(person__compartment__in=compiled(rule_of_sight, role, asked))
    # Which roles these are goes by the viewer's own role alone.
    known = Involvement.objects.filter(seen, case=asked.record, role__in=roles_for(User(role=role)))
    return known.select_related("person__report").prefetch_related("added_by", "ended_by")


def victims_of(case: Case, viewer: User) -> list[Person]:
    """Those whom the case is about now, as far as this viewer may see them."""
    rows = [row for row in rows_of(case, viewer) if row.role == InvolvedAs.VICTIM and row.until is None]
    return [row.person for row in rows if row.person is not None]


def keys_of(case: Case, rows: list[Involvement]) -> set[uuid.UUID | None]:
    """The data keys that these rows are read with."""
    return {case.data_key, *(row.person.data_key for row in rows if row.person)}


def in_words(rows: list[Involvement]) -> list[Somebody]:
    """These rows in words. Whoever shows them records it."""
    wanted = {row.person.data_key for row in rows if row.person} | {row.case.data_key for row in rows}
    with records.at_hand(wanted):
        return [_told(row) for row in rows]


def by_role(people: list[Somebody]) -> list[tuple[str, list[Somebody]]]:
    """Grouped by role in their own order, those who still are it; empty roles are left out."""
    groups: dict[str, list[Somebody]] = defaultdict(list)
    for one in people:
        if one.row.until is None:
            groups[one.row.role].append(one)
    return [(str(role.label), groups[role]) for role in InvolvedAs if groups[role]]


def _told(row: Involvement) -> Somebody:
    said = read_involved(row)
    details = read(row.person) if row.person else said.details or PersonDetails(row.since)
    return Somebody(row, details, said.relation, said.ended_because)
