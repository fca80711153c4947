"""What the story of a case tells of documents, to whoever may see them: added, another version, set aside."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import QuerySet

from schakel.access.compiled import Asked
from schakel.access.models import User
from schakel.cases.documents.kinds import DocumentKind
from schakel.cases.documents.models import Document, DocumentFile
from schakel.cases.documents.queries import documents_for
from schakel.cases.life.story import Entry, Happened, Kind
from schakel.cases.models import Case
from schakel.cases.plan import contents
from schakel.vault.records import DESTROYED


def some(_kind: str, asked: Asked) -> QuerySet[Any]:
    """Whether there is any."""
    return Document.objects.filter(case=asked.record).values("pk")


def happened(case: Case, viewer: User) -> Iterator[Happened]:
    """Every version, and what was set aside."""
    rows = documents_for(viewer).filter(case=case)
    documents = {row.pk: row for row in rows.select_related("case", "added_by")}
    for file in DocumentFile.objects.filter(document__in=documents).select_related("added_by"):
        document = documents[file.document_id]
        yield Happened(file.added_at, Kind.DOCUMENT, partial(_version, document, file))
    for document in documents.values():
        if document.set_aside_at is not None:
            yield Happened(document.set_aside_at, Kind.DOCUMENT, partial(_aside, document, document.set_aside_at))


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
