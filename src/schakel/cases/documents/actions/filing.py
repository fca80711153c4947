"""Documents put in a case, described, given another version, set aside and put back."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.http import Http404

from schakel.access.models import User
from schakel.attachments import envelopes
from schakel.attachments.models import Piece
from schakel.attachments.states import State
from schakel.attachments.uploads import Taken
from schakel.audit.record import record
from schakel.cases.conference.editing import check_unchanged
from schakel.cases.documents.kinds import DocumentKind
from schakel.cases.documents.models import About, Document, DocumentFile
from schakel.cases.documents.policies import check_can_file, check_is_kept, check_may_be_of_police
from schakel.cases.documents.queries import documents_for
from schakel.cases.life import actions as cases
from schakel.cases.life.involved import rows_of
from schakel.cases.models import Case
from schakel.cases.plan import contents
from schakel.cases.policies import NotPossible
from schakel.core import time

YES = "ja"


@dataclass(frozen=True)
class Described:
    """What somebody says of a document. `about` are ids of who is in the case."""

    title: str
    kind: str = DocumentKind.OTHER
    about: tuple[str, ...] = ()
    is_police: bool = False
    received_from: str = ""
    received_on: str = ""  # as ISO writes it
    conditions: str = ""

    def flat(self) -> dict[str, str]:
        """As it is stored, and laid beside what another made of it."""
        return {
            "title": self.title,
            "kind": self.kind,
            "about": ",".join(sorted(self.about)),
            "is_police": YES if self.comes_from_police else "",
            "received_from": self.received_from,
            "received_on": self.received_on,
            "conditions": self.conditions,
        }

    @property
    def comes_from_police(self) -> bool:
        """A document of that kind is police data, whether somebody ticked the box or not."""
        return self.is_police or self.kind == DocumentKind.POLICE


@transaction.atomic
def add_document(*, case: Case, said: Described, taken: Taken, by: User) -> Document:
    """Put a file that arrived in a case. Raises NotAllowed, NotPossible, Destroyed."""
    case = cases.as_it_is(case)
    check_can_file(by, case)
    document = begin(case, said, {}, by)
    _keep(document, taken, by)
    record("document:added", by=by, about=case, document=document.id)
    return document


@transaction.atomic
def add_version(*, document: Document, taken: Taken, by: User) -> DocumentFile:
    """Another version beside those that are there: none is lost, whoever was first. Raises NotAllowed, NotPossible."""
    document = as_it_is(document, by)
    check_can_file(by, document.case)
    check_is_kept(document)
    file = _keep(document, taken, by)
    document.newest_at = file.added_at
    document.save(update_fields=["newest_at"])
    record("document:version_added", by=by, about=document.case, document=document.id, version=file.number)
    return file


@transaction.atomic
def describe(*, document: Document, said: Described, revision: int, by: User) -> None:
    """Say otherwise what it is. Raises NotAllowed, NotPossible, Changed."""
    document = as_it_is(document, by)
    check_can_file(by, document.case)
    check_is_kept(document)
    check_unchanged(document, revision, said.flat())
    check_may_be_of_police(by, is_police=said.comes_from_police)
    _tie(document, said.about, by)
    document.is_police = said.comes_from_police
    before = contents.read(document)
    # The title stands above a letter: another one makes another letter.
    text = {"text": str(document.revision + 1)} if "text" in before and before["title"] != said.title else {}
    contents.change(document, before | said.flat() | text, by=by)
    record("document:changed", by=by, about=document.case, document=document.id)


@transaction.atomic
def set_aside(*, document: Document, reason: str, by: User) -> None:
    """Take it off the list, with a reason; everything of it stays. Raises NotAllowed, NotPossible."""
    document = as_it_is(document, by)
    check_can_file(by, document.case)
    check_is_kept(document)
    if not reason:
        raise NotPossible("Schrijf waarom u het apart legt.")
    document.set_aside_at = time.now()
    contents.change(document, contents.read(document) | {"reason": reason}, by=by)
    record("document:set_aside", by=by, about=document.case, document=document.id)


@transaction.atomic
def put_back(*, document: Document, by: User) -> None:
    """Put it on the list again. Raises NotAllowed, NotPossible."""
    document = as_it_is(document, by)
    check_can_file(by, document.case)
    if document.set_aside_at is None:
        raise NotPossible("Dit document ligt niet apart.")
    document.set_aside_at = None
    contents.change(document, contents.read(document) | {"reason": ""}, by=by)
    record("document:put_back", by=by, about=document.case, document=document.id)


def begin(case: Case, said: Described, more: dict[str, str], by: User) -> Document:
    """A new document with its first words; the caller has checked, and records."""
    check_may_be_of_police(by, is_police=said.comes_from_police)
    document = Document(case=case, added_by=by, is_police=said.comes_from_police)
    contents.add(document, said.flat() | {"reason": ""} | more, by=by)
    _tie(document, said.about, by)
    return document


def as_it_is(document: Document, by: User) -> Document:
    """The document and its case as they stand now, held until the end of the transaction.

    Raises Http404 where a colleague made it one that this person may not see.
    """
    case = cases.as_it_is(document.case)
    found = documents_for(by).filter(pk=document.pk).select_for_update(of=("self",)).first()
    if found is None:
        raise Http404
    found.case = case
    return found


def next_number(document: Document) -> int:
    """The number of a version that comes now; the caller holds the document."""
    newest = document.files.order_by("-number").values_list("number", flat=True).first()
    return (newest or 0) + 1


def _keep(document: Document, taken: Taken, by: User) -> DocumentFile:
    if DocumentFile.objects.filter(pk=taken.id).exists():
        raise NotPossible("Dit bestand is al toegevoegd. U verstuurde het formulier twee keer.")
    if Piece.objects.filter(file_id=taken.id).count() != taken.pieces:
        raise NotPossible("Het bestand dat u koos, is hier niet meer. Kies het opnieuw.")
    file = DocumentFile(id=taken.id, document=document, number=next_number(document), added_by=by)
    file.pieces, file.state = taken.pieces, State.WAITING
    said = envelopes.header(name=taken.name, kind=taken.kind.name, size=taken.size, key=taken.key, sha256=taken.sha256)
    envelopes.write_content(file, document.case.data_key, said)
    file.save(force_insert=True)
    return file


def _tie(document: Document, about: Iterable[str], by: User) -> None:
    """Say anew whom it is about; only of people whom this person may see, who is all there can be chosen."""
    seen = {str(row.pk): row for row in rows_of(document.case, by)}
    wanted = set(about)
    if wanted - seen.keys():
        raise NotPossible("Kies alleen personen die in deze casus staan.")
    document.about.exclude(involvement__in=[seen[key] for key in wanted]).delete()
    known = {str(key) for key in document.about.values_list("involvement", flat=True)}
    for key in sorted(wanted - known):
        About.objects.create(document=document, involvement=seen[key])
