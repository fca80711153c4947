"""Making a factsheet: the list, the draft, the proposal, the four eyes, and the frozen files."""

import mimetypes
import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.figures import achieved, actions, factsheet, queries, tables
from schakel.figures.actions import NotPossible
from schakel.figures.forms import DraftForm
from schakel.publications import queries as published
from schakel.publications.models import Publication, PublicationState
from schakel.signin.edge import fresh_proof


@require_safe
def publications(request: HttpRequest) -> HttpResponse:
    """Every revision of every year, and the years that have no draft yet."""
    who = viewer(request)
    revisions = published.revisions(who)
    busy = {revision.year for revision in revisions if revision.state != PublicationState.PUBLISHED}
    context = {
        "revisions": revisions,
        "years": [year for year in queries.years() if year not in busy],
        "may_draft": who.may(Permission.DRAFT_PUBLICATION),
    }
    return render(request, "figures/publications.html", context)


@require_POST
def draft(request: HttpRequest, year: int) -> HttpResponse:
    """Start the next revision of a year."""
    who = viewer(request)
    check_may(who, Permission.DRAFT_PUBLICATION)
    if year not in queries.years():
        raise Http404
    return see_other("publication", actions.draft(year=year, by=who).id)


@require_http_methods(["GET", "HEAD", "POST"])
def publication(request: HttpRequest, publication_id: uuid.UUID) -> HttpResponse:
    """One revision: the texts while it is a draft, what will be shown, and the next step."""
    who = viewer(request)
    found = published.publication_for(who, publication_id)
    if request.method != "POST":
        return _draw(request, found)
    check_may(who, Permission.DRAFT_PUBLICATION)
    taken = request.POST.get("take", "")
    form = _form(found, _with(request.POST, taken))
    if not form.is_valid():
        return _draw(request, found, form=form, status=422)
    try:
        _write(found, form, who, propose="propose" in request.POST)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return _draw(request, found, form=form, status=409)
    sentence = "Voorgelegd. Iemand anders keurt het goed." if "propose" in request.POST else "Het concept is bewaard."
    if taken:
        sentence = "De zin staat onderaan de lijst. Het concept is bewaard."
    messages.success(request, sentence)
    return see_other("publication", found.id)


@require_POST
@fresh_proof
def approve(request: HttpRequest, publication_id: uuid.UUID) -> HttpResponse:
    """Publish exactly what was shown."""
    who = viewer(request)
    found = published.publication_for(who, publication_id)
    try:
        actions.approve(publication=found, digest=request.POST.get("digest", ""), by=who)
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "De factsheet is gepubliceerd en staat op de website.")
    return see_other("publication", found.id)


@require_POST
def send_back(request: HttpRequest, publication_id: uuid.UUID) -> HttpResponse:
    """Make a proposal a draft again."""
    who = viewer(request)
    found = published.publication_for(who, publication_id)
    try:
        actions.send_back(publication=found, by=who)
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "Het voorstel is weer een concept.")
    return see_other("publication", found.id)


@require_safe
def file(request: HttpRequest, publication_id: uuid.UUID, name: str) -> HttpResponse:
    """One frozen file of this revision."""
    content = published.frozen_files(published.publication_for(viewer(request), publication_id)).get(name)
    if content is None:
        raise Http404
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _write(found: Publication, form: DraftForm, who: User, *, propose: bool) -> None:
    """Keep the texts, and then ask for approval if that was the button; keeping stands even if asking is refused."""
    said = form.cleaned_data
    with transaction.atomic():
        actions.write(
            publication=found, introduction=said["introduction"], correction=said.get("correction", ""), by=who
        )
        actions.write_achievements(year=found.year, texts=said["achievements"], lists=form.chosen, by=who)
    if propose:
        actions.propose(publication=found, by=who)


def _with(typed: QueryDict, sentence: str) -> QueryDict:
    """What was typed, with a sentence that was taken over at the end of the list."""
    if not sentence:
        return typed
    typed = typed.copy()
    typed["achievements"] = f"{typed.get('achievements', '').rstrip()}\n{sentence}".lstrip()
    return typed


def _form(found: Publication, *arguments: Any) -> DraftForm:
    told = achieved.of_year(found.year)
    return DraftForm(*arguments, publication=found, achieved=published.achievements(found.year), told=told)


def _draw(
    request: HttpRequest, found: Publication, *, form: DraftForm | None = None, status: int = 200
) -> HttpResponse:
    who = viewer(request)
    found.refresh_from_db()
    context: dict[str, Any] = {
        "publication": found,
        "state": found.state,
        "may_draft": who.may(Permission.DRAFT_PUBLICATION),
        "may_approve": who.may(Permission.APPROVE_PUBLICATION),
        "can_approve": actions.can_approve(found, who),
        "files": sorted(published.frozen_files(found)),
    }
    if found.state == PublicationState.PUBLISHED:
        context["figures"] = found.factsheet.figures
    else:
        context |= _as_it_would_be(found)
    if found.state == PublicationState.DRAFT and context["may_draft"]:
        context["form"] = form or _form(found)
        lines = {line.strip() for line in str(context["form"]["achievements"].value() or "").splitlines()}
        context["proposed"] = [(one, one.sentence in lines) for one in achieved.of_year(found.year, viewer=who)]
    context["frozen"] = achieved.frozen(found, viewer=who)
    context["sheet"] = found.factsheet if found.content else None
    towns = queries.municipal_figures(found)
    context["municipal"] = None if towns is None else tables.of_municipalities(towns)
    context["tables"] = tables.of_factsheet(context["figures"])
    return render(request, "figures/publication.html", context, status=status)


def _as_it_would_be(found: Publication) -> dict[str, Any]:
    """The figures as they are now or as they were frozen, with everything drafter and approver must know."""
    figures, findings = factsheet.figures_of(found.year)
    findings = queries.unsettled(found.year) + findings
    if found.state != PublicationState.PROPOSED:
        return {"figures": figures, "findings": findings}
    frozen = found.factsheet.figures
    return {"figures": frozen, "findings": findings, "has_moved": frozen != figures}
