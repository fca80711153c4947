"""Who reads and who keeps the partners, and what the state of a row allows."""

from datetime import date, timedelta

from django.db.models import Q

from schakel.access.models import User
from schakel.access.policies import NotPossible, check_may
from schakel.access.roles import Permission
from schakel.core import region, time
from schakel.partners.models import Organisation, Professional


def check_reads(user: User) -> None:
    """Raises NotAllowed but for the centre's own staff who may see content: a professional's number is personal data."""
    check_may(user, Permission.READ_PARTNERS)


def check_keeps(user: User) -> None:
    """Raises NotAllowed for whoever may not change what is known of partners."""
    check_may(user, Permission.MANAGE_PARTNERS)


def check_is_active(organisation: Organisation) -> None:
    """Raises NotPossible for an organisation that the centre no longer works with."""
    if organisation.ended_on is not None:
        raise NotPossible(f"De samenwerking met {organisation.name} is beëindigd. Neem die eerst weer op.")


def check_can_be_reached(professional: Professional) -> None:
    """Raises NotPossible for somebody who left, or whose organisation did."""
    if professional.ended_on is not None or professional.organisation.ended_on is not None:
        raise NotPossible("Deze professional werkt er niet meer. Kies iemand anders.")


def is_verified(professional: Professional) -> bool:
    """Whether somebody made sure of the addresses, and not too long ago."""
    return professional.verified_at is not None and professional.verified_at >= time.start_of(_oldest_day())


def unverified() -> Q:
    """The professionals, as a condition, whose addresses nobody checked within the term of the profile."""
    return Q(verified_at=None) | Q(verified_at__lt=time.start_of(_oldest_day()))


def covenant_in_force() -> Q:
    """The covenants, as a condition, that hold today."""
    today = time.today()
    return Q(from_day__lte=today) & (Q(until_day=None) | Q(until_day__gte=today))


def covenant_warning_day() -> date:
    """The last day of which the desk already says today that a covenant ends."""
    return time.today() + timedelta(days=region.current().covenant_warning_days)


def _oldest_day() -> date:
    return time.today() - timedelta(days=region.current().partner_verification_days)
