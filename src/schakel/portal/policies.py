"""Who may add to a case from outside, and what its state allows."""

from schakel.access.models import User
from schakel.access.policies import NotAllowed
from schakel.cases.models import Case
from schakel.cases.plan.policies import sees_plans
from schakel.cases.policies import NotPossible, check_is_open
from schakel.portal.models import Contribution
from schakel.vault import records


def check_can_add(case: Case) -> None:
    """Raises NotPossible where the case takes nothing any more."""
    check_is_open(case)
    if records.is_destroyed(case.data_key):
        raise NotPossible("De inhoud van deze casus is vernietigd. Er kan niets meer bij.")


def check_is_theirs(by: User, contribution: Contribution) -> None:
    """Raises NotAllowed for whoever did not write it, and NotPossible once it was withdrawn."""
    if contribution.author_id != by.pk:
        raise NotAllowed("Alleen wie dit schreef, wijzigt het of trekt het in.")
    if contribution.withdrawn_at is not None:
        raise NotPossible("U heeft dit al ingetrokken.")


def reads_contributions(user: User) -> bool:
    """Whether what partners added exists for this person: for own staff; a partner reads what they added themself."""
    return sees_plans(user)
