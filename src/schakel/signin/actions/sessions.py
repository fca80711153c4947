"""Ending sessions: one's own, all of an account, and those whose time is over."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from schakel.access.models import User
from schakel.audit.record import record
from schakel.core import time
from schakel.core.actors import system
from schakel.signin.models import StaffSession
from schakel.signin.session import IDLE, WHOLE, hash_of


@transaction.atomic
def end(*, session: StaffSession, by: User) -> None:
    """End one of one's own sessions, at once."""
    record("session:ended", by=by, about=session)
    session.delete()


@transaction.atomic
def end_others(*, keep: str, by: User) -> int:
    """End every session of one's own but the one with this id; how many ended."""
    others = StaffSession.objects.filter(account=by).exclude(key_hash=hash_of(keep))
    ids = [str(session.id) for session in others]
    others.delete()
    record("session:others_ended", by=by, about=by, sessions=ids)
    return len(ids)


def end_all(account: User) -> None:
    """Sign the account out everywhere; the action that needs it has its own event."""
    StaffSession.objects.filter(account=account).delete()


def forget_expired() -> int:
    """Remove sessions whose time is over, with an event for each that was somebody's. For the worker."""
    now = time.real_now()
    over = Q(last_seen_at__lt=now - IDLE) | Q(started_at__lt=now - WHOLE)
    with transaction.atomic():
        rows = list(StaffSession.objects.select_for_update(of=("self",)).select_related("account").filter(over))
        for row in rows:
            if row.account is not None:
                record("session:expired", by=system("worker"), about=row, account=row.account.id, after=_why(row, now))
        StaffSession.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def _why(row: StaffSession, now: datetime) -> str:
    return "idle" if now - row.last_seen_at > IDLE else "whole"
