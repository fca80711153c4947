"""Orders at the desk: what waits, one order, and what went to which municipality."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.policies import NotPossible
from schakel.core import time
from schakel.prevention.materials import policies, queries
from schakel.prevention.materials.actions import orders as actions
from schakel.prevention.materials.forms import ActForm, SendForm
from schakel.prevention.materials.kinds import MOVES, OrderState

_A_PAGE = 50
# By the word in the address: the verb of the action, and what is said afterwards.
ACTS = {
    "goedkeuren": ("approve", "De bestelling is goedgekeurd."),
    "klaarleggen": ("pick", "De bestelling ligt klaar."),
    "versturen": ("send", "De bestelling is verstuurd. De voorraad is bijgewerkt."),
    "annuleren": ("cancel", "De bestelling is geannuleerd."),
    "spam": ("spam", "De bestelling is apart gezet. Wie haar plaatste, krijgt geen bericht."),
    "terugzetten": ("back", "De bestelling staat weer bij de nieuwe."),
}


@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """What asks for work, or one state of them."""
    who = viewer(request)
    asked = request.GET.get("stand", "")
    state = asked if asked in OrderState.values else ""
    page = Paginator(queries.orders_for(who, state), _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "seen": queries.read_all(page.object_list, viewer=who),
        "state": state,
        "states": OrderState.choices,
        "low": queries.low(who),
    }
    return render(request, "prevention/orders.html", context)


@require_safe
def order(request: HttpRequest, order_id: uuid.UUID) -> HttpResponse:
    """One order."""
    return _page(request, order_id)


@require_POST
def act(request: HttpRequest, order_id: uuid.UUID, act: str) -> HttpResponse:
    """Approve, pick, send, cancel, set aside, or bring back."""
    who = viewer(request)
    found = queries.order_for(who, order_id)
    if act not in ACTS:
        raise Http404
    verb, sentence = ACTS[act]
    form: ActForm | SendForm = ActForm(request.POST)
    if verb == "send":
        form = SendForm(request.POST, lines=list(found.lines.select_related("material")))
    if not form.is_valid():
        return _page(request, order_id, verb=verb, form=form, status=422)
    why = form.cleaned_data["why"]
    try:
        if isinstance(form, SendForm):
            actions.send(order=found, counts=form.counts(), why=why, by=who)
        else:
            actions.move(order=found, verb=verb, why=why, by=who)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return _page(request, order_id, verb=verb, form=form, status=409)
    messages.success(request, sentence)
    return see_other("order", order_id)


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """What went to which municipality, in a year or ever."""
    who = viewer(request)
    now = time.today().year
    asked = request.GET.get("jaar", str(now))
    year = int(asked) if asked.isdecimal() and len(asked) == 4 and 2000 <= int(asked) <= now else None
    found = queries.by_municipality(who, year)
    context = {
        "places": found,
        "year": year,
        "years": range(now, now - 4, -1),
        "total": sum(one.total for one in found),
    }
    return render(request, "prevention/places.html", context)


def _page(
    request: HttpRequest, order_id: uuid.UUID, *, verb: str = "", form: Any = None, status: int = 200
) -> HttpResponse:
    who = viewer(request)
    found = queries.order_for(who, order_id)
    seen = queries.read(found, viewer=who)
    context = {
        "seen": seen,
        "order": found,
        "can": {verb: policies.can(verb, found) for verb in MOVES},
        "send_form": form if verb == "send" else SendForm(lines=seen.lines),
        "cancel_form": form if verb == "cancel" else ActForm(),
        "problem": form,
        "wrong": verb,
        "lacking": [line for line in seen.lines if line.asked > line.material.stock],
        "superseded": [line.material for line in seen.lines if not line.material.is_listed],
    }
    return render(request, "prevention/order.html", context, status=status)
