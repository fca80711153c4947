"""The conferences of a case: plan one, move it, its agenda, call it off."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from schakel.access.edge import see_other, viewer
from schakel.cases.conference import handing, queries
from schakel.cases.conference.actions import planning as actions
from schakel.cases.conference.forms import AgendaForm, WhenForm
from schakel.cases.conference.models import Conference
from schakel.cases.conference.states import ConferenceState
from schakel.cases.conference.telling import POINT, history_of
from schakel.cases.conference.views.page import form_page, to_change, told_of
from schakel.cases.plan import contents
from schakel.cases.plan.forms import ReasonForm, RevisionForm
from schakel.cases.plan.policies import check_may_plan, may_plan
from schakel.cases.plan.queries import case_with_plan, could_own, numbers_of
from schakel.core import time
from schakel.outbox.delivery import mails_partners

_BOTH = ["GET", "HEAD", "POST"]
_UP, _DOWN, _OFF = "up", "down", "off"


@require_safe
def every(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """The conferences of a case, those to come first."""
    who = viewer(request)
    case = case_with_plan(who, case_id)
    lines = queries.conferences_of(case, who)
    waiting = [line for line in lines if line.conference.state == ConferenceState.PLANNED]
    context = {
        "case": case,
        "planned": waiting[::-1],
        "earlier": [line for line in lines if line not in waiting],
        "may_change": may_plan(who) and case.closed_at is None,
        "may_print": may_plan(who),
        "numbers": numbers_of(case, who),
    }
    return render(request, "cases/conference/conferences.html", context)


@require_http_methods(_BOTH)
def new(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Plan a conference, or write down one that was already."""
    who = viewer(request)
    case = case_with_plan(who, case_id)
    check_may_plan(who)
    form = WhenForm(request.POST or None, people=could_own(case), initial={"chair": str(who.pk)})
    made: list[Conference] = []

    def act(form: WhenForm, _revision: int) -> None:
        made.append(actions.plan_conference(case=case, said=form.said(), by=who))

    response = form_page(
        request, "cases/conference/new.html", form, act, ("conferences", case.id), context={"case": case}
    )
    return see_other("conference", case.id, made[0].id) if made else response


@require_safe
def show(request: HttpRequest, case_id: uuid.UUID, conference_id: uuid.UUID) -> HttpResponse:
    """One conference: when, who, what about, what came of it."""
    who = viewer(request)
    return render(request, "cases/conference/conference.html", _context(request, conference_id, case_id, who))


@require_http_methods(_BOTH)
def change(request: HttpRequest, case_id: uuid.UUID, conference_id: uuid.UUID) -> HttpResponse:
    """Another day, place, chair or purpose; who comes second sees what the first changed."""
    who, conference = to_change(request, case_id, conference_id)
    people = _with_chair(conference)
    posted = request.POST if request.method == "POST" else None
    sheet = queries.read_conference(conference, who)
    form = WhenForm(posted, people=people, initial=_initial(conference, sheet.place, sheet.purpose))

    def act(form: WhenForm, revision: int) -> None:
        moved = actions.change_conference(conference=conference, said=form.said(), revision=revision, by=who)
        sentence = "Het overleg is verplaatst. Geef wie is uitgenodigd de nieuwe uitnodiging."
        messages.success(request, sentence if moved and sheet.attendees else "De wijziging is bewaard.")

    def again() -> tuple[WhenForm, Any]:
        merged, told = told_of(conference, RevisionForm.posted(request.POST), form.said().flat())
        return WhenForm(merged, people=_with_chair(conference)), told

    context = {"case": conference.case, "conference": conference, "revision": conference.revision}
    to = ("conference", case_id, conference_id)
    return form_page(request, "cases/conference/change.html", form, act, to, context=context, again=again)


