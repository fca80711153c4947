"""The one rule of who sees what: `visible(viewer)`, in SQL, used by every list, search, count and page."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from schakel.access.models import Compartment, Exclusion, Grant, User
from schakel.access.roles import PERMISSIONS, Permission, Role
from schakel.core import time


def visible(viewer: User) -> QuerySet[Compartment]:
    """The compartments `viewer` may see now: open to their work or granted, and not excluded.

    Use as `filter(compartment__in=visible(viewer))`; what is not in it does not exist for them.
    """
    if not viewer.is_active:
        return Compartment.objects.none()
    now = time.real_now()
    granted = Grant.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=now), compartment=OuterRef("pk"), user=viewer, starts_at__lte=now
    )
    excluded = Exclusion.objects.filter(compartment=OuterRef("pk"), user=viewer)
    return Compartment.objects.filter(
        Q(open_to__in=PERMISSIONS[Role(viewer.role)]) | Exists(granted), ~Exists(excluded)
    )


def viewers_of(compartment: Compartment) -> Sequence[tuple[User, str]]:
    """Everybody who may see the compartment now, with the reason in words, for "who can see this"."""
    now = time.real_now()
    reasons: dict[User, str] = {}
    if compartment.open_to:
        permission = Permission(compartment.open_to)
        roles = [role for role, permissions in PERMISSIONS.items() if permission in permissions]
        for user in User.objects.filter(is_active=True, role__in=roles):
            reasons[user] = Role(user.role).label
    grants = compartment.grants.filter(Q(ends_at=None) | Q(ends_at__gt=now), starts_at__lte=now, user__is_active=True)
    for grant in grants.select_related("user"):
        reasons[grant.user] = Grant.Ground(grant.ground).label
    for exclusion in compartment.exclusions.select_related("user"):
        reasons.pop(exclusion.user, None)
    return sorted(reasons.items(), key=lambda pair: pair[0].name)


def colleagues(permission: Permission) -> QuerySet[User]:
    """Active accounts whose role includes that kind of work, by name."""
    roles = [role for role, permissions in PERMISSIONS.items() if permission in permissions]
    return User.objects.filter(is_active=True, role__in=roles).order_by("name")
