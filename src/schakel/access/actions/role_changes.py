"""Another role for somebody who has an account: asked for by one, approved by another where it may show content."""

from django.db import transaction

from schakel.access import four_eyes, handover
from schakel.access.actions.accounts import check_other_active, key_to
from schakel.access.actions.work import end_participations, fit_grants
from schakel.access.holding import hold
from schakel.access.models import Keying, Proposal, RoleChange, User
from schakel.access.policies import NotPossible, check_belongs, check_may
from schakel.access.roles import PERMISSIONS, Permission, Role, sees_content
from schakel.audit.record import record
from schakel.core import time


@transaction.atomic
def change_role(
    *,
    account: User,
    role: Role,
    municipality: str = "",
    organisation: str = "",
    successor: User | None = None,
    by: User,
) -> Proposal | None:
    """Ask for another role; the proposal, when the privacy officer must approve first.

    A role that sees no content is given at once. `successor` takes over the work that the new role can't do.
    Raises NotAllowed, NotPossible.
    """
    # Before anything is looked at: of two who ask for a role for one account, the second sees the first proposal.
    hold(by, account, successor)
    check_may(by, Permission.MANAGE_USERS)
    check_other_active(account, by)
    organisation = organisation.strip()
    check_belongs(role, municipality, organisation)
    if (account.role, account.municipality, account.organisation) == (role, municipality, organisation):
        raise NotPossible(f"{account.name} heeft deze rol al.")
    waiting = RoleChange.objects.filter(account=account, carried_out_at=None).order_by("-created_at")
    if any(four_eyes.open_proposal(Proposal.Kind.ROLE, change) for change in waiting):
        raise NotPossible(f"Er ligt al een andere rol voor {account.name} ter goedkeuring. Trek die eerst in.")
    _check_successor(account, role, successor)
    change = RoleChange.objects.create(
        account=account,
        role=role,
        municipality=municipality,
        organisation=organisation,
        successor=successor,
        asked_by=by,
    )
    record("account:role_asked", by=by, about=account, role=role, change=change.id)
    if not sees_content(role):
        _carry_out(change, by)
        return None
    return four_eyes.propose(
        kind=Proposal.Kind.ROLE, subject=change, digest=digest_of_change(change), account=account, by=by
    )


@transaction.atomic
def approve_role(*, proposal: Proposal, digest: str, by: User) -> User:
    """Approve another role exactly as it was shown, and give it. Raises NotAllowed, NotPossible."""
    if proposal.kind != Proposal.Kind.ROLE:
        raise NotPossible("Dit voorstel gaat niet over een rol.")
    four_eyes.check_can_approve(proposal, by)
    change = RoleChange.objects.select_related("account", "successor", "asked_by").get(pk=proposal.subject_id)
    hold(by, change.account, change.successor, change.asked_by)
    if digest_of_change(change) != digest:
        raise NotPossible("Het voorstel is veranderd sinds u het zag. Bekijk het opnieuw.")
    if not change.account.is_active:
        raise NotPossible(f"Het account van {change.account.name} is gesloten.")
    if not change.asked_by.is_active:
        raise NotPossible(f"{change.asked_by.name} werkt hier niet meer. Een andere beheerder moet dit voorstellen.")
    four_eyes.approve(proposal=proposal, digest=digest, by=by)
    _carry_out(change, by)
    return change.account


def digest_of_change(change: RoleChange) -> str:
    """The hash an approval of another role is bound to: whose, from what to what, on whose word, with which successor."""
    account = change.account
    return four_eyes.digest_of(
        {
            "account": account.id,
            "from": [account.role, account.municipality, account.organisation],
            "to": [change.role, change.municipality, change.organisation],
            "successor": change.successor_id,
            "asked_by": change.asked_by_id,
        }
    )


def _check_successor(account: User, role: Role, successor: User | None) -> None:
    """Raises NotPossible when nobody takes over work that the new role can't do."""
    if successor is not None and (successor == account or not successor.is_active):
        raise NotPossible("Kies een collega met een open account die het werk overneemt.")
    if successor is None and _loses_cases(account, role) and handover.work_of(account):
        raise NotPossible(f"{account.name} heeft nog werk dat niet past bij de nieuwe rol. Kies wie dat overneemt.")


def _loses_cases(account: User, role: Role) -> bool:
    return Permission.COORDINATE in PERMISSIONS[Role(account.role)] - PERMISSIONS[role]


def _carry_out(change: RoleChange, by: User) -> None:
    account, role, was = change.account, Role(change.role), change.account.role
    successor = change.successor
    _check_successor(account, role, successor)
    if _loses_cases(account, role):
        handover.hand_over(account, successor, by)
    handed = fit_grants(account, role, successor)
    if (account.municipality, account.organisation) != (change.municipality, change.organisation):
        # They were invited for what they did there.
        end_participations(account)
    account.role, account.municipality, account.organisation = role, change.municipality, change.organisation
    account.save(update_fields=["role", "municipality", "organisation"])
    change.carried_out_at = time.real_now()
    change.save(update_fields=["carried_out_at"])
    # Whoever gave somebody their role chose them for it: from now on neither is the other's second pair of eyes.
    key_to(account, Keying.What.ROLE, change.asked_by)
    # What is on their screen belongs to the old role.
    handover.end_sessions(account)
    record("account:role_changed", by=by, about=account, role=role, was=was, change=change.id, grants=handed)