@require_http_methods(_BOTH)
def agenda(request: HttpRequest, case_id: uuid.UUID, conference_id: uuid.UUID) -> HttpResponse:
    """The points, in order. Every button keeps what was typed; moving and taking off need no script."""
    who, conference = to_change(request, case_id, conference_id)
    known = {one["id"]: one["words"] for one in queries.read_conference(conference, who).agenda}
    context = {"case": conference.case, "conference": conference, "revision": conference.revision}
    if request.method != "POST":
        return render(request, "cases/conference/agenda.html", {**context, "form": AgendaForm(points=known)})
    # The page may be older than the agenda: what stood on it is what it sends.
    sent = [name.removeprefix(POINT) for name in request.POST if name.startswith(POINT)]
    form = AgendaForm(request.POST, points=dict.fromkeys(sent[: len(known) + 100], ""))
    revision = RevisionForm.posted(request.POST)

    def act(form: AgendaForm, revision: int) -> None:
        points = _moved(form.points(), request.POST.get("do", ""))
        actions.write_agenda(
            conference=conference, points=points, new=form.cleaned_data["new_point"], revision=revision, by=who
        )

    def again() -> tuple[AgendaForm, Any]:
        mine = actions.agenda_flat(_moved(form.points(), request.POST.get("do", "")), _was(conference, revision))
        merged, told = told_of(conference, revision, mine)
        points = {name.removeprefix(POINT): words for name, words in merged.items() if name.startswith(POINT)}
        kept = {key: words for key, words in points.items() if words}
        return AgendaForm(points=kept, initial={"new_point": form.cleaned_data["new_point"]}), told

    to = ("conference_agenda", case_id, conference_id)
    return form_page(request, "cases/conference/agenda.html", form, act, to, context=context, again=again)


@require_http_methods(_BOTH)
def cancel(request: HttpRequest, case_id: uuid.UUID, conference_id: uuid.UUID) -> HttpResponse:
    """It is called off, with the reason."""
    who, conference = to_change(request, case_id, conference_id)

    def act(form: ReasonForm, _revision: int) -> None:
        actions.cancel(conference=conference, reason=form.cleaned_data["reason"], by=who)
        messages.success(request, "Het overleg is afgezegd. Geef wie is uitgenodigd de afzegging.")

    context = {"case": conference.case, "conference": conference}
    to = ("conference", case_id, conference_id)
    form = ReasonForm(request.POST or None)
    return form_page(request, "cases/conference/cancel.html", form, act, to, context=context)


@require_safe
def sheet(request: HttpRequest, case_id: uuid.UUID, conference_id: uuid.UUID) -> HttpResponse:
    """A sheet to print and take along."""
    who, conference = to_change(request, case_id, conference_id)
    return pdf(handing.sheet_for(conference, viewer=who), "overleg.pdf")


@require_safe
def visit_sheet(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """A sheet to print for a visit."""
    who = viewer(request)
    case = case_with_plan(who, case_id)
    return pdf(handing.visit_sheet_for(case, viewer=who), "bezoek.pdf")


def pdf(content: bytes, name: str) -> HttpResponse:
    """A document to keep, under a name that says nothing."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


def _context(request: HttpRequest, conference_id: uuid.UUID, case_id: uuid.UUID, who: Any) -> dict[str, Any]:
    conference = queries.conference_for(who, case_id, conference_id)
    found = queries.read_conference(conference, who)
    return {
        "case": conference.case,
        "conference": conference,
        "sheet": found,
        "newest": found.minutes[0] if found.minutes else None,
        "may_print": may_plan(who),
        "may_change": may_plan(who) and conference.case.closed_at is None and not found.is_destroyed,
        "history": history_of(conference),
        "mails": mails_partners(),
    }


def _initial(conference: Conference, place: str, purpose: str) -> dict[str, Any]:
    return {
        "starts_at": conference.starts_at.astimezone(time.REGION_ZONE),
        "duration": str(conference.duration),
        "place": place,
        "chair": str(conference.chair_id),
        "purpose": purpose,
    }


def _with_chair(conference: Conference) -> list[Any]:
    """Who could chair: whoever sees the case, and who chairs now."""
    people = could_own(conference.case)
    return people if conference.chair in people else [*people, conference.chair]


def _was(conference: Conference, revision: int) -> list[dict[str, str]]:
    """The agenda as it was when the page was drawn."""
    return list((contents.version_of(conference, revision) or {}).get("agenda", []))


def _moved(points: dict[str, str], what: str) -> dict[str, str]:
    """The points after a button: one up, one down, or one off."""
    verb, _, key = what.partition(":")
    order = list(points)
    if key not in points or verb not in (_UP, _DOWN, _OFF):
        return points
    place = order.index(key)
    order.pop(place)
    if verb != _OFF:
        order.insert(max(0, place - 1) if verb == _UP else place + 1, key)
    return {one: points[one] for one in order}
