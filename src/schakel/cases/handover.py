"""Handing the cases of somebody who leaves to their successor."""

from django.db import transaction

from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.cases.models import Case, Change
from schakel.core.actors import Actor


@transaction.atomic
def hand_over_cases(leaver: User, successor: User | None, by: Actor) -> None:
    """Every case of the leaver, closed ones too, gets `successor` as coordinator. Raises NotPossible."""
    cases = list(Case.objects.select_for_update(of=("self",)).filter(coordinator=leaver).order_by("pk"))
    if not cases:
        return
    if successor is None or not successor.may(Permission.COORDINATE):
        raise NotPossible(f"{leaver.name} coördineert nog casussen. Kies een procesregisseur die ze overneemt.")
    for case in cases:
        case.coordinator = successor
        case.save(update_fields=["coordinator"])
        Change.objects.create(case=case, kind=Change.Kind.ASSIGNED, coordinator=successor)
        record("case:handed_over", by=by, about=case, leaver=leaver.id, coordinator=successor.id)


def open_cases(account: User) -> int:
    """How many open cases this account coordinates."""
    return Case.objects.filter(coordinator=account, closed_at=None).count()


def closed_cases(account: User) -> int:
    """How many closed cases this account coordinated last; what is shielded is counted for nobody."""
    closed = Case.objects.filter(coordinator=account, closed_at__isnull=False, compartment__shielded_at=None)
    return closed.count()
