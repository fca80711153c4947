"""Reading accounts and invitations, for whoever manages them; the work behind an account is counted, never shown."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models
from django.db.models import Count, QuerySet
from django.http import Http404

from schakel.access import four_eyes, handover
from schakel.access.models import Grant, Invitation, Proposal, RoleChange, User
from schakel.access.policies import check_may
from schakel.access.queries import live_grants
from schakel.access.roles import GUESTS, PERMISSIONS, Permission, Role
from schakel.audit.record import record
from schakel.core import time

# Enough to see what became of the last ones; the log keeps them all.
_ENDED_SHOWN = 10
_WORDS = {
    Grant.Ground.TRIAGE: "beoordeelde meldingen in de overdracht",
    Grant.Ground.STAND_IN: "waarnemingen voor een collega",
    Grant.Ground.PARTICIPANT: "deelnames aan een casus",
    Grant.Ground.BREAK_GLASS: "lopende noodinzages",
}
_PERSONAL = (Grant.Ground.PARTICIPANT, Grant.Ground.BREAK_GLASS)


class InvitationState(models.TextChoices):
    """What can be done with a link now."""

    WAITING = "waiting", "wacht op de privacyfunctionaris"
    USABLE = "usable", "kan gebruikt worden"
    REFUSED = "refused", "niet goedgekeurd"
    EXPIRED = "expired", "verlopen"
    WITHDRAWN = "withdrawn", "ingetrokken"


@dataclass(frozen=True)
class Work:
    """What an account has, in numbers: what goes to a successor, and what is personal and ends."""

    handed_over: list[tuple[str, int]]
    ends: list[tuple[str, int]]


def accounts_for(viewer: User) -> list[User]:
    """Every account, the open ones first; that they were listed is recorded."""
    check_may(viewer, Permission.MANAGE_USERS)
    found = list(User.objects.order_by("-is_active", "name", "email"))
    record("account:listed", by=viewer, accounts=[account.id for account in found])
    return found


def account_for(viewer: User, account_id: uuid.UUID) -> User:
    """One account, or 404."""
    check_may(viewer, Permission.MANAGE_USERS)
    found = User.objects.filter(pk=account_id).first()
    if found is None:
        raise Http404
    return found


def invitation_for(viewer: User, invitation_id: uuid.UUID) -> Invitation:
    """One invitation, or 404."""
    check_may(viewer, Permission.MANAGE_USERS)
    found = Invitation.objects.filter(pk=invitation_id).first()
    if found is None:
        raise Http404
    return found


def invitations_for(viewer: User) -> tuple[list[tuple[Invitation, InvitationState]], ...]:
    """Links that can still come to something, and the last ones that can't, newest first."""
    check_may(viewer, Permission.MANAGE_USERS)
    rows = Invitation.objects.filter(accepted_at=None).select_related("account", "invited_by").order_by("-created_at")
    living = list(rows.filter(withdrawn_at=None, expires_at__gt=time.real_now()))
    ended = list(rows.exclude(pk__in=[row.pk for row in living])[:_ENDED_SHOWN])
    states = _proposal_states([*living, *ended])
    return (
        [(row, _state(row, states)) for row in living],
        [(row, _state(row, states)) for row in ended],
    )


def work_of(account: User, *, viewer: User) -> Work:
    """How much work the account has: numbers alone, for whoever manages accounts sees no content. Recorded."""
    check_may(viewer, Permission.MANAGE_USERS)
    grants = live_grants().filter(user=account, ground__in=_WORDS, compartment__shielded_at=None)
    numbers = dict(grants.values_list("ground").annotate(number=Count("pk")))
    counted = [(ground, words, numbers[ground]) for ground, words in _WORDS.items() if numbers.get(ground)]
    work = Work(
        handed_over=handover.work_of(account) + [(w, n) for ground, w, n in counted if ground not in _PERSONAL],
        ends=[(words, number) for ground, words, number in counted if ground in _PERSONAL],
    )
    record("account:work_counted", by=viewer, about=account, counts=[n for _, n in [*work.handed_over, *work.ends]])
    return work


def successors_of(account: User) -> QuerySet[User]:
    """Colleagues who could take over work: whoever judges reports or leads cases, by name."""
    does_casework = {Permission.TRIAGE, Permission.COORDINATE, Permission.OFFENDERS}
    roles = [role for role in Role if role not in GUESTS and PERMISSIONS[role] & does_casework]
    return User.objects.filter(is_active=True, role__in=roles).exclude(pk=account.pk).order_by("name")


def waiting_change(account: User) -> Proposal | None:
    """Another role for this account that waits for approval."""
    changes = RoleChange.objects.filter(account=account, carried_out_at=None)
    found = (four_eyes.open_proposal(Proposal.Kind.ROLE, change) for change in changes)
    return next((proposal for proposal in found if proposal is not None), None)


def _proposal_states(rows: Sequence[Invitation]) -> dict[str, set[str]]:
    states: dict[str, set[str]] = {}
    about = Proposal.objects.filter(kind=Proposal.Kind.ACCOUNT, subject_id__in=[str(row.pk) for row in rows])
    for subject, state in about.values_list("subject_id", "state"):
        states.setdefault(subject, set()).add(state)
    return states


def _state(row: Invitation, states: dict[str, set[str]]) -> InvitationState:
    proposed = states.get(str(row.pk), set())
    if Proposal.State.REFUSED in proposed:
        return InvitationState.REFUSED
    if row.withdrawn_at is not None:
        return InvitationState.WITHDRAWN
    if row.expires_at <= time.real_now() or not row.invited_by.is_active:
        return InvitationState.EXPIRED
    return InvitationState.WAITING if Proposal.State.OPEN in proposed else InvitationState.USABLE
