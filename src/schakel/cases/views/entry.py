"""Staff type in a report that came by telephone, by e-mail or at the counter: the same ways in, each on one page."""

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
from schakel.cases.entry_forms import Part, entered, parts_of, tabs, typed_in
from schakel.intake import actions, visits, ways
from schakel.intake.content import Way
from schakel.intake.forms import PeopleForms, changed_rows
from schakel.intake.models import Channel
from schakel.intake.ways import Path


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest) -> HttpResponse:
    """The questions of one way on one page; after storing, the receipt code to read out."""
    who = viewer(request)
    check_may(who, Permission.TRIAGE)
    if request.method != "POST":
        path = _path(request.GET.get("weg", ""))
        return _draw(request, path, parts_of(path))
    path, key = _path(request.POST.get("weg", "")), _key(request.POST.get("key", ""))
    parts = parts_of(path, request.POST)
    if "switch" in request.POST or "add" in request.POST:
        other = _path(request.POST.get("switch", path.slug))
        again = parts_of(other, initial=typed_in(parts))
        return _draw(request, other, _with_people(again, request), key=key)
    # Every form is looked at, so that all that is wrong is said at once.
    if [part for part in parts if not part.form.is_valid()]:
        return _draw(request, path, parts, key=key, status=422)
    return _store(request, path, parts, key, who)


def _store(request: HttpRequest, path: Path, parts: list[Part], key: bytes, who: User) -> HttpResponse:
    forms_of = {part.name: part.form for part in parts}
    arrival = forms_of.pop("arrival").cleaned_data
    draft = {step.name: step.answers(forms_of[step.name]) for step in entered(path)}
    report, code = actions.enter(
        said=ways.content_of(path.way, draft),
        channel=Channel(arrival["channel"]),
        received_at=arrival["received_at"],
        language=arrival["reporter_language"] or "nl",
        by=who,
        visit_key=key,
    )
    # Drawn at once and never stored, not even in the session; reloading the page gives the same report and code.
    return render(request, "cases/entered.html", {"report": report, "code": code})


def _draw(
    request: HttpRequest, path: Path, parts: list[Part], *, key: bytes | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "path": path,
        "tabs": tabs(path),
        "parts": parts,
        "key": base64.urlsafe_b64encode(key or visits.new_key()).decode(),
        "problems": forms.Problems(*(part.form for part in parts)),
        "is_advice": path.way == Way.ADVICE,
    }
    return render(request, "cases/entry.html", context, status=status)


def _with_people(parts: list[Part], request: HttpRequest) -> list[Part]:
    """The same page with the people that were typed, and one row more when that is what was asked."""
    if "people-TOTAL_FORMS" not in request.POST:
        return parts
    rows = changed_rows(PeopleForms(request.POST), add="add" in request.POST)
    return [Part(part.name, part.title, PeopleForms(initial=rows)) if part.name == "people" else part for part in parts]


def _path(slug: str) -> Path:
    return ways.BY_SLUG.get(slug, ways.ORDINARY)


def _key(typed: str) -> bytes:
    """What makes sending twice one report: random bytes that only the page holds."""
    try:
        key = base64.urlsafe_b64decode(typed)
    except (binascii.Error, ValueError):
        return visits.new_key()
    return key if len(key) == visits.KEY_BYTES else visits.new_key()
