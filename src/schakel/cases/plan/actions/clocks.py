"""Clocks of a case: started by what happens in it or by a step, met, stopped, extended and suspended, each with its reason."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from schakel.access.models import User
from schakel.audit.record import record
from schakel.cases.models import Case
from schakel.cases.plan import contents, rules
from schakel.cases.plan.kinds import BY_KEY, Answer
from schakel.cases.plan.models import Clock, Step
from schakel.cases.plan.policies import check_is_unended, check_may_plan, check_runs
from schakel.cases.plan.states import UNENDED, ClockState
from schakel.cases.policies import NotPossible
from schakel.core import time
from schakel.core.actors import Actor, system
from schakel.methods.clocks import Due, Rule
from schakel.vault import records

# Started when a case opens, and again when it is opened again.
_OF_A_CASE = ("first_contact", "evaluation")
_OF_A_REOPENED_CASE = ("evaluation",)
_ENDED = {ClockState.MET: "clock:met", ClockState.STOPPED: "clock:stopped"}
_CASE_CLOSED = "De casus is gesloten."


@transaction.atomic
def case_opened(*, case: Case, by: User) -> None:
    """The clocks that every case has begin."""
    for rule_id in _OF_A_CASE:
        _start(case, rule_id, time.now(), by=by)


@transaction.atomic
def case_reopened(*, case: Case, by: User) -> None:
    """What ended with the case begins anew."""
    if not records.is_destroyed(case.data_key):
        for rule_id in _OF_A_REOPENED_CASE:
            _start(case, rule_id, time.now(), by=by)


@transaction.atomic
def case_closed(*, case: Case, by: User) -> None:
    """The clocks that end with the case stop. What the law asks (a request, a complaint) goes on."""
    if records.is_destroyed(case.data_key):
        case.clocks.filter(state__in=UNENDED).update(state=ClockState.STOPPED, ended_at=time.now())
        return
    for clock in _locked(case.clocks.filter(state__in=UNENDED)):
        content = contents.read(clock)
        if rules.rule_of(content["rule"], content["variant"], content["version"]).ends_with_case:
            _end(clock, ClockState.STOPPED, content | {"reason": _CASE_CLOSED}, by=by)


def follow_step(*, step: Step, content: contents.Content, by: User) -> None:
    """Start the clock of a step, or count it anew, as its own fields say; in the transaction that writes the step.

    Raises NotPossible for a day on which there was no such rule.
    """
    started = _started(step, content)
    clock = Clock.objects.select_for_update(of=("self",)).select_related("case").filter(step=step).first()
    kind = BY_KEY[content["kind"]]
    if started is None:
        if clock is not None and clock.state in UNENDED:
            _end(clock, ClockState.STOPPED, contents.read(clock) | {"reason": "Het begin is weggehaald."}, by=by)
        return
    variant = content["answers"].get(kind.variant_of, "") if kind.variant_of else ""
    if clock is None:
        _start(step.case, kind.clock, started, variant=variant, step=step, by=by)
        return
    told = contents.read(clock)
    has_ended = clock.state not in UNENDED
    if has_ended or (clock.started_at == started and told["variant"] == variant):
        return
    rule = _rule(kind.clock, started, variant)
    told |= {"variant": variant, "version": rule.version}
    _count(clock, told, rules.due(rule, started, **_changes(told)))
    contents.change(clock, told, by=by)
    record("clock:moved", by=by, about=clock.case, clock=clock.id)


def step_ended(*, step: Step, is_done: bool, reason: str, by: User) -> None:
    """What a step was for is met, or stops with it; in the transaction that ends the step."""
    for clock in _locked(Clock.objects.filter(step=step, state__in=UNENDED)):
        state = ClockState.MET if is_done else ClockState.STOPPED
        _end(clock, state, contents.read(clock) | {"reason": reason}, by=by)


def step_reopened(*, step: Step, by: User) -> None:
    """What was ended with a step by mistake runs on, as if nothing happened; in the transaction that reopens the step."""
    for clock in _locked(Clock.objects.filter(step=step).exclude(state__in=UNENDED)):
        clock.state, clock.ended_at = ClockState.RUNNING, None
        contents.change(clock, contents.read(clock) | {"reason": ""}, by=by)
        record("clock:resumed", by=by, about=step.case, clock=clock.id)


@transaction.atomic
def meet(*, clock: Clock, reason: str, by: User) -> None:
    """What the term asked was done. A term that comes again begins again. Raises NotAllowed, NotPossible."""
    check_may_plan(by)
    clock = _as_it_is(clock)
    check_is_unended(clock)
    content = contents.read(clock) | {"reason": reason}
    _end(clock, ClockState.MET, content, by=by)
    rule = rules.rule_of(content["rule"], content["variant"], content["version"])
    if rule.repeats and clock.case.closed_at is None:
        _start(clock.case, rule.id, time.now(), variant=rule.variant, by=by)


@transaction.atomic
def stop(*, clock: Clock, reason: str, by: User) -> None:
    """The term no longer holds, and why. Raises NotAllowed, NotPossible."""
    check_may_plan(by)
    clock = _as_it_is(clock)
    check_is_unended(clock)
    _end(clock, ClockState.STOPPED, contents.read(clock) | {"reason": reason}, by=by)


@transaction.atomic
def extend(*, clock: Clock, reason: str, by: User) -> None:
    """The extension that the rule allows, once and in time. Raises NotAllowed, NotPossible."""
    check_may_plan(by)
    clock = _as_it_is(clock)
    check_runs(clock)
    content = contents.read(clock)
    rule = rules.rule_of(content["rule"], content["variant"], content["version"])
    if rule.extension is None:
        raise NotPossible("Deze termijn kan niet worden verlengd.")
    if content.get("is_extended"):
        raise NotPossible("Deze termijn is al een keer verlengd.")
    if time.now() >= clock.due_at:
        raise NotPossible("De termijn is al voorbij: verlengen kan alleen op tijd.")
    content |= {"is_extended": True, "reason": reason}
    _count(clock, content, rules.due(rule, clock.started_at, **_changes(content)))
    contents.change(clock, content, by=by)
    record("clock:extended", by=by, about=clock.case, clock=clock.id)


@transaction.atomic
def suspend(*, clock: Clock, reason: str, by: User) -> None:
    """The term lies still from today, and why. Raises NotAllowed, NotPossible."""
    check_may_plan(by)
    clock = _as_it_is(clock)
    check_runs(clock)
    clock.state, clock.suspended_on = ClockState.SUSPENDED, time.today()
    contents.change(clock, contents.read(clock) | {"reason": reason}, by=by)
    record("clock:suspended", by=by, about=clock.case, clock=clock.id)


@transaction.atomic
def resume(*, clock: Clock, by: User) -> None:
    """The term goes on; the days that it lay still are added. Raises NotAllowed, NotPossible."""
    check_may_plan(by)
    clock = _as_it_is(clock)
    check_is_unended(clock)
    if clock.suspended_on is None:
        raise NotPossible("Deze termijn loopt al.")
    content = contents.read(clock)
    content["days_suspended"] = content.get("days_suspended", 0) + (time.today() - clock.suspended_on).days
    rule = rules.rule_of(content["rule"], content["variant"], content["version"])
    clock.state, clock.suspended_on = ClockState.RUNNING, None
    _count(clock, content, rules.due(rule, clock.started_at, **_changes(content)))
    contents.change(clock, content, by=by)
    record("clock:resumed", by=by, about=clock.case, clock=clock.id)


def move_by_changed_rules() -> int:
    """Count anew what runs under a rule whose later version says that it moves running clocks; how many. For the worker."""
    if not any(rule.applies_to_running for rule in rules.every_rule()):
        return 0
    moved = 0
    for key, case_id in list(Clock.objects.filter(state=ClockState.RUNNING).values_list("pk", "case")):
        with transaction.atomic():
            contents.case_as_it_is(case_id)
            clock = next(_locked(Clock.objects.filter(pk=key, state=ClockState.RUNNING)), None)
            moved += clock is not None and _follow_rule(clock)
    return moved


def _follow_rule(clock: Clock) -> bool:
    content = contents.read_if_left(clock)
    if not content:
        return False
    rule = rules.rule_for(content["rule"], started=_day_of(clock.started_at), variant=content["variant"])
    if rule.version == content["version"]:
        return False
    content["version"] = rule.version
    if rule.extension is None:
        content["is_extended"] = False
    _count(clock, content, rules.due(rule, clock.started_at, **_changes(content)))
    contents.change(clock, content, by=None)
    record("clock:moved", by=system("worker"), about=clock.case, clock=clock.id)
    return True


def _start(
    case: Case, rule_id: str, started: datetime, *, by: User, variant: str = "", step: Step | None = None
) -> Clock:
    rule = _rule(rule_id, started, variant)
    clock = Clock(case=case, step=step)
    content = {"rule": rule.id, "variant": rule.variant, "version": rule.version}
    _count(clock, content, rules.due(rule, started))
    contents.add(clock, content, by=by)
    record("clock:started", by=by, about=case, clock=clock.id)
    return clock


def _rule(rule_id: str, started: datetime, variant: str) -> Rule:
    try:
        return rules.rule_for(rule_id, started=_day_of(started), variant=variant)
    except KeyError as error:
        raise NotPossible("Voor die dag is er geen regel over deze termijn. Kijk of de datum klopt.") from error


def _end(clock: Clock, state: ClockState, content: contents.Content, *, by: Actor) -> None:
    clock.state, clock.ended_at, clock.suspended_on = state, time.now(), None
    contents.change(clock, content, by=by if isinstance(by, User) else None)
    record(_ENDED[state], by=by, about=clock.case, clock=clock.id)


def _count(clock: Clock, content: contents.Content, ends: Due) -> None:
    """Lay down when it ends, and how that was counted: nothing later moves it but what is told here."""
    clock.started_at, clock.due_at = ends.started, ends.over_at
    clock.last_day, clock.warn_on = ends.last_day, ends.warn_from
    content["derivation"] = ends.words


def _changes(content: contents.Content) -> dict[str, Any]:
    return {
        "is_extended": bool(content.get("is_extended")),
        "days_suspended": int(content.get("days_suspended", 0)),
    }


def _started(step: Step, content: contents.Content) -> datetime | None:
    """When the clock of a step starts, by its own fields; None when it has none, or not yet."""
    kind = BY_KEY[content["kind"]]
    answers = content["answers"]
    field, value = kind.only_for
    if not kind.clock or (field and answers.get(field) != value) or not answers.get(kind.starts):
        return None
    ask = next(ask for ask in kind.asks if ask.key == kind.starts)
    if ask.answer is Answer.MOMENT:
        return datetime.fromisoformat(answers[kind.starts])
    return time.start_of(date.fromisoformat(answers[kind.starts]))


def _day_of(moment: datetime) -> date:
    return moment.astimezone(time.REGION_ZONE).date()


def _as_it_is(clock: Clock) -> Clock:
    contents.case_as_it_is(clock.case_id)
    return next(_locked(Clock.objects.filter(pk=clock.pk)))


def _locked(clocks: "QuerySet[Clock]") -> Iterator[Clock]:
    return iter(clocks.select_for_update(of=("self",)).select_related("case"))
