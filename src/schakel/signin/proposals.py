"""What the approver reads of a proposal about signing in: an account that lets go of its identity provider."""

from schakel.access import approvals
from schakel.access.approvals import Handling, Shown
from schakel.access.models import Proposal, User
from schakel.access.roles import Role
from schakel.signin.actions import providers
from schakel.signin.models import ProviderLink
from schakel.signin.oidc import providers as known_providers


def register() -> None:
    """Let the page of approvals know this kind."""
    approvals.register(Proposal.Kind.IDENTITY_PROVIDER, Handling(_show, _approve))


def _show(proposal: Proposal, viewer: User) -> Shown:
    account = User.objects.get(pk=proposal.subject_id)
    names = {provider.id: provider.name for provider in known_providers()}
    linked = ProviderLink.objects.filter(account=account).order_by("provider").values_list("provider", flat=True)
    facts = [
        ("Voor wie", f"{account.name}, {account.email}"),
        ("Rol", str(Role(account.role).label)),
        (
            "Wat er gebeurt",
            "De koppeling vervalt en alle sessies eindigen. Wie zich daarna aanmeldt, koppelt een andere identiteit.",
        ),
        ("Controleer", f"Vroeg {account.name} hier zelf om? Bel na op een nummer dat u al kende."),
    ]
    if proposal.state == Proposal.State.OPEN:
        facts.insert(2, ("Nu gekoppeld aan", ", ".join(names.get(provider, provider) for provider in linked)))
    return Shown(f"Een andere identiteitsdienst voor {account.name}", tuple(facts), providers.digest_of_links(account))


def _approve(proposal: Proposal, digest: str, by: User) -> None:
    providers.change_identity(proposal=proposal, digest=digest, by=by)
