"""The documents of a case, one of them with its versions, what it is, and setting it aside."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.cases.conference.telling import flat
from schakel.cases.conference.views.page import REFUSALS, form_page
from schakel.cases.documents import queries
from schakel.cases.documents.actions import filing
from schakel.cases.documents.forms import DescribeForm, FilterForm, may_say_police
from schakel.cases.documents.models import Document
from schakel.cases.documents.queries import Asked, Sheet
from schakel.cases.documents.telling import LABELS, history_of, is_hidden, names_for, words_of
from schakel.cases.plan import contents
from schakel.cases.plan.forms import ReasonForm, RevisionForm
from schakel.cases.plan.merging import merge
from schakel.cases.plan.models import Version
from schakel.cases.plan.policies import check_may_plan, may_plan
from schakel.cases.plan.queries import case_with_plan, numbers_of
from schakel.cases.plan.views.changed import Row, Told

BOTH = ["GET", "HEAD", "POST"]
_A_PAGE = 30


@require_safe
def every(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """The documents of a case, the newest first, narrowed to a kind or a person."""
    who = viewer(request)
    case = case_with_plan(who, case_id)
    asked = Asked(request.GET.get("soort", ""), request.GET.get("wie", ""), request.GET.get("apart") == "1")
    listed = queries.documents_of(case, who, asked)
    context = {
        "case": case,
        "page": Paginator(listed.sheets, _A_PAGE).get_page(request.GET.get("page")),
        "listed": listed,
        "earlier": [] if asked != Asked() else queries.earlier_of(case, who),
        "asked": asked,
        "form": FilterForm({"soort": asked.kind, "wie": asked.person}, people=listed.people),
        "may_change": may_plan(who) and case.closed_at is None,
        "numbers": numbers_of(case, who),
    }
    return render(request, "cases/documents/documents.html", context)


@require_safe
def show(request: HttpRequest, case_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """One document: what it is, its versions, and what can be done with it."""
    who = viewer(request)
    document = queries.document_for(who, case_id, document_id)
    return render(request, "cases/documents/document.html", drawn(document, who))


@require_http_methods(BOTH)
def change(request: HttpRequest, case_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """Say otherwise what it is; who comes second sees what the first changed."""
    who, document = to_change(request, case_id, document_id)
    people = queries.people_shown(document.case, who)
    posted = request.POST if request.method == "POST" else None
    sheet = queries.read_document(document, who)
    form = DescribeForm(posted, people=people, initial=initial(sheet.said))
    may_say_police(form, who)
    asked = RevisionForm.posted(request.POST)

    def act(form: DescribeForm, revision: int) -> None:
        filing.describe(document=document, said=form.said(), revision=revision, by=who)
        messages.success(request, "De wijziging is bewaard.")

    def again() -> tuple[DescribeForm, Any]:
        merged, told = told_of(document, asked, form.said().flat(), who)
        anew = DescribeForm(initial(merged), people=people)
        may_say_police(anew, who)
        return anew, told

    context = {"case": document.case, "document": document, "sheet": sheet, "revision": document.revision}
    to = ("document", case_id, document_id)
    return form_page(request, "cases/documents/change.html", form, act, to, context=context, again=again)


@require_http_methods(BOTH)
def aside(request: HttpRequest, case_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """Set it aside, with a reason."""
    who, document = to_change(request, case_id, document_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def act(form: ReasonForm, _revision: int) -> None:
        filing.set_aside(document=document, reason=form.cleaned_data["reason"], by=who)
        messages.success(request, "Het document ligt apart. Alle versies zijn er nog.")

    context = {"case": document.case, "document": document, "sheet": queries.read_document(document, who)}
    to = ("document", case_id, document_id)
    return form_page(request, "cases/documents/aside.html", form, act, to, context=context)


@require_POST
def back(request: HttpRequest, case_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """Put it on the list again."""
    who, document = to_change(request, case_id, document_id)
    try:
        filing.put_back(document=document, by=who)
        messages.success(request, "Het document staat weer in de lijst.")
    except REFUSALS as refusal:
        messages.warning(request, str(refusal))
    return see_other("document", case_id, document_id)


def to_change(request: HttpRequest, case_id: uuid.UUID, document_id: uuid.UUID) -> tuple[User, Document]:
    """Who asks, and the document, where they see it and this is their work."""
    who = viewer(request)
    document = queries.document_for(who, case_id, document_id)
    check_may_plan(who)
    return who, document


def drawn(document: Document, who: User) -> dict[str, Any]:
    """What the page of a document shows; recorded."""
    sheet = queries.read_document(document, who)
    is_open = document.case.closed_at is None and not sheet.is_destroyed
    return {
        "case": document.case,
        "document": document,
        "sheet": sheet,
        "facts": _facts(sheet),
        "history": history_of(document, names_for(document, who), who),
        "may_change": may_plan(who) and is_open and document.set_aside_at is None,
        "may_put_back": may_plan(who) and is_open and document.set_aside_at is not None,
        "may_take": may_plan(who),
    }


def told_of(document: Document, revision: int, mine: dict[str, str], who: User) -> tuple[dict[str, str], Told]:
    """What a form goes on with, and what to tell; `revision` is the version that mine began with."""
    document.refresh_from_db()
    names = names_for(document, who)
    before = flat(contents.version_of(document, revision) or {})
    if is_hidden(before, names, who):
        before = {}
    merged, differences = merge(before, flat(contents.read(document)), mine)
    rows = tuple(
        Row(
            LABELS[one.field],
            words_of(one.field, one.before, names),
            words_of(one.field, one.theirs, names),
            words_of(one.field, one.mine, names),
            one.is_conflict,
        )
        for one in differences
    )
    latest = Version.objects.select_related("by").get(subject_id=document.id, revision=document.revision)
    return merged, Told(latest, rows)


def initial(said: Any) -> dict[str, Any]:
    """What a document says, as its form takes it."""
    return {**said, "about": [one for one in said.get("about", "").split(",") if one]}


def _facts(sheet: Sheet) -> list[tuple[str, str]]:
    said = sheet.said
    told = [
        ("Soort", sheet.kind),
        ("Over wie", ", ".join(sheet.about)),
        ("Van wie gekregen", said.get("received_from", "")),
        ("Gekregen op", words_of("received_on", said.get("received_on", ""), {})),
        ("Sjabloon", f"{said['template']}, versie {said['template_version']}" if sheet.is_letter else ""),
        ("Aan", said.get("recipient", "")),
    ]
    return [(label, value) for label, value in told if value]
