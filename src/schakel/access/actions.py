"""Writing accounts, compartments and grants."""

from datetime import datetime

from django.db import transaction

from schakel.access.models import Compartment, Grant, User
from schakel.access.roles import Role
from schakel.audit.record import record
from schakel.core.actors import Actor


@transaction.atomic
def create_account(*, email: str, name: str, role: Role, password: str | None, by: Actor) -> User:
    """A new account at the desk."""
    user = User.objects.create_account(email=email, name=name, role=role, password=password)
    record("account:created", by=by, about=user, role=role)
    return user


@transaction.atomic
def open_compartment(*, by: Actor) -> Compartment:
    """A new compartment that nobody sees until a grant says so."""
    compartment = Compartment.objects.create()
    record("compartment:opened", by=by, about=compartment)
    return compartment


@transaction.atomic
def grant(
    *, compartment: Compartment, user: User, ground: Grant.Ground, until: datetime | None = None, by: Actor
) -> Grant:
    """Let `user` see `compartment`, until a moment if one is given."""
    given = Grant.objects.create(compartment=compartment, user=user, ground=ground, ends_at=until)
    record("access:granted", by=by, about=compartment, user=user.id, ground=ground, until=until)
    return given
