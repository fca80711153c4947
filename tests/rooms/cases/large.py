"""A case that grew for years: notes, documents, participants, conferences, disclosures, signs, steps and clocks, by the actions."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from schakel.access.actions import create_account
from schakel.access.models import User
from schakel.access.roles import Role
from schakel.cases import actions as cases
from schakel.cases.conference.actions import holding
from schakel.cases.conference.models import Conference
from schakel.cases.documents import letters
from schakel.cases.documents.actions import checking, filing
from schakel.cases.documents.actions import letters as writing
from schakel.cases.documents.actions.letters import Written
from schakel.cases.documents.models import Document
from schakel.cases.life import people
from schakel.cases.life.people import Newcomer
from schakel.cases.models import Case
from schakel.cases.plan.actions import steps
from schakel.cases.plan.states import StepState
from schakel.cases.states import InvolvedAs
from schakel.core import time
from schakel.core.actors import system
from schakel.partners.models import Professional
from schakel.people.details import PersonDetails
from schakel.portal import actions as portal
from schakel.sharing.actions import giving
from tests.rooms.attachments import sending
from tests.rooms.cases import conferring, planning, signing
from tests.rooms.cases import filing as files
from tests.rooms.portal import sharing_with
from tests.rooms.sharing import telling

# What a third of the case has; the whole has three of these.
NOTES, DOCUMENTS, PARTICIPANTS, CONFERENCES, DISCLOSURES, PERSONS, STEPS, CLOCKS = 134, 20, 10, 2, 7, 4, 14, 4
_ROLES = (InvolvedAs.SUSPECT, InvolvedAs.FAMILY, InvolvedAs.WITNESS, InvolvedAs.OTHER)
_NAMES = ("Adem", "Bilal", "Carmen", "Daria", "Emil", "Fatou", "Goran", "Hilde", "Irina", "Jaap", "Katya", "Linh")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass
class Large:
    """The case, who reads along, and who takes part; `parts` says how many thirds it has."""

    case: Case
    reader: User
    parts: int = 0
    guests: list[User] = field(default_factory=list)
    professionals: list[Professional] = field(default_factory=list)
    colleagues: list[User] = field(default_factory=list)
    conference: Conference | None = None

    @property
    def first_guest(self) -> User:
        return self.guests[0]


def begun(coordinator: User, judge: User) -> Large:
    """The case as it starts, about one victim, with a colleague in it."""
    case = telling.case_of(coordinator, judge)
    return Large(case, telling.colleague_in(case))


def grow(large: Large, *some: Callable[[Large], None]) -> None:
    """A third more, of everything or of some of it."""
    everything = (participants, _persons, _notes, _plan, documents, _signs, _disclosures, conferences, _additions)
    for add in some or everything:
        add(large)
    large.parts += 1
    large.case.refresh_from_db()


def _numbers(large: Large, count: int) -> range:
    return range(large.parts * count, (large.parts + 1) * count)


def word(number: int) -> str:
    """A word for a number: what is looked for is found nowhere else."""
    return f"{_LETTERS[number // 26]}{_LETTERS[number % 26]}"


def participants(large: Large) -> None:
    """Partners who are let in for a need and are in the address book, and a colleague."""
    by = large.case.coordinator
    large.colleagues.append(telling.colleague_in(large.case))
    for number in _numbers(large, PARTICIPANTS):
        here = f"Organisatie {word(number)}"
        guest = create_account(
            email=f"deelnemer.{word(number)}@elders.example",
            name=f"{_NAMES[number % 12]} Deelnemer{word(number)}",
            role=Role.PARTNER,
            password=None,
            organisation=here,
            by=system("tests"),
        )
        sharing_with.let_in(large.case, guest)
        row = sharing_with.in_the_book(guest, by, name=here)
        large.guests.append(guest)
        large.professionals.append(row)


def _persons(large: Large) -> None:
    for number in _numbers(large, PERSONS):
        details = PersonDetails(time.today(), name=f"{_NAMES[number]} Betrokken{word(number)}")
        role = _ROLES[number % len(_ROLES)]
        people.add(case=large.case, newcomer=Newcomer(details=details), role=role, by=large.case.coordinator)


def _notes(large: Large) -> None:
    for number in _numbers(large, NOTES):
        cases.add_note(case=large.case, text=f"Gebeurtenis {word(number)}.", by=large.case.coordinator)


def _plan(large: Large) -> None:
    case, by = large.case, large.case.coordinator
    for number in _numbers(large, STEPS):
        whose = {"professional": large.professionals[0]} if number % 2 else {"owner": by}
        step = planning.step_in(case, title=f"Stap {word(number)}", due_on=time.today(), **whose)
        steps.change_step(
            step=step, said=steps.Said(f"Stap {word(number)} anders", due_on=time.today(), **whose), revision=1, by=by
        )
        if number % 3 == 0:
            step.refresh_from_db()
            steps.progress_step(step=step, state=StepState.DONE, reason="Gelukt.", by=by)
    for _ in range(CLOCKS):
        on = (time.today() - timedelta(days=3)).isoformat()
        planning.step_in(case, "access_request", answers={"received_on": on})


def documents(large: Large) -> None:
    """Letters, and uploads with working copies, some in several versions."""
    case, by = large.case, large.case.coordinator
    about = [str(row.pk) for row in case.involvements.exclude(role=InvolvedAs.SUSPECT)[:4]]
    template = letters.shipped()["informatieverzoek"]
    for number in _numbers(large, DOCUMENTS):
        if number % 4 == 0:
            letter = writing.begin_letter(case=case, template=template, person=None, organisation="", by=by)
            said = Written(f"Document {word(number)}", "De gemeente", "Geachte gemeente, wat weet u?")
            text = writing.write_letter(document=letter, said=said, revision=1, by=by)
            writing.make_letter(document=letter, text=text, by=by)
            continue
        kind = "medical" if number % 3 else "decision"
        row = _upload(case, f"Document {word(number)}", kind, about[number % len(about)])
        for version in range(number % 3):
            filing.add_version(document=row, taken=sending.arrived(f"versie{version}.txt", b"Woorden."), by=by)
    checking.examine_waiting()


def _upload(case: Case, title: str, kind: str, about: str) -> Document:
    return files.added(case, title=title, kind=kind, about=(about,), received_from="Gemeente Fictief")


def _signs(large: Large) -> None:
    for row in large.case.involvements.exclude(role=InvolvedAs.SUSPECT):
        signing.filled_in(large.case, "coerced-violence", "exploited-pay", by=large.case.coordinator, about=row)


def _disclosures(large: Large) -> None:
    case, by = large.case, large.case.coordinator
    for number in _numbers(large, DISCLOSURES):
        # The first participant is given as many as they have rows of anything else.
        to = large.professionals[0 if number % 2 else number]
        wording = telling.whole(telling.victim(case), conditions="Bel na zes uur.")
        if number % 7 == 6:
            telling.drafted(case, to.organisation, wording, by=by)
            continue
        row = telling.given(case, to.organisation, wording, by=by)
        giving.take(disclosure=row, by=by)
        if number % 3 == 2:
            giving.recall(disclosure=row, because="Niet meer nodig.", by=by)
    telling.agreed(case, telling.victim(case), by=by)


def conferences(large: Large) -> None:
    """Conferences with everybody, with agreements, and minutes that the first participant signed."""
    case, by = large.case, large.case.coordinator
    for _ in range(CONFERENCES):
        conference = conferring.planned(case)
        everybody = [conferring.invited(conference, one) for one in (by, *large.colleagues)]
        everybody += [conferring.invited(conference, one) for one in large.professionals]
        conferring.came(conference, *everybody)
        for one in everybody[-3 * (large.parts + 1) :]:
            assert one.professional is not None
            title = f"Afspraak met {one.professional.organisation.name}"
            holding.agree(conference=conference, title=title, owner=one, due_on=None, notes="", by=by)
        conferring.final(conference, large.reader)
        mine = sharing_with.minutes_of(large.first_guest, conference)
        portal.sign(mine=mine, digest=mine.digest, by=large.first_guest)
        large.conference = conference


def _additions(large: Large) -> None:
    """What partners add: a few by the first, one by every other."""
    for guest in [*[large.first_guest] * 3, *large.guests[large.parts * PARTICIPANTS :]]:
        portal.add(case=large.case, said=sharing_with.said(), by=guest)
