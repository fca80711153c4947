"""The story of a case: everything that happened in it, newest first, by kind; opened in words a page at a time."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from django.db import models
from django.utils import dateformat

from schakel.access.compiled import Asked, Rule, asked_by, counted, fetched, listed
from schakel.access.models import Grant, User
from schakel.access.policies import reads_reports, reads_whole_cases
from schakel.access.queries import visible
from schakel.audit.record import record
from schakel.cases.life.content import read_note, read_risk, read_said
from schakel.cases.life.involved import Somebody, in_words, rows_of
from schakel.cases.life.queries import Relative, reports_of, shows_to
from schakel.cases.models import Case, Change, Involvement, Lineage, Note, RiskAssessment
from schakel.cases.moves import BY_KEY
from schakel.cases.states import CaseUrgency, ClosingOutcome, ClosingReason, InvolvedAs
from schakel.core import time
from schakel.core.templatetags.work import when
from schakel.intake.models import Message, Report
from schakel.vault import records

_Row = TypeVar("_Row", Change, Note)


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


# Puts lines in words: all that are shown together, each by what its source knows it by.
Teller = Callable[[Sequence[Any]], Mapping[Any, Entry]]


@dataclass(frozen=True)
class Happened:
    """One line that nobody opened yet: when, of which kind, and who puts it in words."""

    at: datetime
    kind: str
    teller: Teller
    key: Any = None


def told_alone(at: datetime, kind: str, tell: Callable[[], Entry]) -> Happened:
    """A line that is put in words without looking anything up."""
    return Happened(at, kind, lambda _keys: {None: tell()})


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

    `rows` and `reports` are those of the case that the viewer sees, where they are at hand. Of what a case has hundreds of
    only the moments are read here, and nothing is decrypted yet. Whoever shows it records it.
    """
    if not reads_whole_cases(viewer):
        return []
    sources = [_RISKS, *MORE]
    rules = [(source.some, "") for source in sources]
    came_from, *some = counted(asked_by(viewer.pk, record=case.pk), (_some_origin, ""), *rules)
    telling = [source for source, any_ in zip(sources, some, strict=True) if any_]
    happened = list(_happened(case, viewer, rows_of(case, viewer) if rows is None else rows, telling, reports))
    for earlier in continued(case, viewer) if came_from else ():
        happened += _of_earlier(earlier, _happened(earlier, viewer, rows_of(earlier, viewer), sources))
    happened += [told_alone(one.row.made_at, Kind.STEP, partial(_relative, one)) for one in relatives]
    chosen = [one for one in happened if not kind or one.kind == kind]
    # Of what happened at the same moment, the last in line came last.
    return sorted(chosen, key=lambda one: one.at)[::-1]


def in_full(happened: Sequence[Happened], case: Case) -> list[Entry]:
    """These lines in words."""
    keys: dict[Teller, list[Any]] = defaultdict(list)
    for one in happened:
        keys[one.teller].append(one.key)
    with records.at_hand([case.data_key]):
        told = {teller: teller(some) for teller, some in keys.items()}
    # What is gone since a moment ago has nothing to tell.
    return [told[one.teller][one.key] for one in happened if one.key in told[one.teller]]


def read_story(happened: Sequence[Happened], case: Case, viewer: User, *, kind: str = "") -> list[Entry]:
    """These lines in words, for the page of the story; recorded."""
    record("case:timeline_read", by=viewer, about=case, count=len(happened), asked={"kind": kind} if kind else None)
    return in_full(happened, case)


def counts_of(happened: Sequence[Happened]) -> dict[str, int]:
    """How many lines there are of every kind."""
    found = Counter(one.kind for one in happened)
    return {kind.value: found[kind] for kind in Kind}


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


def _of_earlier(case: Case, happened: Iterable[Happened]) -> Iterator[Happened]:
    tellers: dict[Teller, Teller] = {}
    for one in happened:
        elsewhere = tellers.setdefault(one.teller, partial(_elsewhere, one.teller, case))
        yield replace(one, teller=elsewhere)


def _elsewhere(tell: Teller, case: Case, keys: Sequence[Any]) -> dict[Any, Entry]:
    with records.at_hand([case.data_key]):
        return {key: replace(entry, of_case=case.number) for key, entry in tell(keys).items()}


def _happened(
    case: Case,
    viewer: User,
    rows: Sequence[Involvement],
    sources: Sequence[Source],
    reports: Sequence[Report] | None = None,
) -> Iterator[Happened]:
    yield told_alone(case.opened_at, Kind.STEP, partial(_opened, case))
    yield from _changed(case, viewer)
    yield from _noted(case, viewer)
    yield from _involved(rows)
    yield from _assigned(case, viewer)
    for source in sources:
        yield from source.tell(case, viewer)
    if reads_reports(viewer):
        yield from _reported(reports_of(case, viewer) if reports is None else reports)


def _changed(case: Case, viewer: User) -> Iterator[Happened]:
    teller = partial(_steps, case)
    for pk, kind, at in listed(_changes, "", asked_by(viewer.pk, record=case.pk)):
        yield Happened(at, _KIND_OF_STEP[Change.Kind(kind)], teller, pk)


def _noted(case: Case, viewer: User) -> Iterator[Happened]:
    teller = partial(_notes_told, case)
    for pk, written_at, about_on in listed(_notes, "", asked_by(viewer.pk, record=case.pk)):
        yield Happened(time.start_of(about_on) if about_on else written_at, Kind.NOTE, teller, pk)


