"""The demo's conferences: one with final minutes, one whose minutes are a draft, and two that are still to come."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from schakel.access.models import User
from schakel.cases.conference import queries
from schakel.cases.conference.actions import attendees, holding, minutes, planning
from schakel.cases.conference.actions.attendees import Shared
from schakel.cases.conference.actions.planning import When
from schakel.cases.conference.models import Attendee, Conference
from schakel.cases.conference.states import Answer, Ground, Presence
from schakel.cases.models import Case
from schakel.cases.plan import contents
from schakel.core import time
from schakel.partners.kinds import Domain, Standing
from schakel.partners.models import Professional

_ROOM = "Stadhuis, kamer 2.14"


@transaction.atomic
def write(cases: Iterable[Case], staff: dict[str, User]) -> None:
    """Conferences in the first open cases of both coordinators."""
    still_open = [case for case in cases if case.closed_at is None]
    of_tarik = [case for case in still_open if case.coordinator == staff["tarik"]]
    of_petra = [case for case in still_open if case.coordinator == staff["petra"]]
    _with_minutes(of_tarik[0], reader=staff["sanne"])
    _with_draft(of_tarik[1])
    _to_come(of_tarik[0], "Is zij klaar om de opvang te verlaten?", ahead=6)
    _to_come(of_petra[0], "Wie doet wat als zij aangifte doet?", ahead=3)


def _with_minutes(case: Case, *, reader: User) -> None:
    by, day = case.coordinator, _ago(20)
    soon, later, much_later = _ahead(8), _ahead(15), _ahead(30)
    with time.travel(_at(_ago(30))):
        conference = _planned(
            case, day, "Hoe woont zij veilig, en wie helpt haar daarbij?", "Veiligheid", "Opvang", "Werk"
        )
        ours = _invited(conference, by, "Zit voor en houdt het overzicht.")
        shelter = _invited(conference, _professional(Domain.CARE), "Opvang en begeleiding.")
        police = _invited(conference, _professional(Domain.JUSTICE), "Veiligheid en aangifte.")
        third = _invited(conference, _third(), "Of er een plek voor haar is.", until=much_later)
    with time.travel(_at(day)):
        _held(conference, ours, shelter, police, third)
        _shared(
            shelter,
            Shared(
                "Zij slaapt slecht en durft niet alleen naar buiten.", Ground.CONSENT, "", "Alleen voor dit overleg."
            ),
            by,
        )
        _shared(police, Shared("De auto die zij zag, is bekend.", Ground.PARTY, "", "Niet verder geven."), by)
        _shared(third, Shared("Er komt over een maand een kamer vrij.", Ground.THIRD), by)
        _decide(conference, "Zij blijft in de opvang. De begeleider gaat mee naar afspraken.")
        _agreed(conference, shelter, "Elke week bellen over hoe het gaat", soon)
        _agreed(conference, third, "Kamer vrijhouden tot zij beslist", later)
        draft = minutes.begin(conference=conference, by=by)
        said = {one["key"]: (one["words"], one["audience"]) for one in contents.read(draft)["parts"]}
        for key, words in zip(
            [key for key in said if key.startswith("agenda-")],
            ["Zij gaat nergens alleen heen.", "De plek in de opvang blijft.", "Werk zoekt zij later."],
            strict=True,
        ):
            said[key] = (words, said[key][1])
        minutes.write(minutes=draft, said=said, naming="initials", revision=1, by=by)
        minutes.submit(minutes=draft, revision=2, by=by)
    with time.travel(_at(day + timedelta(days=1))):
        submitted = queries.minutes_for(conference)
        digest = minutes.digest_of(submitted, contents.read(submitted))
        minutes.approve(minutes=submitted, digest=digest, by=reader)


def _with_draft(case: Case) -> None:
    by, day = case.coordinator, _ago(2)
    with time.travel(_at(_ago(9))):
        conference = _planned(case, day, "Hoe krijgt hij zijn loon, en een andere plek om te wonen?", "Loon", "Wonen")
        ours = _invited(conference, by, "Zit voor en houdt het overzicht.")
        town = _invited(conference, _professional(Domain.MUNICIPALITY), "Woonruimte en inkomen.")
    with time.travel(_at(day)):
        _held(conference, ours, town)
        _shared(town, Shared("De woning is niet veilig verklaard.", Ground.PARTY), by)
        _decide(conference, "De gemeente zoekt deze week een andere plek.")
        minutes.begin(conference=conference, by=by)


def _to_come(case: Case, purpose: str, *, ahead: int) -> None:
    day = _ahead(ahead)
    with time.travel(_at(_ago(1))):
        conference = _planned(case, day, purpose, "Hoe het nu gaat", "Wie wat doet")
        _invited(conference, case.coordinator, "Zit voor.")
        shelter = _invited(conference, _professional(Domain.CARE), "Begeleiding.")
        attendees.answered(attendee=shelter, answer=Answer.ACCEPTED, by=case.coordinator)


def _planned(case: Case, day: date, purpose: str, *points: str) -> Conference:
    said = When(_at(day, hour=14), 90, _ROOM, case.coordinator, purpose)
    conference = planning.plan_conference(case=case, said=said, by=case.coordinator)
    for number, point in enumerate(points, start=1):
        agenda = {one["id"]: one["words"] for one in contents.read(conference)["agenda"]}
        planning.write_agenda(conference=conference, points=agenda, new=point, revision=number, by=case.coordinator)
        conference.refresh_from_db()
    return conference


def _invited(conference: Conference, who: User | Professional, need: str, *, until: date | None = None) -> Attendee:
    by = conference.case.coordinator
    # One after the other, as they stand on the page.
    with time.travel(time.now() + timedelta(minutes=conference.attendees.count())):
        attendee = attendees.invite(conference=conference, who=who, need=need, until=until, by=by)
    attendees.invitation_taken(attendee=attendee, by=by)
    return attendee


def _held(conference: Conference, *people: Attendee) -> None:
    present = dict.fromkeys(people, Presence.PRESENT)
    holding.hold(conference=conference, held_on=time.today(), present=present, by=conference.case.coordinator)
    conference.refresh_from_db()


def _shared(attendee: Attendee, said: Shared, by: User) -> None:
    attendee.refresh_from_db()
    attendees.write_shared(attendee=attendee, said=said, revision=attendee.revision, by=by)


def _decide(conference: Conference, decisions: str) -> None:
    by = conference.case.coordinator
    planning.write_decisions(conference=conference, decisions=decisions, revision=conference.revision, by=by)


def _agreed(conference: Conference, owner: Attendee, title: str, due_on: date) -> None:
    by = conference.case.coordinator
    holding.agree(conference=conference, title=title, owner=owner, due_on=due_on, notes="", by=by)


def _professional(domain: str) -> Professional:
    """The first of a party in this domain, in the order in which they were introduced."""
    rows = Professional.objects.filter(
        organisation__domain=domain, organisation__standing=Standing.PARTY, ended_on=None
    )
    return rows.select_related("organisation").order_by("organisation__name_key", "created_at", "id")[0]


def _third() -> Professional:
    rows = Professional.objects.filter(organisation__standing=Standing.THIRD, ended_on=None)
    return rows.select_related("organisation").order_by("organisation__name_key", "created_at", "id")[0]


def _ago(days: int) -> date:
    return time.today() - timedelta(days=days)


def _ahead(days: int) -> date:
    return time.today() + timedelta(days=days)


def _at(day: date, *, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=time.REGION_ZONE)
