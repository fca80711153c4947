"""Reads that join rooms: what a viewer may see, with the cases, reports and persons behind each ground."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count

from schakel.access.models import Grant, User
from schakel.access.queries import Sight, grants_of
from schakel.audit.record import record
from schakel.cases.models import Case
from schakel.cases.queries import cases_for
from schakel.intake.models import Report
from schakel.intake.queries import reports_for
from schakel.people.queries import persons_for


@dataclass(frozen=True)
class Seen:
    """One thing a viewer may see: the access, and what stands behind it, as far as it is there."""

    sight: Sight
    case: Case | None
    reports: list[Report]
    persons: int


@dataclass(frozen=True)
class Ground:
    """Everything that is seen on one ground."""

    title: str
    explanation: str
    rows: list[Seen] = field(default_factory=list)


_GROUNDS: dict[str, tuple[str, str]] = {
    "role": ("Door uw rol", "Dit hoort bij uw werk en staat open voor iedereen met dezelfde taak."),
    Grant.Ground.COORDINATOR: ("Als procesregisseur", "U leidt deze casussen, tot u ze overdraagt."),
    Grant.Ground.STAND_IN: ("Als waarnemer", "U neemt waar voor een collega, tot de afgesproken dag."),
    Grant.Ground.PARTICIPANT: ("Als deelnemer", "U bent uitgenodigd omdat u dit nodig heeft voor uw werk."),
    Grant.Ground.TRIAGE: ("Omdat u de melding beoordeelde", "Voor de overdracht ziet u deze casus nog een tijd."),
    Grant.Ground.BREAK_GLASS: ("Door noodinzage", "U opende dit in nood. De privacyfunctionaris toetst dat achteraf."),
}


def sight_of(viewer: User) -> list[Ground]:
    """What the viewer may see now, by ground; that they looked is recorded, with what was listed.

    Exclusions are not in it: that somebody is excluded tells that there is a case about somebody they know.
    """
    sights = grants_of(viewer)
    compartments = [sight.compartment.pk for sight in sights]
    cases = {case.compartment_id: case for case in cases_for(viewer).filter(compartment__in=compartments)}
    persons = dict(
        persons_for(viewer)
        .filter(compartment__in=compartments)
        .order_by()
        .values_list("compartment")
        .annotate(number=Count("identity", distinct=True))
    )
    # The inbox stands there as one line: its reports have a list of their own.
    loose = [sight.compartment.pk for sight in sights if sight.ground != "role" and sight.compartment.pk not in cases]
    reports = _by_compartment(reports_for(viewer).filter(compartment__in=loose).order_by("received_at"))
    grounds = {name: Ground(*words) for name, words in _GROUNDS.items()}
    for sight in sights:
        key = sight.compartment.pk
        grounds[sight.ground].rows.append(Seen(sight, cases.get(key), reports.get(key, []), persons.get(key, 0)))
    record("access:own_sight_read", by=viewer, about=viewer, cases=[case.id for case in cases.values()])
    return [ground for ground in grounds.values() if ground.rows]


def _by_compartment(reports: Iterable[Report]) -> dict[uuid.UUID, list[Report]]:
    grouped: dict[uuid.UUID, list[Report]] = {}
    for report in reports:
        if report.compartment_id is not None:
            grouped.setdefault(report.compartment_id, []).append(report)
    return grouped
