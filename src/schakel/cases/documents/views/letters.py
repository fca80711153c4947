"""Letters: choose a template, say about whom, write, and make it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.audit.record import record
from schakel.cases.conference.views.page import REFUSALS, form_page
from schakel.cases.documents import queries
from schakel.cases.documents import templates as of_letters
from schakel.cases.documents.actions import letters as actions
from schakel.cases.documents.forms import BeginForm, LetterForm
from schakel.cases.documents.kinds import Audience
from schakel.cases.documents.letters import FILLED, WRITTEN, faults_in
from schakel.cases.documents.models import Document
from schakel.cases.documents.views.page import BOTH, to_change, told_of
from schakel.cases.plan.forms import RevisionForm
from schakel.cases.plan.policies import check_may_plan
from schakel.cases.plan.queries import case_with_plan
from schakel.partners.queries import organisation_choices


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
    people = {str(one.row.pk): one for one in queries.people_of(case, who) if one.row.until is None}
    organisations = organisation_choices(who)
    form = BeginForm(
        request.POST if request.method == "POST" else None,
        people=list(people.values()),
        organisations=organisations,
        audience=template.audience,
    )
    persons = [one.row.person_id for one in people.values() if one.row.person_id]
    record("case:involved_read", by=who, about=case, persons=persons)
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

    def act(form: LetterForm, revision: int) -> None:
        actions.write_letter(document=document, said=form.said(), revision=revision, by=who)
        messages.success(request, "De tekst is bewaard.")

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
    return form_page(request, "cases/documents/letter.html", form, act, to, context=context, again=again)


@require_POST
def make(request: HttpRequest, case_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """A PDF of the text as it stands."""
    who, document = to_change(request, case_id, document_id)
    try:
        file = actions.make_letter(document=document, by=who)
    except REFUSALS as refusal:
        messages.warning(request, str(refusal))
        return see_other("letter", case_id, document_id)
    messages.success(request, f"De brief is gemaakt: versie {file.number}.")
    return see_other("document", case_id, document_id)


def _named(asked: list[str]) -> list[str]:
    """What of a template only whoever writes can fill in."""
    return [WRITTEN[name] for name in asked if name in WRITTEN and name not in FILLED]
