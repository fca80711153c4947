"""Actions and agreements of a case: planned, changed, begun, done, dropped with a reason, answered by a partner."""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from schakel.access.models import User
from schakel.audit.record import record
from schakel.cases.models import Case
from schakel.cases.plan import contents
from schakel.cases.plan.actions import clocks
from schakel.cases.plan.kinds import BY_KEY, OTHER_KIND
from schakel.cases.plan.models import Goal, Step
from schakel.cases.plan.policies import (
    Changed,
    check_can_own,
    check_can_plan,
    check_is_theirs,
    check_is_unfinished,
    check_may_progress,
)
from schakel.cases.plan.states import UNFINISHED, StepState
from schakel.cases.policies import NotPossible
from schakel.core import time
from schakel.core.actors import Actor
from schakel.outbox.actions import send_to_staff
from schakel.outbox.texts import Kind as Message
from schakel.partners.models import Professional
from schakel.partners.policies import check_can_be_reached
from schakel.partners.sealing import called


@dataclass(frozen=True)
class Said:
    """What somebody says of a step. `answers` are its kind's own fields.

    In another organisation it is a professional's, or (`outside`) somebody's who is not in the address book.
    """

    title: str
    owner: User | None = None
    professional: Professional | None = None
    outside: str = ""
    due_on: date | None = None
    goal: Goal | None = None
    notes: str = ""
    answers: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def plan_step(*, case: Case, kind: str, said: Said, by: User) -> Step:
    """A step in the plan, with the clock of its kind. Raises NotAllowed, NotPossible, Destroyed."""
    case = contents.case_as_it_is(case.pk)
    check_can_plan(by, case)
    step = Step(case=case)
    content = {"kind": BY_KEY[kind].key}
    _write(step, content, said)
    contents.add(step, content, by=by)
    clocks.follow_step(step=step, content=content, by=by)
    record("step:planned", by=by, about=case, step=step.id, owner=step.owner_id)
    return step


@transaction.atomic
def change_step(*, step: Step, said: Said, revision: int, by: User) -> None:
    """Say it otherwise. Raises NotAllowed, NotPossible, and Changed when it is no longer as it was at that revision."""
    step = _as_it_is(step)
    check_can_plan(by, step.case)
    check_is_unfinished(step)
    if step.revision != revision:
        raise Changed
    content = contents.read(step)
    _write(step, content, said)
    contents.change(step, content, by=by)
    clocks.follow_step(step=step, content=content, by=by)
    record("step:changed", by=by, about=step.case, step=step.id, owner=step.owner_id)


@transaction.atomic
def progress_step(*, step: Step, state: StepState, reason: str, by: User) -> None:
    """How far it is. What is dropped has a reason; what ends takes its clock along. Raises NotAllowed, NotPossible."""
    step = _as_it_is(step)
    check_may_progress(by, step)
    if step.state == state:
        raise NotPossible(f"Deze actie is al {step.get_state_display()}.")
    is_taken_up_again = step.state not in UNFINISHED
    if is_taken_up_again:
        check_can_plan(by, step.case)
        if state not in UNFINISHED:
            check_is_unfinished(step)
    if state == StepState.DROPPED and not reason:
        raise NotPossible("Schrijf waarom de actie vervalt.")
    content = contents.read(step)
    kind = BY_KEY.get(str(content.get("kind")), BY_KEY[OTHER_KIND])
    lacking = kind.unanswered(content.get("answers", {})) if state == StepState.DONE else []
    if lacking:
        raise NotPossible(f"Vul eerst in: {'; '.join(lacking)}")
    step.state = state
    step.ended_at = None if state in UNFINISHED else time.now()
    contents.change(step, content | {"reason": reason}, by=by)
    if step.ended_at is not None:
        clocks.step_ended(step=step, is_done=state == StepState.DONE, reason=reason, by=by)
    elif is_taken_up_again:
        clocks.step_reopened(step=step, by=by)
    record("step:progressed", by=by, about=step.case, step=step.id, state=state)


@transaction.atomic
def answer_step(*, step: Step, is_done: bool, words: str, revision: int, by: User) -> None:
    """Whose it is in another organisation says that it is done, or that it can't be and why; then the plan stays open.

    Raises NotAllowed, NotPossible, and Changed when it is no longer as they read it.
    """
    step = _as_it_is(step)
    check_is_theirs(by, step)
    if step.case.closed_at is not None:
        raise NotPossible("De casus is gesloten.")
    check_is_unfinished(step)
    if step.revision != revision:
        raise Changed
    if not is_done and not words:
        raise NotPossible("Schrijf waarom het niet lukt.")
    content = contents.read(step)
    kind = BY_KEY.get(str(content.get("kind")), BY_KEY[OTHER_KIND])
    if is_done and kind.unanswered(content.get("answers", {})):
        raise NotPossible("Het centrum vult bij deze actie eerst nog iets in. Bel de procesregisseur.")
    if is_done:
        step.state, step.ended_at = StepState.DONE, time.now()
    contents.change(step, content | {"reason": words}, by=by)
    if is_done:
        clocks.step_ended(step=step, is_done=True, reason=words, by=by)
    record("step:answered", by=by, about=step.case, step=step.id, state=step.state)
    send_to_staff(to=step.owner or step.case.coordinator, kind=Message.WORK_WAITS)


@transaction.atomic
def hand_over_steps(leaver: User, successor: User | None, by: Actor) -> None:
    """The unfinished steps of somebody who leaves go to who takes over, where they see the case; else they are nobody's."""
    for step in Step.objects.select_for_update(of=("self",)).select_related("case").filter(owner=leaver):
        if step.state not in UNFINISHED:
            continue
        step.owner = successor if successor is not None and _will_see(successor, step.case) else None
        if content := contents.read_if_left(step):
            contents.change(step, content, by=by if isinstance(by, User) else None)
        else:
            step.save(update_fields=["owner"])
        record("step:handed_over", by=by, about=step.case, step=step.id, leaver=leaver.id, owner=step.owner_id)


def open_steps(account: User) -> int:
    """How many unfinished steps of open cases this account has."""
    return Step.objects.filter(owner=account, state__in=UNFINISHED, case__closed_at=None).count()


def _write(step: Step, content: contents.Content, said: Said) -> None:
    if said.owner != step.owner:
        check_can_own(said.owner, step.case)
    if said.goal is not None and said.goal.case_id != step.case_id:
        raise NotPossible("Kies een doel van deze casus.")
    if said.professional is not None and said.professional != step.professional:
        check_can_be_reached(said.professional)
    step.owner, step.due_on, step.goal, step.professional = said.owner, said.due_on, said.goal, said.professional
    step.is_outside = bool(said.outside) or said.professional is not None
    content |= {
        "title": said.title, "outside": said.outside, "notes": said.notes, "answers": said.answers,
        # As they were called when it became theirs: a list of the plan opens no address book.
        "who": called(said.professional) if said.professional is not None else "",
    }  # fmt: skip


def _will_see(successor: User, case: Case) -> bool:
    """Whether they see the case, or will once the leaver's cases have their access too."""
    if case.coordinator_id == successor.pk:
        return True
    try:
        check_can_own(successor, case)
    except NotPossible:
        return False
    return True


def _as_it_is(step: Step) -> Step:
    contents.case_as_it_is(step.case_id)
    return Step.objects.select_for_update(of=("self",)).select_related("case").get(pk=step.pk)
