"""What every form of this room does alike: nothing typed is lost, and who was second sees what the first changed."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from schakel.access.edge import see_other
from schakel.access.policies import NotPossible
from schakel.training.policies import SomebodyWasFirst


def carry_out(
    request: HttpRequest,
    template: str,
    form: Any,
    act: Callable[[Any], tuple[Any, ...]],
    *,
    context: dict[str, Any] | None = None,
    now: Callable[[], tuple[Any, int]] | None = None,
) -> HttpResponse:
    """Show a form, or carry it out and go where `act` says (a sentence, then the page and its arguments).

    `now` gives what somebody else stored meanwhile and its version: the next sending is made from that.
    """
    shown = {**(context or {}), "form": form}
    if request.method != "POST":
        return render(request, template, shown)
    if not form.is_valid():
        return render(request, template, shown, status=422)
    try:
        sentence, *to = act(form)
    except SomebodyWasFirst as refusal:
        if now is not None:
            theirs, version = now()
            if theirs is not None:
                shown["differences"] = form.differences(form.said(), theirs)
            form.data = form.data.copy()
            form.data["version"] = str(version)
        return _refused(request, template, shown, form, str(refusal))
    except NotPossible as refusal:
        return _refused(request, template, shown, form, str(refusal))
    messages.success(request, sentence)
    return see_other(*to)


def _refused(
    request: HttpRequest, template: str, shown: dict[str, Any], form: forms.Form, sentence: str
) -> HttpResponse:
    form.add_error(None, sentence)
    return render(request, template, shown, status=409)


def press(request: HttpRequest, act: Callable[[], object], done: str, *to: Any) -> HttpResponse:
    """Carry out what a button asks; a refusal is said on the page where it stands."""
    try:
        act()
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, done)
    return see_other(*to)


def pdf(content: bytes, name: str) -> HttpResponse:
    """A document to keep."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response
