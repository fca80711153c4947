"""What the pages of conferences share: who may, a form that acts, and the difference when another was first."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.access.policies import NotPossible as NotAtThisState
from schakel.cases.conference import queries
from schakel.cases.conference.models import Conference
from schakel.cases.conference.telling import flat, label_of, words_of
from schakel.cases.plan import contents
from schakel.cases.plan.forms import RevisionForm
from schakel.cases.plan.merging import merge
from schakel.cases.plan.models import InPlan, Version
from schakel.cases.plan.policies import Changed, check_may_plan
from schakel.cases.plan.views.changed import Row, Told
from schakel.cases.policies import NotPossible

REFUSALS = (NotPossible, NotAtThisState)
# Makes a form from what was typed and what another changed: the form to go on with, and what to tell.
Again = Callable[[], tuple[forms.Form, Told]]


def to_change(request: HttpRequest, case_id: uuid.UUID, conference_id: uuid.UUID) -> tuple[User, Conference]:
    """Who asks, and the conference, where they see it and this is their work."""
    who = viewer(request)
    conference = queries.conference_for(who, case_id, conference_id)
    check_may_plan(who)
    return who, conference


def form_page(
    request: HttpRequest,
    template: str,
    form: Any,
    act: Callable[[Any, int], object],
    to: tuple[Any, ...],
    *,
    context: Mapping[str, Any],
    again: Again | None = None,
) -> HttpResponse:
    """A form that acts when it is valid and goes on to `to`. What can't be stands on it, beside all that was typed."""
    status, told = 200, None
    revision = RevisionForm.posted(request.POST) if form.is_bound else 0
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                act(form, revision)
            except REFUSALS as refusal:
                form.add_error(None, str(refusal))
                status = 409
            except Changed:
                assert again is not None  # noqa: S101  (only what has versions is ever changed by another)
                form, told = again()
                status, revision = 409, told.version.revision
            else:
                return see_other(*to)
    shown = {**context, "form": form, "told": told, "is_wrong": status != 200}
    if revision:
        shown["revision"] = revision
    return render(request, template, shown, status=status)


def told_of(part: InPlan, revision: int, mine: Mapping[str, str]) -> tuple[dict[str, str], Told]:
    """What the form goes on with, and what to tell; `revision` is the version that mine began with."""
    part.refresh_from_db()
    before = contents.version_of(part, revision) or {}
    after = contents.now(part, contents.read(part))
    # What another added is not in the form: there it was left alone.
    theirs = flat(after)
    every = {name: "" for name in theirs if name.startswith("point_") and name not in mine} | dict(mine)
    merged, differences = merge(flat(before), theirs, every)
    both = {**before, **after}
    rows = [
        Row(
            label_of(one.field, both),
            words_of(part, one.field, one.before, before),
            words_of(part, one.field, one.theirs, after),
            words_of(part, one.field, one.mine, both),
            one.is_conflict,
        )
        for one in differences
    ]
    latest = Version.objects.select_related("by").get(subject_id=part.id, revision=part.revision)
    return merged, Told(latest, tuple(row for row in rows if row.label))
