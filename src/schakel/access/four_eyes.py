"""Four eyes, one mechanism for everything that needs it: one person proposes, another approves exactly that.

The room that acts calls `approve` inside its own action, in the same transaction as the effect.
"""

import hashlib
import json
import uuid
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Q, QuerySet
from django.http import Http404

from schakel.access.models import Keying, Proposal, User
from schakel.access.policies import NotAllowed, NotPossible, check_may
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.core import time
from schakel.vault import records

Kind = Proposal.Kind

_REFUSAL = "proposal refusal"
_ALREADY = "Hierover ligt al een voorstel ter goedkeuring."
_OFFICER = Permission.REVIEW_LAWFULNESS
# Whose kind of work it is to propose, and whose to approve.
WHO: dict[Kind, tuple[Permission, Permission]] = {
    Kind.FACTSHEET: (Permission.DRAFT_PUBLICATION, Permission.APPROVE_PUBLICATION),
    Kind.ACCOUNT: (Permission.MANAGE_USERS, _OFFICER),
    Kind.SECOND_FACTOR: (Permission.MANAGE_USERS, _OFFICER),
    Kind.IDENTITY_PROVIDER: (Permission.MANAGE_USERS, _OFFICER),
    Kind.ROLE: (Permission.MANAGE_USERS, _OFFICER),
    Kind.DESTRUCTION: (Permission.COORDINATE, _OFFICER),
    Kind.IDENTITY_DISCLOSURE: (Permission.COORDINATE, _OFFICER),
    Kind.BULK_EXPORT: (Permission.READ_FIGURES, _OFFICER),
    Kind.ANSWER: (Permission.TRIAGE, Permission.TRIAGE),
    Kind.DISCLOSURE: (Permission.TRIAGE, Permission.TRIAGE),
    Kind.MINUTES: (Permission.TRIAGE, Permission.TRIAGE),
}
# About one record, and so for whoever may see that: its room lists and decides them. A list by role alone would name
# records that its reader may not see.
OF_A_RECORD = frozenset({Kind.ANSWER, Kind.DISCLOSURE, Kind.MINUTES})


def digest_of(content: Any) -> str:
    """SHA-256, in hexadecimal, of anything JSON can hold: what an approval is bound to."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


@transaction.atomic
def propose(*, kind: Kind, subject: models.Model, digest: str, by: User, account: User | None = None) -> Proposal:
    """Ask for approval of exactly what `digest` is the hash of; `account` is whose account that changes, if it does.

    Raises NotAllowed for the wrong role, NotPossible while the same subject still waits for approval.
    """
    check_may(by, WHO[kind][0])
    if open_proposal(kind, subject) is not None:
        raise NotPossible(_ALREADY)
    try:
        with transaction.atomic():
            proposal = Proposal.objects.create(
                kind=kind,
                subject_type=subject._meta.label_lower,
                subject_id=str(subject.pk),
                digest=digest,
                account=account or (subject if isinstance(subject, User) else None),
                proposed_by=by,
            )
    except IntegrityError as error:
        # The other one was first by a moment: the constraint says so.
        raise NotPossible(_ALREADY) from error
    record("proposal:made", by=by, about=subject, proposal=proposal.id, kind=kind, digest=digest)
    return proposal


@transaction.atomic
def approve(*, proposal: Proposal, digest: str, by: User) -> Proposal:
    """Approve what the approver saw (`digest`). Raises NotAllowed or NotPossible, with the sentence to show."""
    proposal = _locked(proposal)
    check_can_approve(proposal, by)
    if proposal.digest != digest:
        raise NotPossible("Het voorstel is veranderd sinds u het zag. Bekijk het opnieuw.")
    return _decide(proposal, Proposal.State.APPROVED, by)


@transaction.atomic
def refuse(*, proposal: Proposal, why: str, by: User) -> Proposal:
    """Say no, with the reason for whoever proposed. Raises NotAllowed, NotPossible.

    Saying no takes no independence: it opens nothing.
    """
    proposal = _locked(proposal)
    check_may(by, WHO[Kind(proposal.kind)][1])
    _check_open(proposal)
    if not why.strip():
        raise NotPossible("Schrijf waarom u dit niet goedkeurt.")
    proposal.data_key = records.create_data_key()
    proposal.refusal = records.encrypt(proposal.data_key, why.strip(), label=_REFUSAL, record_id=proposal.id)
    proposal.save(update_fields=["data_key", "refusal"])
    return _decide(proposal, Proposal.State.REFUSED, by)


@transaction.atomic
def withdraw(*, proposal: Proposal, by: User) -> Proposal:
    """Take a proposal back: by somebody whose work it is to make such proposals, or to judge them."""
    proposal = _locked(proposal)
    if not any(by.may(permission) for permission in WHO[Kind(proposal.kind)]):
        raise NotAllowed("Uw rol mag dit voorstel niet indienen of beoordelen, en dus ook niet intrekken.")
    _check_open(proposal)
    return _decide(proposal, Proposal.State.WITHDRAWN, by)


def check_can_approve(proposal: Proposal, by: User) -> None:
    """Raises NotAllowed for the wrong role; NotPossible when it is decided, or when `by` is not independent."""
    check_may(by, WHO[Kind(proposal.kind)][1])
    _check_open(proposal)
    if proposal.proposed_by_id == by.id:
        raise NotPossible("U legde dit voorstel zelf voor. Iemand anders moet het goedkeuren.")
    if proposal.account_id == by.id:
        raise NotPossible("Dit voorstel gaat over uw eigen account. Iemand anders moet het goedkeuren.")
    proposer = proposal.proposed_by_id
    if Keying.objects.filter(Q(account=by.id, by=proposer) | Q(account=proposer, by=by.id)).exists():
        raise NotPossible(
            f"{proposal.proposed_by.name} en u kunnen elkaars voorstellen niet goedkeuren: "
            "een van u maakte het account van de ander, of gaf er een nieuwe toegang toe. Vraag een derde."
        )


def can_approve(proposal: Proposal, by: User) -> bool:
    """Whether `by` may approve this proposal now."""
    try:
        check_can_approve(proposal, by)
    except (NotAllowed, NotPossible):
        return False
    return True


def open_proposal(kind: Kind, subject: models.Model) -> Proposal | None:
    """The proposal about this subject that waits for approval, if there is one."""
    return _about(kind, subject).filter(state=Proposal.State.OPEN).first()


def last_refusal(kind: Kind, subject: models.Model) -> Proposal | None:
    """The latest proposal about this subject, if that was refused: what its proposer has to read."""
    last = _about(kind, subject).select_related("decided_by").order_by("-proposed_at", "-created_at").first()
    return last if last is not None and last.state == Proposal.State.REFUSED else None


def is_approved(kind: Kind, subject: models.Model, digest: str) -> bool:
    """Whether exactly this was approved."""
    return _about(kind, subject).filter(state=Proposal.State.APPROVED, digest=digest).exists()


def waiting_for(viewer: User) -> QuerySet[Proposal]:
    """Open proposals that this viewer's role judges, oldest first."""
    waiting = Proposal.objects.filter(state=Proposal.State.OPEN, kind__in=_kinds(viewer, 1))
    return waiting.select_related("proposed_by", "account").order_by("proposed_at")


