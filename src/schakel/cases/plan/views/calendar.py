"""One's own calendar: the address that another program fetches, and what it gets there."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.mail import can_send
from schakel.access.models import User
from schakel.access.policies import NotAllowed, check_sees_content
from schakel.cases.plan import worklist
from schakel.cases.plan.actions import calendar as actions
from schakel.cases.plan.actions import daily
from schakel.cases.plan.feed import calendar_of
from schakel.cases.plan.policies import sees_plans
from schakel.signin.edge import fresh_proof


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Whether one has an address, since when, and when it was last read. The address itself is not kept."""
    who = _who(request)
    return render(request, "cases/plan/calendar.html", _context(who))


@require_POST
@fresh_proof
def renew(request: HttpRequest) -> HttpResponse:
    """A new address, shown this once. Whoever holds it needs no password: so it asks who it is."""
    who = _who(request)
    token = actions.renew(by=who)
    address = request.build_absolute_uri(reverse("calendar_feed", args=[token]))
    return render(request, "cases/plan/calendar.html", {**_context(who), "address": address})


@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """The address ends."""
    actions.take_away(by=_who(request))
    messages.success(request, "Het adres werkt niet meer.")
    return see_other("calendar")


@require_POST
def mail(request: HttpRequest) -> HttpResponse:
    """A number a day by mail, or no more of that."""
    who = _who(request)
    if request.POST.get("mail") == "on":
        daily.ask(by=who)
        messages.success(request, "U krijgt vanaf de volgende werkdag een mail als er iets is.")
    else:
        daily.stop(by=who)
        messages.success(request, "U krijgt geen mail meer.")
    return see_other("calendar")


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The days behind an address. A wrong one and one of a stopped account are as if they never were."""
    days = actions.read(token)
    if days is None:
        raise Http404
    return HttpResponse(calendar_of(days), content_type="text/calendar; charset=utf-8")


def _context(who: User) -> dict[str, Any]:
    return {
        "calendar": worklist.calendar_for(who),
        "is_mailed": worklist.mailed_daily(who),
        "sends_mail": can_send(),
    }


def _who(request: HttpRequest) -> User:
    who = viewer(request)
    check_sees_content(who)
    if not sees_plans(who):
        raise NotAllowed("Een agenda met termijnen is er voor medewerkers van het centrum.")
    return who
