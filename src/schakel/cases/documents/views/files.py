"""One version of a document: taken along, and for an image what somebody decides who looked at it."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.attachments.serving import SANDBOX, served
from schakel.attachments.states import STEPS, State
from schakel.cases.conference.views.page import REFUSALS
from schakel.cases.documents import queries
from schakel.cases.documents.actions import checking
from schakel.cases.documents.models import DocumentFile
from schakel.cases.documents.views.page import to_change
from schakel.methods.attachments.child import MOSAIC
from schakel.vault.records import DecryptionError
from schakel.vault.sealing import SealError

_LOOKS = {"grof": "mosaic", "fijner": "finer"}
_DECISIONS = {"geen_naakt": checking.clear, "naakt": checking.close, "minderjarige": checking.lock}
_FAULTS = (*REFUSALS, SealError, DecryptionError)


@require_safe
def copy(request: HttpRequest, case_id: uuid.UUID, document_id: uuid.UUID, number: int) -> HttpResponseBase:
    """The working copy, to keep; never drawn on a page."""
    who, file = _file(request, case_id, document_id, number)
    try:
        header, content = queries.copy_of(file, who)
    except _FAULTS:
        return HttpResponse("Hiervan is geen werkkopie.", content_type="text/plain", status=409)
    return served(header, content, inline=False)


@require_POST
def original(request: HttpRequest, case_id: uuid.UUID, document_id: uuid.UUID, number: int) -> HttpResponseBase:
    """The file as it came in, or the letter as it was made; it is recorded who took it."""
    who, document = to_change(request, case_id, document_id)
    try:
        header, content = queries.original_of(queries.file_of(document, number), who)
    except _FAULTS as fault:
        messages.warning(request, str(fault) if isinstance(fault, REFUSALS) else "Dit bestand is niet te lezen.")
        return see_other("document", case_id, document_id)
    return served(header, content, inline=False)


@require_safe
def look(request: HttpRequest, case_id: uuid.UUID, document_id: uuid.UUID, number: int) -> HttpResponse:
    """An image that nobody judged yet, or any file that must be locked: what it is, and what somebody decides."""
    who, document = to_change(request, case_id, document_id)
    file = queries.file_of(document, number)
    asked = request.GET.get("bekijk", "")
    context = {
        "case": document.case,
        "document": document,
        "sheet": queries.read_document(document, who),
        "file": file,
        "look": asked if asked in _LOOKS else "",
        "may_judge": file.state == State.UNCLEARED,
        "may_lock": State.LOCKED in STEPS[State(file.state)],
    }
    return render(request, "cases/documents/look.html", context)


@require_safe
def mosaic(request: HttpRequest, case_id: uuid.UUID, document_id: uuid.UUID, number: int) -> HttpResponse:
    """An image in coarse squares, made for this look alone."""
    who, document = to_change(request, case_id, document_id)
    task = _LOOKS.get(request.GET.get("hoe", ""), next(iter(MOSAIC)))
    try:
        picture = queries.mosaic(queries.file_of(document, number), who, task=task)
    except _FAULTS:
        return HttpResponse("Hiervan is geen beeld.", content_type="text/plain", status=409)
    return HttpResponse(picture, content_type="image/png", headers={"Content-Security-Policy": SANDBOX})


@require_POST
def decide(request: HttpRequest, case_id: uuid.UUID, document_id: uuid.UUID, number: int) -> HttpResponse:
    """What somebody decides after looking."""
    who, document = to_change(request, case_id, document_id)
    file = queries.file_of(document, number)
    decision = _DECISIONS.get(request.POST.get("besluit", ""))
    if decision is None:
        messages.warning(request, "Kies eerst wat u ziet.")
        return see_other("document_look", case_id, document_id, number)
    try:
        decision(file=file, by=who)
    except REFUSALS as refusal:
        messages.warning(request, str(refusal))
    except (SealError, DecryptionError):
        messages.warning(request, "Dit bestand kan niet meer worden gelezen.")
    return see_other("document", case_id, document_id)


def _file(request: HttpRequest, case_id: uuid.UUID, document_id: uuid.UUID, number: int) -> tuple[User, DocumentFile]:
    who = viewer(request)
    return who, queries.file_of(queries.document_for(who, case_id, document_id), number)
