"""The first page of a guest, the shared part of one case, and what was given to them."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schakel.access.edge import viewer
from schakel.access.roles import Permission
from schakel.portal import queries
from schakel.sharing.paper import ALWAYS
from schakel.sharing.received import look, purpose_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The cases that a guest takes part in now, and what waits for them there."""
    who = viewer(request)
    context = {"cases": queries.my_cases(who), "may_read_municipality": who.may(Permission.OWN_MUNICIPALITY)}
    return render(request, "portal/home.html", context)


@require_safe
def show(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Everything of a case that this guest may see."""
    who = viewer(request)
    case = queries.case_shared_with(who, case_id)
    return render(request, "portal/case.html", {"case": case, "shared": queries.read_shared(case, who)})


@require_safe
def given(request: HttpRequest, case_id: uuid.UUID, disclosure_id: uuid.UUID) -> HttpResponse:
    """What was given to this guest or their organisation, with its conditions; that they read it is kept."""
    who = viewer(request)
    case = queries.case_shared_with(who, case_id)
    row, said = look(case=case, disclosure_id=disclosure_id, by=who)
    context = {"case": case, "disclosure": row, "given": said, "purpose": purpose_of(said), "always": ALWAYS}
    return render(request, "portal/given.html", context)
