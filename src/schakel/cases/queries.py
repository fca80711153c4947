"""Reading triage and cases for a viewer."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from schakel.access.models import User
from schakel.access.queries import matchable, viewers_of, visible
from schakel.audit.queries import actors_of
from schakel.audit.record import record
from schakel.cases.models import Case, Note, Triage, Victim
from schakel.cases.states import CaseState
from schakel.intake.models import Report
from schakel.people.details import PersonDetails
from schakel.people.models import Person
from schakel.people.queries import Proposal, proposals, read_all
from schakel.vault import records

_NOTE, _REASON = "note", "triage reason"


@dataclass(frozen=True)
class CaseFile:
    """What a case says in words: its victims, its reports and what was written in it, newest note first."""

    victims: list[tuple[Person, PersonDetails]]
    reports: list[Report]
    notes: list[tuple[Note, str]]
    # What was written in the case can't be read any more, and nothing can be added.
    is_destroyed: bool


@dataclass(frozen=True)
class MatchCard:
    """What triage may see of a person outside its own cases: the proposal, and whom to call about it."""

    proposal: Proposal
    case: Case | None


def cases_for(viewer: User) -> QuerySet[Case]:
    """Every case this viewer may see, open first, newest first."""
    return (
        Case.objects.filter(compartment__in=visible(viewer))
        .select_related("coordinator", "compartment")
        .order_by("-state", "-opened_at")
    )


def case_for(viewer: User, case_id: uuid.UUID) -> Case:
    """One case, or 404."""
    case = cases_for(viewer).filter(pk=case_id).first()
    if case is None:
        raise Http404
    return case


def current_triage(report: Report) -> Triage | None:
    """The decision in force on a report."""
    return report.triages.filter(superseded_at=None).select_related("decided_by", "case").first()


def who_sees(row: Report | Case, *read_tags: str) -> list[tuple[User, str, bool]]:
    """Who may see the record, why, and whether they did, by the tags that stand for reading it."""
    readers = actors_of(row, *read_tags)
    return [(user, reason, user.actor_id in readers) for user, reason in viewers_of(row.compartment)]


def triages_of(reports: Sequence[Report]) -> dict[uuid.UUID, Triage]:
    """The decisions in force on these reports, by report."""
    decisions = Triage.objects.filter(report__in=[report.pk for report in reports], superseded_at=None)
    return {triage.report_id: triage for triage in decisions.select_related("case")}


def decisions_on(report: Report) -> list[Triage]:
    """Every decision on a report, superseded ones too, oldest first."""
    return list(report.triages.select_related("decided_by").order_by("decided_at", "created_at"))


def victims_of(case: Case, viewer: User) -> list[Person]:
    """The persons of a case that this viewer may see."""
    people = Person.objects.filter(victim_in__case=case, compartment__in=visible(viewer))
    return list(people.select_related("report").order_by("created_at"))


def reports_of(case: Case, viewer: User) -> list[Report]:
    """The reports in a case that this viewer may see, oldest first."""
    reports = Report.objects.filter(triages__case=case, triages__superseded_at=None, compartment__in=visible(viewer))
    return list(reports.order_by("received_at"))


def read_case(case: Case, viewer: User) -> CaseFile:
    """Open the case's file, which is recorded with the ids of what was read."""
    victims = read_all(victims_of(case, viewer))
    notes = list(case.notes.select_related("author", "case"))
    record("case:read", by=viewer, about=case, persons=[person.id for person, _ in victims], notes=len(notes))
    with records.at_hand([case.data_key]):
        told = [(note, read_note(note)) for note in notes]
        return CaseFile(victims, reports_of(case, viewer), told, records.is_destroyed(case.data_key))


def cases_of(people: Sequence[Person], viewer: User) -> list[Case]:
    """The cases of these persons that this viewer may see."""
    return list(cases_for(viewer).filter(victims__person__in=people).distinct())


def match_cards(details: PersonDetails, *, viewer: User, apart_from: uuid.UUID | None = None) -> list[MatchCard]:
    """Persons already known, each with their open case (or the latest) so that its coordinator can be called.

    What was shown is recorded: this is the one opening in the access rule.
    """
    cards = []
    allowed = matchable(viewer)
    for proposal in proposals(details, viewer=viewer, apart_from=apart_from):
        victim = (
            Victim.objects.filter(person__identity=proposal.person.identity, case__compartment__in=allowed)
            .select_related("case__coordinator")
            .order_by("-case__state", "-case__opened_at")
            .first()
        )
        cards.append(MatchCard(proposal, victim.case if victim else None))
    if cards:
        record("person:match_cards", by=viewer, persons=[card.proposal.person.id for card in cards])
    return cards


def read_reason(triage: Triage) -> str:
    """Why triage decided so, in words, or that the words were destroyed."""
    return records.decrypt_words(triage.report.data_key, triage.reason, label=_REASON, record_id=triage.id)


def write_reason(triage: Triage, text: str) -> None:
    """Encrypt the reason into the row (the caller saves). Raises Destroyed."""
    triage.reason = records.encrypt(triage.report.data_key, text, label=_REASON, record_id=triage.id)


def read_note(note: Note) -> str:
    """A note in words, or that the words were destroyed."""
    return records.decrypt_words(note.case.data_key, note.text, label=_NOTE, record_id=note.id)


def write_note(note: Note, text: str) -> None:
    """Encrypt a note into the row (the caller saves). Raises Destroyed."""
    note.text = records.encrypt(note.case.data_key, text, label=_NOTE, record_id=note.id)


def open_case_count(viewer: User) -> int:
    """How many open cases this viewer may see."""
    return cases_for(viewer).filter(state=CaseState.OPEN).count()
