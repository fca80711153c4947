"""Asking for a message to go out."""

from django.conf import settings
from django.db import transaction

from schakel.access.models import User
from schakel.audit.record import record
from schakel.core.actors import system
from schakel.outbox.models import Outgoing, State
from schakel.outbox.texts import TO_STAFF, Kind


@transaction.atomic
def send_to_staff(*, to: User, kind: str) -> Outgoing | None:
    """A message to a colleague, in the fixed words of `kind`; the worker sends it when this transaction stands.

    None where this installation sends no mail, or the account is closed. One of a kind waits at a time: asking again
    gives the same. Raises ValueError for a kind that is not for staff.
    """
    if kind not in TO_STAFF:
        raise ValueError(f"{kind} is no message to staff")
    if not settings.SCHAKEL_SENDS_MAIL or not to.is_active:
        return None
    waiting = Outgoing.objects.filter(to=to, kind=kind, state=State.WAITING).first()
    if waiting is not None:
        return waiting
    made = Outgoing.objects.create(to=to, kind=Kind(kind))
    record("outgoing:asked", by=system("outbox"), about=made, kind=kind, to=to.id)
    return made
