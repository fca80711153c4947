"""Emergencies: what waits for the privacy officer's judgement, what was judged, and what somebody's own were judged."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from schakel.access.actions import review_break_glass
from schakel.access.edge import see_other, viewer
from schakel.access.models import BreakGlassReview, Grant
from schakel.access.policies import NotPossible, check_may
from schakel.access.queries import emergencies_for, emergency_for, waiting_for_review
from schakel.access.roles import Permission
from schakel.cases.sight_forms import NumberForm
from schakel.desk.forms.verdict import VerdictForm
from schakel.desk.queries import emergencies as queries
from schakel.signin.edge import fresh_proof_to_send

A_PAGE = 25


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """For the privacy officer what waits and what was judged; for whoever may break the glass their own."""
    who = viewer(request)
    is_officer = who.may(Permission.REVIEW_LAWFULNESS)
    if not is_officer:
        check_may(who, Permission.BREAK_GLASS)
    chosen = "getoetst" if request.GET.get("lijst") == "getoetst" else "wacht"
    grants = emergencies_for(who)
    if is_officer:
        grants = waiting_for_review(who) if chosen == "wacht" else grants.exclude(review=None)
    page = Paginator(grants, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": queries.emergencies(page, viewer=who),
        "is_officer": is_officer,
        "chosen": chosen,
        "tabs": [("wacht", "Te toetsen"), ("getoetst", "Getoetst")],
        "form": NumberForm(),
    }
    return render(request, "desk/emergencies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_proof_to_send
def show(request: HttpRequest, grant_id: uuid.UUID) -> HttpResponse:
    """One emergency: why, how long, what was read; the officer judges it, and who it is about reads the verdict."""
    who = viewer(request)
    grant = emergency_for(who, grant_id)
    if request.method != "POST":
        return _draw(request, grant, VerdictForm())
    check_may(who, Permission.REVIEW_LAWFULNESS)
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return _draw(request, grant, form, status=422)
    said = form.cleaned_data
    try:
        verdict = BreakGlassReview.Verdict(said["verdict"])
        review_break_glass(grant=grant, verdict=verdict, words=said["words"], by=who)
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
        return see_other("emergency", grant.id)
    messages.success(request, "Uw oordeel is vastgelegd.")
    return see_other("emergencies")


def _draw(request: HttpRequest, grant: Grant, form: Any, *, status: int = 200) -> HttpResponse:
    who = viewer(request)
    is_officer = who.may(Permission.REVIEW_LAWFULNESS)
    context = {
        "emergency": queries.emergency(grant, viewer=who),
        "is_officer": is_officer,
        "is_own": grant.user_id == who.id,
        "form": form,
    }
    return render(request, "desk/emergency.html", context, status=status)
