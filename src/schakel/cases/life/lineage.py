"""Splitting a case, making one the continuation of another, and taking that back, with nobody's history lost.

What is moved are the links: persons and reports get another compartment, whose rule decides from then on who sees them.
Rows of who was in a case are ended and made anew, so that both cases still tell what was so in their time.
"""

import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from django.db import transaction

from schakel.access import actions as access
from schakel.access.holding import hold
from schakel.access.models import Compartment, Grant, User
from schakel.access.queries import live_grants, viewers_of
from schakel.audit.record import record
from schakel.cases import policies
from schakel.cases.actions import open_case
from schakel.cases.life.actions import as_it_is, set_state
from schakel.cases.life.content import (
    Facts,
    Involved,
    Said,
    Went,
    ids,
    read_facts,
    read_involved,
    read_went,
    write_facts,
    write_involved,
    write_went,
)
from schakel.cases.life.people import finish
from schakel.cases.models import Case, Change, Involvement, Lineage, Triage
from schakel.cases.moves import JOINED, PARTED
from schakel.cases.states import CaseState, CaseUrgency, ClosingOutcome, ClosingReason, InvolvedAs
from schakel.core import time
from schakel.intake.models import Report
from schakel.people.models import Person

_BY_URGENCY = (CaseUrgency.ORDINARY, CaseUrgency.SOON, CaseUrgency.URGENT)


# How much rooms above this one keep of a case; they add themselves when the process starts.
MORE: list[Callable[[Case], list[int]]] = []


@dataclass(frozen=True)
class Outlook:
    """Who would see more and who less when one case goes on in another, before anybody confirms it.

    `gains` are the grants of those who would come to see what they could not: each is kept or ended, by choice.
    `leads` gain because they lead the case that goes on. `shut` were excluded from the one that ends.
    """

    gains: list[Grant]
    leads: list[User]
    loses: list[User]
    shut: list[User]


def outlook(*, origin: Case, successor: Case) -> Outlook:
    """Who gains and loses sight when `origin` goes on in `successor`."""
    before = {user for user, _ in viewers_of(origin.compartment)}
    there = {user for user, _ in viewers_of(successor.compartment)}
    shut = {row.user for row in origin.compartment.exclusions.select_related("user")}
    held = live_grants().filter(compartment=successor.compartment_id, user__in=there - before - shut)
    grants = list(held.select_related("user", "compartment").order_by("user__name", "starts_at"))
    leading = {grant.user_id for grant in grants if grant.ground == Grant.Ground.COORDINATOR}
    return Outlook(
        gains=[grant for grant in grants if grant.user_id not in leading],
        leads=list({grant.user_id: grant.user for grant in grants if grant.user_id in leading}.values()),
        loses=sorted(before - there, key=lambda user: user.name),
        shut=sorted((there - before) & shut, key=lambda user: user.name),
    )


def who_stays_behind(case: Case, by: User) -> list[User]:
    """Who sees the case now and would not see what `by` splits off: everybody but them and its coordinator."""
    kept = {case.coordinator_id, by.pk}
    return [user for user, _ in viewers_of(case.compartment) if user.pk not in kept]


@transaction.atomic
def split(*, case: Case, rows: Collection[Involvement], reports: Collection[Report], why: str, by: User) -> Case:
    """Begin a new case with some of the people and reports of this one. Raises NotAllowed, NotPossible."""
    # Who will lead the new one, before the case itself: as whoever closes an account does.
    hold(case.coordinator)
    case = as_it_is(case)
    _check(case, by=by)
    if not why.strip():
        raise policies.NotPossible("Schrijf waarom u de casus splitst.")
    _hold_what_lives_in(case)
    moving = _with_every_role(case, rows)
    victims = case.involvements.filter(role=InvolvedAs.VICTIM, until=None)
    staying = victims.exclude(pk__in=[row.pk for row in moving])
    if not any(row.role == InvolvedAs.VICTIM for row in moving):
        raise policies.NotPossible("Kies ten minste één slachtoffer dat naar de nieuwe casus gaat.")
    if not staying.exists():
        raise policies.NotPossible("Laat ten minste één slachtoffer in deze casus.")
    known = read_facts(case)
    new = open_case(
        coordinator=case.coordinator,
        urgency=CaseUrgency(case.urgency),
        by=by,
        facts=Facts(known.municipality, known.forms, urgent_because=known.urgent_because),
    )
    _let_stand_in_too(case, new, by)
    access.bring_exclusions(origin=case.compartment, to=new.compartment, by=by)
    persons = _persons_of(moving, case)
    went = _bring(moving, to=new, because=f"Gaat verder in casus {new.number}.", by=by)
    went = replace(went, why=why.strip(), persons=_texts(persons), reports=_texts([one.pk for one in reports]))
    _rehouse(ids(went.persons), ids(went.reports), origin=case, to=new)
    _write(Lineage.Kind.SPLIT, case, new, went, by)
    record("case:split", by=by, about=case, successor=new.id, persons=persons, reports=ids(went.reports))
    return new


