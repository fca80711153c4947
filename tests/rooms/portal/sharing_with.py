"""A partner who is let in to a case, known in the address book, with something of everything there, for the tests of the portal."""

from datetime import timedelta
from typing import Any

from schakel.access import actions as access
from schakel.access.models import User
from schakel.cases.conference.models import Attendee, Conference
from schakel.cases.models import Case
from schakel.cases.plan.models import Step
from schakel.core import time
from schakel.partners import actions as partners
from schakel.partners.models import Professional
from schakel.portal import actions, meetings
from schakel.portal.meetings import MyMinutes
from schakel.portal.models import Contribution
from schakel.portal.telling import Said
from schakel.sharing.models import Disclosure
from tests.rooms.cases import conferring, planning
from tests.rooms.partners import known
from tests.rooms.sharing import telling

NEED = "Zij zoekt een plek voor hem."
HAVEN = "Opvang De Denkbeeldige Haven"
TODAY = telling.TODAY


def let_in(case: Case, guest: User, *, days: int = 7) -> None:
    """The coordinator invites somebody for a need and a time."""
    until = time.real_now() + timedelta(days=days)
    access.let_participate(compartment=case.compartment, user=guest, need=NEED, until=until, by=case.coordinator)


def in_the_book(guest: User, by: User, name: str = HAVEN, **changed: Any) -> Professional:
    """Who this guest is in the address book."""
    here = known.organisation(by=by, name=name, **changed)
    row = known.professional(here, by=by, name=guest.name, email=guest.email)
    return partners.link_account(professional=row, account=guest, version=row.version, by=by)


def step_for(case: Case, who: Professional, title: str = "Houd een kamer vrij", **said: Any) -> Step:
    """An action of theirs."""
    return planning.step_in(case, title=title, professional=who, **said)


def given_to(case: Case, who: Professional, **changed: Any) -> Disclosure:
    """The name and number of whom the case is about, given to their organisation."""
    wording = telling.whole(telling.victim(case), conditions="Bel na zes uur.", **changed)
    return telling.given(case, who.organisation, wording, by=case.coordinator)


def minuted(case: Case, who: Professional, reader: User, **changed: Any) -> tuple[Conference, Attendee]:
    """A conference that they were at, with final minutes."""
    conference = conferring.planned(case)
    ours = conferring.invited(conference, case.coordinator)
    theirs = conferring.invited(conference, who, **changed)
    conferring.came(conference, ours, theirs)
    conferring.final(conference, reader)
    return conference, theirs


def said(**changed: str) -> Said:
    """Something to tell."""
    words = {
        "origin": "Van mijzelf.", "seen": "Hij sliep in de schuur.", "told": "", "thought": "Hij is bang.",
        "onward": "parties", "conditions": "Noem mijn naam niet.", "categories": "special",
    }  # fmt: skip
    return Said(**(words | changed))


def added(case: Case, guest: User, **changed: str) -> Contribution:
    """Something that they told."""
    return actions.add(case=case, said=said(**changed), by=guest)


def posted(**changed: Any) -> dict[str, Any]:
    """What the browser posts for something to tell."""
    return said().flat() | {"categories": ["special"]} | changed


def minutes_of(guest: User, conference: Conference) -> MyMinutes:
    """The minutes as this participant reads them."""
    return meetings.read_my_minutes(meetings.attendee_of(guest, conference.case_id, conference.id), guest)


def room(case: Case, rest: str = "") -> str:
    """The address of the shared part of a case, or of something in it."""
    return f"/mijn-casussen/{case.id}/{rest}"
