"""Moving a case on, what is known of it, how urgent it is, and how dangerous."""

from dataclasses import replace
from datetime import date

from django.db import transaction

from schakel.access import actions as access
from schakel.access.models import User
from schakel.audit.record import record
from schakel.cases import policies
from schakel.cases.life.content import Facts, Risk, Said, read_facts, write_facts, write_risk, write_said
from schakel.cases.life.queries import standing
from schakel.cases.models import Case, Change, RiskAssessment
from schakel.cases.moves import MOVES, Move
from schakel.cases.plan.actions import clocks
from schakel.cases.states import ENDED, CaseState, CaseUrgency
from schakel.core import time


@transaction.atomic
def make_move(*, case: Case, key: str, said: Said, by: User) -> Change:
    """Move a case on by one line of the table. Raises NotAllowed, and NotPossible with what is missing."""
    move = next(move for move in MOVES if move.key == key)
    case = as_it_is(case)
    policies.check_may_move(by, case, move)
    policies.check_can_move(case, move, standing(case, read_facts(case)))
    _check_words(move, said)
    if move.target == CaseState.SHIELDED:
        access.shield(compartment=case.compartment, by=by)
    elif CaseState(case.state) == CaseState.SHIELDED:
        access.unshield(compartment=case.compartment, by=by)
    if move.asks_outcome or case.state in ENDED:
        # A case that opens again has no outcome yet.
        write_facts(case, _with_ending(move, case, said))
    return set_state(case, move, said, by=by)


def set_state(case: Case, move: Move, said: Said, *, by: User, after: CaseState | None = None) -> Change:
    """Write the new state and the step that led to it; the caller holds the case and has checked everything."""
    before, case.state = case.state, (after or move.target)
    turns = case.is_open == (case.state in ENDED)
    if turns:
        case.closed_at = time.now() if case.state in ENDED else None
    case.save(update_fields=["state", "closed_at", "facts"])
    change = Change(case=case, kind=Change.Kind.MOVE, move=move.key, before=before, after=case.state, made_by=by)
    write_said(change, said)
    change.save(force_insert=True)
    record("case:moved", by=by, about=case, move=move.key, before=before, after=case.state)
    if turns:
        (clocks.case_reopened if case.is_open else clocks.case_closed)(case=case, by=by)
    return change


@transaction.atomic
def change_facts(*, case: Case, municipality: str, forms: tuple[str, ...], goal: str, by: User) -> None:
    """Write down where it is, which forms, and the goal in one sentence. Raises NotAllowed, NotPossible."""
    case = as_it_is(case)
    policies.check_may_write(by, case)
    known = _readable(case)
    changed = replace(known, municipality=municipality, forms=forms, goal=goal)
    if changed == known:
        return
    write_facts(case, changed)
    case.save(update_fields=["facts"])
    change = Change(case=case, kind=Change.Kind.FACTS, made_by=by)
    # A goal that changes is part of the story; what it was before stays with the step before.
    write_said(change, Said(goal if goal != known.goal else ""))
    change.save(force_insert=True)
    record("case:facts_changed", by=by, about=case)


@transaction.atomic
def change_urgency(*, case: Case, urgency: CaseUrgency, because: str, by: User) -> None:
    """Say how soon somebody must act, and why. Raises NotAllowed, NotPossible."""
    case = as_it_is(case)
    policies.check_may_write(by, case)
    if not because.strip():
        raise policies.NotPossible("Schrijf waarom het zo dringend is.")
    write_facts(case, replace(_readable(case), urgent_because=because.strip()))
    case.urgency = urgency
    case.save(update_fields=["facts", "urgency"])
    change = Change(case=case, kind=Change.Kind.URGENCY, made_by=by)
    write_said(change, Said(because.strip(), outcome=urgency))
    change.save(force_insert=True)
    record("case:urgency_changed", by=by, about=case, urgency=urgency)


@transaction.atomic
def assess_risk(*, case: Case, risk: Risk, on: date, by: User) -> RiskAssessment:
    """Add an assessment; the ones before it stay. Raises NotAllowed, NotPossible."""
    case = as_it_is(case)
    policies.check_may_write(by, case)
    _readable(case)
    if on > time.today():
        raise policies.NotPossible("Een inschatting kan niet in de toekomst liggen.")
    row = RiskAssessment(case=case, assessed_on=on, made_by=by)
    write_risk(row, risk)
    row.save(force_insert=True)
    record("case:risk_assessed", by=by, about=case, risk=row.id)
    return row


def as_it_is(case: Case) -> Case:
    """The case as it stands now, held until the end of the transaction: a page may show it as it was before."""
    return Case.objects.select_for_update(of=("self",)).select_related("compartment", "coordinator").get(pk=case.pk)


def _readable(case: Case) -> Facts:
    known = read_facts(case)
    if known.is_destroyed:
        raise policies.NotPossible("De inhoud van deze casus is vernietigd. Er kan niets meer bij.")
    return known


def _with_ending(move: Move, case: Case, said: Said) -> Facts:
    known = read_facts(case)
    if move.asks_outcome:
        return replace(known, outcome=said.outcome, reason=said.reason)
    stays = move.target in ENDED and case.state in ENDED
    return known if stays else replace(known, outcome="", reason="")


def _check_words(move: Move, said: Said) -> None:
    if not said.words.strip():
        raise policies.NotPossible(f"Schrijf op: {move.asks[0].lower()}{move.asks[1:]}")
    if move.asks_outcome and not (said.outcome and said.reason):
        raise policies.NotPossible("Kies hoe de casus eindigt, en waarom.")
