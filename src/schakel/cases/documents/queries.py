"""Reading the documents of a case for a viewer: the list, one with its versions, and a file to take along."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404

from schakel.access.compiled import Asked as ViewerAsked
from schakel.access.compiled import asked_by, compiled, fetched
from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.access.queries import ground_of, rule_of_sight, sees_any
from schakel.access.roles import Permission
from schakel.attachments import envelopes
from schakel.attachments.envelopes import Header
from schakel.attachments.queries import check_is_to_judge, coarse
from schakel.attachments.states import ORIGINAL_MAY_BE_TAKEN, State
from schakel.audit.record import record
from schakel.cases.documents.kinds import DocumentKind
from schakel.cases.documents.models import About, Document, DocumentFile
from schakel.cases.life.involved import Somebody, in_words, rows_of
from schakel.cases.life.story import continued
from schakel.cases.models import Case
from schakel.cases.plan import contents
from schakel.cases.plan.policies import sees_plans
from schakel.cases.plan.queries import case_with_plan
from schakel.cases.policies import roles_for
from schakel.vault import records
from schakel.vault.records import DESTROYED, DecryptionError


@dataclass(frozen=True)
class FileSheet:
    """One version of a document; `header` is None where it can't be read any more."""

    row: DocumentFile
    header: Header | None

    @property
    def is_made(self) -> bool:
        """Whether it is a letter that was made here."""
        return self.row.made_of is not None

    @property
    def may_be_taken(self) -> bool:
        return self.header is not None and self.row.state in ORIGINAL_MAY_BE_TAKEN

    @property
    def has_copy(self) -> bool:
        return self.header is not None and self.row.state == State.READY and self.row.copy_id is not None


@dataclass(frozen=True)
class Sheet:
    """One document in words. `said` is empty where the key of the case was destroyed."""

    row: Document
    said: Mapping[str, str]
    about: tuple[str, ...]
    files: tuple[FileSheet, ...] = ()

    @property
    def is_destroyed(self) -> bool:
        return not self.said

    @property
    def title(self) -> str:
        return self.said.get("title", "") or DESTROYED

    @property
    def kind(self) -> str:
        return str(DocumentKind(self.said["kind"]).label) if self.said else DESTROYED

    @property
    def is_letter(self) -> bool:
        return "body" in self.said

    @property
    def received_on(self) -> date | None:
        return date.fromisoformat(self.said["received_on"]) if self.said.get("received_on") else None

    @property
    def newest(self) -> FileSheet | None:
        return self.files[0] if self.files else None

    @property
    def must_be_made(self) -> bool:
        """Whether no version was made of the text of a letter as it is; a signed scan may stand after the one that was."""
        return self.is_letter and not any(str(one.row.made_of) == self.said["text"] for one in self.files)


@dataclass(frozen=True)
class Asked:
    """What a list of documents is narrowed to."""

    kind: str = ""
    person: str = ""
    aside: bool = False


@dataclass(frozen=True)
class Listed:
    """The documents that were asked for, and what there is to choose from."""

    sheets: list[Sheet]
    people: list[tuple[str, str]]
    aside: int
    whole: int


def documents_for(viewer: User) -> QuerySet[Document]:
    """Every document this viewer may see: of a case they see, not from the police unless they may see that, and about
    nobody whom they may not see in that case."""
    return documents_seen(viewer.role, asked_by(viewer.pk)) if sees_documents(viewer) else Document.objects.none()


def sees_documents(viewer: User) -> bool:
    """Whether this person sees any document of any case."""
    return sees_plans(viewer) and sees_any(viewer)


def documents_seen(role: str, asked: ViewerAsked) -> QuerySet[Document]:
    """The same as a rule, for whoever sees documents."""
    somebody, seen = User(role=role), compiled(rule_of_sight, role, asked)
    hidden_person = Q(involvement__person__isnull=False) & ~Q(involvement__person__compartment__in=seen)
    hidden = About.objects.filter(document=OuterRef("pk")).filter(
        ~Q(involvement__role__in=roles_for(somebody)) | hidden_person
    )
    rows = Document.objects.filter(case__compartment__in=seen).exclude(Exists(hidden))
    return rows if somebody.may(Permission.POLICE_DATA) else rows.filter(is_police=False)


def documents_of(case: Case, viewer: User, asked: Asked) -> Listed:
    """The documents of a case, the newest first; recorded. The same few queries however many there are."""
    whose = asked_by(viewer.pk, record=case.pk)
    rows = fetched(_of_case, viewer.role, whose) if sees_documents(viewer) else Document.objects.none()
    people = people_of(case, viewer)
    names = {str(one.row.pk): one.details.display_name for one in people}
    with records.at_hand([case.data_key]):
        every = [_sheet(_with_case(row, case), names, with_headers=False) for row in rows]
    sheets = [one for one in every if _is_asked(one, asked)]
    # The filter names everybody whom one of them is about, also where few are listed.
    persons = persons_about(one.row.id for one in every)
    _record("document:listed", case, viewer, documents=[one.row.id for one in sheets], persons=persons)
    about = {str(link.involvement_id) for one in every for link in one.row.about.all()}
    choices = [(key, name) for key, name in names.items() if key in about]
    aside = sum(one.row.set_aside_at is not None for one in every)
    return Listed(sheets, choices, aside, len(every))


