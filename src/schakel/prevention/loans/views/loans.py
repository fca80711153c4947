"""Loans at the desk: what waits, the calendar, and one loan from the question to the return."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.prevention.loans import calendars, policies, queries
from schakel.prevention.loans.actions import loans as actions
from schakel.prevention.loans.forms import AskForm, ConfirmForm, ExtendForm, ReturnForm, StateForm, WhyForm
from schakel.prevention.loans.kinds import LoanState
from schakel.prevention.loans.models import Loan
from schakel.prevention.materials.queries import place_of, proposed_answers
from schakel.prevention.pictures import NotUsable
from schakel.prevention.taking import Came, with_file

# By the word in the address: the verb of the action, and what is said afterwards.
ACTS = {
    "afwijzen": ("refuse", "De aanvraag is afgewezen."),
    "annuleren": ("cancel", "De lening is geannuleerd. De dagen zijn weer vrij."),
    "spam": ("spam", "De aanvraag is apart gezet. Wie haar deed, krijgt geen bericht."),
    "terugzetten": ("back", "De aanvraag staat weer bij de nieuwe."),
}


@require_safe
def loans(request: HttpRequest) -> HttpResponse:
    """What asks for somebody, and what is out."""
    return render(request, "prevention/loans.html", {"work": queries.work(viewer(request))})


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Every thing through a month."""
    month = calendars.asked(request.GET.get("maand", ""))
    return render(
        request, "prevention/loan_calendar.html", {"month": month, "lines": queries.calendar(viewer(request), month)}
    )


