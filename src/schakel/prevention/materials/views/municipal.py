"""Ordering by a municipal contact person who is signed in: their municipality is filled in, and they see its orders alone."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.core import time
from schakel.prevention.materials import policies, queries
from schakel.prevention.materials.actions import orders as actions
from schakel.prevention.materials.forms import OrderForm, field_of
from schakel.prevention.materials.models import Material


@require_http_methods(["GET", "HEAD", "POST"])
def own_orders(request: HttpRequest) -> HttpResponse:
    """What was ordered for the municipality, and a form to order more."""
    who = viewer(request)
    policies.check_orders_for_municipality(who)
    place = queries.place_of(who.municipality)
    materials, filled = _proposed(request, who, place)
    form = OrderForm(request.POST or None, materials=materials, own_municipality=who.municipality, initial=filled)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = actions.order_for_municipality(said=form.who(), wanted=form.wanted(), by=who)
            except NotPossible as refusal:
                form.add_error(None, str(refusal))
                status = 409
            else:
                messages.success(request, f"Wij hebben uw bestelling. Het nummer is {made.number}.")
                return see_other("own_orders")
    context = {
        "form": form,
        "place": place,
        "orders": queries.orders_of_municipality(who),
        "this_year": queries.sent_by_place(time.today().year, who.municipality)[0],
    }
    return render(request, "prevention/own_orders.html", context, status=status)


def _proposed(request: HttpRequest, who: User, place: str) -> tuple[list[Material], dict[str, Any]]:
    """The catalogue, and what the form begins with; what was clicked on another page stands first, with how many."""
    materials = queries.catalogue()
    filled: dict[str, Any] = {"organisation": f"Gemeente {place}", "contact": who.name, "email": who.email}
    if request.method == "POST":
        return materials, filled
    filled |= queries.proposed_answers(who)
    amounts = {one.pk: amount for one, amount in queries.proposed_amounts(who)}
    clicked = [one.pk for one in materials if str(one.pk) == request.GET.get("materiaal")]
    filled |= {field_of(one): amounts.get(one, 1) for one in clicked}
    return sorted(materials, key=lambda one: one.pk not in clicked), filled


@require_POST
def withdraw(request: HttpRequest, own_order_id: uuid.UUID) -> HttpResponse:
    """Take back what the viewer ordered themself, as long as nobody approved it."""
    who = viewer(request)
    try:
        actions.withdraw(order=queries.order_of_mine(who, own_order_id), by=who)
        messages.success(request, "De bestelling is ingetrokken.")
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    return see_other("own_orders")
