"""Reading plans for a viewer: one case's plan, and what is late or due in all the cases that they may see."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import Http404

from schakel.access.compiled import Asked, asked_by, counted
from schakel.access.models import User
from schakel.access.queries import ground_of, viewers_of
from schakel.audit.record import record
from schakel.cases.models import Case
from schakel.cases.plan import contents
from schakel.cases.plan.kinds import BY_KEY, OTHER_KIND, Answer, Ask, Kind
from schakel.cases.plan.models import Clock, Goal, InPlan, Step
from schakel.cases.plan.policies import sees_plans
from schakel.cases.plan.rules import rule_of
from schakel.cases.plan.states import UNENDED, UNFINISHED, ClockState, GoalState
from schakel.cases.queries import case_for
from schakel.core import time
from schakel.core.templatetags.work import day
from schakel.methods.clocks import Due, Rule, State, state_of
from schakel.vault import records
from schakel.vault.records import DESTROYED

_Row = TypeVar("_Row", bound=InPlan)
_LATE = "late"
TONES = {State.DUE_SOON: "warn", State.OVERDUE: "danger", State.MET: "success"}


@dataclass(frozen=True)
class ClockSheet:
    """A clock as a page shows it. `rule` is None where its words were destroyed."""

    clock: Clock
    rule: Rule | None
    state: State
    derivation: str = ""
    reason: str = ""
    is_extended: bool = False

    @property
    def title(self) -> str:
        return self.rule.title if self.rule is not None else DESTROYED

    @property
    def tone(self) -> str:
        return TONES.get(self.state, "quiet")

    @property
    def can_extend(self) -> bool:
        is_open = self.clock.state == ClockState.RUNNING and self.state is not State.OVERDUE
        return is_open and self.rule is not None and self.rule.extension is not None and not self.is_extended


@dataclass(frozen=True)
class StepSheet:
    """A step as a page shows it: its words, whose it is, and what its own fields say."""

    step: Step
    kind: Kind
    title: str
    owner: str
    answers: tuple[tuple[str, str], ...]
    notes: str
    reason: str
    clock: ClockSheet | None = None

    @property
    def is_late(self) -> bool:
        return self.step.state in UNFINISHED and self.step.due_on is not None and self.step.due_on < time.today()

    @property
    def is_today(self) -> bool:
        return self.step.state in UNFINISHED and self.step.due_on == time.today()


@dataclass(frozen=True)
class GoalSheet:
    """A goal, its words, and the unfinished steps that serve it."""

    goal: Goal
    words: str
    reason: str
    steps: tuple[StepSheet, ...] = ()


@dataclass(frozen=True)
class Plan:
    """The plan of a case."""

    goals: list[GoalSheet]
    steps: list[StepSheet]
    finished: list[StepSheet]
    clocks: list[ClockSheet]
    ended_clocks: list[ClockSheet]
    is_destroyed: bool

    @property
    def ended_count(self) -> int:
        """How much of the plan is behind us."""
        return len(self.finished) + len(self.ended_clocks)


@dataclass(frozen=True)
class Numbers:
    """How a plan stands, in numbers."""

    steps: int
    clocks: int
    late: int


def case_with_plan(viewer: User, case_id: uuid.UUID) -> Case:
    """The case whose plan this viewer may read, or 404."""
    if not sees_plans(viewer):
        raise Http404
    return case_for(viewer, case_id)


def read_plan(case: Case, viewer: User) -> Plan:
    """The plan of a case that the viewer may see; recorded."""
    goals = list(case.goals.select_related("case"))
    steps = list(case.steps.select_related("case", "owner"))
    clocks = list(case.clocks.select_related("case"))
    _record_read(case, viewer, steps=len(steps), clocks=len(clocks))
    with records.at_hand([case.data_key]):
        sheets = {clock.id: sheet_of_clock(clock) for clock in clocks}
        by_step = {clock.step_id: sheets[clock.id] for clock in clocks if clock.step_id is not None}
        told = [sheet_of_step(step, by_step.get(step.id)) for step in steps]
        open_steps = sorted(
            (sheet for sheet in told if sheet.step.state in UNFINISHED),
            key=lambda sheet: (sheet.step.due_on or date.max, sheet.step.planned_at),
        )
        return Plan(
            [sheet_of_goal(goal, open_steps) for goal in goals],
            open_steps,
            [sheet for sheet in reversed(told) if sheet.step.state not in UNFINISHED],
            [sheet for sheet in sheets.values() if sheet.clock.state in UNENDED],
            [sheet for sheet in reversed(sheets.values()) if sheet.clock.state not in UNENDED],
            records.is_destroyed(case.data_key),
        )


def numbers_of(case: Case, viewer: User) -> Numbers | None:
    """The plan in numbers, for the page of the case; None for whom there are no plans."""
    if not sees_plans(viewer):
        return None
    rules = ((_steps, ""), (_clocks, ""), (_steps, _LATE), (_clocks, _LATE))
    steps, clocks, late_steps, late_clocks = counted(asked_by(viewer.pk, record=case.pk), *rules)
    return Numbers(steps, clocks, late_steps + late_clocks)


def _steps(kind: str, asked: Asked) -> "QuerySet[Any]":
    steps = Step.objects.filter(case=asked.record, state__in=UNFINISHED).order_by()
    return (steps.filter(due_on__lt=asked.today) if kind == _LATE else steps).values("pk")


def _clocks(kind: str, asked: Asked) -> "QuerySet[Any]":
    clocks = Clock.objects.filter(case=asked.record, state__in=UNENDED).order_by()
    late = clocks.filter(state=ClockState.RUNNING, due_at__lte=asked.shown)
    return (late if kind == _LATE else clocks).values("pk")


def goal_for(viewer: User, case_id: uuid.UUID, goal_id: uuid.UUID) -> Goal:
    """One goal of a case that the viewer may see, or 404."""
    return _one(case_with_plan(viewer, case_id).goals.all(), goal_id)


def step_for(viewer: User, case_id: uuid.UUID, step_id: uuid.UUID) -> Step:
    """One step of a case that the viewer may see, or 404."""
    return _one(case_with_plan(viewer, case_id).steps.select_related("owner", "professional__organisation"), step_id)


def clock_for(viewer: User, case_id: uuid.UUID, clock_id: uuid.UUID) -> Clock:
    """One clock of a case that the viewer may see, or 404."""
    return _one(case_with_plan(viewer, case_id).clocks.all(), clock_id)


def read_step(step: Step, viewer: User) -> StepSheet:
    """One step; recorded."""
    _record_read(step.case, viewer, step=step.id)
    clock = Clock.objects.filter(step=step).select_related("case").first()
    return sheet_of_step(step, sheet_of_clock(clock) if clock is not None else None)


def read_goal(goal: Goal, viewer: User) -> GoalSheet:
    """One goal; recorded."""
    _record_read(goal.case, viewer, goal=goal.id)
    return sheet_of_goal(goal)


def read_clock(clock: Clock, viewer: User) -> ClockSheet:
    """One clock; recorded."""
    _record_read(clock.case, viewer, clock=clock.id)
    return sheet_of_clock(clock)


def could_own(case: Case) -> list[User]:
    """The colleagues who see this case, to choose an owner from."""
    return [user for user, _ in viewers_of(case.compartment) if sees_plans(user)]


def open_goals(case: Case) -> list[tuple[Goal, str]]:
    """The goals that a step can serve, with their words."""
    goals = list(case.goals.filter(state=GoalState.OPEN).select_related("case"))
    return [(goal, str(contents.read_if_left(goal).get("words", DESTROYED))) for goal in goals]


def sheet_of_clock(clock: Clock) -> ClockSheet:
    """A clock with its rule and how it stands now. Nothing is recorded: the caller reads more."""
    content = contents.read_if_left(clock)
    rule = rule_of(content["rule"], content["variant"], content["version"]) if content else None
    return ClockSheet(
        clock,
        rule,
        standing(clock, rule),
        str(content.get("derivation", "")),
        str(content.get("reason", "")),
        bool(content.get("is_extended")),
    )


def standing(clock: Clock, rule: Rule | None, *, now: datetime | None = None) -> State:
    """How a clock stands at this moment, from its stored days."""
    ended = {ClockState.MET: State.MET, ClockState.STOPPED: State.STOPPED, ClockState.SUSPENDED: State.SUSPENDED}
    if clock.state in ended:
        return ended[ClockState(clock.state)]
    moment = now or time.now()
    if rule is None:
        return State.OVERDUE if moment >= clock.due_at else State.RUNNING
    return state_of(Due(rule, clock.started_at, clock.last_day, clock.due_at, ""), now=moment)


def sheet_of_step(step: Step, clock: ClockSheet | None = None) -> StepSheet:
    """A step with its words. Nothing is recorded: the caller reads more."""
    content = contents.read_if_left(step)
    kind = BY_KEY.get(str(content.get("kind")), BY_KEY[OTHER_KIND])
    answers = content.get("answers", {})
    told = [(ask.label, answer_words(ask, str(answers.get(ask.key, "")))) for ask in kind.asks]
    return StepSheet(
        step,
        kind,
        str(content.get("title") or (kind.name if content else DESTROYED)),
        ", ".join(filter(None, [step.owner.name if step.owner else "", *outside_of(content)])),
        tuple((label, words) for label, words in told if words),
        str(content.get("notes", "")),
        str(content.get("reason", "")),
        clock,
    )


def outside_of(content: contents.Content) -> list[str]:
    """Whose a step is in another organisation, in words."""
    return [str(content[name]) for name in ("who", "outside") if content.get(name)]


def sheet_of_goal(goal: Goal, steps: Iterable[StepSheet] = ()) -> GoalSheet:
    """A goal with its words, and which of these steps serve it. Nothing is recorded: the caller reads more."""
    content = contents.read_if_left(goal)
    serving = tuple(sheet for sheet in steps if sheet.step.goal_id == goal.id)
    return GoalSheet(goal, str(content.get("words", DESTROYED)), str(content.get("reason", "")), serving)


def answer_words(ask: Ask, value: str) -> str:
    """What was answered, as a page writes it; empty when nothing was."""
    if ask.answer is Answer.CHOICE:
        return dict(ask.choices).get(value, "")
    try:
        if ask.answer is Answer.DAY:
            return day(date.fromisoformat(value)) if value else ""
        if ask.answer is Answer.MOMENT:
            moment = datetime.fromisoformat(value).astimezone(time.REGION_ZONE) if value else None
            return f"{day(moment)}, {moment:%H:%M}" if moment is not None else ""
    except ValueError:
        return value
    return value


def _record_read(case: Case, viewer: User, **detail: Any) -> None:
    record("plan:read", by=viewer, about=case, authorisation=ground_of(viewer, case.compartment_id), **detail)


def _one(rows: QuerySet[_Row], row_id: uuid.UUID) -> _Row:
    found = rows.filter(pk=row_id).select_related("case", "case__compartment").first()
    if found is None:
        raise Http404
    return found
