"""Who may do what with disclosures, and what their state allows."""

from schakel.access.models import User
from schakel.access.policies import NotAllowed, NotPossible, check_may, is_guest
from schakel.access.roles import Permission
from schakel.cases import policies as of_cases
from schakel.cases.models import Case
from schakel.core import time
from schakel.methods.sharing_rules import Giver, givers_for
from schakel.partners.models import Organisation, Professional
from schakel.partners.sealing import read_professional
from schakel.people import details as described
from schakel.people.details import PersonDetails
from schakel.sharing.models import Disclosure
from schakel.sharing.states import DisclosureState

# What an action says no with: the sentence is for the screen.
REFUSALS = (NotPossible, of_cases.NotPossible)


class Changed(ValueError):
    """Somebody else changed this since it was opened to change it."""


def sees_disclosures(user: User) -> bool:
    """Whether disclosures exist for this person at all: never for somebody of another organisation."""
    return not is_guest(user)


def may_write(user: User) -> bool:
    """Whether writing down disclosures is this person's work."""
    return user.may(Permission.TRIAGE) and sees_disclosures(user)


def check_may_write(by: User) -> None:
    check_may(by, Permission.TRIAGE)
    if not sees_disclosures(by):
        raise NotAllowed("Verstrekkingen legt het centrum zelf vast.")


def check_can_write(by: User, case: Case) -> None:
    """Raises NotAllowed for whose work it is not, and NotPossible for a case that is over."""
    check_may_write(by)
    of_cases.check_is_open(case)


def check_is_draft(disclosure: Disclosure) -> None:
    if disclosure.state != DisclosureState.DRAFT:
        raise NotPossible(f"Deze verstrekking is al {disclosure.get_state_display()}.")


def check_was_given(disclosure: Disclosure) -> None:
    if disclosure.state != DisclosureState.GIVEN:
        raise NotPossible(f"Deze verstrekking is {disclosure.get_state_display()}.")


def check_can_take(disclosure: Disclosure) -> None:
    """A document that was recalled, or may no longer be used, is not taken out again."""
    check_was_given(disclosure)
    if disclosure.has_expired:
        raise NotPossible("Deze verstrekking is verlopen. Maak een nieuwe als het nog nodig is.")


def recipient_left(organisation: Organisation, professional: Professional | None) -> str:
    """Why nothing can go to this recipient any more; empty when it can."""
    if organisation.ended_on is not None:
        return f"De samenwerking met {organisation.name} is beëindigd."
    if professional is not None and professional.ended_on is not None:
        return "De persoon voor wie dit bestemd is, werkt er niet meer."
    return ""


def givers_of(known: PersonDetails) -> frozenset[Giver]:
    """Who can say yes for this person today."""
    return givers_for(described.age_range(known, time.today()))


def check_can_give(giver: Giver, known: PersonDetails) -> None:
    """Raises NotPossible where somebody of this age needs another yes."""
    possible = givers_of(known)
    if giver in possible:
        return
    if Giver.SELF in possible:
        raise NotPossible("Wie 16 jaar of ouder is, beslist zelf. De ouders kunnen dat niet voor hem of haar doen.")
    if Giver.BOTH in possible:
        raise NotPossible(
            "Deze persoon is 12 tot en met 15 jaar, of kan dat zijn. Dan is toestemming nodig van de persoon zelf "
            "én van de ouders of de voogd."
        )
    raise NotPossible("Deze persoon is jonger dan 12 jaar. De ouders of de voogd beslissen.")


def may_see_suspects(user: User) -> bool:
    return user.may(Permission.SUSPECTS)


def title_of(professional: Professional | None) -> str:
    """For whom at the organisation it is meant, in words; empty for the organisation as a whole."""
    return read_professional(professional).title if professional is not None else ""
