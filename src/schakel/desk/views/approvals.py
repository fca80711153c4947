"""Everything that waits for a second pair of eyes, one's own proposals, and what was decided."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.access import approvals as handling
from schakel.access import four_eyes
from schakel.access.edge import see_other, viewer
from schakel.access.models import Proposal, User
from schakel.access.policies import NotAllowed, NotPossible, check_may
from schakel.audit.record import record
from schakel.desk.account_forms import RefusalForm
from schakel.signin.edge import fresh_proof

_PAGE = 25


@require_safe
def approvals(request: HttpRequest) -> HttpResponse:
    """What waits for this viewer, what they proposed themselves, and what was decided."""
    who = viewer(request)
    waiting = [proposal for proposal in four_eyes.waiting_for(who) if proposal.proposed_by_id != who.id]
    mine = list(four_eyes.proposed_by(who))
    page = Paginator(four_eyes.decided_for(who), _PAGE).get_page(request.GET.get("page"))
    record("proposal:listed", by=who, proposals=[row.id for row in (*waiting, *mine, *page.object_list)])
    context = {
        "waiting": [_card(proposal, who) for proposal in waiting],
        "mine": [_card(proposal, who) for proposal in mine],
        "page": page,
        "decided": [(row, handling.show(row, who), four_eyes.read_refusal(row)) for row in page.object_list],
        "concerns": four_eyes.concerns(who),
    }
    return render(request, "desk/approvals.html", context)


@require_POST
@fresh_proof
def approve(request: HttpRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """Approve exactly what was shown, and carry it out."""
    who = viewer(request)
    proposal = four_eyes.proposal_for(who, proposal_id)
    try:
        handling.approve(proposal=proposal, digest=request.POST.get("digest", ""), by=who)
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"Goedgekeurd. {proposal.proposed_by.name} ziet het.")
    return see_other("approvals")


@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """Say no, with the reason."""
    who = viewer(request)
    proposal = four_eyes.proposal_for(who, proposal_id)
    check_may(who, four_eyes.WHO[four_eyes.Kind(proposal.kind)][1])
    form = RefusalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            handling.refuse(proposal=proposal, why=form.cleaned_data["why"], by=who)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Niet goedgekeurd. {proposal.proposed_by.name} leest waarom.")
            return see_other("approvals")
    context = _card(proposal, who) | {"form": form}
    return render(request, "desk/refuse.html", context, status=422 if form.is_bound else 200)


@require_POST
def withdraw(request: HttpRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """Take one's own proposal back."""
    who = viewer(request)
    proposal = four_eyes.proposal_for(who, proposal_id)
    try:
        handling.withdraw(proposal=proposal, by=who)
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "Het voorstel is ingetrokken.")
    return see_other("approvals")


def _card(proposal: Proposal, who: User) -> dict[str, Any]:
    why_not = ""
    try:
        four_eyes.check_can_approve(proposal, who)
    except (NotAllowed, NotPossible) as refusal:
        why_not = str(refusal)
    return {
        "proposal": proposal,
        "shown": handling.show(proposal, who),
        "is_decided_here": handling.is_decided_here(proposal),
        "why_not": why_not,
    }
