"""The life of an account: invited, accepted, given a new way in, closed with its work handed over."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q

from schakel.access import four_eyes, handover
from schakel.access.models import Exclusion, Grant, Invitation, Keying, Proposal, User
from schakel.access.policies import NotPossible, check_can_hold, check_may
from schakel.access.queries import live_grants
from schakel.access.roles import Permission, Role, sees_content
from schakel.audit.record import record
from schakel.core import time
from schakel.core.actors import Actor

INVITATION_LIFE = timedelta(days=7)
_NO_LONGER_VALID = "Deze link is niet (meer) geldig. Vraag de beheerder om een nieuwe."
# What comes with the work, and the kind of work its successor needs. Participation and emergencies belong to a
# named person, with their own need: they end with the account.
_HANDED_OVER = {
    Grant.Ground.COORDINATOR: Permission.COORDINATE,
    Grant.Ground.STAND_IN: Permission.COORDINATE,
    Grant.Ground.TRIAGE: Permission.TRIAGE,
}


@dataclass(frozen=True)
class Invited:
    """An invitation and, this once, its secret for the link; `proposal` when the privacy officer must approve first."""

    invitation: Invitation
    token: str
    proposal: Proposal | None


@transaction.atomic
def create_account(*, email: str, name: str, role: Role, password: str | None, by: Actor) -> User:
    """A new account made by a part of the system: the command line, or the demo.

    Raises NotPossible for a person: staff invite, so that nobody chooses another's password.
    """
    if isinstance(by, User):
        raise NotPossible("Nodig een collega uit; een account ontstaat als die de uitnodiging aanneemt.")
    return _create_account(email=email, name=name, role=role, password=password, by=by)


@transaction.atomic
def invite(*, email: str, name: str, role: Role, by: User) -> Invited:
    """Invite somebody to a new account; an earlier invitation to the same address is withdrawn.

    A role that may see content can be accepted only after the privacy officer approved. Raises NotAllowed,
    NotPossible, and ValidationError for an address that can't exist.
    """
    check_may(by, Permission.MANAGE_USERS)
    email, name = email.strip().lower(), name.strip()
    validate_email(email)
    if not name:
        raise NotPossible("Vul een naam in.")
    if User.objects.filter(email=email).exists():
        raise NotPossible("Er is al een account met dit e-mailadres.")
    return _invite(Invitation(email=email, name=name, role=role, invited_by=by), approve_first=sees_content(role))


@transaction.atomic
def invite_to_new_password(*, account: User, by: User) -> Invited:
    """A one-time link to a new password, usable after the privacy officer approved. Raises NotAllowed, NotPossible."""
    check_may(by, Permission.MANAGE_USERS)
    _check_other_active(account, by)
    invitation = Invitation(email=account.email, name=account.name, role=account.role, account=account, invited_by=by)
    return _invite(invitation, approve_first=True)


@transaction.atomic
def approve_invitation(*, invitation: Invitation, digest: str, by: User) -> None:
    """Approve an invitation exactly as it was shown (`digest_of_invitation`). Raises NotAllowed, NotPossible."""
    proposal = four_eyes.open_proposal(Proposal.Kind.ACCOUNT, invitation)
    if proposal is None:
        raise NotPossible("Deze uitnodiging wacht niet op goedkeuring.")
    if digest_of_invitation(invitation) != digest:
        raise NotPossible("Het voorstel is veranderd sinds u het zag. Bekijk het opnieuw.")
    four_eyes.approve(proposal=proposal, digest=digest, by=by)


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User) -> None:
    """Make an invitation that was not accepted yet worthless. Raises NotAllowed, NotPossible."""
    check_may(by, Permission.MANAGE_USERS)
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        raise NotPossible("Deze uitnodiging is al gebruikt of ingetrokken.")
    _withdraw(invitation, by)


@transaction.atomic
def accept_invitation(*, token: str, password: str) -> User:
    """Use the link, once: the account comes to exist, or gets its new password.

    Raises NotPossible for a link that is unknown, used, expired or not approved, and ValidationError (from the
    password rules) with sentences for beside the field.
    """
    hashed = _hash(token)
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("invited_by", "account")
        .filter(token_hash=hashed)
        .first()
    )
    if invitation is None:
        raise NotPossible(_NO_LONGER_VALID)
    _check_can_accept(invitation)
    account = invitation.account
    validate_password(password, account or User(email=invitation.email, name=invitation.name))
    invitation.accepted_at = time.real_now()
    if account is None:
        account = _create_account(
            email=invitation.email,
            name=invitation.name,
            role=Role(invitation.role),
            password=password,
            by=invitation.invited_by,
        )
        invitation.account = account
    else:
        account.set_password(password)
        account.save(update_fields=["password"])
        _key(account, Keying.What.PASSWORD, invitation.invited_by)
        handover.end_sessions(account)
    invitation.save(update_fields=["accepted_at", "account"])
    record("account:invitation_accepted", by=account, about=account, invitation=invitation.id)
    return account


@transaction.atomic
def propose_second_factor_reset(*, account: User, by: User) -> Proposal:
    """Ask the privacy officer to let an account set up its second factor anew. Raises NotAllowed, NotPossible."""
    check_may(by, Permission.MANAGE_USERS)
    _check_other_active(account, by)
    if not handover.has_second_factors():
        raise NotPossible("Deze installatie werkt zonder tweede factor.")
    digest = four_eyes.digest_of({"account": account.id, "reset": "second factor"})
    return four_eyes.propose(kind=Proposal.Kind.SECOND_FACTOR, subject=account, digest=digest, by=by)


@transaction.atomic
def reset_second_factor(*, proposal: Proposal, digest: str, by: User) -> User:
    """Approve the reset and carry it out: the factors go, and the account is signed out everywhere."""
    if proposal.kind != Proposal.Kind.SECOND_FACTOR:
        raise NotPossible("Dit voorstel gaat niet over een tweede factor.")
    proposal = four_eyes.approve(proposal=proposal, digest=digest, by=by)
    account = User.objects.get(pk=proposal.subject_id)
    handover.reset_second_factor(account)
    handover.end_sessions(account)
    _key(account, Keying.What.SECOND_FACTOR, proposal.proposed_by)
    record("account:second_factor_reset", by=by, about=account, proposal=proposal.id)
    return account


@transaction.atomic
def deactivate(*, user: User, successor: User | None, by: User) -> None:
    """Close an account in one step: signed out, grants and cases to the successor. Raises NotAllowed, NotPossible.

    `successor` may be left out only when there is nothing to hand over.
    """
    check_may(by, Permission.MANAGE_USERS)
    _check_other_active(user, by)
    if successor is not None and (successor == user or not successor.is_active):
        raise NotPossible("Kies een collega met een open account die het werk overneemt.")
    handover.hand_over(user, successor, by)
    handed = _hand_over_grants(user, successor)
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.is_active = False
    handover.end_sessions(user)
    record("account:deactivated", by=by, about=user, successor=successor.id if successor else None, grants=handed)


def digest_of_invitation(invitation: Invitation) -> str:
    """The hash an approval of this invitation is bound to: who, with which role, on whose word."""
    return four_eyes.digest_of(
        {
            "email": invitation.email,
            "name": invitation.name,
            "role": str(invitation.role),
            "account": invitation.account_id,
            "invited_by": invitation.invited_by_id,
        }
    )


def _create_account(*, email: str, name: str, role: Role, password: str | None, by: Actor) -> User:
    user = User.objects.create_account(email=email, name=name, role=role, password=password)
    if isinstance(by, User):
        _key(user, Keying.What.ACCOUNT, by)
    record("account:created", by=by, about=user, role=role)
    return user


def _invite(invitation: Invitation, *, approve_first: bool) -> Invited:
    by = invitation.invited_by
    for earlier in Invitation.objects.filter(email=invitation.email, accepted_at=None, withdrawn_at=None):
        _withdraw(earlier, by)
    token = secrets.token_urlsafe(32)
    invitation.token_hash = _hash(token)
    invitation.expires_at = time.real_now() + INVITATION_LIFE
    invitation.save(force_insert=True)
    record("account:invited", by=by, about=invitation, role=invitation.role, account=invitation.account_id)
    proposal = None
    if approve_first:
        proposal = four_eyes.propose(
            kind=Proposal.Kind.ACCOUNT, subject=invitation, digest=digest_of_invitation(invitation), by=by
        )
    return Invited(invitation, token, proposal)


def _withdraw(invitation: Invitation, by: User) -> None:
    invitation.withdrawn_at = time.real_now()
    invitation.save(update_fields=["withdrawn_at"])
    proposal = four_eyes.open_proposal(Proposal.Kind.ACCOUNT, invitation)
    if proposal is not None:
        four_eyes.withdraw(proposal=proposal, by=by)
    record("account:invitation_withdrawn", by=by, about=invitation)


def _check_can_accept(invitation: Invitation) -> None:
    account = invitation.account
    spent = (
        invitation.accepted_at is not None
        or invitation.withdrawn_at is not None
        or invitation.expires_at <= time.real_now()
        # Whoever left has nothing to invite to any more, and a closed account stays closed.
        or not invitation.invited_by.is_active
        or (account is not None and not account.is_active)
        or (account is None and User.objects.filter(email=invitation.email).exists())
    )
    if spent:
        raise NotPossible(_NO_LONGER_VALID)
    if account is None and not sees_content(Role(invitation.role)):
        return
    if not four_eyes.is_approved(Proposal.Kind.ACCOUNT, invitation, digest_of_invitation(invitation)):
        raise NotPossible("De privacyfunctionaris moet deze link nog goedkeuren. Probeer het later opnieuw.")


def _check_other_active(account: User, by: User) -> None:
    if account.id == by.id:
        raise NotPossible("Dit is uw eigen account. Een andere beheerder doet dit.")
    if not account.is_active:
        raise NotPossible(f"Het account van {account.name} is al gesloten.")


def _hand_over_grants(leaver: User, successor: User | None) -> list[str]:
    """End every grant of the leaver; give the successor those that come with the work. Returns the new ones' ids."""
    held = live_grants().filter(user=leaver, ground__in=_HANDED_OVER).select_related("compartment")
    passed_on = [_pass_on(grant, leaver, successor) for grant in held]
    now = time.real_now()
    Grant.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), user=leaver).update(ends_at=now)
    Grant.objects.bulk_create(passed_on)
    return [str(grant.id) for grant in passed_on]


def _pass_on(grant: Grant, leaver: User, successor: User | None) -> Grant:
    """The same grant for the successor, who must be able to do the work. Raises NotPossible."""
    if successor is None:
        raise NotPossible(f"{leaver.name} heeft nog werk. Kies wie dat overneemt.")
    needed = _HANDED_OVER[Grant.Ground(grant.ground)]
    if not successor.may(needed):
        raise NotPossible(f"De rol van {successor.name} past niet bij dit werk: {needed.label}. Kies iemand anders.")
    check_can_hold(successor, grant.compartment, Grant.Ground(grant.ground))
    if Exclusion.objects.filter(compartment=grant.compartment_id, user=successor).exists():
        raise NotPossible(f"{successor.name} is uitgesloten van een casus van {leaver.name}. Kies iemand anders.")
    return Grant(
        compartment=grant.compartment,
        user=successor,
        ground=grant.ground,
        starts_at=time.real_now(),
        ends_at=grant.ends_at,
    )


def _key(account: User, what: Keying.What, by: User) -> None:
    Keying.objects.create(account=account, what=what, by=by)


def _hash(token: str) -> bytes:
    # 256 random bits can't be guessed: a fast hash is enough.
    return hashlib.sha256(token.encode()).digest()
