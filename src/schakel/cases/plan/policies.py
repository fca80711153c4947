"""Who may do what with a plan, and what its state allows."""

from django.http import Http404

from schakel.access.models import User
from schakel.access.policies import NotAllowed, reads_whole_cases
from schakel.access.queries import visible
from schakel.access.roles import Permission
from schakel.cases.models import Case
from schakel.cases.plan.models import Clock, Step
from schakel.cases.plan.states import UNENDED, UNFINISHED, ClockState
from schakel.cases.policies import NotPossible
from schakel.partners.accounts import professional_of


class Changed(ValueError):
    """Somebody else changed this since it was opened to change it."""


def sees_plans(user: User) -> bool:
    """Whether plans exist for this person at all: a guest sees their own actions, in the part that is shared with them."""
    return reads_whole_cases(user)


def check_can_plan(by: User, case: Case) -> None:
    """Raises NotAllowed unless this is their work, and NotPossible where the case is closed."""
    check_may_plan(by)
    if case.closed_at is not None:
        raise NotPossible("De casus is gesloten. Heropen die om het plan te wijzigen.")


def may_plan(user: User) -> bool:
    """Whether changing plans is this person's work."""
    return user.may(Permission.TRIAGE) and sees_plans(user)


def check_may_plan(by: User) -> None:
    if not may_plan(by):
        raise NotAllowed("Uw rol geeft u geen toegang tot: het plan van een casus wijzigen.")


def may_progress(user: User, step: Step) -> bool:
    """Whether they may say how far it is: whoever plans, and whose it is."""
    return may_plan(user) or (sees_plans(user) and step.owner_id == user.pk)


def check_may_progress(by: User, step: Step) -> None:
    if not may_progress(by, step):
        raise NotAllowed("Alleen van wie de actie is, of wie plant, zegt hoe ver zij is.")


def check_is_theirs(by: User, step: Step) -> None:
    """Raises NotAllowed unless it is the action of this guest, as the address book knows them; Http404 once they see nothing."""
    if not visible(by).filter(pk=step.case.compartment_id).exists():
        raise Http404
    somebody = professional_of(by)
    if somebody is None or step.professional_id != somebody.pk:
        raise NotAllowed("Deze actie is van iemand anders.")


def check_is_unfinished(step: Step) -> None:
    if step.state not in UNFINISHED:
        raise NotPossible(f"Deze actie is al {step.get_state_display()}.")


def check_can_own(owner: User | None, case: Case) -> None:
    """Raises NotPossible unless they see the case: an action that its owner can't open is nobody's."""
    if owner is None:
        return
    if not sees_plans(owner) or not visible(owner).filter(pk=case.compartment_id).exists():
        raise NotPossible(f"{owner.name} ziet deze casus niet.")


def check_is_unended(clock: Clock) -> None:
    if clock.state not in UNENDED:
        raise NotPossible(f"Deze termijn is al {clock.get_state_display()}.")


def check_runs(clock: Clock) -> None:
    check_is_unended(clock)
    if clock.state == ClockState.SUSPENDED:
        raise NotPossible("Deze termijn ligt stil. Laat haar eerst verder lopen.")
