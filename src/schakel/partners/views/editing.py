"""What every form of this room does alike: nothing typed is lost when somebody else was first, or something is alike."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from schakel.access.edge import see_other
from schakel.access.policies import NotPossible
from schakel.core.differences import Difference
from schakel.partners.actions import SomebodyWasFirst
from schakel.partners.described import differing

_LOOK_AGAIN = "Iemand anders heeft dit intussen gewijzigd. Kijk of het nog klopt, en bewaar dan opnieuw."


@dataclass(frozen=True)
class Edit:
    """One form being sent: how to make it, what to do with it, and what stands in the row now."""

    make: Callable[..., Any]  # the form, from what was posted and the rest
    act: Callable[[Any], Any]  # carries it out; raises NotPossible
    template: str
    done: str  # the sentence afterwards
    to: Callable[[Any], tuple[Any, ...]]  # where to go with what `act` gave
    now: Callable[[], tuple[Any, int, Any]] | None = None  # the fields of now, their version, and who stored them
    alike: Callable[[Any], list[Any]] | None = None  # what is here already and looks like it


def carry_out(request: HttpRequest, edit: Edit, context: dict[str, Any]) -> HttpResponse:
    """Show the form, or carry it out; 422 for what is wrong, 409 for what somebody else did meanwhile."""
    if request.method != "POST":
        return render(request, edit.template, context | {"form": edit.make()})
    form = edit.make(request.POST)
    if not form.is_valid():
        return render(request, edit.template, context | {"form": form}, status=422)
    if edit.alike is not None and not form.cleaned_data["is_other"]:
        alike = edit.alike(form)
        if alike:
            return render(request, edit.template, context | {"form": form, "alike": alike}, status=409)
    try:
        made = edit.act(form)
    except SomebodyWasFirst as refusal:
        return _both(request, edit, form, context, str(refusal))
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return render(request, edit.template, context | {"form": form}, status=409)
    messages.success(request, edit.done)
    return see_other(*edit.to(made))


def _both(request: HttpRequest, edit: Edit, form: Any, context: dict[str, Any], sentence: str) -> HttpResponse:
    """What I typed stays in the form, beside what the other stored; sending it again is a choice now."""
    posted = request.POST.copy()
    differences: list[Difference] = []
    who = None
    if edit.now is not None:
        theirs, version, who = edit.now()
        posted["version"] = str(version)
        if theirs is not None:
            differences = compared(form, theirs)
    again = edit.make(posted)
    again.is_valid()
    again.add_error(None, sentence if differences else _LOOK_AGAIN)
    more = {"form": again, "differences": differences, "first": who}
    return render(request, edit.template, context | more, status=409)


def compared(form: Any, theirs: Any) -> list[Difference]:
    """Field by field what differs, in words; `form` is one of those that say what was typed."""
    mine = form.said()
    return [
        Difference(
            str(form.fields[name].label),
            form.words(name, getattr(theirs, name)),
            form.words(name, getattr(mine, name)),
        )
        for name in differing(mine, theirs)
    ]
