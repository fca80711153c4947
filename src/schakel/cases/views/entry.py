"""Staff type in a report that came by telephone, by e-mail or at the counter."""

import base64
import binascii
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from schakel.access.edge import viewer
from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.cases import forms
from schakel.intake import actions, visits
from schakel.intake.forms import PeopleForms, changed_rows, content_from
from schakel.intake.models import Channel

_QUESTIONS = {
    "channel": forms.ChannelForm,
    "reporter": forms.EnteredReporterForm,
    "story": forms.EnteredStoryForm,
    "forms": forms.EnteredFormsForm,
    "hear_back": forms.EnteredHearBackForm,
}


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest) -> HttpResponse:
    """The questions on one page; after storing, the receipt code to read out."""
    who = viewer(request)
    check_may(who, Permission.TRIAGE)
    if request.method != "POST":
        empty = {name: form() for name, form in _QUESTIONS.items()}
        return _draw(request, empty, PeopleForms(initial=[{}]))
    key = _key(request.POST.get("key", ""))
    asked = {name: form(request.POST) for name, form in _QUESTIONS.items()}
    people = PeopleForms(request.POST)
    if "add" in request.POST:
        again = {name: _QUESTIONS[name](initial=forms.as_typed(form)) for name, form in asked.items()}
        return _draw(request, again, PeopleForms(initial=changed_rows(people, add=True)), key=key)
    if not all([*(form.is_valid() for form in asked.values()), people.is_valid()]):
        return _draw(request, asked, people, key=key, status=422)
    return _store(request, asked, people, key, who)


def _store(request: HttpRequest, asked: dict[str, Any], people: Any, key: bytes, who: User) -> HttpResponse:
    answers = {name: form.cleaned_data for name, form in asked.items()}
    channel = Channel(answers.pop("channel")["channel"])
    said = content_from(**answers, people=people.people())
    report, code = actions.enter(said=said, channel=channel, by=who, visit_key=key)
    # Drawn at once and never stored, not even in the session; reloading the page gives the same report and code.
    return render(request, "cases/entered.html", {"report": report, "code": code})


def _draw(
    request: HttpRequest, asked: dict[str, Any], people: Any, *, key: bytes | None = None, status: int = 200
) -> HttpResponse:
    kept = base64.urlsafe_b64encode(key or visits.new_key()).decode()
    problems = forms.Problems(*asked.values(), people)
    context = {**asked, "people": people, "key": kept, "problems": problems}
    return render(request, "cases/entry.html", context, status=status)


def _key(typed: str) -> bytes:
    """What makes sending twice one report: random bytes that only the page holds."""
    try:
        key = base64.urlsafe_b64decode(typed)
    except (binascii.Error, ValueError):
        return visits.new_key()
    return key if len(key) == visits.KEY_BYTES else visits.new_key()