def _involved(rows: Sequence[Involvement]) -> Iterator[Happened]:
    known = {row.pk: row for row in rows}
    came, left = partial(_came, known), partial(_left, known)
    for row in rows:
        yield Happened(row.created_at, Kind.PERSON, came, row.pk)
        if row.until is not None:
            yield Happened(time.start_of(row.until), Kind.PERSON, left, row.pk)


def _changes(_kind: str, asked: Asked) -> models.QuerySet[Any]:
    return Change.objects.filter(case=asked.record).values_list("pk", "kind", "made_at")


def _notes(_kind: str, asked: Asked) -> models.QuerySet[Any]:
    return Note.objects.filter(case=asked.record).values_list("pk", "written_at", "about_on")


_KIND_OF_STEP = {
    Change.Kind.MOVE: Kind.STEP,
    Change.Kind.URGENCY: Kind.FACTS,
    Change.Kind.FACTS: Kind.FACTS,
    Change.Kind.ASSIGNED: Kind.WHO,
}


def _reported(reports: Sequence[Report]) -> Iterator[Happened]:
    for report in reports:
        yield told_alone(report.received_at, Kind.REPORT, partial(_report, report))
    turns = Message.objects.filter(report__in=reports).values_list("sent_at", "sender", "author__name")
    for at, sender, name in turns if reports else ():
        yield told_alone(at, Kind.TALK, partial(_turn, at, sender, name))


def _risks(case: Case, _viewer: User) -> Iterator[Happened]:
    for risk in case.risks.prefetch_related("made_by"):
        yield told_alone(risk.made_at, Kind.RISK, partial(_risk, risk))


def _some_origin(_kind: str, asked: Asked) -> models.QuerySet[Any]:
    return Lineage.objects.filter(successor=asked.record, kind=Lineage.Kind.JOIN, undone_at=None).values("pk")


def _some_risk(_kind: str, asked: Asked) -> models.QuerySet[Any]:
    return RiskAssessment.objects.filter(case=asked.record).values("pk")


_RISKS = Source(_some_risk, _risks)


def _assigned(case: Case, viewer: User) -> Iterator[Happened]:
    grants = fetched(_grants, "", asked_by(viewer.pk, record=case.compartment_id))
    for grant in shows_to(viewer, grants):
        yield told_alone(grant.starts_at, Kind.WHO, partial(_admitted, grant))


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


def _steps(case: Case, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Entry]:
    steps = Change.objects.filter(pk__in=ids).select_related("made_by", "coordinator")
    return {step.pk: _step(_in(case, step)) for step in steps}


def _notes_told(case: Case, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Entry]:
    return {note.pk: _note(_in(case, note)) for note in Note.objects.filter(pk__in=ids).select_related("author")}


def _in(case: Case, row: _Row) -> _Row:
    """The row, which need not look up its case any more."""
    row.case = case
    return row


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


def _note(note: Note) -> Entry:
    if note.about_on is not None:
        title = f"Notitie, opgeschreven {when(note.written_at)}"
        return Entry(time.start_of(note.about_on), Kind.NOTE, title, read_note(note), note.author.name, has_time=False)
    return Entry(note.written_at, Kind.NOTE, "Notitie", read_note(note), note.author.name)


def _risk(row: RiskAssessment) -> Entry:
    risk = read_risk(row)
    text = "\n".join(part for part in (risk.at_stake, risk.agreements) if part)
    return Entry(row.made_at, Kind.RISK, f"Risico: {risk.level_words}", text, row.made_by.name)


def _came(rows: Mapping[uuid.UUID, Involvement], ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Entry]:
    return {one.row.pk: _arrival(one) for one in in_words([rows[pk] for pk in ids])}


def _left(rows: Mapping[uuid.UUID, Involvement], ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Entry]:
    return {one.row.pk: _departure(one) for one in in_words([rows[pk] for pk in ids])}


def _arrival(one: Somebody) -> Entry:
    by = one.row.added_by.name if one.row.added_by else ""
    role = InvolvedAs(one.row.role).label
    return Entry(one.row.created_at, Kind.PERSON, f"{one.details.display_name}: {role}", one.relation, by)


def _departure(one: Somebody) -> Entry:
    row = one.row
    by, at = row.ended_by.name if row.ended_by else "", time.start_of(row.until or row.since)
    title = f"{one.details.display_name}: niet langer {InvolvedAs(row.role).label}"
    return Entry(at, Kind.PERSON, title, one.ended_because, by, has_time=False)


def _report(report: Report) -> Entry:
    return Entry(report.received_at, Kind.REPORT, f"Melding ontvangen ({report.get_channel_display()})")


def _turn(at: datetime, sender: str, name: str | None) -> Entry:
    title = "Bericht van de melder" if sender == Message.Sender.REPORTER else "Antwoord aan de melder"
    return Entry(at, Kind.TALK, title, by=name or "")


def _admitted(grant: Grant) -> Entry:
    words = "neemt waar" if grant.ground == Grant.Ground.STAND_IN else "doet mee"
    return Entry(grant.starts_at, Kind.WHO, f"{grant.user.name} {words}")


def _relative(one: Relative) -> Entry:
    title = f"{one.words[0].upper()}{one.words[1:]} casus {one.case.number}"
    return Entry(one.row.made_at, Kind.STEP, title, one.went.why, one.row.made_by.name)
