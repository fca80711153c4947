"""Showing who one is: password, code, recovery code; every attempt counted and recorded."""

from django.contrib.auth.password_validation import password_changed, validate_password
from django.db import transaction

from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.audit.record import record
from schakel.signin.actions import attempts, factors
from schakel.signin.models import How


def check_password(*, address: str, password: str) -> User | None:
    """The account behind address and password. Raises attempts.TooSoon.

    An unknown address costs one hash, like a known one, and gets the same answer.
    """
    attempts.admit(address=address)
    account = User.objects.filter(email=address.strip().lower()).first()
    if account is None:
        User().set_password(password)
    elif account.check_password(password) and account.is_active:
        attempts.passed(address=address)
        return account
    attempts.failed(address=address, step="password")
    return None


def check_code(*, account: User, code: str) -> bool:
    """Whether this is the account's code of now, not used before. Raises attempts.TooSoon."""
    attempts.admit(address=account.email)
    if factors.use_code(account=account, code=code):
        attempts.passed(address=account.email)
        return True
    attempts.failed(address=account.email, step="code")
    return False


def use_recovery_code(*, account: User, code: str) -> bool:
    """Whether this was an unused recovery code of the account; now it is used. Raises attempts.TooSoon."""
    attempts.admit(address=account.email)
    if factors.use_recovery_code(account=account, code=code):
        attempts.passed(address=account.email)
        return True
    attempts.failed(address=account.email, step="recovery code")
    return False


def recover(*, address: str, password: str, code: str) -> User | None:
    """The account behind address, password and a recovery code, also while it is locked.

    The code comes first: its 80 bits can't be guessed, so this is no second road for guessing passwords. It is used
    up whether the password was right or not.
    """
    account = User.objects.filter(email=address.strip().lower(), is_active=True).first()
    if (
        account is not None
        and factors.use_recovery_code(account=account, code=code)
        and account.check_password(password)
    ):
        return account
    record("account:recovery_failed", by=attempts.VISITOR, about=account)
    return None


@transaction.atomic
def signed_in(*, account: User, how: How, provider: str = "") -> None:
    """Somebody showed who they are: their failures are forgotten, and it is recorded by which way."""
    attempts.clear(account=account)
    if provider:
        record("account:signed_in", by=account, about=account, how=how, provider=provider)
    else:
        record("account:signed_in", by=account, about=account, how=how)


@transaction.atomic
def proved(*, account: User, how: How) -> None:
    """Record that somebody showed once more who they are."""
    attempts.clear(account=account)
    record("account:proved", by=account, about=account, how=how)


@transaction.atomic
def change_password(*, account: User, password: str) -> None:
    """Give one's own account another password.

    Raises NotPossible without a password to replace, and ValidationError with sentences for beside the field.
    """
    if not account.has_usable_password():
        raise NotPossible("U meldt zich aan bij uw eigen organisatie en heeft hier geen wachtwoord.")
    validate_password(password, account)
    account.set_password(password)
    account.save(update_fields=["password"])
    password_changed(password, account)
    record("account:password_changed", by=account, about=account)