@transaction.atomic
def join(*, origin: Case, successor: Case, why: str, keeps: Collection[uuid.UUID], by: User) -> Lineage:
    """Let `origin` go on in `successor`: its people and reports go there, and it closes.

    Of those who would gain sight only the grants in `keeps` stay; whoever was excluded from either is excluded from what
    goes on. Raises NotAllowed unless `by` leads both, NotPossible.
    """
    origin, successor = _both(origin, successor)
    _check_can_join(origin, successor, why, by)
    _hold_what_lives_in(origin, successor)
    for grant in outlook(origin=origin, successor=successor).gains:
        if grant.pk not in keeps:
            access.end_sight(grant=grant, by=by)
    access.bring_exclusions(origin=origin.compartment, to=successor.compartment, by=by)
    rows = list(origin.involvements.filter(until=None).select_related("case", "person"))
    persons = list(Person.objects.filter(compartment=origin.compartment_id).values_list("pk", flat=True))
    reports = list(Report.objects.filter(compartment=origin.compartment_id).values_list("pk", flat=True))
    went = _bring(rows, to=successor, because=f"Gaat verder in casus {successor.number}.", by=by)
    _rehouse(persons, reports, origin=origin, to=successor)
    write_facts(origin, replace(read_facts(origin), outcome=ClosingOutcome.CONTINUED, reason=ClosingReason.JOINED))
    set_state(origin, JOINED, Said(why.strip(), ClosingOutcome.CONTINUED, ClosingReason.JOINED), by=by)
    was = successor.urgency
    successor.urgency = max(CaseUrgency(origin.urgency), CaseUrgency(was), key=_BY_URGENCY.index)
    successor.save(update_fields=["urgency"])
    row = _write(
        Lineage.Kind.JOIN,
        origin,
        successor,
        replace(went, why=why.strip(), persons=_texts(persons), reports=_texts(reports), urgency=was),
        by,
    )
    record("case:joined", by=by, about=successor, origin=origin.id, persons=persons, reports=reports)
    return row


def why_not_undone(row: Lineage) -> str:
    """Why a joining can't be taken back any more; empty when it can."""
    if row.undone_at is not None:
        return "Dit samenvoegen is al ongedaan gemaakt."
    if read_went(row).stood != _standing_of(row):
        return "Er is sinds het samenvoegen al iets in een van de casussen gebeurd. Splits de casus als dat nodig is."
    return ""


@transaction.atomic
def undo_join(*, row: Lineage, by: User) -> None:
    """Take a joining back while nothing has happened since: everything goes where it came from.

    What was ended or excluded for it stays so: that nobody gains sight comes first. Raises NotAllowed, NotPossible.
    """
    origin, successor = _both(row.origin, row.successor)
    for case in (origin, successor):
        policies.check_leads(by, case)
    row = Lineage.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if why_not := why_not_undone(row):
        raise policies.NotPossible(why_not)
    _hold_what_lives_in(origin, successor)
    went = read_went(row)
    # Made only by the joining, and nothing leans on them: the joining itself stays on record.
    Involvement.objects.filter(case=successor, pk__in=ids(went.made)).delete()
    for ended in Involvement.objects.filter(case=origin, pk__in=ids(went.ended)).select_related("case"):
        write_involved(ended, replace(read_involved(ended), ended_because=""))
        ended.until, ended.ended_by = None, None
        ended.save(update_fields=["until", "ended_by", "content"])
    _rehouse(ids(went.persons), ids(went.reports), origin=successor, to=origin)
    successor.urgency = went.urgency or successor.urgency
    successor.save(update_fields=["urgency"])
    joined = origin.changes.filter(kind=Change.Kind.MOVE, move=JOINED.key).order_by("-made_at", "-created_at").first()
    before = CaseState(joined.before) if joined is not None else PARTED.target
    write_facts(origin, replace(read_facts(origin), outcome="", reason=""))
    set_state(origin, PARTED, Said(), by=by, after=before)
    row.undone_at, row.undone_by = time.now(), by
    row.save(update_fields=["undone_at", "undone_by"])
    record("case:join_undone", by=by, about=successor, origin=origin.id)


def _check(case: Case, *, by: User) -> None:
    policies.check_leads(by, case)
    policies.check_is_open(case)
    if read_facts(case).is_destroyed:
        raise policies.NotPossible(f"De inhoud van casus {case.number} is vernietigd.")


