"""The life of an account: invited, accepted, given a new way in, closed with its work handed over."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from schakel.access import four_eyes, handover
from schakel.access.actions.work import hand_over_grants
from schakel.access.holding import hold
from schakel.access.models import Invitation, Keying, Proposal, User
from schakel.access.policies import NotPossible, check_belongs, check_may
from schakel.access.roles import Permission, Role, sees_content
from schakel.audit.record import record
from schakel.core import time
from schakel.core.actors import Actor

INVITATION_LIFE = timedelta(days=7)
# With the account's id: what an approval of a reset is bound to.
SECOND_FACTOR_RESET = {"reset": "second factor"}
_ABOUT_ACCOUNTS = (Proposal.Kind.ACCOUNT, Proposal.Kind.SECOND_FACTOR, Proposal.Kind.ROLE)
_KNOWN = "Er is al een account met dit e-mailadres."
_NO_LONGER_VALID = "Deze link is niet (meer) geldig. Vraag de beheerder om een nieuwe."


@dataclass(frozen=True)
class Invited:
    """An invitation and, this once, its secret for the link; `proposal` when the privacy officer must approve first."""

    invitation: Invitation
    token: str
    proposal: Proposal | None


@transaction.atomic
def create_account(
    *,
    email: str,
    name: str,
    role: Role,
    password: str | None,
    municipality: str = "",
    organisation: str = "",
    by: Actor,
) -> User:
    """A new account made by a part of the system: the command line, or the demo.

    Raises NotPossible for a person: staff invite, so that nobody chooses another's password.
    """
    if isinstance(by, User):
        raise NotPossible("Nodig een collega uit; een account ontstaat als die de uitnodiging aanneemt.")
    account = User(email=email, name=name, role=role, municipality=municipality, organisation=organisation)
    return _create_account(account, password, by)


@transaction.atomic
def invite(*, email: str, name: str, role: Role, municipality: str = "", organisation: str = "", by: User) -> Invited:
    """Invite somebody to a new account; an earlier invitation to the same address is withdrawn.

    A contact person comes with the code of their municipality, a partner with the name of their organisation. A role that may see content can be accepted only after the privacy officer approved. Raises NotAllowed,
    NotPossible, and ValidationError for an address that can't exist.
    """
    check_may(by, Permission.MANAGE_USERS)
    email, name, organisation = email.strip().lower(), name.strip(), organisation.strip()
    validate_email(email)
    if not name:
        raise NotPossible("Vul een naam in.")
    check_belongs(role, municipality, organisation)
    if User.objects.filter(email=email).exists():
        raise NotPossible(_KNOWN)
    invitation = Invitation(
        email=email, name=name, role=role, municipality=municipality, organisation=organisation, invited_by=by
    )
    return _invite(invitation, approve_first=sees_content(role))


@transaction.atomic
def invite_to_new_password(*, account: User, by: User) -> Invited:
    """A one-time link to a new password, usable after the privacy officer approved. Raises NotAllowed, NotPossible."""
    check_may(by, Permission.MANAGE_USERS)
    check_other_active(account, by)
    invitation = Invitation(
        email=account.email,
        name=account.name,
        role=account.role,
        municipality=account.municipality,
        organisation=account.organisation,
        account=account,
        invited_by=by,
    )
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


def close_refused(*, invitation: Invitation, by: User) -> None:
    """After its proposal was refused or withdrawn: the link is worthless too."""
    if invitation.accepted_at is None and invitation.withdrawn_at is None:
        _withdraw(invitation, by)


@transaction.atomic
def accept_invitation(*, token: str, password: str) -> User:
    """Use the link, once: the account comes to exist, or gets its new password.

    Raises NotPossible for a link that is unknown, used, expired or not approved, and ValidationError (from the
    password rules) with sentences for beside the field.
    """
    # The accounts before the invitation, as whoever closes one of them does.
    seen = invitation_for(token)
    hold(seen.invited_by, seen.account)
    locked = Invitation.objects.select_for_update(of=("self",))
    invitation = _acceptable(locked, token)
    account = invitation.account
    validate_password(password, account or _account_of(invitation))
    invitation.accepted_at = time.real_now()
    if account is None:
        account = _create_account(_account_of(invitation), password, invitation.invited_by)
        invitation.account = account
    else:
        account.set_password(password)
        account.save(update_fields=["password"])
        key_to(account, Keying.What.PASSWORD, invitation.invited_by)
        handover.end_sessions(account)
    invitation.save(update_fields=["accepted_at", "account"])
    record("account:invitation_accepted", by=account, about=account, invitation=invitation.id)
    return account


def invitation_for(token: str) -> Invitation:
    """The invitation behind a link that can be used now. Raises NotPossible with the sentence to show."""
    return _acceptable(Invitation.objects.all(), token)


@transaction.atomic
def propose_second_factor_reset(*, account: User, by: User) -> Proposal:
    """Ask the privacy officer to let an account set up its second factor anew. Raises NotAllowed, NotPossible."""
    check_may(by, Permission.MANAGE_USERS)
    check_other_active(account, by)
    if not handover.has_second_factors():
        raise NotPossible("Deze installatie werkt zonder tweede factor.")
    digest = four_eyes.digest_of(SECOND_FACTOR_RESET | {"account": account.id})
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
    key_to(account, Keying.What.SECOND_FACTOR, proposal.proposed_by)
    record("account:second_factor_reset", by=by, about=account, proposal=proposal.id)
    return account


@transaction.atomic
def deactivate(*, user: User, successor: User | None, by: User) -> None:
    """Close an account in one step: signed out, grants and cases to the successor. Raises NotAllowed, NotPossible.

    `successor` may be left out only when there is nothing to hand over.
    """
    # Two administrators who close each other: the second has left by then.
    hold(by, user, successor)
    check_may(by, Permission.MANAGE_USERS)
    check_other_active(user, by)
    if successor is not None and (successor == user or not successor.is_active):
        raise NotPossible("Kies een collega met een open account die het werk overneemt.")
    handover.hand_over(user, successor, by)
    handed = hand_over_grants(user, successor)
    _close_what_waits(user, by)
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
            "municipality": invitation.municipality,
            "organisation": invitation.organisation,
            "account": invitation.account_id,
            "invited_by": invitation.invited_by_id,
        }
    )


def _create_account(account: User, password: str | None, by: Actor) -> User:
    try:
        with transaction.atomic():
            user = User.objects.create_account(
                email=account.email,
                name=account.name,
                role=Role(account.role),
                password=password,
                municipality=account.municipality,
                organisation=account.organisation,
            )
    except IntegrityError as error:
        # By another link, a moment ago.
        raise NotPossible(_KNOWN) from error
    if isinstance(by, User):
        key_to(user, Keying.What.ACCOUNT, by)
    record("account:created", by=by, about=user, role=user.role, municipality=user.municipality)
    return user


def _account_of(invitation: Invitation) -> User:
    """The account as it would come to exist."""
    return User(
        email=invitation.email,
        name=invitation.name,
        role=invitation.role,
        municipality=invitation.municipality,
        organisation=invitation.organisation,
    )


def _acceptable(invitations: QuerySet[Invitation], token: str) -> Invitation:
    found = invitations.select_related("invited_by", "account").filter(token_hash=_hash(token)).first()
    if found is None:
        raise NotPossible(_NO_LONGER_VALID)
    _check_can_accept(found)
    return found


def _invite(invitation: Invitation, *, approve_first: bool) -> Invited:
    by = invitation.invited_by
    # A double click, or two administrators for one account, would leave two links.
    hold(by, invitation.account)
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
            kind=Proposal.Kind.ACCOUNT,
            subject=invitation,
            digest=digest_of_invitation(invitation),
            account=invitation.account,
            by=by,
        )
    return Invited(invitation, token, proposal)


def _withdraw(invitation: Invitation, by: User) -> None:
    invitation.withdrawn_at = time.real_now()
    invitation.save(update_fields=["withdrawn_at"])
    proposal = four_eyes.open_proposal(Proposal.Kind.ACCOUNT, invitation)
    if proposal is not None:
        four_eyes.withdraw(proposal=proposal, by=by)
    record("account:invitation_withdrawn", by=by, about=invitation)


def _close_what_waits(leaver: User, by: User) -> None:
    """Links to and from somebody who leaves are worthless, and so is what they proposed about accounts."""
    links = Invitation.objects.filter(Q(account=leaver) | Q(invited_by=leaver), accepted_at=None, withdrawn_at=None)
    for invitation in links:
        _withdraw(invitation, by)
    about_accounts = Q(kind__in=_ABOUT_ACCOUNTS, proposed_by=leaver)
    for proposal in Proposal.objects.filter(Q(account=leaver) | about_accounts, state=Proposal.State.OPEN):
        four_eyes.withdraw(proposal=proposal, by=by)


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


def check_other_active(account: User, by: User) -> None:
    """Raises NotPossible for one's own account, and for one that is closed."""
    if account.id == by.id:
        raise NotPossible("Dit is uw eigen account. Een andere beheerder doet dit.")
    if not account.is_active:
        raise NotPossible(f"Het account van {account.name} is al gesloten.")


def key_to(account: User, what: Keying.What, by: User) -> None:
    """Remember for good that `by` held the key to the account: they are no second pair of eyes for one another."""
    Keying.objects.create(account=account, what=what, by=by)


def _hash(token: str) -> bytes:
    # 256 random bits can't be guessed: a fast hash is enough.
    return hashlib.sha256(token.encode()).digest()
