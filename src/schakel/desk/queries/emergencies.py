"""What joins rooms for a viewer: an emergency with its case and what was read in it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from schakel.access.models import Grant, User
from schakel.access.queries import (
    BrokenGlass,
    emergencies_for,
    live_grants,
    read_emergencies,
)
from schakel.audit.models import Event
from schakel.audit.queries import events_by
from schakel.cases.models import Case
from schakel.core import time
from schakel.intake.models import Report
from schakel.people.models import Person

# For how long the first page tells somebody that their emergency was judged.
_NEWS = timedelta(days=14)
_READ_REPORT = {"report:opened", "report:read", "report:conversation_read"}
_READ_CASE = {"case:read", "case:timeline_read", "case:risks_read", "case:involved_read", "case:lineage_read"}
_READ = {*_READ_CASE, "person:read", "person:searched", *_READ_REPORT}
# What tells nothing of the case: that a line of it stood in a list, and the opening of the glass itself.
_NOT_LOOKING = {"case:listed", "report:listed", "case:searched", "person:match_cards", "access:break_glass_listed"}


@dataclass
class Looked:
    """What somebody did in a case during an emergency: counts, and when the first and last time was. No content."""

    times: int = 0
    persons: set[str] = field(default_factory=set)
    reports: set[str] = field(default_factory=set)
    changes: int = 0
    first: datetime | None = None
    last: datetime | None = None


@dataclass(frozen=True)
class Emergency:
    """One emergency with its case."""

    broken: BrokenGlass
    case: Case | None
    looked: Looked | None = None


def emergencies(grants: Iterable[Grant], *, viewer: User) -> list[Emergency]:
    """These emergencies (from `emergencies_for`) with their cases, in the same order; recorded as a list."""
    broken = read_emergencies(grants, viewer=viewer)
    cases = _cases_of([row.grant.compartment_id for row in broken])
    return [Emergency(row, cases.get(row.grant.compartment_id)) for row in broken]


def emergency(grant: Grant, *, viewer: User) -> Emergency:
    """One emergency, with what was read in it; recorded."""
    (found,) = emergencies([grant], viewer=viewer)
    return Emergency(found.broken, found.case, _looked(grant, found.case))


def going_on(viewer: User) -> list[tuple[Grant, Case]]:
    """The viewer's own emergencies that last now."""
    grants = list(live_grants().filter(pk__in=emergencies_for(viewer).filter(user=viewer).values("pk")))
    cases = _cases_of([grant.compartment_id for grant in grants])
    return [(grant, cases[grant.compartment_id]) for grant in grants if grant.compartment_id in cases]


def judged_lately(viewer: User) -> list[Grant]:
    """The viewer's own emergencies on which there is a verdict since a fortnight."""
    since = time.real_now() - _NEWS
    return list(emergencies_for(viewer).filter(user=viewer, review__reviewed_at__gte=since))


def _cases_of(compartments: Iterable[uuid.UUID]) -> dict[uuid.UUID, Case]:
    cases = Case.objects.filter(compartment__in=list(compartments)).select_related("coordinator")
    return {case.compartment_id: case for case in cases}


def _looked(grant: Grant, case: Case | None) -> Looked:
    """What the log says of the time that the grant lasted, as far as it is about this case."""
    persons = _ids(Person.objects.filter(compartment=grant.compartment_id))
    reports = _ids(Report.objects.filter(compartment=grant.compartment_id))
    whole = {str(case.id)} if case is not None else set[str]()
    looked = Looked()
    until = grant.ends_at or time.real_now()
    for event in events_by(grant.user.actor_id, since=grant.starts_at, until=until):
        touched = _named(event) & (persons | reports | whole)
        if not touched or event.tag in _NOT_LOOKING:
            continue
        looked.first, looked.last = looked.first or event.at, event.at
        looked.times += event.tag == "case:read"
        looked.persons |= touched & persons
        looked.reports |= touched & reports if event.tag in _READ_REPORT else set()
        looked.changes += event.tag not in _READ
    return looked


def _named(event: Event) -> set[str]:
    """Every id in an event: of what it is about, and in its detail."""
    ids = {event.object_id}
    for value in event.detail.values():
        ids |= {str(one) for one in value} if isinstance(value, list) else {str(value)}
    return ids


def _ids(rows: Any) -> set[str]:
    return {str(pk) for pk in rows.values_list("pk", flat=True)}
