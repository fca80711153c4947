"""A conference of a case as far as a test needs it: planned, held, with minutes that a second person read."""

from datetime import date, timedelta
from typing import Any

from schakel.access.models import User
from schakel.access.roles import Role
from schakel.cases.conference import queries
from schakel.cases.conference.actions import attendees, holding, minutes, planning
from schakel.cases.conference.actions.planning import When
from schakel.cases.conference.models import Attendee, Conference, Minutes
from schakel.cases.conference.states import Presence
from schakel.cases.models import Case
from schakel.cases.plan import contents
from schakel.core import time
from schakel.partners.kinds import Standing
from schakel.partners.models import Professional
from tests.rooms import chain
from tests.rooms.partners import known as partners

PURPOSE = "Hoe komt Marek Nowak veilig aan werk?"


def planned(case: Case, **changed: Any) -> Conference:
    """A conference tomorrow at ten, chaired by the coordinator."""
    tomorrow = time.start_of(time.today() + timedelta(days=1)) + timedelta(hours=10)
    said = {"starts_at": tomorrow, "duration": 60, "place": "Kamer 2", "chair": case.coordinator, "purpose": PURPOSE}
    return planning.plan_conference(case=case, said=When(**{**said, **changed}), by=case.coordinator)


def invited(
    conference: Conference, who: User | Professional, need: str = "Opvang.", until: date | None = None
) -> Attendee:
    """Somebody whom the coordinator invites."""
    return attendees.invite(conference=conference, who=who, need=need, until=until, by=conference.case.coordinator)


def held(case: Case) -> tuple[Conference, Attendee]:
    """A conference that was held, with its coordinator as the one who was there."""
    conference = planned(case)
    attendee = invited(conference, case.coordinator)
    came(conference, attendee)
    return conference, attendee


def came(conference: Conference, *people: Attendee) -> None:
    """It was held today, and these were there."""
    present = dict.fromkeys(people, Presence.PRESENT)
    holding.hold(conference=conference, held_on=time.today(), present=present, by=conference.case.coordinator)
    conference.refresh_from_db()


def final(conference: Conference, reader: User | None = None) -> Minutes:
    """Final minutes: the coordinator wrote them, and somebody else who is let in reads them."""
    by = conference.case.coordinator
    if not conference.minutes.exists():
        minutes.begin(conference=conference, by=by)
    draft = queries.minutes_for(conference)
    minutes.submit(minutes=draft, revision=draft.revision, by=by)
    second = reader or chain.account(Role.CASE_COORDINATOR)
    draft = queries.minutes_for(conference)
    digest = minutes.digest_of(draft, contents.read(draft))
    minutes.approve(minutes=draft, digest=digest, by=second)
    conference.refresh_from_db()
    return queries.minutes_for(conference)


def outsider(by: User, name: str = "Joke Fictief", *, standing: str = Standing.PARTY, **changed: Any) -> Professional:
    """Somebody of another organisation."""
    here = partners.organisation(by=by, name=f"Organisatie van {name}", standing=standing)
    return partners.professional(
        here, by=by, name=name, function="", email=f"{name.split(maxsplit=1)[0]}@elders.example", **changed
    )


def room(case: Case, conference: Conference | None = None) -> str:
    """The address of the conferences of a case, or of one of them."""
    return f"/casussen/{case.id}/overleg/" + (f"{conference.id}/" if conference else "")


def posted(**changed: Any) -> dict[str, Any]:
    """What the browser posts for a conference."""
    said = {"starts_at": "2026-11-25T10:00", "duration": "60", "place": "Kamer 2", "purpose": "Veilig wonen."}
    return said | changed


def when_of(conference: Conference, chair: User, **changed: Any) -> dict[str, Any]:
    """The same for one that is there, as of how it stands."""
    said = {"chair": str(chair.id), "purpose": PURPOSE, "revision": str(conference.revision)}
    return posted(**said) | changed
