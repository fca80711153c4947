"""Documents of a case as far as a test needs them: what the browser posts, and files that the worker has looked at."""

import io
from typing import Any

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from schakel.access.models import User
from schakel.cases.documents.actions import checking, filing
from schakel.cases.documents.actions.filing import Described
from schakel.cases.documents.models import Document
from schakel.cases.life import people
from schakel.cases.life.people import Newcomer
from schakel.cases.models import Case, Involvement
from schakel.cases.states import InvolvedAs
from schakel.people.details import PersonDetails
from tests.rooms.attachments import sending
from tests.rooms.cases.planning import TODAY


def pdf() -> bytes:
    """A small PDF that says who made it."""
    made = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(200, 200))
        document.docinfo["/Author"] = "Iemand Verzonnen"
        document.save(made)
    return made.getvalue()


def picture() -> bytes:
    """A picture of nothing."""
    made = io.BytesIO()
    Image.new("RGB", (40, 30), (120, 90, 60)).save(made, "JPEG")
    return made.getvalue()


def room(case: Case, document: Document | None = None, page: str = "") -> str:
    """The address of the documents of a case, or of one of them."""
    return f"/casussen/{case.id}/documenten/" + (f"{document.id}/" if document else "") + page


def posted(name: str = "besluit.pdf", content: bytes | None = None, **changed: Any) -> dict[str, Any]:
    """What the browser posts for a new document; no file where its name is empty."""
    said = {"title": "Besluit van de gemeente", "kind": "decision", "received_from": "Gemeente Fictief", "einde": "ja"}
    file = {"file": SimpleUploadedFile(name, pdf() if content is None else content)} if name else {}
    return {**said, **file, **changed}


def added(case: Case, name: str = "besluit.txt", by: User | None = None, **said: Any) -> Document:
    """A document that the coordinator added, not looked at by the worker yet."""
    described = Described(**{"title": "Besluit", "kind": "decision", **said})
    taken = sending.arrived(name, picture() if name.endswith("jpg") else pdf() if name.endswith("pdf") else b"Woorden.")
    return filing.add_document(case=case, said=described, taken=taken, by=by or case.coordinator)


def checked(case: Case, name: str = "besluit.txt", by: User | None = None, **said: Any) -> Document:
    """The same after the worker came by."""
    document = added(case, name, by, **said)
    checking.examine_waiting()
    return document


def suspect_in(case: Case) -> Involvement:
    """Somebody in the case whom not every colleague may see."""
    newcomer = Newcomer(details=PersonDetails(TODAY, name="Dirk Verzonnen"))
    return people.add(case=case, newcomer=newcomer, role=InvolvedAs.SUSPECT, by=case.coordinator)
