"""What of somebody's sight goes to a successor, and what ends, when they leave or get another role."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from schakel.access.models import Exclusion, Grant, User
from schakel.access.policies import NotPossible, check_can_hold, grounds_for, kinds_for
from schakel.access.queries import live_grants
from schakel.access.roles import PERMISSIONS, Permission, Role
from schakel.core import time

# What comes with the work, and the kind of work its successor needs. Participation and emergencies belong to a
# named person, with their own need: they end with the account.
HANDED_OVER = {
    Grant.Ground.COORDINATOR: Permission.COORDINATE,
    Grant.Ground.STAND_IN: Permission.COORDINATE,
    Grant.Ground.TRIAGE: Permission.TRIAGE,
}


def hand_over_grants(leaver: User, successor: User | None) -> list[str]:
    """End every grant of the leaver; give the successor those that come with the work. Returns the new ones' ids."""
    return _move(leaver, Grant.objects.filter(user=leaver), successor)


def fit_grants(account: User, role: Role, successor: User | None) -> list[str]:
    """End the grants that the new role can't hold; those that come with the work go to the successor."""
    unfit = ~Q(ground__in=grounds_for(role)) | ~Q(compartment__kind__in=kinds_for(role))
    lost = [ground for ground, needed in HANDED_OVER.items() if needed not in PERMISSIONS[role]]
    return _move(account, Grant.objects.filter(unfit | Q(ground__in=lost), user=account), successor)


def end_participations(account: User) -> None:
    """Nobody takes part any more for an organisation that they left; whoever leads the case can invite them anew."""
    _move(account, Grant.objects.filter(user=account, ground=Grant.Ground.PARTICIPANT), None)


def _move(leaver: User, losing: QuerySet[Grant], successor: User | None) -> list[str]:
    now = time.real_now()
    # Read before it is changed: the filter looks at compartments, which an update can't join.
    chosen = list(losing.filter(Q(ends_at=None) | Q(ends_at__gt=now)).values_list("pk", flat=True))
    held = live_grants().filter(pk__in=chosen, ground__in=HANDED_OVER).select_related("compartment")
    passed_on = [_pass_on(grant, leaver, successor) for grant in held]
    Grant.objects.filter(pk__in=chosen).update(ends_at=now)
    Grant.objects.bulk_create(passed_on)
    return _ids(passed_on)


def _ids(grants: Iterable[Grant]) -> list[str]:
    return [str(grant.id) for grant in grants]


def _pass_on(grant: Grant, leaver: User, successor: User | None) -> Grant:
    """The same grant for the successor, who must be able to do the work. Raises NotPossible."""
    if successor is None:
        raise NotPossible(f"{leaver.name} heeft nog werk. Kies wie dat overneemt.")
    needed = HANDED_OVER[Grant.Ground(grant.ground)]
    if not successor.may(needed):
        raise NotPossible(f"De rol van {successor.name} past niet bij dit werk: {needed.label}. Kies iemand anders.")
    check_can_hold(successor, grant.compartment, Grant.Ground(grant.ground))
    if Exclusion.objects.filter(compartment=grant.compartment_id, user=successor).exists():
        raise NotPossible(f"{successor.name} is uitgesloten van een casus van {leaver.name}. Kies iemand anders.")
    return Grant(
        compartment=grant.compartment,
        user=successor,
        ground=grant.ground,
        starts_at=time.real_now(),
        ends_at=grant.ends_at,
    )
