"""The minutes: write them, put them before a second reader, judge them, correct them."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.cases.conference import composing, queries
from schakel.cases.conference.actions import minutes as actions
from schakel.cases.conference.forms import MinutesForm
from schakel.cases.conference.models import Conference, Minutes
from schakel.cases.conference.states import OVER, MinutesState
from schakel.cases.conference.telling import ALL, AUDIENCE, PARTIES, WORDS, history_of
from schakel.cases.conference.views.page import REFUSALS, form_page, to_change, told_of
from schakel.cases.plan import contents
from schakel.cases.plan.forms import ReasonForm, RevisionForm
from schakel.cases.plan.policies import check_may_plan, may_plan
from schakel.vault import records

_BOTH = ["GET", "HEAD", "POST"]
_TEMPLATE = "cases/conference/minutes.html"


@require_http_methods(_BOTH)
def show(request: HttpRequest, case_id: uuid.UUID, conference_id: uuid.UUID) -> HttpResponse:
    """The newest edition: a draft to write in, or as it stands."""
    who = viewer(request)
    conference = queries.conference_for(who, case_id, conference_id)
    if request.method == "POST":
        check_may_plan(who)
    minutes = queries.newest_minutes(conference)
    is_mine = may_plan(who) and not records.is_destroyed(conference.case.data_key)
    if minutes is None or minutes.state != MinutesState.DRAFT or not is_mine:
        if request.method == "POST":
            # What was typed in a draft that a colleague has put forward meanwhile is shown, to copy.
            messages.warning(request, "Dit verslag is geen concept meer. Wat u typte is niet bewaard.")
        return _read(request, who, conference, minutes, status=409 if request.method == "POST" else 200)
    return _write(request, who, conference, minutes)


@require_POST
def act(request: HttpRequest, case_id: uuid.UUID, conference_id: uuid.UUID, verb: str) -> HttpResponse:
    """Begun, put forward, taken back, approved, sent back, or corrected."""
    who, conference = to_change(request, case_id, conference_id)
    if verb not in _VERBS:
        raise Http404
    try:
        messages.success(request, _VERBS[verb](request, conference, who))
    except REFUSALS as refusal:
        messages.warning(request, str(refusal))
    return see_other("minutes", case_id, conference_id)


def _write(request: HttpRequest, who: User, conference: Conference, minutes: Minutes) -> HttpResponse:
    sheet = queries.read_conference(conference, who)
    content = composing.completed(queries.read_minutes(minutes, who), sheet)
    thirds = [one for one in sheet.attendees if one.is_third]
    posted = request.POST if request.method == "POST" else None
    form = MinutesForm(posted, content=content, thirds=thirds)
    asked = RevisionForm.posted(request.POST)

    def keep(form: MinutesForm, revision: int) -> None:
        actions.write(minutes=minutes, said=form.said(), naming=form.cleaned_data["naming"], revision=revision, by=who)
        messages.success(request, "Het concept is bewaard.")

    def again() -> tuple[MinutesForm, Any]:
        merged, told = told_of(minutes, asked, actions.flat(form.said(), form.cleaned_data["naming"]))
        now = composing.completed(contents.read(minutes), sheet)
        kept = {f"{name}{one['key']}": one[to] for one in now["parts"] for name, to in _FIELDS}
        return MinutesForm({**kept, **merged}, content=now, thirds=thirds), told

    context = {
        **_context(conference, minutes, who),
        "sheet": sheet,
        "revision": minutes.revision,
        "remark": actions.remark_on(minutes),
        "is_saved": posted is None and _is_saved(minutes),
    }
    to = ("minutes", conference.case_id, conference.id)
    return form_page(request, _TEMPLATE, form, keep, to, context=context, again=again)


def _read(
    request: HttpRequest, who: User, conference: Conference, minutes: Minutes | None, *, status: int
) -> HttpResponse:
    context: dict[str, Any] = {**_context(conference, minutes, who), "sheet": queries.read_conference(conference, who)}
    if minutes is not None:
        content = queries.read_minutes(minutes, who)
        context |= {
            "content": content,
            "agreements": [_agreement(one) for one in content.get("agreements", [])],
            "parts": [(one, _audience(one["audience"], context["sheet"])) for one in content.get("parts", [])],
            "digest": actions.digest_of(minutes, content),
            "why_not": actions.why_cannot_approve(minutes, who),
            "remark_form": ReasonForm(auto_id="remark_%s"),
        }
    context["typed"] = _typed(request)
    return render(request, "cases/conference/minutes_read.html", context, status=status)


def _context(conference: Conference, minutes: Minutes | None, who: User) -> dict[str, Any]:
    return {
        "case": conference.case,
        "conference": conference,
        "minutes": minutes,
        "was_held": conference.state in OVER,
        "may_print": may_plan(who),
        "may_change": may_plan(who) and conference.case.closed_at is None,
        "correction": ReasonForm(auto_id="correct_%s"),
        "history": history_of(minutes) if minutes is not None else [],
        "editions": [one for one in conference.minutes.select_related("written_by", "read_by") if one != minutes],
    }


def _audience(audience: str, sheet: queries.ConferenceSheet) -> str:
    fixed = {PARTIES: "alleen voor partijen", ALL: "ook voor alle derden"}
    named = {str(one.row.id): f"ook voor {one.name}" for one in sheet.attendees}
    return fixed.get(audience) or named.get(audience, "ook voor één derde")


def _agreement(one: dict[str, str]) -> tuple[str, str, date | None]:
    return one["title"], one["owner"], date.fromisoformat(one["due_on"]) if one["due_on"] else None


def _is_saved(minutes: Minutes) -> bool:
    """Whether there is anything in it to put before somebody."""
    return any(one["words"] for one in contents.read_if_left(minutes).get("parts", []))


def _typed(request: HttpRequest) -> str:
    """The words of a draft that came too late."""
    typed = [str(value).strip() for name, value in request.POST.items() if name.startswith(WORDS)]
    return "\n\n".join(filter(None, typed))


def _reason(request: HttpRequest) -> str:
    form = ReasonForm(request.POST)
    return str(form.cleaned_data["reason"]) if form.is_valid() else ""


def _begin(request: HttpRequest, conference: Conference, who: User) -> str:
    actions.begin(conference=conference, by=who)
    return "Het verslag is gemaakt uit wat er al stond. Vul het aan."


def _submit(request: HttpRequest, conference: Conference, who: User) -> str:
    minutes = queries.minutes_for(conference)
    actions.submit(minutes=minutes, revision=RevisionForm.posted(request.POST), by=who)
    return "Het verslag ligt voor. Een collega die de casus ziet, leest het en stelt het vast."


def _take_back(request: HttpRequest, conference: Conference, who: User) -> str:
    actions.take_back(minutes=queries.minutes_for(conference), by=who)
    return "Het verslag is weer een concept."


def _approve(request: HttpRequest, conference: Conference, who: User) -> str:
    actions.approve(minutes=queries.minutes_for(conference), digest=request.POST.get("digest", ""), by=who)
    return "Het verslag is vastgesteld."


def _send_back(request: HttpRequest, conference: Conference, who: User) -> str:
    actions.send_back(minutes=queries.minutes_for(conference), why=_reason(request), by=who)
    return "Het verslag is teruggestuurd."


def _correct(request: HttpRequest, conference: Conference, who: User) -> str:
    actions.correct(conference=conference, why=_reason(request), by=who)
    return "Dit is een nieuwe uitgave. De vorige blijft zoals zij was."


_FIELDS = ((WORDS, "words"), (AUDIENCE, "audience"))
_VERBS = {
    "beginnen": _begin,
    "voorleggen": _submit,
    "terugnemen": _take_back,
    "vaststellen": _approve,
    "terugsturen": _send_back,
    "verbeteren": _correct,
}