def _check_can_join(origin: Case, successor: Case, why: str, by: User) -> None:
    if origin.pk == successor.pk:
        raise policies.NotPossible("Kies een andere casus.")
    for case in (origin, successor):
        _check(case, by=by)
    if origin.compartment.kind != successor.compartment.kind:
        raise policies.NotPossible("Deze casussen horen niet bij dezelfde soort gegevens.")
    if not why.strip():
        raise policies.NotPossible("Schrijf waarom u de casussen samenvoegt.")


def _both(one: Case, other: Case) -> tuple[Case, Case]:
    """Both as they stand now, held in one order whoever asks, so that nobody waits for each other."""
    held = {case.pk: as_it_is(case) for case in sorted((one, other), key=lambda case: case.pk)}
    return held[one.pk], held[other.pk]


def _hold_what_lives_in(*cases: Case) -> None:
    """Who sees these cases, and the reports and persons in them, before the log: whoever holds one of them waits for that."""
    rooms = [case.compartment_id for case in cases]
    list(Compartment.objects.select_for_update().filter(pk__in=rooms).order_by("pk"))
    for kind in (Grant, Report, Person):
        rows = kind.objects.select_for_update(of=("self",)).filter(compartment__in=rooms)
        list(rows.order_by("pk").values_list("pk", flat=True))


def _with_every_role(case: Case, rows: Iterable[Involvement]) -> list[Involvement]:
    """These rows as they stand, and the other roles of the same persons: nobody is torn in two."""
    now = case.involvements.filter(until=None).select_related("case", "person")
    chosen = {row.pk for row in rows}
    people = {row.person_id for row in now if row.pk in chosen and row.person_id}
    return [row for row in now if row.pk in chosen or row.person_id in people]


def _persons_of(rows: Iterable[Involvement], case: Case) -> list[uuid.UUID]:
    """The persons behind these rows who live in this case, each once; somebody of another case stays there."""
    own = [row.person for row in rows if row.person and row.person.compartment_id == case.compartment_id]
    return list(dict.fromkeys(person.pk for person in own))


def _bring(rows: Iterable[Involvement], *, to: Case, because: str, by: User) -> Went:
    """End these rows and make them anew in another case, unless somebody is that there already."""
    went = Went()
    for row in rows:
        said = read_involved(row)
        finish(row, because, by=by)
        went.ended.append(str(row.pk))
        if row.person_id and to.involvements.filter(person=row.person_id, role=row.role, until=None).exists():
            continue
        made = Involvement(case=to, person=row.person, role=row.role, since=row.since, added_by=by)
        write_involved(made, Involved(said.details, said.relation))
        made.save(force_insert=True)
        went.made.append(str(made.pk))
        went.became[str(row.pk)] = str(made.pk)
    return went


def _rehouse(persons: list[uuid.UUID], reports: list[uuid.UUID], *, origin: Case, to: Case) -> None:
    """Persons and reports live in another case from now on, with the decisions that are in force on them."""
    Person.objects.filter(pk__in=persons, compartment=origin.compartment_id).update(compartment=to.compartment_id)
    Report.objects.filter(pk__in=reports, compartment=origin.compartment_id).update(compartment=to.compartment_id)
    Triage.objects.filter(report__in=reports, case=origin, superseded_at=None).update(case=to)


def _let_stand_in_too(case: Case, new: Case, by: User) -> None:
    """Whoever splits while standing in leads the new case as long as the old one."""
    if by.pk == case.coordinator_id:
        return
    held = live_grants().filter(compartment=case.compartment_id, user=by, ground=Grant.Ground.STAND_IN)
    until = held.order_by("-ends_at").values_list("ends_at", flat=True).first()
    access.grant(compartment=new.compartment, user=by, ground=Grant.Ground.STAND_IN, until=until, by=by)


def _write(kind: Lineage.Kind, origin: Case, successor: Case, went: Went, by: User) -> Lineage:
    row = Lineage(kind=kind, origin=origin, successor=successor, made_by=by)
    write_went(row, went)
    row.save(force_insert=True)
    # Counted when the row itself is there: only what comes after it makes a difference.
    write_went(row, replace(went, stood=_standing_of(row)))
    row.save(update_fields=["content"])
    return row


def _standing_of(row: Lineage) -> list[int]:
    """How much there is in both cases: whatever happens in one of them makes another list."""
    counted = []
    for case in (row.origin, row.successor):
        counted += [
            case.notes.count(),
            case.changes.count(),
            case.risks.count(),
            case.involvements.count(),
            case.involvements.filter(until=None).count(),
            case.triages.count(),
            case.went_on.count() + case.came_from.count(),
            case.goals.count(),
            case.steps.count(),
            case.clocks.count(),
            # One for every change of a part of the plan or of a conference.
            case.plan_versions.count(),
            case.conferences.count(),
        ]
        for count in MORE:
            counted += count(case)
    return counted


def _texts(keys: Iterable[uuid.UUID]) -> list[str]:
    return [str(key) for key in keys]
