"""Letters: choose a template, say about whom, write, and make it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.cases.conference.views.page import REFUSALS, form_page
from schakel.cases.documents import queries
from schakel.cases.documents import templates as of_letters
from schakel.cases.documents.actions import letters as actions
from schakel.cases.documents.forms import BeginForm, LetterForm
from schakel.cases.documents.kinds import Audience
from schakel.cases.documents.letters import FILLED, WRITTEN, faults_in
from schakel.cases.documents.models import Document, DocumentFile
from schakel.cases.documents.views.page import BOTH, to_change, told_of
from schakel.cases.plan.forms import RevisionForm
from schakel.cases.plan.policies import check_may_plan
from schakel.cases.plan.queries import case_with_plan
from schakel.partners.queries import organisation_choices

# The button that keeps the text and makes the letter of it.
MAKE = "maak"


@require_safe
def choose(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Which letter."""
    who = viewer(request)
    case = case_with_plan(who, case_id)
    check_may_plan(who)
    every = of_letters.to_choose_from()
    groups = [(audience.label, [one for one in every if one.audience == audience]) for audience in Audience]
    return render(request, "cases/documents/choose.html", {"case": case, "groups": groups})


@require_http_methods(BOTH)
def begin(request: HttpRequest, case_id: uuid.UUID, key: str) -> HttpResponse:
    """About whom and to whom; then the case fills in what it knows."""
    who = viewer(request)
    case = case_with_plan(who, case_id)
    check_may_plan(who)
    template = of_letters.template_called(key)
    people = {str(one.row.pk): one for one in queries.people_shown(case, who, only_now=True)}
    organisations = organisation_choices(who)
    form = BeginForm(
        request.POST if request.method == "POST" else None,
        people=list(people.values()),
        organisations=organisations,
        audience=template.audience,
    )
    made: list[Document] = []

    def act(form: BeginForm, _revision: int) -> None:
        said = form.cleaned_data
        organisation = dict(organisations).get(said.get("organisation", ""), "")
        made.append(
            actions.begin_letter(
                case=case, template=template, person=people.get(said["person"]), organisation=organisation, by=who
            )
        )

    context = {"case": case, "template": template, "written": _named(template.asks)}
    response = form_page(request, "cases/documents/begin.html", form, act, ("documents", case.id), context=context)
    return see_other("letter", case.id, made[0].id) if made else response


@require_http_methods(BOTH)
def write(request: HttpRequest, case_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """The text, which can be changed wherever it came from; who comes second sees what the first changed."""
    who, document = to_change(request, case_id, document_id)
    sheet = queries.read_document(document, who)
    if not sheet.is_letter:
        return see_other("document", case_id, document_id)
    posted = request.POST if request.method == "POST" else None
    form = LetterForm(posted, initial=dict(sheet.said))
    made: list[DocumentFile] = []

    def act(form: LetterForm, revision: int) -> None:
        text = actions.write_letter(document=document, said=form.said(), revision=revision, by=who)
        if MAKE not in request.POST:
            messages.success(request, "De tekst is bewaard.")
        elif (file := _make(request, document, text, who)) is not None:
            made.append(file)

    def again() -> tuple[LetterForm, Any]:
        merged, told = told_of(document, RevisionForm.posted(request.POST), form.said().flat(), who)
        return LetterForm(merged), told

    context = {
        "case": document.case,
        "document": document,
        "sheet": sheet,
        "revision": document.revision,
        "faults": faults_in(sheet.said["body"]),
    }
    to = ("letter", case_id, document_id)
    response = form_page(request, "cases/documents/letter.html", form, act, to, context=context, again=again)
    return see_other("document", case_id, document_id) if made else response


def _make(request: HttpRequest, document: Document, text: str, who: User) -> DocumentFile | None:
    """A PDF of what was just kept; what is in its way is told beside the text, which stays kept."""
    try:
        file = actions.make_letter(document=document, text=text, by=who)
    except REFUSALS as refusal:
        messages.warning(request, f"De tekst is bewaard. {refusal}")
        return None
    messages.success(request, f"De tekst is bewaard en de brief is gemaakt: versie {file.number}.")
    return file


def _named(asked: list[str]) -> list[str]:
    """What of a template only whoever writes can fill in."""
    return [WRITTEN[name] for name in asked if name in WRITTEN and name not in FILLED]
