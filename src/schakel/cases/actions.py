"""Triage, opening a case, notes, handing over; its life from then on stands in `life`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from schakel.access import actions as access
from schakel.access.actions.sight import NOT_OPENED
from schakel.access.holding import hold
from schakel.access.models import Compartment, Grant, User
from schakel.access.policies import NotPossible, check_may
from schakel.access.queries import leads
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.cases import policies
from schakel.cases.life.content import Facts, write_facts, write_note
from schakel.cases.models import Case, Change, Involvement, Lineage, Note, Triage
from schakel.cases.plan.actions import clocks
from schakel.cases.queries import current_triage, tidy_number, with_number, write_reason
from schakel.cases.states import CaseUrgency, InvolvedAs, Outcome
from schakel.core import time
from schakel.intake.actions import locked, mark_triaged
from schakel.intake.envelopes import read_content
from schakel.intake.models import Report
from schakel.people import actions as people
from schakel.people.details import PersonDetails
from schakel.people.models import Person
from schakel.vault import tokens
from schakel.vault.records import create_data_key

# Whoever judged the report keeps sight of the case for the handover.
HANDOVER = timedelta(days=30)


@dataclass(frozen=True)
class Decision:
    """What triage decided on one report."""

    fits_purpose: bool
    reason: str
    urgency: CaseUrgency
    outcome: Outcome
    case: Case | None = None
    coordinator: User | None = None


@dataclass(frozen=True)
class Recognised:
    """A person in the report, and whom staff recognise in them (None: somebody new)."""

    details: PersonDetails
    same_as: Person | None = None


@transaction.atomic
def triage(*, report: Report, decision: Decision, people_named: Sequence[Recognised], by: User) -> Triage:
    """Judge a report: its persons come to exist, linked where staff recognised them, in a case if that is the outcome.

    Raises NotAllowed for the wrong role and NotPossible, with the sentence to show, for the wrong state.
    """
    # Before the report: whoever closes an account holds it before what it works on.
    hold(decision.coordinator)
    check_may(by, Permission.TRIAGE)
    report = locked(report)
    policies.check_can_triage(report)
    case = _as_it_is(decision.case) if decision.case and decision.outcome == Outcome.ADD_TO_CASE else None
    policies.check_outcome(
        fits_purpose=decision.fits_purpose,
        outcome=decision.outcome,
        case=case,
        coordinator=decision.coordinator,
        victims=len(people_named),
    )
    if known := [named.same_as for named in people_named if named.same_as is not None]:
        people.wait_to_link(*known)
    if decision.outcome == Outcome.NEW_CASE and decision.coordinator is not None:
        case = open_case(coordinator=decision.coordinator, urgency=decision.urgency, by=by, facts=_facts_in(report))
    compartment = case.compartment if case else report.compartment
    made = _write_triage(report, decision, case, by)
    mark_triaged(report=report, compartment=compartment)
    for named in people_named:
        person = people.create(report=report, details=named.details, compartment=compartment, by=by)
        if case is not None:
            Involvement.objects.create(case=case, person=person, role=InvolvedAs.VICTIM, added_by=by)
        if named.same_as is not None:
            people.link(one=person, other=named.same_as, by=by)
    record("report:triaged", by=by, about=report, outcome=decision.outcome, case=case.id if case else None)
    return made


@transaction.atomic
def revise_triage(*, report: Report, fits_purpose: bool, reason: str, outcome: Outcome, by: User) -> Triage:
    """Change one's mind about a report, without touching its persons or case. Raises NotPossible."""
    check_may(by, Permission.TRIAGE)
    report = locked(report)
    old = current_triage(report)
    if old is None:
        raise policies.NotPossible("Deze melding is nog niet beoordeeld.")
    if outcome == Outcome.NEW_CASE and old.case is None:
        raise policies.NotPossible("Een herziening opent geen casus.")
    policies.check_outcome(
        fits_purpose=fits_purpose,
        outcome=outcome,
        case=old.case,
        coordinator=old.case.coordinator if old.case else None,
        victims=1,
    )
    Triage.objects.filter(pk=old.pk).update(superseded_at=time.now())
    decision = Decision(fits_purpose, reason, CaseUrgency(old.urgency), outcome)
    made = _write_triage(report, decision, old.case, by)
    record("report:triage_revised", by=by, about=report, outcome=outcome, superseded=old.id)
    return made


@transaction.atomic
def open_case(*, coordinator: User, urgency: CaseUrgency, by: User, facts: Facts | None = None) -> Case:
    """A new case, seen by its coordinator, and for the handover by whoever opened it. Raises NotPossible."""
    hold(coordinator)
    if not coordinator.is_active:
        raise policies.NotPossible(f"Het account van {coordinator.name} is gesloten. Kies een andere procesregisseur.")
    compartment = access.open_compartment(by=by)
    case = Case(
        compartment=compartment,
        number=_next_number(),
        urgency=urgency,
        coordinator=coordinator,
        data_key=create_data_key(),
    )
    if facts is not None:
        write_facts(case, facts)
    case.save(force_insert=True)
    _let_in(compartment, coordinator, by)
    record("case:opened", by=by, about=case, coordinator=coordinator.id)
    clocks.case_opened(case=case, by=by)
    return case


@transaction.atomic
def add_note(*, case: Case, text: str, by: User, about_on: date | None = None) -> Note:
    """Write a note in a case, of today or of a day before. Raises NotAllowed, NotPossible.

    Partners will add to a case in a way of their own.
    """
    check_may(by, Permission.TRIAGE)
    if about_on is not None and about_on > time.today():
        raise NotPossible("Deze dag moet nog komen.")
    note = Note(case=case, author=by, about_on=about_on)
    write_note(note, text)
    note.save(force_insert=True)
    record("case:noted", by=by, about=case, note=note.id)
    return note


