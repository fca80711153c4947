"""Whom an event of the log can be about: the ids that stand for a case or a human being, and what an officer must not see."""

import uuid
from dataclasses import dataclass

from django.http import Http404

from schakel.access.models import Compartment, Exclusion, Grant, User
from schakel.audit.record import record
from schakel.cases.models import Case, Involvement
from schakel.cases.states import InvolvedAs
from schakel.intake.models import Report
from schakel.people.models import Person
from schakel.people.names import normalise
from schakel.people.queries import tokened_as
from schakel.vault import tokens


@dataclass(frozen=True)
class Subject:
    """A case or a human being. `ids` are all that an event may name them by; `title` is no content."""

    kind: str
    key: str  # the id that stands for it in an event
    title: str
    ids: tuple[str, ...]
    compartments: tuple[uuid.UUID, ...]
    # Data from the police and on offenders: named by nothing in `ids` (Wpg art. 20, AVG art. 10).
    left_out: int = 0
    number: str = ""


@dataclass(frozen=True)
class FoundPerson:
    """Somebody with the name that was typed: in which cases, and since when, so that the officer can tell them apart."""

    identity: uuid.UUID
    reported: tuple[Report, ...]
    cases: tuple[str, ...]


def of_case(number: str, *, viewer: User, for_themselves: bool = False) -> Subject | None:
    """The case with that number and all that belongs to it; None where there is none, or not for this officer.

    `for_themselves` is as in `of_person`: a case in such a compartment is not told of at all.
    """
    case = Case.objects.filter(number__iexact=number.strip()).select_related("compartment").first()
    if case is None or _is_excluded(viewer, [case.compartment_id]):
        return None
    if for_themselves and case.compartment.kind != Compartment.Kind.ORDINARY:
        return None
    ids = {case.id, *_ids_in([case.compartment_id])}
    victims = Person.objects.filter(involvements__case=case)
    if for_themselves:
        victims = victims.filter(compartment__kind=Compartment.Kind.ORDINARY)
    reports = Report.objects.filter(triages__case=case, triages__superseded_at=None)
    if for_themselves:
        reports = reports.filter(compartment__kind=Compartment.Kind.ORDINARY)
    more = {*victims.values_list("pk", flat=True), *reports.values_list("pk", flat=True)}
    return Subject(
        "case",
        str(case.id),
        f"casus {case.number}",
        _texts(ids | more),
        (case.compartment_id,),
        number=case.number,
    )


def of_person(person_id: uuid.UUID, *, viewer: User, for_themselves: bool = False) -> Subject:
    """Every description of one human being, with the reports they stand in. Raises Http404.

    `for_themselves` leaves out what may not be told to them without agreement: data from the police and on offenders.
    """
    identity = Person.objects.filter(pk=person_id).values_list("identity", flat=True).first()
    rows = list(Person.objects.filter(identity=identity or person_id).select_related("compartment"))
    if not rows or _is_excluded(viewer, [row.compartment_id for row in rows]):
        raise Http404
    told = [row for row in rows if not for_themselves or row.compartment.kind == Compartment.Kind.ORDINARY]
    ids = {row.id for row in told} | {row.report_id for row in told} | ({rows[0].identity} if told else set())
    return Subject(
        "person",
        str(rows[0].identity),
        "deze persoon",
        _texts(ids),
        tuple({row.compartment_id for row in told}),
        len(rows) - len(told),
    )


def hidden_from(viewer: User) -> tuple[str, ...]:
    """The ids of everything this officer is excluded from: an event that names one is another officer's to read."""
    compartments = list(Exclusion.objects.filter(user=viewer).values_list("compartment", flat=True))
    return _texts(_ids_in(compartments)) if compartments else ()


def hidden_cases(viewer: User) -> int:
    """How many cases this officer is excluded from."""
    return Exclusion.objects.filter(user=viewer).count()


def find_person(name: str, *, reading: uuid.UUID, viewer: User) -> list[FoundPerson]:
    """Human beings known by that name, without a word about them. The search is recorded, never its words."""
    excluded = Exclusion.objects.filter(user=viewer).values("compartment")
    tokened = tokened_as(name).values("person__identity")
    rows = Person.objects.filter(identity__in=tokened).select_related("report").order_by("report__received_at", "id")
    barred = set(rows.filter(compartment__in=excluded).values_list("identity", flat=True))
    found: dict[uuid.UUID, list[Person]] = {}
    for row in rows:
        if row.identity not in barred:
            found.setdefault(row.identity, []).append(row)
    record(
        "log:person_searched",
        by=viewer,
        reading=reading,
        query=search_token(name),
        persons=[row.id for group in found.values() for row in group],
    )
    return [FoundPerson(identity, _reports(group), _numbers(group)) for identity, group in found.items()]


def search_token(typed: str) -> str:
    """What the log keeps of a search for these words: the same HMAC that the search for a person writes."""
    return tokens.token("search", normalise(typed)).hex()


def _reports(rows: list[Person]) -> tuple[Report, ...]:
    return tuple({row.report_id: row.report for row in rows}.values())


def _numbers(rows: list[Person]) -> tuple[str, ...]:
    victims = Involvement.objects.filter(person__in=rows, role=InvolvedAs.VICTIM).order_by("case__number")
    return tuple(victims.values_list("case__number", flat=True).distinct())


def _is_excluded(viewer: User, compartments: list[uuid.UUID]) -> bool:
    return Exclusion.objects.filter(user=viewer, compartment__in=compartments).exists()


def _ids_in(compartments: list[uuid.UUID]) -> set[uuid.UUID]:
    found: set[uuid.UUID] = set(compartments)
    for rows in (Case.objects, Report.objects, Person.objects, Grant.objects):
        found |= set(rows.filter(compartment__in=compartments).values_list("pk", flat=True))
    return found


def _texts(ids: set[uuid.UUID]) -> tuple[str, ...]:
    return tuple(sorted(map(str, ids)))
