"""The form for a browser that seals: all questions at once, something to count at, and where the sealed report goes."""

import json
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.middleware.csrf import get_token
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from schakel.core import minor_words, region, time
from schakel.intake import actions, handed, ways
from schakel.intake.forms import MOST_PEOPLE
from schakel.intake.way_forms import GROUNDS_FOR_NAMES, AgeQuestionForm
from schakel.publicsite import pacing, questions, summary, work
from schakel.publicsite.pages import database_may_fail, day, note_failure, page
from schakel.publicsite.views import receipt
from schakel.vault import keys

# Fields whose answers stand in the routing part, and the marks outside the seal; of the marks, the first that is set.
ROUTING = ("category", "municipality", "own_municipality", "danger_today", "under_18")
MARKS = ("danger_today", "under_18")
# No code has letters: what stands here is replaced in the browser, which alone knows the code.
PLACEHOLDER = "aaaabbbbccccddddeeeeffffgggg"
_WAIT_SECONDS = 20


@require_GET
@database_may_fail
def everything(request: HttpRequest) -> HttpResponse:
    """Every page of the form, empty, in one document, for the script that shows them one by one."""
    path = ways.BY_SLUG.get(request.GET.get("wie", ""), ways.ORDINARY)
    answer_by = time.add_working_days(time.today(), region.current().first_answer_working_days)
    drawn = [(step, questions.empty(step)) for step in path.steps]
    sections = summary.titles(path.way)
    asked = [
        {"step": step, "rules": json.dumps(questions.rules(form)), "section": sections[step.name], "form": form}
        for step, form in drawn
    ]
    context = {
        "asked": asked,
        "path": path,
        "steps": len([step for step in path.steps if not step.only_for]),
        "most_people": MOST_PEOPLE,
        "way": path.slug,
        "routing": " ".join(ROUTING),
        "marks": " ".join(MARKS),
        "code": PLACEHOLDER,
        "ages": json.dumps(minor_words.for_browser(today=time.today())) if path.has_marks else "",
        "age_question": AgeQuestionForm(),
        "grounds": " ".join(GROUNDS_FOR_NAMES),
        "sealed_here": True,
        "answer_by": day(answer_by),
        "note": receipt.note_of(PLACEHOLDER),
        "note_name": receipt.FILE_NAME,
        "way_back": request.get_host(),
        "hidden_forms": receipt.hidden_forms(),
    }
    return page(request, "questions", context)


@require_GET
def task(request: HttpRequest) -> HttpResponse:
    """What a browser needs to send: the key to seal to, a challenge, and a fresh token against forged forms."""
    pinned = keys.public_keys()
    intake = {"id": pinned.intake_key_id, "key": pinned.intake_text}
    return JsonResponse({"intake": intake, "work": work.challenge(), "token": get_token(request)})


@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Store a sealed report. Whatever is wrong, the answer says what the browser must do about it."""
    try:
        raw = json.loads(request.body)
        report = handed.from_json(raw)
        asked, numbers = _work(raw)
        if not work.is_done(asked, report.lookup, numbers):
            return _told("unfinished", status=422)
    except work.TooOld:
        return _told("expired", status=409)
    except (ValueError, RecursionError, UnreadablePostError):
        return _told("malformed", status=400)
    pacing.load.add()
    if not pacing.reports.take():
        return _told("busy", status=429, wait=_WAIT_SECONDS)
    try:
        actions.receive(report, language=get_language() or "nl")
    except DatabaseError as error:
        note_failure(error)
        return _told("failed", status=503)
    return _told("received", status=201)


def _work(raw: Any) -> tuple[str, list[int]]:
    done = raw.get("work")
    asked, numbers = (done.get("challenge"), done.get("numbers")) if isinstance(done, dict) else (None, None)
    if not isinstance(asked, str) or not isinstance(numbers, list) or not all(type(one) is int for one in numbers):
        raise handed.Malformed("no work")
    return asked, numbers


def _told(word: str, *, status: int, **more: Any) -> JsonResponse:
    return JsonResponse({"state": word, **more}, status=status)
