"""What the story of a case tells of documents, to whoever may see them: added, another version, set aside."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from schakel.access.compiled import Asked, asked_by, listed
from schakel.access.models import User
from schakel.cases.documents.kinds import DocumentKind
from schakel.cases.documents.models import Document, DocumentFile
from schakel.cases.documents.queries import documents_seen, sees_documents
from schakel.cases.life.story import Entry, Happened, Kind
from schakel.cases.models import Case
from schakel.cases.plan import contents
from schakel.vault.records import DESTROYED


def some(_kind: str, asked: Asked) -> QuerySet[Any]:
    """Whether there is any."""
    return Document.objects.filter(case=asked.record).values("pk")


def happened(case: Case, viewer: User) -> Iterator[Happened]:
    """Every version, and what was set aside."""
    if not sees_documents(viewer):
        return
    asked = asked_by(viewer.pk, record=case.pk)
    version, aside = partial(_versions_told, case), partial(_asides_told, case)
    for pk, at in listed(_versions, viewer.role, asked):
        yield Happened(at, Kind.DOCUMENT, version, pk)
    for pk, at in listed(_asides, viewer.role, asked):
        yield Happened(at, Kind.DOCUMENT, aside, pk)


def _seen(role: str, asked: Asked) -> QuerySet[Document]:
    return documents_seen(role, asked).filter(case=asked.record)


def _versions(role: str, asked: Asked) -> QuerySet[Any]:
    rows = DocumentFile.objects.filter(document__in=_seen(role, asked).order_by().values("pk"))
    return rows.values_list("pk", "added_at")


def _asides(role: str, asked: Asked) -> QuerySet[Any]:
    return _seen(role, asked).filter(set_aside_at__isnull=False).values_list("pk", "set_aside_at")


def _versions_told(case: Case, ids: Sequence[UUID]) -> dict[UUID, Entry]:
    files = DocumentFile.objects.filter(pk__in=ids).select_related("added_by", "document")
    return {file.pk: _version(_in(case, file.document), file) for file in files}


def _asides_told(case: Case, ids: Sequence[UUID]) -> dict[UUID, Entry]:
    rows = Document.objects.filter(pk__in=ids)
    return {row.pk: _aside(_in(case, row), row.set_aside_at or row.newest_at) for row in rows}


def _in(case: Case, document: Document) -> Document:
    """The document, which need not look up its case any more."""
    document.case = case
    return document


def how_much(case: Case) -> list[int]:
    """What of documents makes a difference to undoing a joining; each change of words is counted with the plan's."""
    return [case.documents.count(), DocumentFile.objects.filter(document__case=case).count()]


def _version(document: Document, file: DocumentFile) -> Entry:
    said = contents.read_if_left(document)
    title = said.get("title", DESTROYED)
    words = "Brief gemaakt" if file.made_of else "Document toegevoegd"
    if file.number > 1:
        words = f"{words}, versie {file.number}"
    text = f"Soort: {DocumentKind(said['kind']).label}." if said else ""
    return Entry(file.added_at, Kind.DOCUMENT, f"{words}: {title}", text, file.added_by.name)


def _aside(document: Document, at: datetime) -> Entry:
    said = contents.read_if_left(document)
    return Entry(at, Kind.DOCUMENT, f"Document apart gelegd: {said.get('title', DESTROYED)}", said.get("reason", ""))
