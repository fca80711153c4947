"""Putting a file in a case, and another version of one that is there. A plain form, streamed: nothing of it stands in plain."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.attachments.uploads import SealingHandler, Taken
from schakel.cases.conference.views.page import REFUSALS
from schakel.cases.documents import queries, receiving
from schakel.cases.documents.actions import filing
from schakel.cases.documents.forms import FileForm, UploadForm, may_say_police
from schakel.cases.documents.models import Document
from schakel.cases.documents.views.page import BOTH, to_change
from schakel.cases.models import Case
from schakel.cases.plan.policies import check_may_plan
from schakel.cases.plan.queries import case_with_plan


@dataclass(frozen=True)
class _Page:
    """A page with a form that takes a file: what draws it, the form it makes, and what it does with a whole one."""

    template: str
    context: Mapping[str, Any]
    case: Case
    who: User
    make: Callable[[Any], Any]
    act: Callable[[Any, Taken], HttpResponse]

    def drawn(self, request: HttpRequest, form: Any, *, status: int = 200, **more: str) -> HttpResponse:
        return render(request, self.template, {**self.context, "form": form, **more}, status=status)


@csrf_exempt  # the form's token is checked all the same, by `_receive`: only after it is known where the file goes
@require_http_methods(BOTH)
def new(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """A file from outside, and what it is."""
    who = viewer(request)
    case = case_with_plan(who, case_id)
    check_may_plan(who)
    people = queries.people_shown(case, who, only_now=True)

    def make(posted: Any) -> UploadForm:
        form = UploadForm(posted, people=people)
        may_say_police(form, who)
        return form

    def act(form: UploadForm, taken: Taken) -> HttpResponse:
        document = filing.add_document(case=case, said=form.said(), taken=taken, by=who)
        messages.success(request, "Het document staat in de casus. Het bestand wordt nog gecontroleerd.")
        return see_other("document", case.id, document.id)

    return _answered(request, _Page("cases/documents/new.html", {"case": case}, case, who, make, act))


@csrf_exempt  # the form's token is checked here too, by `_receive`, once it is known where the file goes
@require_http_methods(BOTH)
def version(request: HttpRequest, case_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """Another version. Whoever was first meanwhile keeps theirs; whoever comes second is told."""
    who, document = to_change(request, case_id, document_id)
    sheet = queries.read_document(document, who)

    def act(form: FileForm, taken: Taken) -> HttpResponse:
        file = filing.add_version(document=document, taken=taken, by=who)
        _tell(request, document, form.cleaned_data["newest"] or 0, file.number)
        return see_other("document", case_id, document_id)

    newest = sheet.newest.row.number if sheet.newest is not None else 0
    context = {"case": document.case, "document": document, "sheet": sheet}

    def make(posted: Any) -> FileForm:
        return FileForm(posted, initial={"newest": newest})

    return _answered(request, _Page("cases/documents/version.html", context, document.case, who, make, act))


def _answered(request: HttpRequest, page: _Page) -> HttpResponse:
    if request.method != "POST":
        return page.drawn(request, page.make(None))
    if why_not := receiving.why_not_read(request):
        return page.drawn(request, page.make(None), status=413, too_much=why_not)
    # Before anything of the form is read, or Django would keep the file in its own way.
    return _receive(request, page, receiving.begin(request))


@csrf_protect
def _receive(request: HttpRequest, page: _Page, handler: SealingHandler) -> HttpResponse:
    """The form was read. What was typed stands on it again where something is wrong, and so does a file that arrived."""
    form = page.make(request.POST)
    taken, why_not = receiving.arrived(request, handler, page.case, page.who)
    is_valid = form.is_valid()
    if why_not:
        form.add_error("file", why_not)
    elif is_valid and taken is not None:
        try:
            return page.act(form, taken)
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
    if taken is None:
        return page.drawn(request, form, status=422)
    kept = receiving.kept(taken, page.case, page.who)
    return page.drawn(request, form, status=422, kept=kept, kept_name=taken.name)


def _tell(request: HttpRequest, document: Document, newest: int, number: int) -> None:
    between = document.files.filter(number__gt=newest, number__lt=number).select_related("added_by").first()
    if between is None:
        messages.success(request, f"Versie {number} staat erbij. Het bestand wordt nog gecontroleerd.")
        return
    name = between.added_by.name
    messages.warning(
        request,
        f"{name} voegde intussen versie {between.number} toe. Uw bestand is bewaard als versie {number}. "
        "Beide zijn er. Kijk welke de goede is.",
    )
