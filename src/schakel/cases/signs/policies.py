"""Who may read and write signs, which sign is critical, and what that does to the urgency."""

from collections.abc import Iterable

from schakel.access.models import User
from schakel.access.policies import NotAllowed, is_guest
from schakel.access.roles import Permission
from schakel.cases import policies
from schakel.cases.models import Case
from schakel.cases.policies import NotPossible
from schakel.cases.states import CaseUrgency
from schakel.methods.indicators import Age, Dimension, Indicator, Weight
from schakel.vault import records

# A strong sign of coercion may mean that somebody is held or hurt today; any other strong sign waits no longer than a week.
# Ours, and nobody validated it: it raises the urgency, and never lowers it.
_TODAY = (Dimension.COERCION_AT_RECRUITMENT, Dimension.COERCION)
_RANK = {urgency: rank for rank, urgency in enumerate((CaseUrgency.ORDINARY, CaseUrgency.SOON, CaseUrgency.URGENT))}


def sees_signs(user: User) -> bool:
    """Whether signs exist for this person at all: for a guest they do not."""
    return not is_guest(user)


def may_write(user: User) -> bool:
    """Whether filling in signs is this person's work."""
    return user.may(Permission.TRIAGE) and sees_signs(user)


def check_may_write(by: User) -> None:
    """Raises NotAllowed for whoever's work this is not."""
    if not may_write(by):
        raise NotAllowed("Uw rol geeft u geen toegang tot: signalen invullen.")


def check_can_write(by: User, case: Case) -> None:
    """Raises NotAllowed unless this is their work, and NotPossible where the case takes nothing any more."""
    check_may_write(by)
    policies.check_is_open(case)
    if records.is_destroyed(case.data_key):
        raise NotPossible("De inhoud van deze casus is vernietigd. Er kan niets meer bij.")


def critical(observed: Iterable[Indicator], age: Age) -> list[Indicator]:
    """The signs that ask for attention at once: those that are strong for somebody of that age."""
    return [one for one in observed if one.weight_for(age) is Weight.STRONG]


def urgency_of(signs: Iterable[Indicator]) -> CaseUrgency:
    """How soon these critical signs ask somebody to act."""
    return CaseUrgency.URGENT if any(one.dimension in _TODAY for one in signs) else CaseUrgency.SOON


def is_higher(urgency: CaseUrgency, than: str) -> bool:
    """Whether this asks somebody to act sooner."""
    return _RANK[urgency] > _RANK[CaseUrgency(than)]
