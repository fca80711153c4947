"""The report form: five pages of questions, reading it over, sending it, and the receipt."""

from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from schakel.core import region, time
from schakel.intake import actions, queries, receipts
from schakel.intake.content import ReporterCategory
from schakel.intake.forms import MOST_PEOPLE
from schakel.publicsite import steps, summary, visit
from schakel.publicsite.pages import database_may_fail, day, note_failure, page
from schakel.publicsite.steps import Step
from schakel.publicsite.visit import Visit

# What the first page asks, and what that already says about who reports.
CHOICES_AT_HOME = {"mij": ReporterCategory.VICTIM, "iemand": ReporterCategory.OTHER, "werk": ""}


@require_http_methods(["GET", "HEAD", "POST"])
@database_may_fail
def start(request: HttpRequest) -> HttpResponse:
    """What is going to happen. Only the button makes a visit, with its cookie."""
    who = request.POST.get("wie", request.GET.get("wie", ""))
    if request.method != "POST":
        ongoing = visit.current(request)
        is_busy = ongoing is not None and not ongoing.is_sent and bool(ongoing.draft)
        return page(request, "report_start", {"who": who if who in CHOICES_AT_HOME else "", "is_busy": is_busy})
    visit.forget(request)
    begun = visit.begin({"draft": {}, "preset": CHOICES_AT_HOME.get(who, "")})
    response = _to(steps.STEPS[0].url)
    visit.hand_over(response, begun)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@database_may_fail
def step(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of questions."""
    asked = steps.BY_SLUG.get(slug)
    if asked is None:
        raise Http404
    if request.method == "POST":
        return _answer(request, asked)
    held = visit.current(request)
    if held is None:
        return _ran_out(request)
    if held.is_sent:
        return redirect("receipt")
    missing = steps.first_missing(held.draft, before=asked)
    if missing is not None:
        return redirect(missing.url)
    return _questions(request, asked, asked.shown(held.draft, held.content.get("preset", "")))


@require_http_methods(["GET", "HEAD", "POST"])
@database_may_fail
def check(request: HttpRequest) -> HttpResponse:
    """Read it over; sending seals and stores the report, and only then shows the receipt."""
    held = visit.current(request)
    if held is None:
        return _ran_out(request)
    if held.is_sent:
        return _to_receipt()
    missing = steps.first_missing(held.draft)
    if missing is not None:
        return redirect(missing.url)
    if request.method != "POST":
        return _overview(request, held)
    said = steps.content_of(held.draft)
    try:
        actions.hand_in(visit_key=held.key, said=said, language=get_language() or "nl")
    except DatabaseError as error:
        note_failure(error)
        return _overview(request, held, not_received=True)
    return _to_receipt()


@require_GET
@database_may_fail
def receipt(request: HttpRequest) -> HttpResponse:
    """The code. It derives from the visit, so it is the same however often this page is loaded."""
    held = visit.current(request)
    if held is not None and held.code:
        # The way back was opened since: that report was sent, and its code is known.
        return redirect("conversation")
    if held is None or not _was_received(held.key):
        return _ran_out(request)
    answer_by = time.add_working_days(time.today(), region.current().first_answer_working_days)
    return page(request, "receipt", {"code": receipts.from_visit(held.key), "answer_by": day(answer_by)})


@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """End the visit: nothing of it is kept here."""
    visit.forget(request)
    response = _to("stopped" if request.POST.get("unsent") else "closed")
    visit.clear(response)
    return response


@require_GET
def stopped(request: HttpRequest) -> HttpResponse:
    """Said after stopping halfway."""
    return page(request, "stopped", {"unsent": True})


@require_GET
def closed(request: HttpRequest) -> HttpResponse:
    """Said after closing a receipt or a conversation."""
    return page(request, "stopped", {"unsent": False})


def _answer(request: HttpRequest, asked: Step) -> HttpResponse:
    """Keep what was typed; whatever goes wrong, it stays on the page."""
    questions = asked.read(request.POST)
    other_rows = asked.changed(questions, request.POST)
    if other_rows is not None:
        return _questions(request, asked, other_rows, is_full=len(other_rows.forms) >= MOST_PEOPLE)
    try:
        held = visit.current(request)
        if held is not None and held.is_sent:
            return _to_receipt()
        if not questions.is_valid():
            return _questions(request, asked, questions, status=422)
        ran_out = held is None
        held = held or visit.begin({"draft": {}})
        held.draft[asked.name] = asked.answers(questions)
        held.save()
    except DatabaseError as error:
        note_failure(error)
        return _questions(request, asked, questions, status=503)
    response = _to(_next_url(request, asked, held, ran_out=ran_out))
    if ran_out:
        visit.hand_over(response, held)
    return response


def _next_url(request: HttpRequest, asked: Step, held: Visit, *, ran_out: bool) -> str:
    missing = steps.first_missing(held.draft)
    if ran_out and missing is not None:
        return f"{missing.url}?verlopen=ja"
    if missing is None and "wijzig" in request.GET:
        return "check"
    following = steps.after(asked)
    return following.url if following is not None else "check"


def _questions(request: HttpRequest, asked: Step, questions: Any, *, status: int = 200, **context: Any) -> HttpResponse:
    before = steps.STEPS[asked.number - 2].url if asked.number > 1 else ""
    context |= {
        "step": asked,
        "steps": len(steps.STEPS),
        "back": before,
        "form": questions,
        "problems": steps.Problems(questions),
        "is_wrong": status != 200,
        "not_received": status == 503,
        "ran_out": "verlopen" in request.GET,
        "most_people": MOST_PEOPLE,
    }
    return page(request, f"step_{asked.name}", context, status=status)


def _overview(request: HttpRequest, held: Visit, *, not_received: bool = False) -> HttpResponse:
    said = steps.content_of(held.draft)
    context = {"sections": summary.sections(said), "not_received": not_received, "back": steps.STEPS[-1].url}
    context["files"] = held.content.get("files", [])
    return page(request, "check", context, status=503 if not_received else 200)


def _ran_out(request: HttpRequest) -> HttpResponse:
    """Without a visit there is nothing to go on with: somebody new starts at the beginning."""
    key = visit.key_of(request)
    if key is None and request.method != "POST":
        return redirect("report")
    was_received = key is not None and _was_received(key)
    return page(request, "ran_out", {"was_received": was_received}, status=410)


def _was_received(key: bytes) -> bool:
    return queries.report_by_code(receipts.from_visit(key)) is not None


def _to_receipt() -> HttpResponse:
    return _to("receipt")


def _to(target: str) -> HttpResponseRedirect:
    """See other: what follows is fetched, never posted again."""
    response = redirect(target)
    response.status_code = 303
    return response
