"""A case with a coordinator, and what the browser posts to plan something in it, for the tests of plans."""

from datetime import date
from typing import Any

from schakel.access.models import User
from schakel.cases.models import Case
from schakel.cases.plan.actions import steps
from schakel.cases.plan.actions.steps import Said
from schakel.cases.plan.models import Clock, Step
from schakel.cases.states import Outcome
from schakel.people.details import PersonDetails
from tests.rooms.chain import person

TODAY = date(2026, 11, 24)  # a Tuesday


def case_of(coordinator: User, judge: User) -> Case:
    """A new case, after a report that somebody judged."""
    made = person(
        PersonDetails(date(2026, 3, 1), name="Marek Nowak", birth_year=1999),
        by=judge,
        outcome=Outcome.NEW_CASE,
        coordinator=coordinator,
    )
    victim = made.involvements.select_related("case__compartment").get()
    case: Case = victim.case
    return case


def step_in(case: Case, kind: str = "action", title: str = "Bel de huisarts", **said: Any) -> Step:
    """A step that the coordinator planned."""
    return steps.plan_step(case=case, kind=kind, said=Said(title, **said), by=case.coordinator)


def clock_of(step: Step) -> Clock:
    """The clock of a step."""
    return Clock.objects.select_related("case").get(step=step)


def posted(title: str = "Bel de huisarts", **changed: Any) -> dict[str, Any]:
    """What the browser posts for a step."""
    return {"title": title, "owner": "", "outside": "", "due_on": "", "notes": ""} | changed
