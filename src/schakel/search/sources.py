"""What can be searched: which records a viewer sees, what each of them says, and by what we notice that this changed."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BinaryField, F, Manager, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Substr
from django.urls import reverse

from schakel.access.compiled import Asked, Rule, among
from schakel.access.models import User
from schakel.attachments import envelopes as files
from schakel.attachments.models import Attachment
from schakel.attachments.states import State
from schakel.cases import advice
from schakel.cases.conference.models import Attendee, Conference, Minutes
from schakel.cases.documents.models import Document, DocumentFile
from schakel.cases.documents.queries import documents_seen, header_of
from schakel.cases.life import content
from schakel.cases.models import Advice, Case, Change, Involvement, Note, RiskAssessment, SignSource, Triage
from schakel.cases.plan import contents
from schakel.cases.plan import queries as plan
from schakel.cases.plan.models import Clock, Goal, Step
from schakel.cases.plan.policies import sees_plans
from schakel.cases.policies import roles_for
from schakel.cases.queries import cases_seen, current_triage, read_reason
from schakel.cases.signs import said as signs
from schakel.cases.states import InvolvedAs
from schakel.core import time
from schakel.core.templatetags.work import day
from schakel.intake import envelopes
from schakel.intake.content import PersonDescription
from schakel.intake.models import Message, Report
from schakel.intake.queries import reports_seen
from schakel.people.details import PersonDetails
from schakel.people.models import Person
from schakel.people.queries import read, victims_seen
from schakel.portal.models import Contribution
from schakel.portal.states import Category
from schakel.vault.records import DESTROYED, Destroyed

_NONCE_BYTES = 12
# Of a case, whatever keeps its words in `content`.
_PARTS: tuple[Manager[Any], ...] = (
    Change.objects,
    Involvement.objects,
    RiskAssessment.objects,
    Goal.objects,
    Step.objects,
    Clock.objects,
    Conference.objects,
    Attendee.objects,
    Minutes.objects,
    SignSource.objects,
    Contribution.objects,
)


# Who may read a text: whoever sees the record, or of them the centre's own staff, or who may see that role in a case.
EVERYBODY, STAFF = "", "staff"


@dataclass(frozen=True)
class Text:
    """Something that a record says, where in it that stands, from which day, and who of its readers may read it."""

    where: str
    words: str
    on: str = ""  # as ISO writes it
    needs: str = EVERYBODY


@dataclass(frozen=True)
class Source:
    """One kind of record: which of them somebody sees, what they say, and by what we notice that this changed."""

    tag: str  # how the log names their ids
    # By their role, for whoever may search at all.
    rows: Rule
    blob: str  # in the record itself
    at: str
    # Of what else is read in the records that are asked about: the id of the record, and the nonce.
    nonces: Rule | None
    texts: Callable[[Any], Iterator[Text]]
    title: Callable[[Any], str]
    page: str
    # What its address is made of.
    ids: Callable[[Any], list[uuid.UUID]] = lambda row: [row.pk]
    # The case that it is a part of: whoever looks up who saw that case finds the search too.
    case_id: Callable[[Any], uuid.UUID | None] = lambda _row: None

    def listing(self, role: str, asked: Asked) -> QuerySet[Any]:
        """Of every record: its id, its key, its moment, and the nonce of what it says itself."""
        rows: QuerySet[Any] = self.rows(role, asked).order_by().annotate(nonce=_nonce_of(self.blob))
        return rows.values_list("pk", "data_key", self.at, "nonce")

    def among(self, role: str, asked: Asked) -> QuerySet[Any]:
        """The records that are asked about, if somebody with this role sees them."""
        return self.rows(role, asked).filter(pk__in=among(asked))

    def url(self, row: Any) -> str:
        return reverse(self.page, args=self.ids(row))


def may_read(viewer: User) -> set[str]:
    """Which texts this viewer may read, of the records that they see."""
    roles = {str(role) for role in roles_for(viewer)}
    return {EVERYBODY, *roles} | ({STAFF} if sees_plans(viewer) else set())


def _case_nonces(_role: str, asked: Asked) -> QuerySet[Any]:
    ids = among(asked)
    return _together(
        (Note.objects.filter(case__in=ids), "case_id", "text"),
        *((part.filter(case__in=ids), "case_id", "content") for part in _PARTS),
    )


def _case_texts(case: Case) -> Iterator[Text]:
    """What the case says. Not what was shared from it: that is about somebody whom not every reader of the case may see."""
    facts = content.read_facts(case)
    yield Text("Nummer", case.number)
    yield from _told("Gegevens", [facts.goal, facts.municipality_name, facts.form_names, facts.urgent_because])
    for note in case.notes.select_related("case"):
        at = time.start_of(note.about_on) if note.about_on else note.written_at
        yield from _told("Notitie", [content.read_note(note)], at)
    for change in case.changes.select_related("case"):
        yield from _told("Verloop", [content.read_said(change).words], change.made_at)
    for row in case.risks.select_related("case"):
        risk = content.read_risk(row)
        yield from _told("Risico", [risk.at_stake, risk.agreements], row.made_at)
    # Whoever is described in a report is found as a person, by whoever may see that person.
    for part in case.involvements.filter(person=None).select_related("case"):
        said = content.read_involved(part)
        described = _described(said.details) if said.details else []
        role = InvolvedAs(part.role)
        yield from _told(role.label, [*described, said.relation, said.ended_because], needs=role.value)
    yield from _plan_texts(case)
    yield from _conference_texts(case)
    yield from _sign_texts(case)
    for given in Contribution.objects.filter(case=case, withdrawn_at=None).select_related("case"):
        words = contents.read_if_left(given)
        needs = InvolvedAs.SUSPECT.value if Category.CRIMINAL in str(words.get("categories")).split(",") else STAFF
        yield from _told("Van een partner", _strings(words), given.added_at, needs=needs)


def _plan_texts(case: Case) -> Iterator[Text]:
    for goal in case.goals.select_related("case"):
        words = contents.read_if_left(goal)
        yield from _told("Doel", [words.get("words", ""), words.get("reason", "")], needs=STAFF)
    for step in case.steps.select_related("case", "owner"):
        told = plan.sheet_of_step(step)
        outside = plan.outside_of(contents.read_if_left(step))
        answers = [words for _, words in told.answers]
        yield from _told(told.kind.name, [told.title, *outside, *answers, told.notes, told.reason], needs=STAFF)
    for clock in case.clocks.select_related("case"):
        yield from _told("Termijn", [plan.sheet_of_clock(clock).reason], needs=STAFF)


def _conference_texts(case: Case) -> Iterator[Text]:
    for meeting in case.conferences.select_related("case"):
        parts = [meeting, *meeting.attendees.select_related("case"), *meeting.minutes.select_related("case")]
        for part in parts:
            yield from _told("Overleg", _strings(contents.read_if_left(part)), meeting.starts_at, needs=STAFF)


def _sign_texts(case: Case) -> Iterator[Text]:
    """What sources said about somebody in words. Not about whom another compartment holds: not every reader sees those."""
    rows = case.sign_sources.filter(
        Q(involvement__person=None) | Q(involvement__person__compartment=case.compartment_id)
    )
    for source in rows.select_related("case", "involvement"):
        told = signs.read_if_left(source)
        if told is not None:
            is_suspect = source.involvement.role == InvolvedAs.SUSPECT
            needs = InvolvedAs.SUSPECT.value if is_suspect else STAFF
            yield from _told("Signalen", [told.origin.about, *told.words.values()], source.added_at, needs=needs)


def _reports(role: str, asked: Asked) -> QuerySet[Report]:
    """Those that somebody opened: in a sealed one nobody can look."""
    return reports_seen(role, asked).filter(content__isnull=False)


def _report_nonces(_role: str, asked: Asked) -> QuerySet[Any]:
    ids = among(asked)
    lookups = Report.objects.filter(pk__in=ids).values("lookup")
    whose = Report.objects.filter(lookup=OuterRef("lookup")).values("pk")
    files = Attachment.objects.filter(lookup__in=lookups, content__isnull=False).annotate(report_id=Subquery(whose))
    return _together(
        (Message.objects.filter(report__in=ids, staff_copy__isnull=False), "report_id", "staff_copy"),
        (Triage.objects.filter(report__in=ids, superseded_at=None), "report_id", "reason"),
        (Advice.objects.filter(report__in=ids), "report_id", "content"),
        (files, "report_id", "content"),
    )


def _report_texts(report: Report) -> Iterator[Text]:
    body = envelopes.read_content(report).body
    yield from _told("Verhaal", [body.story])
    yield from _told("Melding", [body.place, body.since, *(words for _, words in body.as_typed)])
    yield from _told("Melder", [body.reporter_name, body.organisation])
    for person in body.people:
        yield from _told("Genoemd", _described(person))
    for message in report.messages.filter(staff_copy__isnull=False).select_related("report"):
        yield from _told("Gesprek", [envelopes.read_at_desk(message)], message.sent_at)
    triage = current_triage(report)
    if triage is not None:
        yield from _told("Beoordeling", [read_reason(triage)], triage.decided_at)
    for known in advice.read_all(Advice.objects.filter(report=report).select_related("report")):
        if known.handled is not None:
            yield from _told("Advies", [known.handled.advised, known.handled.referred_to])
    for file in Attachment.objects.filter(lookup=bytes(report.lookup), content__isnull=False):
        yield from _told("Bestand", [files.read(file, report).name])


def _documents(role: str, asked: Asked) -> QuerySet[Any]:
    """Who sees a case need not see what is about somebody in it: so documents are found as records of their own."""
    return documents_seen(role, asked).select_related("case").annotate(data_key=F("case__data_key"))


def _document_nonces(_role: str, asked: Asked) -> QuerySet[Any]:
    files = DocumentFile.objects.filter(document__in=among(asked)).order_by()
    # Locking a file writes no other text, and takes its name out of the list: another part of the blob tells.
    parts = ((files.exclude(state=State.LOCKED), 1), (files.filter(state=State.LOCKED), 2))
    open_, locked = (
        rows.annotate(nonce=_nonce_of("content", begin)).values_list("document_id", "nonce") for rows, begin in parts
    )
    return open_.union(locked, all=True)


def _document_texts(document: Document) -> Iterator[Text]:
    said = contents.read(document)
    yield from _told("Titel", [said["title"]])
    shown = document.files.exclude(state=State.LOCKED)
    files = (header_of(file, document.case.data_key) for file in shown)
    yield from _told("Bestand", [file.name for file in files if file is not None])
    yield from _told("Document", [said["received_from"], said["conditions"], said["reason"]])
    yield from _told("Brief", [said.get("recipient", ""), said.get("body", "")])


def _document_title(document: Document) -> str:
    said = contents.read_if_left(document)
    return f"{said.get('title', DESTROYED)} (document bij casus {document.case.number})"


def _person_texts(person: Person) -> Iterator[Text]:
    yield from _told("Gegevens", _described(read(person)))


SOURCES = (
    Source(
        "cases", cases_seen, "facts", "opened_at", _case_nonces, _case_texts, lambda case: f"Casus {case.number}", "case",
    ),
    Source(
        "persons", victims_seen, "details", "report__received_at", None, _person_texts,
        lambda person: read(person).display_name, "person",
    ),
    Source(
        "reports", _reports, "content", "received_at", _report_nonces, _report_texts,
        lambda report: f"Melding van {day(report.received_at)}", "report",
    ),
    Source(
        "documents", _documents, "content", "newest_at", _document_nonces, _document_texts, _document_title, "document",
        lambda document: [document.case_id, document.pk], lambda document: document.case_id,
    ),
)  # fmt: skip


def texts_of(source: Source, row: Any) -> list[Text]:
    """What a record says, or nothing where its key was destroyed."""
    try:
        return list(source.texts(row))
    except Destroyed:
        return []


def _together(*read: tuple[QuerySet[Any], str, str]) -> QuerySet[Any]:
    """Of all these rows: whose they are, and the nonce of a blob of theirs."""
    parts = (rows.order_by().annotate(nonce=_nonce_of(blob)).values_list(whose, "nonce") for rows, whose, blob in read)
    first: QuerySet[Any] = next(parts)
    return first.union(*parts, all=True)


def _nonce_of(blob: str, begin: int = 1) -> Substr:
    """The part of a blob that every write makes another one."""
    return Substr(F(blob), begin, _NONCE_BYTES, output_field=BinaryField())


def _told(where: str, words: Iterable[str], at: datetime | None = None, *, needs: str = EVERYBODY) -> Iterator[Text]:
    said = "\n".join(word for word in words if word and word != DESTROYED)
    if said:
        yield Text(str(where), said, at.astimezone(time.REGION_ZONE).date().isoformat() if at else "", needs)


def _strings(value: Any) -> Iterator[str]:
    """Every text in a content, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, Sequence):
        for one in value:
            yield from _strings(one)


def _described(somebody: PersonDescription | PersonDetails) -> list[str]:
    return [somebody.name, somebody.nickname, somebody.phone, somebody.address]
