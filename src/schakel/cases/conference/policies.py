"""Who may do what with a conference, and what its state allows."""

import uuid
from collections.abc import Collection

from schakel.access.models import User
from schakel.access.queries import visible
from schakel.cases.conference.models import Attendee, Conference, Minutes
from schakel.cases.conference.states import OVER, ConferenceState, MinutesState
from schakel.cases.models import Case
from schakel.cases.plan.policies import check_may_plan, sees_plans
from schakel.cases.policies import NotPossible
from schakel.core import time
from schakel.partners.kinds import Standing
from schakel.partners.models import Professional
from schakel.vault import records

MOST_POINTS = 40


def check_can_confer(by: User, case: Case) -> None:
    """Raises NotAllowed unless this is their work, and NotPossible where the case takes nothing any more."""
    check_may_plan(by)
    if case.closed_at is not None:
        raise NotPossible("De casus is gesloten. Heropen die eerst.")
    if records.is_destroyed(case.data_key):
        raise NotPossible("De inhoud van deze casus is vernietigd. Er kan niets meer bij.")


def check_is(conference: Conference, *states: ConferenceState) -> None:
    """Raises NotPossible unless the conference is in one of these states."""
    if conference.state not in states:
        raise NotPossible(f"Dit overleg is {conference.get_state_display()}. Dit kan nu niet meer.")


def check_was_held(conference: Conference) -> None:
    """Raises NotPossible before it was written down who was there."""
    if conference.state not in OVER:
        raise NotPossible("Leg eerst vast dat het overleg er was, en met wie.")


def is_third(professional: Professional | None) -> bool:
    """Whether somebody attends from outside the parties of the Wgs."""
    return professional is not None and professional.organisation.standing == Standing.THIRD


def why_sees_nothing(attendee: Attendee, seeing: Collection[uuid.UUID] | None = None) -> str:
    """Why this participant is given nothing any more: their part or time is over. Empty while it is theirs.

    `seeing` are the accounts that see the case, for whoever asks it of everybody at a conference.
    """
    if attendee.ended_at is not None:
        return "Deze deelname is beëindigd."
    if attendee.until is not None and attendee.until < time.today():
        return "De tijd van deze deelnemer is om."
    if attendee.account is not None:
        if seeing is None:
            is_here = visible(attendee.account).filter(pk=attendee.case.compartment_id).exists()
        else:
            is_here = attendee.account_id in seeing
        if not is_here or not sees_plans(attendee.account):
            return f"{attendee.account.name} ziet deze casus niet."
        return ""
    professional = attendee.professional
    if professional is None or professional.ended_on is not None or professional.organisation.ended_on is not None:
        return "Deze professional werkt er niet meer."
    return ""


def check_still_takes_part(attendee: Attendee) -> None:
    """Raises NotPossible for whoever is given nothing any more."""
    why_not = why_sees_nothing(attendee)
    if why_not:
        raise NotPossible(why_not)


def check_is_draft(minutes: Minutes) -> None:
    """Raises NotPossible for minutes that somebody reads, or that are final."""
    if minutes.state == MinutesState.SUBMITTED:
        raise NotPossible("Dit verslag ligt bij een tweede lezer. Neem het eerst terug.")
    if minutes.state == MinutesState.FINAL:
        raise NotPossible("Dit verslag is vastgesteld. Maak een verbetering.")
