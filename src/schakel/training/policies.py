"""Who keeps the training, and what the state of a session allows."""

from schakel.access.models import User
from schakel.access.policies import NotPossible, check_may
from schakel.access.roles import Permission
from schakel.core import time
from schakel.training.kinds import SessionState
from schakel.training.models import Session


class SomebodyWasFirst(NotPossible):
    """The row is no longer as it was when the form was made."""


def check_trains(user: User) -> None:
    """Raises NotAllowed unless it is this person's work."""
    check_may(user, Permission.PREVENT)


def why_closed(session: Session) -> str:
    """Why nobody can enrol in this session, in a sentence; empty when one can."""
    if session.state == SessionState.CANCELLED:
        return "Deze bijeenkomst is afgelast. U kunt zich niet meer inschrijven."
    if session.state == SessionState.HELD or session.is_over(time.now()):
        return "Deze bijeenkomst is al geweest. U kunt zich niet meer inschrijven."
    if session.capacity is None:
        return "Voor deze bijeenkomst kunt u zich hier niet inschrijven."
    return ""


def check_is_open(session: Session) -> None:
    """Raises NotPossible with the reason why nobody can enrol."""
    if reason := why_closed(session):
        raise NotPossible(reason)


def check_is_announced(session: Session) -> None:
    """Raises NotPossible for a session that was held or is off."""
    if session.state != SessionState.ANNOUNCED:
        raise NotPossible(f"Deze bijeenkomst is {session.get_state_display()}.")


def check_takes_attendance(session: Session) -> None:
    """Raises NotPossible where nobody can have been: it is off, or on another day."""
    if session.state == SessionState.CANCELLED:
        raise NotPossible("Deze bijeenkomst is afgelast.")
    if session.starts_at.astimezone(time.REGION_ZONE).date() > time.today():
        raise NotPossible("Deze bijeenkomst is nog niet begonnen.")


def check_takes_own_word(session: Session) -> None:
    """The same for who says of themselves that they are there: not when it was closed, or on a later day."""
    check_takes_attendance(session)
    if session.state == SessionState.HELD or session.ends_at.astimezone(time.REGION_ZONE).date() < time.today():
        raise NotPossible("Deze bijeenkomst is afgesloten. Was u er wel? Bel ons dan.")
