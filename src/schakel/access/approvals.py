"""How each kind of proposal is shown and carried out; a room registers its own kinds from `AppConfig.ready`.

Four eyes knows that something was proposed, never what it means: that belongs to the room it is about.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from schakel.access import four_eyes
from schakel.access.models import Proposal, User
from schakel.access.policies import NotAllowed, NotPossible


@dataclass(frozen=True)
class Shown:
    """A proposal in words: exactly what somebody approves.

    `digest` is the hash of what is shown, computed now; `url` is the page of its own, where the kind has one.
    """

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    digest: str = ""
    url: str = ""


@dataclass(frozen=True)
class Handling:
    """What a room does with its kind of proposal.

    `show` (proposal, viewer) tells it in words. `approve` (proposal, digest, by) approves and carries out, or is None
    where that happens on a page of its own. `ended` (proposal, by) undoes what waited, after it was refused or withdrawn.
    """

    show: Callable[[Proposal, User], Shown]
    approve: Callable[[Proposal, str, User], object] | None = None
    ended: Callable[[Proposal, User], None] | None = None


_handlings: dict[Proposal.Kind, Handling] = {}


def register(kind: Proposal.Kind, handling: Handling) -> None:
    """Say how proposals of this kind are shown and carried out."""
    _handlings[kind] = handling


def show(proposal: Proposal, viewer: User) -> Shown:
    """What is proposed, in words."""
    handling = _handlings.get(Proposal.Kind(proposal.kind))
    if handling is None:
        return Shown(str(Proposal.Kind(proposal.kind).label).capitalize())
    return handling.show(proposal, viewer)


def is_decided_here(proposal: Proposal) -> bool:
    """Whether the page of approvals decides this kind; others have a page of their own."""
    handling = _handlings.get(Proposal.Kind(proposal.kind))
    return handling is not None and handling.approve is not None


def approve(*, proposal: Proposal, digest: str, by: User) -> None:
    """Approve exactly what was shown, and carry it out. Raises NotAllowed, NotPossible."""
    four_eyes.check_can_approve(proposal, by)
    handling = _decided_here(proposal)
    if handling.approve is not None:
        handling.approve(proposal, digest, by)


@transaction.atomic
def refuse(*, proposal: Proposal, why: str, by: User) -> None:
    """Say no, with the reason for whoever proposed. Raises NotAllowed, NotPossible."""
    handling = _decided_here(proposal)
    _end(handling, four_eyes.refuse(proposal=proposal, why=why, by=by), by)


@transaction.atomic
def withdraw(*, proposal: Proposal, by: User) -> None:
    """Take one's own proposal back. Raises NotAllowed, NotPossible."""
    handling = _decided_here(proposal)
    if proposal.proposed_by_id != by.id:
        raise NotAllowed("Alleen wie het voorstel deed, trekt het hier in.")
    _end(handling, four_eyes.withdraw(proposal=proposal, by=by), by)


def _end(handling: Handling, proposal: Proposal, by: User) -> None:
    if handling.ended is not None:
        handling.ended(proposal, by)


def _decided_here(proposal: Proposal) -> Handling:
    handling = _handlings.get(Proposal.Kind(proposal.kind))
    if handling is None or handling.approve is None:
        raise NotPossible("Over dit voorstel wordt op een eigen pagina beslist.")
    return handling
