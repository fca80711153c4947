"""Who is in a case: adding somebody, and ending what somebody is in it."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.cases import policies, queries
from schakel.cases.life import people
from schakel.cases.life.forms import AddForm, EndForm
from schakel.cases.life.involved import Somebody, in_words, rows_of
from schakel.cases.models import Case, Involvement
from schakel.cases.policies import NotPossible
from schakel.people.queries import find_by_name

_TWO_WAYS = ["GET", "HEAD", "POST"]


@require_http_methods(_TWO_WAYS)
def add(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Somebody comes into the case; whoever is known by that name is offered before a new description is made."""
    who = viewer(request)
    case = queries.case_for(who, case_id)
    check_may(who, Permission.TRIAGE)
    within = _within(rows_of(case, who))
    record("case:involved_read", by=who, about=case, persons=[one.person.id for one in within if one.person])
    roles = policies.roles_for(who)
    posted = request.POST if request.method == "POST" else None
    was_asked = posted is not None and "asked" in posted
    alike = find_by_name(_typed(posted), viewer=who) if posted is not None and was_asked and _typed(posted) else []
    form = AddForm(posted, roles=roles, people=within, alike=alike)
    status = 200
    if posted is not None:
        status = 422
        if form.is_valid():
            name = form.described_name()
            if not was_asked and name and (alike := find_by_name(name, viewer=who)):
                form = AddForm(posted, roles=roles, people=within, alike=alike)
                form.add_error("known", "Er is al iemand met deze naam bekend. Kies of dit dezelfde persoon is.")
            elif _add(case, form, who):
                messages.success(request, "Deze persoon staat nu in de casus.")
                return see_other("case", case.id)
            else:
                status = 409
    context = {"case": case, "form": form, "is_wrong": status != 200}
    return render(request, "cases/involve.html", context, status=status)


@require_http_methods(_TWO_WAYS)
def end(request: HttpRequest, case_id: uuid.UUID, involvement_id: uuid.UUID) -> HttpResponse:
    """Somebody is no longer this in the case."""
    who = viewer(request)
    case = queries.case_for(who, case_id)
    row = next((row for row in rows_of(case, who) if row.pk == involvement_id), None)
    if row is None:
        raise Http404
    check_may(who, Permission.TRIAGE)
    (one,) = in_words([row])
    record("case:involved_read", by=who, about=case, persons=[row.person_id] if row.person_id else [])
    form = EndForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                people.end(row=row, because=form.cleaned_data["because"], by=who)
            except NotPossible as refusal:
                form.add_error(None, str(refusal))
                status = 409
            else:
                messages.success(request, "Deze rol is beëindigd.")
                return see_other("case", case.id)
    context = {"case": case, "one": one, "form": form, "is_wrong": status != 200}
    return render(request, "cases/involve_end.html", context, status=status)


def _add(case: Case, form: AddForm, who: User) -> bool:
    """Carry it out; False when it can't be, with the sentence in the form."""
    try:
        people.add(case=case, newcomer=form.newcomer(), role=form.role_chosen(), by=who)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _typed(posted: QueryDict) -> str:
    return str(posted.get("name") or posted.get("nickname") or "").strip()


def _within(rows: list[Involvement]) -> list[Somebody]:
    """The persons of this case, each once, whatever they are in it."""
    first: dict[uuid.UUID, Involvement] = {}
    for row in rows:
        if row.person_id is not None and row.until is None:
            first.setdefault(row.person_id, row)
    return in_words(list(first.values()))