def _of_case(role: str, asked: ViewerAsked) -> QuerySet[Document]:
    # Few colleagues added all these files: each of them is read once, and not with every file.
    files = DocumentFile.objects.prefetch_related("added_by")
    return documents_seen(role, asked).filter(case=asked.record).prefetch_related("about", Prefetch("files", files))


def earlier_of(case: Case, viewer: User) -> list[tuple[Case, list[Sheet]]]:
    """The documents of the cases that this one goes on from, as far as the viewer sees them; recorded case by case."""
    listed = [(one, documents_of(one, viewer, Asked()).sheets) for one in continued(case, viewer)]
    return [(one, sheets) for one, sheets in listed if sheets]


def document_for(viewer: User, case_id: uuid.UUID, document_id: uuid.UUID) -> Document:
    """One document of a case that the viewer may see, or 404."""
    case = case_with_plan(viewer, case_id)
    rows = documents_for(viewer).filter(case=case, pk=document_id)
    found = rows.select_related("added_by").prefetch_related("about").first()
    if found is None:
        raise Http404
    return _with_case(found, case)


def file_of(document: Document, number: int) -> DocumentFile:
    """One version, or 404."""
    found = document.files.filter(number=number).select_related("decided_by").first()
    if found is None:
        raise Http404
    found.document = document
    return found


def read_document(document: Document, viewer: User) -> Sheet:
    """A document in full, with its versions; recorded."""
    _record("document:read", document.case, viewer, document=document.id, persons=persons_about([document.id]))
    names = {str(one.row.pk): one.details.display_name for one in people_of(document.case, viewer)}
    with records.at_hand([document.case.data_key]):
        return _sheet(document, names, with_headers=True)


def people_of(case: Case, viewer: User) -> list[Somebody]:
    """Everybody who is or was in the case, as far as the viewer may know them. Whoever shows them records it."""
    return in_words(rows_of(case, viewer))


def people_shown(case: Case, viewer: User, *, only_now: bool = False) -> list[Somebody]:
    """The same, or of them who is in it now, for a form to choose from; recorded."""
    people = [one for one in people_of(case, viewer) if one.row.until is None or not only_now]
    persons = [one.row.person_id for one in people if one.row.person_id]
    _record("case:involved_read", case, viewer, persons=persons)
    return people


def persons_about(documents: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    """Whom these documents are about, for the log: somebody may ask who looked into what there is of them."""
    rows = About.objects.filter(document__in=list(documents), involvement__person__isnull=False)
    return sorted(set(rows.values_list("involvement__person", flat=True)))


def copy_of(file: DocumentFile, viewer: User) -> tuple[Header, Iterator[bytes]]:
    """The working copy; recorded. Raises NotPossible where there is none, and DecryptionError."""
    if file.state != State.READY or file.copy_id is None:
        raise NotPossible("Van dit bestand is er geen werkkopie.")
    header = envelopes.read_copy(file, file.document.case.data_key)
    _record_file("document:copy_read", file, viewer)
    return header, envelopes.content_of(file.copy_id, header)


def original_of(file: DocumentFile, viewer: User) -> tuple[Header, Iterator[bytes]]:
    """The file as it came in or was made; recorded. Raises NotPossible where it must not be taken, and DecryptionError."""
    if file.state not in ORIGINAL_MAY_BE_TAKEN:
        raise NotPossible("Het origineel van dit bestand kan niet worden gedownload.")
    header = envelopes.read_content(file, file.document.case.data_key)
    _record_file("document:original_taken", file, viewer)
    return header, envelopes.content_of(file.id, header)


def mosaic(file: DocumentFile, viewer: User, *, task: str) -> bytes:
    """A coarse picture of an image that nobody judged yet, made for this one look; recorded. Raises NotPossible."""
    header = envelopes.read_content(file, file.document.case.data_key)
    check_is_to_judge(file, header)
    _record_file("document:mosaic_seen", file, viewer, level=task)
    return coarse(file, header, task)


def header_of(file: DocumentFile, data_key: uuid.UUID | None) -> Header | None:
    """What a file is called and what it is; None where nobody can read that any more."""
    try:
        return envelopes.read_content(file, data_key)
    except DecryptionError:
        return None


def _sheet(row: Document, names: Mapping[str, str], *, with_headers: bool) -> Sheet:
    about = tuple(names[key] for link in row.about.all() if (key := str(link.involvement_id)) in names)
    files = list(row.files.select_related("added_by") if with_headers else row.files.all())
    sheets = tuple(FileSheet(one, header_of(one, row.case.data_key) if with_headers else None) for one in files)
    return Sheet(row, contents.read_if_left(row), about, sheets)


def _is_asked(sheet: Sheet, asked: Asked) -> bool:
    is_aside = sheet.row.set_aside_at is not None
    about = {str(link.involvement_id) for link in sheet.row.about.all()}
    return (
        is_aside == asked.aside
        and (not asked.kind or sheet.said.get("kind") == asked.kind)
        and (not asked.person or asked.person in about)
    )


def _with_case(row: Document, case: Case) -> Document:
    row.case = case
    return row


def _record(tag: str, case: Case, viewer: User, **shown: Any) -> None:
    record(tag, by=viewer, about=case, authorisation=ground_of(viewer, case.compartment_id), **shown)


def _record_file(tag: str, file: DocumentFile, viewer: User, **more: Any) -> None:
    persons = persons_about([file.document_id])
    _record(tag, file.document.case, viewer, document=file.document_id, version=file.number, persons=persons, **more)
