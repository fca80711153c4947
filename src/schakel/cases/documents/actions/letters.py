"""Letters of a case: begun from a template, written, and made into a document."""

from dataclasses import dataclass

from django.db import transaction

from schakel.access.models import User
from schakel.attachments import envelopes
from schakel.attachments.states import State
from schakel.audit.record import record
from schakel.cases.conference.editing import check_unchanged
from schakel.cases.documents import paper
from schakel.cases.documents.actions import filing
from schakel.cases.documents.actions.filing import Described
from schakel.cases.documents.letters import Template, faults_in, filled, values_for
from schakel.cases.documents.models import Document, DocumentFile
from schakel.cases.documents.policies import check_can_file, check_is_kept
from schakel.cases.life import actions as cases
from schakel.cases.life.involved import Somebody
from schakel.cases.models import Case
from schakel.cases.plan import contents
from schakel.cases.policies import NotPossible
from schakel.core import time


@dataclass(frozen=True)
class Written:
    """A letter as somebody writes it: what stands above it, to whom, and the text."""

    title: str
    recipient: str
    body: str

    def flat(self) -> dict[str, str]:
        return {"title": self.title, "recipient": self.recipient, "body": self.body}


@transaction.atomic
def begin_letter(*, case: Case, template: Template, person: Somebody | None, organisation: str, by: User) -> Document:
    """A draft with what the case knows filled in. Raises NotAllowed, NotPossible, Destroyed."""
    case = cases.as_it_is(case)
    check_can_file(by, case)
    values = values_for(case, person, organisation, by)
    about = (str(person.row.pk),) if person is not None else ()
    recipient = values.get("naam", "") if template.audience == "client" else organisation
    more = {
        "recipient": recipient,
        "body": filled(template.body, values),
        "audience": str(template.audience),
        "template": template.title,
        "template_version": str(template.version),
        "text": "1",
    }
    document = filing.begin(case, Described(template.title, template.kind, about), more, by)
    record("letter:begun", by=by, about=case, document=document.id, template=template.key, version=template.version)
    return document


@transaction.atomic
def write_letter(*, document: Document, said: Written, revision: int, by: User) -> str:
    """Keep what somebody wrote, and say which text of the letter it is. Raises NotAllowed, NotPossible, Changed."""
    document = filing.as_it_is(document, by)
    _check_is_letter(document, by)
    check_unchanged(document, revision, said.flat())
    before = contents.read(document)
    if before | said.flat() == before:
        return str(before["text"])
    document.newest_at = time.now()
    # As of which revision the text is as it is: describing the document otherwise makes no other letter of it.
    text = {"text": str(document.revision + 1)}
    contents.change(document, before | said.flat() | text, by=by)
    record("letter:changed", by=by, about=document.case, document=document.id)
    return text["text"]


@transaction.atomic
def make_letter(*, document: Document, text: str, by: User) -> DocumentFile:
    """That text as a PDF, another version of the document. Raises NotAllowed, NotPossible, Destroyed."""
    document = filing.as_it_is(document, by)
    _check_is_letter(document, by)
    said = contents.read(document)
    if said["text"] != text:
        # Nobody makes a letter of what they did not read.
        raise NotPossible("Een collega wijzigde de brief intussen. Lees die eerst.")
    if faults_in(said["body"]):
        # Which, the page of the letter says: what somebody typed is in no message.
        raise NotPossible("De brief is nog niet af. Vul eerst in wat er nog ontbreekt.")
    if document.files.filter(made_of=int(text)).exists():
        raise NotPossible("Van deze tekst is al een document gemaakt.")
    content = paper.letter_pdf(said, number=document.case.number, on=time.today())
    file = DocumentFile(document=document, number=filing.next_number(document), added_by=by)
    file.made_of, file.state = int(text), State.ORIGINAL_ONLY
    key, file.pieces = envelopes.store_whole(file.id, content)
    name = paper.file_name(said["title"], file.number)
    header = envelopes.header(name=name, kind="pdf", size=len(content), key=key, sha256=paper.digest(content))
    envelopes.write_content(file, document.case.data_key, header)
    file.save(force_insert=True)
    document.newest_at = file.added_at
    document.save(update_fields=["newest_at"])
    record("letter:made", by=by, about=document.case, document=document.id, version=file.number)
    return file


def _check_is_letter(document: Document, by: User) -> None:
    check_can_file(by, document.case)
    check_is_kept(document)
    if "body" not in contents.read(document):
        raise NotPossible("Dit document is geen brief die hier is geschreven.")
