"""What somebody sees of their own sign-in, and what an administrator sees of locks."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.core import time
from schakel.signin.models import Attempts, CodeApp, Passkey, ProviderLink, StaffSession
from schakel.signin.session import IDLE, WHOLE


@dataclass(frozen=True)
class Factors:
    """The second steps of an account."""

    has_code_app: bool
    passkeys: list[Passkey]
    recovery_codes_left: int

    @property
    def any(self) -> bool:
        return self.has_code_app or bool(self.passkeys)


def factors_of(account: User) -> Factors:
    """One's own second steps."""
    return Factors(
        CodeApp.objects.filter(account=account).exists(),
        list(Passkey.objects.filter(account=account).order_by("created_at")),
        account.recovery_codes.count(),
    )


def has_factor(account: User) -> bool:
    """Whether the account has a second step at all."""
    return CodeApp.objects.filter(account=account).exists() or Passkey.objects.filter(account=account).exists()


def factor_holders(accounts: Iterable[User]) -> set[uuid.UUID]:
    """Which of these accounts have a second step, for the administrator's list."""
    ids = [account.pk for account in accounts]
    with_app = CodeApp.objects.filter(account__in=ids).values_list("account", flat=True)
    return {*with_app, *Passkey.objects.filter(account__in=ids).values_list("account", flat=True)}


def passkey_for(viewer: User, passkey_id: uuid.UUID) -> Passkey:
    """One of one's own passkeys. Raises Http404."""
    passkey = Passkey.objects.filter(account=viewer, pk=passkey_id).first()
    if passkey is None:
        raise Http404
    return passkey


def sessions_of(viewer: User) -> QuerySet[StaffSession]:
    """One's own sessions that go on, newest first."""
    now = time.real_now()
    alive = StaffSession.objects.filter(account=viewer, last_seen_at__gte=now - IDLE, started_at__gte=now - WHOLE)
    return alive.order_by("-started_at")


def session_for(viewer: User, session_id: uuid.UUID) -> StaffSession:
    """One of one's own sessions. Raises Http404."""
    session = StaffSession.objects.filter(account=viewer, pk=session_id).first()
    if session is None:
        raise Http404
    return session


def links_of(viewer: User) -> dict[str, ProviderLink]:
    """One's own identities elsewhere, by provider."""
    return {link.provider: link for link in ProviderLink.objects.filter(account=viewer)}


def locked_accounts(viewer: User) -> QuerySet[Attempts]:
    """Accounts that are locked now, for the administrator. Raises NotAllowed."""
    check_may(viewer, Permission.MANAGE_USERS)
    locked = Attempts.objects.filter(account__isnull=False, locked_until__gt=time.real_now())
    return locked.select_related("account").order_by("locked_until")
