"""A partner's account and the professional in the address book are one human being: who is whom.

The link says nothing about access: a guest sees a case by a grant. It says whose are the actions, minutes and disclosures
there. It holds while both say the same organisation; an account that goes to another organisation takes nothing along.
"""

from schakel.access.models import User
from schakel.access.policies import is_guest
from schakel.access.roles import GUESTS, Role
from schakel.partners.kinds import OrganisationKind
from schakel.partners.models import Organisation, Professional
from schakel.partners.names import key_of


def professional_of(account: User) -> Professional | None:
    """Who this guest is in the address book, while they work there; None for whoever is not linked, and for own staff."""
    if not is_guest(account) or not account.is_active:
        return None
    rows = Professional.objects.filter(account=account, ended_on=None, organisation__ended_on=None)
    found = rows.select_related("organisation").first()
    return found if found is not None and belongs(account, found.organisation) else None


def is_account_of(account: User, somebody: Professional) -> bool:
    """The same for whoever has read both: whether this guest is that professional, while they work there."""
    works = somebody.ended_on is None and somebody.organisation.ended_on is None
    return account.is_active and works and somebody.account_id == account.pk and belongs(account, somebody.organisation)


def could_be(professional: Professional) -> list[User]:
    """The open accounts of guests of this professional's organisation that nobody else has."""
    taken = Professional.objects.filter(account__isnull=False).exclude(pk=professional.pk).values("account")
    guests = User.objects.filter(is_active=True, role__in=GUESTS).exclude(pk__in=taken).order_by("name")
    return [one for one in guests if belongs(one, professional.organisation)]


def belongs(account: User, organisation: Organisation) -> bool:
    """Whether a guest's account is of this organisation: a contact person's by municipality, a partner's by name."""
    if account.role == Role.MUNICIPAL_CONTACT:
        is_town = organisation.kind == OrganisationKind.MUNICIPALITY
        return is_town and account.municipality == organisation.municipality
    return account.role == Role.PARTNER and key_of(account.organisation) == organisation.name_key
