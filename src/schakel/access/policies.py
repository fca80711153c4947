"""Who may (by role) and what the state allows: `check_x` raises with the sentence for the screen, `can_x` answers."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied

from schakel.access.models import Compartment, Grant, User
from schakel.access.roles import GUESTS, PERMISSIONS, Permission, Role, sees_content
from schakel.core import region

# What the role must include, besides a grant, for data that the law keeps apart (AVG art. 10, Wpg).
_NEEDED = {Compartment.Kind.OFFENDER: Permission.OFFENDERS, Compartment.Kind.POLICE: Permission.POLICE_DATA}

# For how long somebody is let in at once. After that whoever leads the case asks again whether it is still needed.
GUEST_CEILING = timedelta(days=90)
STAND_IN_CEILING = timedelta(days=90)
COLLEAGUE_CEILING = timedelta(days=365)


class NotAllowed(PermissionDenied):
    """This person may not do this; the message says why."""


class NotPossible(ValueError):
    """The state does not allow this; the message says why, in words for the screen."""


def check_may(user: User, permission: Permission) -> None:
    """Raises NotAllowed unless `user` may do that kind of work."""
    if not user.may(permission):
        raise NotAllowed(f"Uw rol geeft u geen toegang tot: {permission.label}.")


def check_sees_content(user: User) -> None:
    """Raises NotAllowed for maintenance, and for a closed account: they have no business with any record."""
    if not user.is_active or not sees_content(Role(user.role)):
        raise NotAllowed("Uw rol geeft u geen toegang tot inhoud.")


def is_guest(user: User) -> bool:
    """Whether this person comes from another organisation."""
    return Role(user.role) in GUESTS


def reads_reports(user: User) -> bool:
    """Whether reports exist for this person at all: they are for the centre's own staff, never for a guest.

    A report holds the reporter's own words and how to reach them.
    """
    return not is_guest(user)


def reads_whole_cases(user: User) -> bool:
    """Whether persons, notes, course and plan of a case exist for this person: for own staff.

    A guest reads what was shared with them: then it stands somewhere who got what, on which ground and until when.
    """
    return not is_guest(user)


def leading_permission(compartment: Compartment) -> Permission:
    """The kind of work that leads what is in this compartment."""
    return Permission.OFFENDERS if compartment.kind == Compartment.Kind.OFFENDER else Permission.COORDINATE


def ceiling(user: User, ground: Grant.Ground) -> timedelta:
    """For how long this person can be let in at once."""
    if ground == Grant.Ground.STAND_IN:
        return STAND_IN_CEILING
    return GUEST_CEILING if is_guest(user) else COLLEAGUE_CEILING


def kinds_for(role: Role) -> list[Compartment.Kind]:
    """The kinds of compartment that somebody in this role can see at all."""
    if not sees_content(role):
        return []
    return [kind for kind in Compartment.Kind if kind not in _NEEDED or _NEEDED[kind] in PERMISSIONS[role]]


def grounds_for(role: Role) -> list[Grant.Ground]:
    """The grounds on which somebody in this role can be let in."""
    if not sees_content(role):
        return []
    return [Grant.Ground.PARTICIPANT] if role in GUESTS else list(Grant.Ground)


def check_can_hold(user: User, compartment: Compartment, ground: Grant.Ground) -> None:
    """Raises NotPossible when a grant on this ground would never show `user` anything."""
    role = Role(user.role)
    if not sees_content(role):
        raise NotPossible(f"{user.name} is {role.label} en ziet geen inhoud.")
    if ground not in grounds_for(role):
        raise NotPossible(f"{user.name} is {role.label} en ziet een casus alleen als uitgenodigd deelnemer.")
    kind = Compartment.Kind(compartment.kind)
    if kind not in kinds_for(role):
        raise NotPossible(f"De rol van {user.name} geeft geen toegang tot: {_NEEDED[kind].label}.")


def check_belongs(role: Role, municipality: str, organisation: str) -> None:
    """Where somebody from outside comes from: a municipality for a contact person, a name for a partner. Or NotPossible."""
    if role == Role.MUNICIPAL_CONTACT and municipality not in {m.code for m in region.current().municipalities}:
        raise NotPossible("Kies de gemeente van deze aandachtsfunctionaris.")
    if role == Role.PARTNER and not organisation:
        raise NotPossible("Vul in voor welke organisatie deze ketenpartner werkt.")
    if role != Role.MUNICIPAL_CONTACT and municipality:
        raise NotPossible(f"Een {role.label} hoort niet bij één gemeente. Laat de gemeente leeg.")
    if role not in GUESTS and organisation:
        raise NotPossible(f"Een {role.label} werkt bij het centrum zelf. Laat de organisatie leeg.")
