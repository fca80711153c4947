"""Counting failures: each one waits longer than the last, and the sixth in a row locks for half an hour.

An attempt is counted before the password is looked at and taken back when it was right: a hundred at once are a
hundred attempts. Passkeys, identity providers and recovery codes can't be guessed and pass a lock.
"""

import hmac
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from schakel.access.models import User
from schakel.access.policies import NotPossible, check_may
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.core import time
from schakel.core.actors import NamedActor, system
from schakel.signin.models import Attempts
from schakel.vault import keys

LIMIT = 6
LOCK = timedelta(minutes=30)
# The door as a whole: when so many fail within ten minutes, one password a second is looked at and no more.
DOOR_LIMIT = 60
_DOOR_WINDOW = timedelta(minutes=10)
_DOOR_GAP = timedelta(seconds=1)
_KEPT = timedelta(days=1)

# Nobody yet: whoever tried has no account, or did not show that it is theirs.
VISITOR = NamedActor("visitor", "visitor")


class TooSoon(NotPossible):
    """No attempt is looked at now; the message says when one will be."""


def admit(*, address: str) -> None:
    """Count an attempt for this address before it is looked at. Raises TooSoon, the same whoever has an account."""
    refusal = _count(address)
    if refusal is not None:
        # After the transaction, which keeps nothing of a refused attempt.
        record("account:sign_in_refused", by=VISITOR, about=_account(address), reason="wait")
        raise refusal


@transaction.atomic
def failed(*, address: str, step: str) -> None:
    """The attempt that was admitted was wrong. What was typed is not kept: it may be somebody's password."""
    account, row = _account(address), _locked(_subject(address))
    record("account:sign_in_failed", by=VISITOR, about=account, step=step)
    if row.locked_until is not None:
        record("account:locked", by=VISITOR, about=account, minutes=LOCK // timedelta(minutes=1))
    _count_at_the_door()


@transaction.atomic
def passed(*, address: str) -> None:
    """The attempt that was admitted was right: it does not count. Earlier failures still do."""
    row = _locked(_subject(address))
    row.failures, row.wait_until, row.locked_until = max(row.failures - 1, 0), None, None
    row.save()


def clear(*, account: User) -> None:
    """Somebody signed in all the way: their failures are forgotten."""
    Attempts.objects.filter(subject=_subject(account.email)).delete()


@transaction.atomic
def lift_lock(*, account: User, by: User) -> None:
    """Let a locked account try again at once. Raises NotAllowed, NotPossible."""
    check_may(by, Permission.MANAGE_USERS)
    if account.id == by.id:
        raise NotPossible("Dit is uw eigen account. Een andere beheerder doet dit.")
    if not Attempts.objects.filter(subject=_subject(account.email), locked_until__gt=time.real_now()).exists():
        raise NotPossible(f"Het account van {account.name} is niet vergrendeld.")
    clear(account=account)
    record("account:lock_lifted", by=by, about=account)


def forget_old() -> int:
    """Remove what was last counted more than a day ago; how many went. For the worker."""
    old = Q(last_at__lt=time.real_now() - _KEPT)
    with transaction.atomic():
        count, _ = Attempts.objects.filter(old).delete()
        if count:
            record("attempts:forgotten", by=system("worker"), count=count)
    return count


@transaction.atomic
def _count(address: str) -> TooSoon | None:
    """Count the attempt, or say why it is not looked at."""
    now = time.real_now()
    row = _locked(_subject(address))
    if row.locked_until is not None and row.locked_until > now:
        return TooSoon(
            f"Er is te vaak iets verkeerds getypt. Probeer het na {_clock(row.locked_until)} opnieuw, "
            "of meld u aan met een toegangssleutel of een herstelcode."
        )
    if row.wait_until is not None and row.wait_until > now:
        return TooSoon(f"Wacht even: probeer het over {_seconds(row.wait_until - now)} opnieuw.")
    if not _passes_door(now):
        return TooSoon("Er wordt op dit moment vaak verkeerd aangemeld. Probeer het over een paar seconden opnieuw.")
    if now - row.last_at > LOCK:
        row.failures = 0
    row.account = _account(address)
    row.failures, row.last_at = row.failures + 1, now
    row.wait_until = now + timedelta(seconds=2 ** (row.failures - 1))
    row.locked_until = now + LOCK if row.failures >= LIMIT else None
    row.save()
    return None


def _passes_door(now: datetime) -> bool:
    row = _locked(_DOOR)
    if row.failures < DOOR_LIMIT or now - row.last_at > _DOOR_WINDOW:
        return True
    if row.wait_until is not None and row.wait_until > now:
        return False
    row.wait_until = now + _DOOR_GAP
    row.save(update_fields=["wait_until"])
    return True


def _count_at_the_door() -> None:
    now = time.real_now()
    row = _locked(_DOOR)
    if now - row.last_at > _DOOR_WINDOW:
        row.failures = 0
    row.failures, row.last_at = row.failures + 1, now
    row.save()
    if row.failures == DOOR_LIMIT:
        record("door:slowed", by=VISITOR, failures=row.failures)


def _locked(subject: bytes) -> Attempts:
    """The row, made when it is not there, locked until the end of the transaction."""
    # In one call: between two, whoever signs in all the way takes the row away.
    row, _ = Attempts.objects.select_for_update().get_or_create(subject=subject)
    return row


def _account(address: str) -> User | None:
    return User.objects.filter(email=_tidy(address)).first()


def _tidy(address: str) -> str:
    return address.strip().lower()


def _subject(address: str) -> bytes:
    return hmac.digest(keys.desk_keys().tokens, b"schakel/sign-in/" + _tidy(address).encode(), "sha256")


# No address is empty after the form's own check.
_DOOR = b"door".ljust(32, b"\0")


def _seconds(wait: timedelta) -> str:
    seconds = max(1, -(-int(wait.total_seconds() * 1000) // 1000))
    return "1 seconde" if seconds == 1 else f"{seconds} seconden"


def _clock(moment: datetime) -> str:
    return moment.astimezone(time.REGION_ZONE).strftime("%H.%M uur")
