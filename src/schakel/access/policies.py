"""Who may do which kind of work: `check_may` raises, `User.may` answers."""

from django.core.exceptions import PermissionDenied

from schakel.access.models import User
from schakel.access.roles import Permission


class NotAllowed(PermissionDenied):
    """This person's role does not include this kind of work; the message says which."""


def check_may(user: User, permission: Permission) -> None:
    """Raises NotAllowed unless `user` may do that kind of work."""
    if not user.may(permission):
        raise NotAllowed(f"Uw rol geeft u geen toegang tot: {permission.label}.")
