"""One case: where it stands, who is in it, its reports, its course."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.models import Grant, User
from schakel.access.policies import check_may, is_guest, reads_reports
from schakel.access.queries import leads, live_in, oversees
from schakel.access.roles import Permission
from schakel.cases import actions, queries, worklists
from schakel.cases.forms import NoteForm
from schakel.cases.life.involved import by_role
from schakel.cases.life.queries import next_moves, stages, stand_ins_of
from schakel.cases.models import Case
from schakel.cases.plan.queries import numbers_of
from schakel.cases.queries import CaseFile
from schakel.core import time

_MOST_GUESTS = 6


@require_safe
def show(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """One case. A guest sees of it what is shared with them, on a page of its own."""
    who = viewer(request)
    case = queries.case_for(who, case_id)
    return see_other("shared_case", case.id) if is_guest(who) else _draw(request, case, NoteForm())


@require_POST
def note(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Add a note."""
    who = viewer(request)
    case = queries.case_for(who, case_id)
    check_may(who, Permission.TRIAGE)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _draw(request, case, form, status=422)
    said = form.cleaned_data
    actions.add_note(case=case, text=said["text"], about_on=said["about_on"], by=who)
    return see_other("case", case.id)


def _draw(request: HttpRequest, case: Case, form: NoteForm, *, status: int = 200) -> HttpResponse:
    who = viewer(request)
    began = time.now()
    file = queries.read_case(case, who)
    live = live_in(case.compartment_id)
    context = {
        "case": case,
        "file": file,
        "looked": worklists.look(case, who, at=began),
        "groups": by_role(file.involved),
        "earlier": sum(one.row.until is not None for one in file.involved),
        "more": file.happened - len(file.story),
        "form": form,
        **_viewers(case, live),
        "stand_ins": stand_ins_of(live),
        "plan": numbers_of(case, who),
        "reads_reports": reads_reports(who),
        "is_open": case.is_open,
        **_may(case, who, file),
    }
    return render(request, "cases/case.html", context, status=status)


def _viewers(case: Case, live: list[Grant]) -> dict[str, Any]:
    """Who may see it. Where many of other organisations take part, those are folded away after the centre's own people."""
    every = queries.who_sees(case, "case:opened", "case:read", live=live)
    guests = [one for one in every if is_guest(one[0])]
    if len(guests) <= _MOST_GUESTS:
        return {"viewers": every, "guests": []}
    return {"viewers": [one for one in every if one not in guests], "guests": guests}


def _may(case: Case, who: User, file: CaseFile) -> dict[str, Any]:
    """What this viewer can do on the page, and where the case can go from here."""
    is_leading = leads(who, case.compartment)
    may_note = who.may(Permission.TRIAGE)
    return {
        "is_leading": is_leading,
        "may_oversee": is_leading or oversees(who, case.compartment),
        "may_note": may_note,
        "may_change": may_note and case.is_open and not file.is_destroyed,
        "stages": stages(case),
        "moves": next_moves(case, who, file.there, is_leading=is_leading)
        if may_note or who.may(Permission.REVIEW_LAWFULNESS)
        else [],
    }