@transaction.atomic
def hand_over(*, case: Case, to: User, by: User) -> None:
    """Make somebody else the coordinator of a case; whoever was it sees it no longer. Raises NotAllowed, NotPossible.

    What a case was joined with goes along: its history can't be read without it.
    """
    hold(to)
    _hold_family(case)
    case = _as_it_is(case)
    leaver = case.coordinator_id
    access.hand_over(compartment=case.compartment, to=to, by=by)
    case.coordinator = to
    case.save(update_fields=["coordinator"])
    Change.objects.create(case=case, kind=Change.Kind.ASSIGNED, coordinator=to, made_by=by)
    record("case:handed_over", by=by, about=case, leaver=leaver, coordinator=to.id)
    for earlier in joined_into(case):
        if earlier.coordinator_id != to.id and leads(by, earlier.compartment):
            hand_over(case=earlier, to=to, by=by)


@transaction.atomic
def exclude(*, case: Case, user: User, by: User) -> None:
    """Shut somebody out of a case. Raises NotAllowed, NotPossible: whoever coordinates it hands it over first.

    The cases it was joined with are about the same people, so they close for this person as well.
    """
    _hold_family(case)
    if _as_it_is(case).coordinator_id == user.id:
        raise policies.NotPossible(f"{user.name} coördineert deze casus. Draag die eerst over aan een ander.")
    access.exclude(compartment=case.compartment, user=user, by=by)
    for other in family_of(case):
        if other.coordinator_id == user.id:
            raise policies.NotPossible(f"{user.name} coördineert casus {other.number}. Draag die eerst over.")
        may = leads(by, other.compartment) or by.may(Permission.REVIEW_LAWFULNESS)
        if may and not other.compartment.exclusions.filter(user=user).exists():
            access.exclude(compartment=other.compartment, user=user, by=by)


def break_glass(*, number: str, reason: str, duration: timedelta, by: User) -> Case:
    """Open the case with that number in an emergency; the privacy officer reads the reason. Raises NotAllowed, NotPossible.

    No number, and none that must stay shut, give the same refusal. It is recorded in a transaction of its own.
    """
    check_may(by, Permission.BREAK_GLASS)
    case = with_number(number)
    if case is not None:
        try:
            access.break_glass(compartment=case.compartment, reason=reason, duration=duration, by=by)
        except NotPossible:
            pass
        else:
            return case
    query = tokens.token("search", tidy_number(number)).hex()
    record("access:glass_refused", by=by, about=case.compartment if case is not None else None, query=query)
    raise policies.NotPossible(NOT_OPENED)


def _as_it_is(case: Case) -> Case:
    """The case as it stands now, held until the end of the transaction: a page may show it as it was before."""
    return Case.objects.select_for_update(of=("self",)).get(pk=case.pk)


def _hold_family(case: Case) -> None:
    """A case and those it was joined with, all before the log: whoever holds one of them waits for that."""
    family = Case.objects.filter(pk__in=[case.pk, *(one.pk for one in family_of(case))]).order_by("pk")
    list(family.select_for_update(of=("self", "compartment")).select_related("compartment"))


def joined_into(case: Case) -> list[Case]:
    """The cases that this one is the continuation of."""
    rows = Lineage.objects.filter(successor=case, kind=Lineage.Kind.JOIN, undone_at=None)
    return [row.origin for row in rows.select_related("origin__compartment", "origin__coordinator")]


def family_of(case: Case) -> list[Case]:
    """Every case that was joined with this one, directly or by way of others."""
    found, waiting = {case.pk: case}, [case]
    while waiting:
        one = waiting.pop()
        later = Lineage.objects.filter(origin=one, kind=Lineage.Kind.JOIN, undone_at=None)
        near = [*joined_into(one), *(row.successor for row in later.select_related("successor__compartment"))]
        for other in near:
            if other.pk not in found:
                found[other.pk] = other
                waiting.append(other)
    return [one for pk, one in found.items() if pk != case.pk]


def _facts_in(report: Report) -> Facts:
    """What the report that a case begins with says of it: where, and which form."""
    said = read_content(report)
    town = said.routing.municipality
    return Facts(municipality=town if town.startswith("GM") else "", forms=tuple(said.body.forms))


def _write_triage(report: Report, decision: Decision, case: Case | None, by: User) -> Triage:
    made = Triage(
        report=report,
        fits_purpose=decision.fits_purpose,
        urgency=decision.urgency,
        outcome=decision.outcome,
        case=case,
        decided_by=by,
    )
    write_reason(made, decision.reason)
    made.save(force_insert=True)
    return made


def _let_in(compartment: Compartment, coordinator: User, by: User) -> None:
    access.grant(compartment=compartment, user=coordinator, ground=Grant.Ground.COORDINATOR, by=by)
    if by != coordinator:
        until = time.real_now() + HANDOVER
        access.grant(compartment=compartment, user=by, ground=Grant.Ground.TRIAGE, until=until, by=by)


def _next_number() -> str:
    """K-2026-0001 and up; the unique constraint stops a clash, the audit chain makes writers take turns."""
    prefix = f"K-{time.today().year}-"
    numbers = Case.objects.filter(number__startswith=prefix).values_list("number", flat=True)
    highest = max((int(number.removeprefix(prefix)) for number in numbers), default=0)
    return f"{prefix}{highest + 1:04d}"
