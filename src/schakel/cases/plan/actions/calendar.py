"""The secret address of somebody's calendar: made, made anew, taken away, and read."""

import hashlib
import secrets

from django.db import transaction

from schakel.access.models import User
from schakel.access.policies import NotAllowed
from schakel.audit.record import record
from schakel.cases.plan.models import Calendar, DailyMail
from schakel.cases.plan.policies import sees_plans
from schakel.cases.plan.worklist import FeedDay, days_for
from schakel.core import time
from schakel.core.actors import Actor

_TOKEN_BYTES = 32


@transaction.atomic
def renew(*, by: User) -> str:
    """A new address for one's calendar, told this once; the one before ends. Raises NotAllowed."""
    if not sees_plans(by):
        raise NotAllowed("Een agenda met termijnen is er voor medewerkers van het centrum.")
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    new = {"token_hash": _hash(token), "made_at": time.real_now(), "read_at": None}
    Calendar.objects.update_or_create(account=by, defaults=new)
    record("calendar:renewed", by=by)
    return token


@transaction.atomic
def take_away(*, by: User) -> None:
    """The address ends; nothing happens where there is none."""
    if Calendar.objects.filter(account=by).delete()[0]:
        record("calendar:ended", by=by)


@transaction.atomic
def read(token: str) -> list[FeedDay] | None:
    """The days behind an address, or None where it is nobody's, or of an account that stopped. It is recorded."""
    found = Calendar.objects.select_related("account").filter(token_hash=_hash(token)).first()
    if found is None or not found.account.is_active or not sees_plans(found.account):
        return None
    days = days_for(found.account)
    found.read_at = time.real_now()
    found.save(update_fields=["read_at"])
    record("calendar:read", by=found.account, cases=sorted({day.case_id for day in days}))
    return days


def forget(leaver: User, successor: User | None, by: Actor) -> None:
    """Whoever leaves, or changes roles, leaves no address behind, and is mailed nothing."""
    Calendar.objects.filter(account=leaver).delete()
    DailyMail.objects.filter(account=leaver).delete()


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