def concerns(viewer: User) -> bool:
    """Whether this viewer's role proposes or judges anything at all."""
    return bool(_kinds(viewer, 0) or _kinds(viewer, 1))


def proposed_by(viewer: User) -> QuerySet[Proposal]:
    """What this viewer proposed and still waits, newest first."""
    mine = Proposal.objects.filter(state=Proposal.State.OPEN, proposed_by=viewer).exclude(kind__in=OF_A_RECORD)
    return mine.select_related("proposed_by", "account").order_by("-proposed_at")


def decided_for(viewer: User) -> QuerySet[Proposal]:
    """Decided proposals of the kinds this viewer's role proposes or judges, and the viewer's own; last decided first."""
    kinds = {*_kinds(viewer, 0), *_kinds(viewer, 1)}
    decided = Proposal.objects.exclude(state=Proposal.State.OPEN).exclude(kind__in=OF_A_RECORD)
    decided = decided.filter(Q(kind__in=kinds) | Q(proposed_by=viewer))
    return decided.select_related("proposed_by", "decided_by", "account").order_by("-decided_at", "pk")


def proposal_for(viewer: User, proposal_id: uuid.UUID) -> Proposal:
    """One open or decided proposal, for whoever proposed it and whose role judges its kind. Raises Http404."""
    found = Proposal.objects.filter(pk=proposal_id).select_related("proposed_by", "account").first()
    if found is None or found.kind in OF_A_RECORD:
        raise Http404
    if found.proposed_by_id != viewer.id:
        check_may(viewer, WHO[Kind(found.kind)][1])
    return found


def read_refusal(proposal: Proposal) -> str:
    """Why a proposal was refused, in words; empty when it was not."""
    if not proposal.refusal:
        return ""
    return records.decrypt_words(proposal.data_key, proposal.refusal, label=_REFUSAL, record_id=proposal.id)


def _kinds(viewer: User, side: int) -> list[Kind]:
    """The kinds this viewer's role proposes (side 0) or judges (side 1)."""
    return [kind for kind, needed in WHO.items() if kind not in OF_A_RECORD and viewer.may(needed[side])]


def _about(kind: Kind, subject: models.Model) -> QuerySet[Proposal]:
    return Proposal.objects.select_related("proposed_by").filter(
        kind=kind, subject_type=subject._meta.label_lower, subject_id=str(subject.pk)
    )


def _locked(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_for_update(of=("self",)).select_related("proposed_by").get(pk=proposal.pk)


def _check_open(proposal: Proposal) -> None:
    if proposal.state != Proposal.State.OPEN:
        raise NotPossible("Dit voorstel is al behandeld.")


def _decide(proposal: Proposal, state: Proposal.State, by: User) -> Proposal:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, time.real_now()
    proposal.save(update_fields=["state", "decided_by", "decided_at"])
    record(f"proposal:{state}", by=by, about=proposal, kind=proposal.kind, digest=proposal.digest)
    return proposal