@require_safe
def over(request: HttpRequest) -> HttpResponse:
    """The loans that are over."""
    return render(request, "prevention/loans_over.html", {"over": queries.over(viewer(request))})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Somebody asked by telephone."""
    who = viewer(request)
    policies.check_lends(who)
    form = AskForm(request.POST or None, kinds=queries.kinds())
    if request.method != "POST":
        return render(request, "prevention/loan_form.html", {"form": form})
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.note_down(
                kind=form.chosen(), first_day=said["first_day"], last_day=said["last_day"], said=form.who(),
                municipality=said["municipality"], by=who,
            )  # fmt: skip
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            return see_other("loan", made.pk)
    return render(request, "prevention/loan_form.html", {"form": form}, status=422)


@require_safe
def loan(request: HttpRequest, loan_id: uuid.UUID) -> HttpResponse:
    """One loan."""
    return _page(request, loan_id)


@require_POST
def confirm(request: HttpRequest, loan_id: uuid.UUID) -> HttpResponse:
    """Promise a thing for these days, or another one."""
    who = viewer(request)
    found = queries.loan_for(who, loan_id)
    form = ConfirmForm(request.POST, things=queries.free_things(found, viewer=who))

    def done() -> str:
        thing = form.chosen()
        actions.confirm(loan=found, thing=thing, by=who)
        return f"Bevestigd: {thing.label}."

    return _carry_out(request, found, "confirm", form, done)


@with_file
def hand_out(request: HttpRequest, loan_id: uuid.UUID, came: Came) -> HttpResponse:
    """It goes along."""
    who = viewer(request)
    found, form = queries.loan_for(who, loan_id), StateForm(request.POST, prefix="out")

    def done() -> str:
        actions.hand_out(loan=found, words=form.cleaned_data["words"], photo=came.photo(), by=who)
        return "Meegegeven."

    return _carry_out(request, found, "out", form, done)


@with_file
def take_back(request: HttpRequest, loan_id: uuid.UUID, came: Came) -> HttpResponse:
    """It is back."""
    who = viewer(request)
    found, form = queries.loan_for(who, loan_id), ReturnForm(request.POST, prefix="back")

    def done() -> str:
        said = form.cleaned_data
        actions.take_back(loan=found, words=said["words"], is_damaged=said["is_damaged"], photo=came.photo(), by=who)
        return "Terug. Het ding is uit de agenda tot het hersteld is." if said["is_damaged"] else "Terug."

    return _carry_out(request, found, "back", form, done)


@require_POST
def extend(request: HttpRequest, loan_id: uuid.UUID) -> HttpResponse:
    """They keep it longer."""
    who = viewer(request)
    found, form = queries.loan_for(who, loan_id), ExtendForm(request.POST, prefix="extend")

    def done() -> str:
        actions.extend(loan=found, last_day=form.cleaned_data["last_day"], by=who)
        return "Verlengd."

    return _carry_out(request, found, "extend", form, done)


@require_POST
def act(request: HttpRequest, loan_id: uuid.UUID, act: str) -> HttpResponse:
    """Refuse, cancel, set aside, or bring back."""
    who = viewer(request)
    found, form = queries.loan_for(who, loan_id), WhyForm(request.POST, prefix="why")
    if act not in ACTS:
        raise Http404
    verb, sentence = ACTS[act]

    def done() -> str:
        actions.move(loan=found, verb=verb, why=form.cleaned_data["why"], by=who)
        return sentence

    return _carry_out(request, found, "why", form, done)


@require_http_methods(["GET", "HEAD", "POST"])
def own_loans(request: HttpRequest) -> HttpResponse:
    """What a municipal contact person borrows for their municipality."""
    who = viewer(request)
    policies.check_asks_for_municipality(who)
    filled = _proposed(request, who)
    form = AskForm(request.POST or None, kinds=queries.kinds(), own_municipality=who.municipality, initial=filled)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.note_down(
                kind=form.chosen(), first_day=said["first_day"], last_day=said["last_day"], said=form.who(),
                municipality=who.municipality, by=who,
            )  # fmt: skip
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Wij hebben uw aanvraag. Het nummer is {made.number}.")
            return see_other("own_loans")
    context = {"form": form, "loans": queries.loans_of_municipality(who), "kinds": queries.kinds()}
    return render(request, "prevention/own_loans.html", context, status=422 if request.method == "POST" else 200)


def _proposed(request: HttpRequest, who: User) -> dict[str, Any]:
    """What the form of a municipality begins with: where the last order went, and days for what was clicked."""
    filled: dict[str, Any] = {"contact": who.name, "email": who.email}
    if request.method == "POST":
        return filled
    filled |= {"organisation": f"Gemeente {place_of(who.municipality)}"} | proposed_answers(who)
    kind = next((one for one in queries.kinds() if str(one.pk) == request.GET.get("soort")), None)
    if kind is not None:
        period = queries.proposed_period(kind)
        filled |= {"kind": str(kind.pk)} | (dict(zip(("first_day", "last_day"), period, strict=True)) if period else {})
    return filled


def _carry_out(request: HttpRequest, found: Loan, name: str, form: forms.Form, act: Callable[[], str]) -> HttpResponse:
    """Do it; whatever is wrong, what was typed is still there."""
    if not form.is_valid():
        return _page(request, found.pk, wrong=name, form=form, status=422)
    try:
        sentence = act()
    except (NotPossible, NotUsable) as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found.pk, wrong=name, form=form, status=409)
    messages.success(request, sentence)
    return see_other("loan", found.pk)


def _page(
    request: HttpRequest, loan_id: uuid.UUID, *, wrong: str = "", form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    who: User = viewer(request)
    found = queries.loan_for(who, loan_id)
    is_open = found.state in (LoanState.ASKED, LoanState.CONFIRMED)
    things = queries.free_things(found, viewer=who) if is_open else []
    made: dict[str, Any] = {
        "confirm": ConfirmForm(things=things),
        "out": StateForm(prefix="out"),
        "back": ReturnForm(prefix="back"),
        "extend": ExtendForm(prefix="extend"),
        "why": WhyForm(prefix="why"),
    }
    context = {
        "seen": queries.read(found, viewer=who),
        "loan": found,
        "things": things,
        "forms": made | ({wrong: form} if wrong else {}),
        "wrong": wrong,
        "problem": form,
        "history": queries.history_of_loan(found, viewer=who),
    }
    return render(request, "prevention/loan.html", context, status=status)
