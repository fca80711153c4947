"""Linking an account to an identity provider: by its holder once, changed only by two others together."""

from django.db import IntegrityError, transaction

from schakel.access import four_eyes, handover
from schakel.access.holding import hold
from schakel.access.models import Keying, Proposal, User
from schakel.access.policies import NotPossible, check_may
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.signin.actions.attempts import VISITOR
from schakel.signin.models import ProviderLink
from schakel.signin.oidc import Identity


@transaction.atomic
def link(*, account: User, identity: Identity) -> None:
    """Link one's own account to who one is at the provider. Raises NotPossible when either is linked already."""
    hold(account)
    provider = identity.provider
    if ProviderLink.objects.filter(account=account, provider=provider.id).exists():
        raise NotPossible(
            f"Uw account is al gekoppeld aan {provider.name}. Vraag de beheerder als dat moet veranderen."
        )
    try:
        with transaction.atomic():
            ProviderLink.objects.create(
                account=account, provider=provider.id, issuer=provider.issuer, subject=identity.subject
            )
    except IntegrityError as error:
        raise NotPossible(f"Deze aanmelding bij {provider.name} hoort al bij een ander account.") from error
    record("account:identity_linked", by=account, about=account, provider=provider.id)


def account_of(identity: Identity) -> User | None:
    """The open account behind an identity. For anybody else nothing is made, and the attempt is recorded."""
    provider = identity.provider
    known = ProviderLink.objects.select_related("account").filter(
        issuer=provider.issuer, subject=identity.subject, provider=provider.id, account__is_active=True
    )
    found = known.first()
    if found is None:
        record("account:identity_unknown", by=VISITOR, provider=provider.id)
        return None
    return found.account


@transaction.atomic
def propose_identity_change(*, account: User, by: User) -> Proposal:
    """Ask the privacy officer to undo an account's links, so that its holder can link another identity.

    Raises NotAllowed, NotPossible.
    """
    check_may(by, Permission.MANAGE_USERS)
    if account.id == by.id:
        raise NotPossible("Dit is uw eigen account. Een andere beheerder doet dit.")
    if not ProviderLink.objects.filter(account=account).exists():
        raise NotPossible(f"Het account van {account.name} is aan geen identiteitsdienst gekoppeld.")
    return four_eyes.propose(
        kind=Proposal.Kind.IDENTITY_PROVIDER, subject=account, digest=digest_of_links(account), by=by
    )


@transaction.atomic
def change_identity(*, proposal: Proposal, digest: str, by: User) -> User:
    """Approve it and carry it out: the links go, and the account is signed out everywhere."""
    if proposal.kind != Proposal.Kind.IDENTITY_PROVIDER:
        raise NotPossible("Dit voorstel gaat niet over een identiteitsdienst.")
    account = User.objects.get(pk=proposal.subject_id)
    # No link comes between what was approved and what goes.
    hold(account)
    if digest_of_links(account) != digest:
        raise NotPossible("Het voorstel is veranderd sinds u het zag. Bekijk het opnieuw.")
    proposal = four_eyes.approve(proposal=proposal, digest=digest, by=by)
    ProviderLink.objects.filter(account=account).delete()
    handover.end_sessions(account)
    Keying.objects.create(account=account, what=Keying.What.IDENTITY_PROVIDER, by=proposal.proposed_by)
    record("account:identity_changed", by=by, about=account, proposal=proposal.id)
    return account


def digest_of_links(account: User) -> str:
    """The hash an approval is bound to: the account, and every identity that would go."""
    links = ProviderLink.objects.filter(account=account).order_by("provider")
    told = [[link.provider, link.issuer, link.subject] for link in links]
    return four_eyes.digest_of({"account": account.id, "undo": told})
