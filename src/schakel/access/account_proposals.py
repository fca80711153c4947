"""The proposals about accounts, in words: an invitation, a new way in, a second factor, another role."""

from schakel.access import actions, approvals, four_eyes
from schakel.access.actions.accounts import close_refused, digest_of_invitation
from schakel.access.actions.role_changes import digest_of_change
from schakel.access.approvals import Handling, Shown
from schakel.access.models import Invitation, Proposal, RoleChange, User
from schakel.access.role_words import SEES
from schakel.access.roles import Role
from schakel.core import region


def register() -> None:
    """Let the page of approvals know these kinds."""
    kinds = Proposal.Kind
    approvals.register(kinds.ACCOUNT, Handling(_invitation, _approve_invitation, _invitation_ended))
    approvals.register(kinds.SECOND_FACTOR, Handling(_second_factor, _reset_second_factor))
    approvals.register(kinds.ROLE, Handling(_role, _approve_role))


def belongs_words(municipality: str, organisation: str) -> str:
    """Where somebody from outside comes from; empty for a colleague."""
    town = region.current().municipality_name(municipality) if municipality else ""
    return " · ".join(filter(None, (town, organisation)))


def _invitation(proposal: Proposal, viewer: User) -> Shown:
    invitation = Invitation.objects.select_related("account", "invited_by").get(pk=proposal.subject_id)
    if invitation.account is not None:
        return Shown(
            f"Een nieuw wachtwoord voor {invitation.name}",
            (
                ("Voor wie", f"{invitation.name}, {invitation.email}"),
                ("Rol", _role_words(invitation.role, invitation.municipality, invitation.organisation)),
                (
                    "Wat er gebeurt",
                    "Wie de eenmalige link heeft, kiest een nieuw wachtwoord. Alle sessies van dit account eindigen dan.",
                ),
                ("Controleer", f"Vroeg {invitation.name} hier zelf om? Bel na op een nummer dat u al kende."),
            ),
            digest_of_invitation(invitation),
        )
    return Shown(
        f"Een account voor {invitation.name}",
        (
            ("Voor wie", f"{invitation.name}, {invitation.email}"),
            ("Rol", _role_words(invitation.role, invitation.municipality, invitation.organisation)),
            ("Wat deze rol ziet", SEES[Role(invitation.role)]),
        ),
        digest_of_invitation(invitation),
    )


def _approve_invitation(proposal: Proposal, digest: str, by: User) -> None:
    actions.approve_invitation(invitation=Invitation.objects.get(pk=proposal.subject_id), digest=digest, by=by)


def _invitation_ended(proposal: Proposal, by: User) -> None:
    close_refused(invitation=Invitation.objects.get(pk=proposal.subject_id), by=by)


def _second_factor(proposal: Proposal, viewer: User) -> Shown:
    account = User.objects.get(pk=proposal.subject_id)
    return Shown(
        f"Een nieuwe tweede factor voor {account.name}",
        (
            ("Voor wie", f"{account.name}, {account.email}"),
            ("Rol", _role_words(account.role, account.municipality, account.organisation)),
            (
                "Wat er gebeurt",
                "De tweede factor vervalt en alle sessies eindigen. Wie het wachtwoord kent, stelt een nieuwe in.",
            ),
            ("Controleer", f"Vroeg {account.name} hier zelf om? Bel na op een nummer dat u al kende."),
        ),
        four_eyes.digest_of(actions.SECOND_FACTOR_RESET | {"account": account.id}),
    )


def _reset_second_factor(proposal: Proposal, digest: str, by: User) -> None:
    actions.reset_second_factor(proposal=proposal, digest=digest, by=by)


def _role(proposal: Proposal, viewer: User) -> Shown:
    change = RoleChange.objects.select_related("account", "successor").get(pk=proposal.subject_id)
    account = change.account
    facts = [("Voor wie", f"{account.name}, {account.email}")]
    if proposal.state == Proposal.State.OPEN:
        facts.append(("Nu", _role_words(account.role, account.municipality, account.organisation)))
    facts += [
        ("Wordt", _role_words(change.role, change.municipality, change.organisation)),
        ("Wat deze rol ziet", SEES[Role(change.role)]),
    ]
    if change.successor is not None:
        facts.append(("Wie het werk overneemt", change.successor.name))
    return Shown(f"Een andere rol voor {account.name}", tuple(facts), digest_of_change(change))


def _approve_role(proposal: Proposal, digest: str, by: User) -> None:
    actions.approve_role(proposal=proposal, digest=digest, by=by)


def _role_words(role: str, municipality: str, organisation: str) -> str:
    return ", ".join(filter(None, (str(Role(role).label), belongs_words(municipality, organisation))))
