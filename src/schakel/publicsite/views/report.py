"""The report form: the pages of questions of one way in, reading it over, and sending it."""

from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from schakel.intake import actions, queries, receipts, ways
from schakel.intake.content import Ground
from schakel.intake.forms import MOST_PEOPLE
from schakel.intake.way_forms import AgeQuestionForm
from schakel.intake.ways import Path, Step
from schakel.publicsite import pacing, steps, summary, visit
from schakel.publicsite.pages import database_may_fail, note_failure, page
from schakel.publicsite.steps import url_of
from schakel.publicsite.visit import Visit


@require_http_methods(["GET", "HEAD", "POST"])
@database_may_fail
def start(request: HttpRequest) -> HttpResponse:
    """What is going to happen. Only the button makes a visit, with its cookie."""
    who = request.POST.get("wie", request.GET.get("wie", ""))
    if who == ways.FORMER.slug:
        # An address that somebody kept from when a training was asked for here.
        return redirect("professionals")
    chosen = ways.BY_SLUG.get(who, ways.ORDINARY)
    if request.method != "POST":
        ongoing = visit.current(request)
        is_busy = ongoing is not None and not ongoing.is_sent and bool(ongoing.draft)
        return page(request, "report_start", {"who": chosen.slug, "path": chosen, "is_busy": is_busy})
    visit.forget(request)
    begun = visit.begin({"draft": {}, "way": chosen.way})
    response = _to(url_of(chosen.steps[0]))
    visit.hand_over(response, begun)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@database_may_fail
def step(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of questions."""
    if slug not in ways.SLUGS:
        raise Http404
    if request.method == "POST":
        return _answer(request, slug)
    held = visit.current(request)
    if held is None:
        return ran_out(request)
    if held.is_sent:
        return redirect("receipt")
    asked = held.path.step(slug)
    missing = held.path.first_missing(held.draft, before=asked)
    if asked is None or missing is not None or not asked.is_asked(held.draft):
        return redirect(url_of(missing) if missing else "check")
    return _questions(request, held.path, asked, asked.shown(held.draft), draft=held.draft)


@require_http_methods(["GET", "HEAD", "POST"])
@database_may_fail
def check(request: HttpRequest) -> HttpResponse:
    """Read it over; sending seals and stores the report, and only then shows the receipt."""
    held = visit.current(request)
    if held is None:
        return ran_out(request)
    if held.is_sent:
        return _to_receipt()
    missing = held.path.first_missing(held.draft)
    if missing is not None:
        return redirect(url_of(missing))
    if request.method != "POST":
        return _overview(request, held)
    if request.POST.get("is_minor") == "yes":
        held.draft["reporter"]["under_18"] = True
    return _hand_in(request, held)


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


def _hand_in(request: HttpRequest, held: Visit) -> HttpResponse:
    """Seal and store; whatever goes wrong, the whole report stays on the page."""
    if not pacing.sending.may_send(seconds_since_begun=held.seconds_old):
        return _overview(request, held, busy=True)
    said = ways.content_of(held.path.way, held.draft)
    try:
        actions.hand_in(visit_key=held.key, said=said, language=get_language() or "nl")
    except DatabaseError as error:
        note_failure(error)
        return _overview(request, held, not_received=True)
    pacing.load.add()
    return _to_receipt()


def _answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep what was typed; whatever goes wrong, it stays on the page."""
    held, failure = _held(request)
    if held is not None and held.is_sent:
        return _to_receipt()
    # The page says which way it belongs to: the visit may have run out, or can't be read now.
    path = _path_of(request, slug, held)
    asked = path.step(slug)
    if asked is None:
        return _to(url_of(path.steps[0]))
    draft = held.draft if held is not None else {}
    questions = asked.read(request.POST)
    changed = asked.changed(questions, request.POST)
    if changed is not None:
        return _questions(request, path, asked, changed, draft=draft)
    if held is not None and held.path != path:
        return _questions(request, path, asked, questions, status=409, elsewhere=url_of(held.path.steps[0]))
    if failure or not questions.is_valid():
        return _questions(request, path, asked, questions, status=503 if failure else 422, draft=draft)
    return _keep(request, path, asked, questions, held)


def _held(request: HttpRequest) -> tuple[Visit | None, bool]:
    """The visit, and whether it could not be read."""
    try:
        return visit.current(request), False
    except DatabaseError as error:
        note_failure(error)
        return None, True


def _path_of(request: HttpRequest, slug: str, held: Visit | None) -> Path:
    """The way that a posted page belongs to: as it says itself, or as the visit does."""
    said = ways.BY_SLUG.get(request.POST.get("weg", ""))
    if said is not None and said.step(slug) is not None:
        return said
    if held is not None:
        return held.path
    return next(path for path in (ways.ORDINARY, *ways.WAYS.values()) if path.step(slug) is not None)


def _keep(request: HttpRequest, path: Path, asked: Step, questions: Any, held: Visit | None) -> HttpResponse:
    """Store the answers of a page in the visit, or in a new one when it had run out."""
    ran_out = held is None
    try:
        held = held or visit.begin({"draft": {}, "way": path.way})
        held.draft[asked.name] = asked.answers(questions)
        held.save()
    except DatabaseError as error:
        note_failure(error)
        return _questions(request, path, asked, questions, status=503)
    response = _to(_next_url(request, asked, held, ran_out=ran_out))
    if ran_out:
        visit.hand_over(response, held)
    return response


def _next_url(request: HttpRequest, asked: Step, held: Visit, *, ran_out: bool) -> str:
    missing = held.path.first_missing(held.draft)
    if ran_out and missing is not None:
        return f"{url_of(missing)}?verlopen=ja"
    if missing is None and "wijzig" in request.GET:
        return "check"
    following = held.path.after(asked, held.draft)
    return url_of(following) if following is not None else "check"


def _questions(
    request: HttpRequest, path: Path, asked: Step, questions: Any, *, status: int = 200, **context: Any
) -> HttpResponse:
    draft = context.pop("draft", {})
    before, number = path.before(asked, draft), path.number(asked, draft)
    context |= {
        "path": path,
        "step": asked,
        "number": number,
        "steps": max(number, len(path.asked(draft))),
        "back": url_of(before) if before else "",
        "form": questions,
        "problems": steps.Problems(questions),
        "is_full": asked.has_rows and len(questions.forms) >= MOST_PEOPLE,
        "typed_in": "questions",
        "is_wrong": status != 200,
        "not_received": status == 503,
        "ran_out": "verlopen" in request.GET,
        "most_people": MOST_PEOPLE,
        "ground_is_unknown": draft.get("ground", {}).get("ground") == Ground.UNKNOWN,
    }
    return page(request, asked.template, context, status=status)


def _overview(request: HttpRequest, held: Visit, *, not_received: bool = False, busy: bool = False) -> HttpResponse:
    path = held.path
    said = ways.content_of(path.way, held.draft)
    context = {
        "said": said,
        "path": path,
        "sections": summary.sections(said),
        "names_without_ground": summary.names_without_ground(said),
        "age_question": AgeQuestionForm() if ways.asks_age(path.way, held.draft) else None,
        "not_received": not_received,
        "busy": busy,
        "files": held.content.get("files", []),
        "back": url_of(path.asked(held.draft)[-1]),
    }
    return page(request, "check", context, status=503 if not_received else 429 if busy else 200)


def ran_out(request: HttpRequest) -> HttpResponse:
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
