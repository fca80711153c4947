"""Goals of a case: set, worded anew, reached, let go."""

from django.db import transaction

from schakel.access.models import User
from schakel.audit.record import record
from schakel.cases.models import Case
from schakel.cases.plan import contents
from schakel.cases.plan.models import Goal
from schakel.cases.plan.policies import Changed, check_can_plan
from schakel.cases.plan.states import GoalState
from schakel.cases.policies import NotPossible


@transaction.atomic
def set_goal(*, case: Case, words: str, by: User) -> Goal:
    """A goal of the case. Raises NotAllowed, NotPossible, Destroyed."""
    case = contents.case_as_it_is(case.pk)
    check_can_plan(by, case)
    goal = Goal(case=case)
    contents.add(goal, {"words": words}, by=by)
    record("goal:set", by=by, about=case, goal=goal.id)
    return goal


@transaction.atomic
def reword_goal(*, goal: Goal, words: str, revision: int, by: User) -> None:
    """Other words for a goal. Raises NotAllowed, NotPossible, and Changed when it is no longer as at that revision."""
    goal = _as_it_is(goal)
    check_can_plan(by, goal.case)
    if goal.revision != revision:
        raise Changed
    contents.change(goal, contents.read(goal) | {"words": words}, by=by)
    record("goal:changed", by=by, about=goal.case, goal=goal.id)


@transaction.atomic
def end_goal(*, goal: Goal, state: GoalState, reason: str, by: User) -> None:
    """A goal is reached, let go with a reason, or open again. Raises NotAllowed, NotPossible."""
    goal = _as_it_is(goal)
    check_can_plan(by, goal.case)
    if goal.state == state:
        raise NotPossible(f"Dit doel is al {goal.get_state_display()}.")
    if state == GoalState.DROPPED and not reason:
        raise NotPossible("Schrijf waarom het doel wordt losgelaten.")
    goal.state = state
    contents.change(goal, contents.read(goal) | {"reason": reason}, by=by)
    record("goal:ended", by=by, about=goal.case, goal=goal.id, state=state)


def _as_it_is(goal: Goal) -> Goal:
    contents.case_as_it_is(goal.case_id)
    return Goal.objects.select_for_update(of=("self",)).select_related("case").get(pk=goal.pk)
