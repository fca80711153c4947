"""The story of a case: everything that happened in it, newest first, by kind; opened in words a page at a time."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from django.db import models
from django.utils import dateformat

from schakel.access.compiled import Asked, Rule, asked_by, counted, fetched
from schakel.access.models import Grant, User
from schakel.access.policies import reads_reports, reads_whole_cases
from schakel.access.queries import visible
from schakel.audit.record import record
from schakel.cases.conference.models import Conference
from schakel.cases.conference.states import OVER, ConferenceState, Presence
from schakel.cases.life.content import read_note, read_risk, read_said
from schakel.cases.life.involved import in_words, rows_of
from schakel.cases.life.queries import Relative, reports_of, shows_to
from schakel.cases.models import Case, Change, Involvement, Lineage, Note, RiskAssessment
from schakel.cases.moves import BY_KEY
from schakel.cases.states import CaseUrgency, ClosingOutcome, ClosingReason, InvolvedAs
from schakel.core import time
from schakel.core.templatetags.work import when
from schakel.intake.models import Message, Report
from schakel.vault import records


class Kind(models.TextChoices):
    """What a line of the story is about, to filter by."""

    STEP = "step", "Stappen"
    REPORT = "report", "Meldingen"
    TALK = "talk", "Gesprek met de melder"
    PERSON = "person", "Personen"
    RISK = "risk", "Risico"
    NOTE = "note", "Notities"
    CONFERENCE = "conference", "Overleg"
    FACTS = "facts", "Gegevens en urgentie"
    WHO = "who", "Wie de casus doet"
    SHARED = "shared", "Verstrekkingen"
    SIGNS = "signs", "Signalen"
    DOCUMENT = "document", "Documenten"
    SUPPLIED = "supplied", "Van partners"


@dataclass(frozen=True)
class Entry:
    """One line in words. `of_case` is the number of the case it happened in, where that is another one."""

    at: datetime
    kind: str
    title: str
    text: str = ""
    by: str = ""
    has_time: bool = True
    of_case: str = ""

    @property
    def month(self) -> str:
        """november 2026, to group by."""
        return dateformat.format(self.at.astimezone(time.REGION_ZONE), "F Y").capitalize()


@dataclass(frozen=True)
class Happened:
    """One line that nobody opened yet: when, of which kind, and how to put it in words."""

    at: datetime
    kind: str
    tell: Callable[[], Entry]
    data_key: uuid.UUID | None = None  # of somebody it names, to fetch the keys of a page together


@dataclass(frozen=True)
class Source:
    """What one part of a case, or a room above this one, has to tell of it. Where the rule `some` finds nothing of the case
    (`record`), `tell` need not be asked: of the dozen sources most cases have a few."""

    some: Rule
    tell: Callable[[Case, User], Iterator[Happened]]


# Those of other parts and rooms add themselves when the process starts.
MORE: list[Source] = []


def story_of(
    case: Case,
    viewer: User,
    relatives: Sequence[Relative],
    *,
    rows: Sequence[Involvement] | None = None,
    reports: Sequence[Report] | None = None,
    kind: str = "",
) -> list[Happened]:
    """What happened in the case and in those it continues, as far as the viewer sees them, newest first.

    `rows` and `reports` are those of the case that the viewer sees, where they are at hand. Nothing is decrypted yet. Whoever shows it
    records it.
    """
    if not reads_whole_cases(viewer):
        return []
    sources = [*_OWN, *MORE]
    rules = [(source.some, "") for source in sources]
    came_from, *some = counted(asked_by(viewer.pk, record=case.pk), (_some_origin, ""), *rules)
    telling = [source for source, any_ in zip(sources, some, strict=True) if any_]
    happened = list(_happened(case, viewer, rows_of(case, viewer) if rows is None else rows, telling, reports))
    for earlier in continued(case, viewer) if came_from else ():
        lines = _happened(earlier, viewer, rows_of(earlier, viewer), sources)
        happened += [replace(one, tell=partial(_elsewhere, one.tell, earlier)) for one in lines]
    happened += [Happened(one.row.made_at, Kind.STEP, partial(_relative, one)) for one in relatives]
    chosen = [one for one in happened if not kind or one.kind == kind]
    # Of what happened at the same moment, the last in line came last.
    return sorted(chosen, key=lambda one: one.at)[::-1]


def in_full(happened: Sequence[Happened], case: Case) -> list[Entry]:
    """These lines in words."""
    with records.at_hand([case.data_key, *(one.data_key for one in happened)]):
        return [one.tell() for one in happened]


def read_story(happened: Sequence[Happened], case: Case, viewer: User, *, kind: str = "") -> list[Entry]:
    """These lines in words, for the page of the story; recorded."""
    record("case:timeline_read", by=viewer, about=case, count=len(happened), asked={"kind": kind} if kind else None)
    return in_full(happened, case)


def counts_of(happened: Sequence[Happened]) -> dict[str, int]:
    """How many lines there are of every kind."""
    return {kind.value: sum(one.kind == kind for one in happened) for kind in Kind}


def continued(case: Case, viewer: User) -> list[Case]:
    """The cases that this one is the continuation of, and theirs, as far as the viewer sees them."""
    found: list[Case] = []
    waiting, seen = [case.pk], visible(viewer)
    while waiting:
        rows = Lineage.objects.filter(successor__in=waiting, kind=Lineage.Kind.JOIN, undone_at=None)
        origins = [row.origin for row in rows.select_related("origin") if row.origin not in found]
        waiting = [one.pk for one in origins]
        allowed = set(seen.filter(pk__in=[one.compartment_id for one in origins]).values_list("pk", flat=True))
        found += [one for one in origins if one.compartment_id in allowed]
    return found


def _happened(
    case: Case,
    viewer: User,
    rows: Sequence[Involvement],
    sources: Sequence[Source],
    reports: Sequence[Report] | None = None,
) -> Iterator[Happened]:
    yield Happened(case.opened_at, Kind.STEP, partial(_opened, case))
    asked = asked_by(viewer.pk, record=case.pk)
    for step in fetched(_changes, "", asked):
        step.case = case
        yield Happened(step.made_at, _KIND_OF_STEP[Change.Kind(step.kind)], partial(_step, step))
    for note in fetched(_notes, "", asked):
        note.case = case
        at = time.start_of(note.about_on) if note.about_on is not None else note.written_at
        yield Happened(at, Kind.NOTE, partial(_note, note))
    for row in rows:
        key = row.person.data_key if row.person else None
        yield Happened(row.created_at, Kind.PERSON, partial(_came, row), key)
        if row.until is not None:
            yield Happened(time.start_of(row.until), Kind.PERSON, partial(_left, row), key)
    yield from _assigned(case, viewer)
    for source in sources:
        yield from source.tell(case, viewer)
    if reads_reports(viewer):
        yield from _reported(reports_of(case, viewer) if reports is None else reports)


def _changes(_kind: str, asked: Asked) -> models.QuerySet[Change]:
    return Change.objects.filter(case=asked.record).prefetch_related("made_by", "coordinator")


def _notes(_kind: str, asked: Asked) -> models.QuerySet[Note]:
    return Note.objects.filter(case=asked.record).prefetch_related("author")


_KIND_OF_STEP = {
    Change.Kind.MOVE: Kind.STEP,
    Change.Kind.URGENCY: Kind.FACTS,
    Change.Kind.FACTS: Kind.FACTS,
    Change.Kind.ASSIGNED: Kind.WHO,
}


def _reported(reports: Sequence[Report]) -> Iterator[Happened]:
    for report in reports:
        yield Happened(report.received_at, Kind.REPORT, partial(_report, report))
    turns = (
        Message.objects.filter(report__in=reports).select_related("author").only("sent_at", "sender", "author__name")
    )
    for turn in turns:
        yield Happened(turn.sent_at, Kind.TALK, partial(_turn, turn))


def _risks(case: Case, _viewer: User) -> Iterator[Happened]:
    for risk in case.risks.prefetch_related("made_by"):
        yield Happened(risk.made_at, Kind.RISK, partial(_risk, risk))


def _some_origin(_kind: str, asked: Asked) -> models.QuerySet[Any]:
    return Lineage.objects.filter(successor=asked.record, kind=Lineage.Kind.JOIN, undone_at=None).values("pk")


def _some_risk(_kind: str, asked: Asked) -> models.QuerySet[Any]:
    return RiskAssessment.objects.filter(case=asked.record).values("pk")


def _some_conference(_kind: str, asked: Asked) -> models.QuerySet[Any]:
    return Conference.objects.filter(case=asked.record).values("pk")


def _conferred(case: Case, _viewer: User) -> Iterator[Happened]:
    """That there was a conference, that decisions came of it and that its minutes are final: facts, and no words."""
    for one in case.conferences.select_related("planned_by", "chair").prefetch_related(
        "attendees", "minutes", "agreements"
    ):
        yield Happened(one.created_at, Kind.CONFERENCE, partial(_planned, one))
        if one.state in OVER and one.held_on is not None:
            yield Happened(time.start_of(one.held_on), Kind.CONFERENCE, partial(_held, one))
        if one.state == ConferenceState.CANCELLED and one.cancelled_at is not None:
            title = "Overleg afgezegd"
            yield Happened(one.cancelled_at, Kind.CONFERENCE, partial(Entry, one.cancelled_at, Kind.CONFERENCE, title))
        for edition in one.minutes.all():
            if edition.final_at is not None:
                title = (
                    "Verslag van het overleg vastgesteld"
                    if edition.number == 1
                    else "Verslag van het overleg verbeterd"
                )
                tell = partial(Entry, edition.final_at, Kind.CONFERENCE, title)
                yield Happened(edition.final_at, Kind.CONFERENCE, tell)


_OWN = (Source(_some_risk, _risks), Source(_some_conference, _conferred))


def _assigned(case: Case, viewer: User) -> Iterator[Happened]:
    grants = fetched(_grants, "", asked_by(viewer.pk, record=case.compartment_id))
    for grant in shows_to(viewer, grants):
        yield Happened(grant.starts_at, Kind.WHO, partial(_admitted, grant))


def _grants(_kind: str, asked: Asked) -> models.QuerySet[Grant]:
    grounds = (Grant.Ground.STAND_IN, Grant.Ground.PARTICIPANT)
    return Grant.objects.filter(compartment=asked.record, ground__in=grounds).select_related("user")


def _opened(case: Case) -> Entry:
    first = (
        Grant.objects.filter(compartment=case.compartment_id, ground=Grant.Ground.COORDINATOR)
        .select_related("user")
        .order_by("starts_at")
        .first()
    )
    name = first.user.name if first else case.coordinator.name
    return Entry(case.opened_at, Kind.STEP, "Casus geopend", f"Procesregisseur: {name}.")


def _step(step: Change) -> Entry:
    by = step.made_by.name if step.made_by else ""
    if step.kind == Change.Kind.ASSIGNED:
        name = step.coordinator.name if step.coordinator else ""
        return Entry(step.made_at, Kind.WHO, f"{name} werd procesregisseur", by=by)
    said = read_said(step)
    if step.kind == Change.Kind.URGENCY:
        level = CaseUrgency(said.outcome).label if said.outcome else ""
        return Entry(step.made_at, Kind.FACTS, f"Urgentie: {level}", said.words, by)
    if step.kind == Change.Kind.FACTS:
        goal = f"Doel: {said.words}" if said.words else ""
        return Entry(step.made_at, Kind.FACTS, "Gegevens bijgewerkt", goal, by)
    chosen = [str(ClosingOutcome(said.outcome).label)] if said.outcome else []
    chosen += [str(ClosingReason(said.reason).label)] if said.reason else []
    ending = f"{'; '.join(chosen)[:1].upper()}{'; '.join(chosen)[1:]}." if chosen else ""
    text = "\n".join(part for part in (ending, said.words) if part)
    return Entry(step.made_at, Kind.STEP, BY_KEY[step.move].done, text, by)


def _planned(one: Conference) -> Entry:
    title = f"Overleg gepland: {when(one.starts_at)}"
    return Entry(one.created_at, Kind.CONFERENCE, title, f"Voorzitter: {one.chair.name}.", one.planned_by.name)


def _held(one: Conference) -> Entry:
    at = time.start_of(one.held_on or time.today())
    count = sum(who.presence == Presence.PRESENT for who in one.attendees.all())
    agreed = len(one.agreements.all())
    text = f"Aanwezig: {count}. Afspraken in het plan: {agreed}." if agreed else f"Aanwezig: {count}."
    return Entry(at, Kind.CONFERENCE, "Overleg gehouden", text, has_time=False)


def _note(note: Note) -> Entry:
    if note.about_on is not None:
        title = f"Notitie, opgeschreven {when(note.written_at)}"
        return Entry(time.start_of(note.about_on), Kind.NOTE, title, read_note(note), note.author.name, has_time=False)
    return Entry(note.written_at, Kind.NOTE, "Notitie", read_note(note), note.author.name)


def _risk(row: RiskAssessment) -> Entry:
    risk = read_risk(row)
    text = "\n".join(part for part in (risk.at_stake, risk.agreements) if part)
    return Entry(row.made_at, Kind.RISK, f"Risico: {risk.level_words}", text, row.made_by.name)


def _came(row: Involvement) -> Entry:
    (one,) = in_words([row])
    by = row.added_by.name if row.added_by else ""
    role = InvolvedAs(row.role).label
    return Entry(row.created_at, Kind.PERSON, f"{one.details.display_name}: {role}", one.relation, by)


def _left(row: Involvement) -> Entry:
    (one,) = in_words([row])
    by, at = row.ended_by.name if row.ended_by else "", time.start_of(row.until or row.since)
    title = f"{one.details.display_name}: niet langer {InvolvedAs(row.role).label}"
    return Entry(at, Kind.PERSON, title, one.ended_because, by, has_time=False)


def _report(report: Report) -> Entry:
    return Entry(report.received_at, Kind.REPORT, f"Melding ontvangen ({report.get_channel_display()})")


def _turn(turn: Message) -> Entry:
    title = "Bericht van de melder" if turn.sender == Message.Sender.REPORTER else "Antwoord aan de melder"
    return Entry(turn.sent_at, Kind.TALK, title, by=turn.author.name if turn.author else "")


def _admitted(grant: Grant) -> Entry:
    words = "neemt waar" if grant.ground == Grant.Ground.STAND_IN else "doet mee"
    return Entry(grant.starts_at, Kind.WHO, f"{grant.user.name} {words}")


def _relative(one: Relative) -> Entry:
    title = f"{one.words[0].upper()}{one.words[1:]} casus {one.case.number}"
    return Entry(one.row.made_at, Kind.STEP, title, one.went.why, one.row.made_by.name)


def _elsewhere(tell: Callable[[], Entry], case: Case) -> Entry:
    return replace(tell(), of_case=case.number)
