"""The roster: a week of it, and the forms that change it."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.access.policies import NotPossible, check_may
from schakel.access.roles import Permission
from schakel.core import time
from schakel.core.templatetags.work import day as in_words
from schakel.duty import actions, queries
from schakel.duty.forms import AbsenceForm, ClosureForm, GiveForm, PlanForm, SwapForm
from schakel.duty.policies import check_sees_roster

_FORMS: dict[str, type[forms.Form]] = {
    "plan": PlanForm,
    "swap": SwapForm,
    "away": AbsenceForm,
    "closed": ClosureForm,
}


@require_safe
def roster(request: HttpRequest) -> HttpResponse:
    """A week of the roster: this one, or that of the day in the address."""
    return _draw(request)


@require_POST
def plan(request: HttpRequest) -> HttpResponse:
    """Give somebody days of the week."""

    def act(form: Any, who: User) -> tuple[str, date]:
        said = {name: form.cleaned_data[name] for name in ("first_day", "weekdays", "every", "weeks")}
        given, kept = actions.plan(person=form.chosen(), by=who, **said)
        sentence = f"{form.chosen().name} heeft nu dienst op {len(given)} dagen."
        if kept:
            sentence += f" {len(kept)} dagen hadden al iemand en zijn zo gebleven."
        return sentence, (given or kept)[0]

    return _change(request, "plan", act)


@require_POST
def give(request: HttpRequest) -> HttpResponse:
    """Another person for one day, or nobody."""
    who = viewer(request)
    check_sees_roster(who)
    form = GiveForm(request.POST)
    is_to_clear = "clear" in request.POST
    if is_to_clear:
        form.fields["person"].required = False
    if not form.is_valid():
        messages.warning(request, "Kies wie er op die dag dienst heeft.")
        return see_other("duty")
    day = form.cleaned_data["day"]
    try:
        if is_to_clear:
            actions.clear(day=day, by=who, shown=request.POST.get("shown", ""))
            messages.success(request, f"Niemand heeft nu dienst op {in_words(day)}.")
        else:
            actions.give(day=day, person=form.chosen(), by=who)
            messages.success(request, f"{form.chosen().name} heeft nu dienst op {in_words(day)}.")
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    return _to_week(day)


@require_POST
def swap(request: HttpRequest) -> HttpResponse:
    """Two people change days."""

    def act(form: Any, who: User) -> tuple[str, date]:
        one, other = form.cleaned_data["one"], form.cleaned_data["other"]
        actions.swap(one=one, other=other, by=who)
        return f"{in_words(one).capitalize()} en {in_words(other)} zijn geruild.", one

    return _change(request, "swap", act)


@require_POST
def away(request: HttpRequest) -> HttpResponse:
    """Somebody is away for a while."""

    def act(form: Any, who: User) -> tuple[str, date]:
        days = form.days()
        actions.be_away(person=form.chosen(), by=who, **days)
        return f"{form.chosen().name} is afwezig. Dagen dienst in die tijd hebben nu niemand.", days["first_day"]

    return _change(request, "away", act)


@require_POST
def back(request: HttpRequest, absence_id: uuid.UUID) -> HttpResponse:
    """The absence is taken back."""
    who = viewer(request)
    absence = next((one for one in queries.absences_for(who) if one.pk == absence_id), None)
    if absence is None:
        raise Http404
    actions.be_back(absence=absence, by=who)
    messages.success(request, f"{absence.person.name} is er weer.")
    return see_other("duty")


@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """The centre reads nothing for a while."""

    def act(form: Any, who: User) -> tuple[str, date]:
        days = form.days()
        actions.close(by=who, **days)
        return "Op de website staat nu dat er in die tijd niemand leest.", days["first_day"]

    return _change(request, "closed", act)


@require_POST
def open_again(request: HttpRequest, closure_id: uuid.UUID) -> HttpResponse:
    """The centre is open after all."""
    who = viewer(request)
    closure = next((one for one in queries.closures_for(who) if one.pk == closure_id), None)
    if closure is None:
        raise Http404
    actions.take_back_closure(closure=closure, by=who)
    messages.success(request, "De sluiting is ingetrokken.")
    return see_other("duty")


@require_http_methods(["GET", "POST"])
def wish(request: HttpRequest) -> HttpResponse:
    """Whether the viewer wants to be mailed that something waits."""
    who = viewer(request)
    check_may(who, Permission.TRIAGE)
    if request.method == "POST":
        is_on = request.POST.get("is_on") == "ja"
        actions.wish(is_on=is_on, by=who)
        messages.success(request, "U krijgt bericht als u dienst hebt." if is_on else "U krijgt geen bericht meer.")
        return see_other("duty_wish")
    return render(request, "duty/wish.html", {"wish": queries.wish_of(who)})


def _change(request: HttpRequest, name: str, act: Callable[[Any, User], tuple[str, date]]) -> HttpResponse:
    """Carry out one form of the page; whatever is wrong, what was chosen is still there."""
    who = viewer(request)
    check_sees_roster(who)
    form = _FORMS[name](request.POST, prefix=name)
    if not form.is_valid():
        return _draw(request, status=422, **{name: form})
    try:
        sentence, day = act(form, who)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return _draw(request, status=409, **{name: form})
    messages.success(request, sentence)
    return _to_week(day)


def _draw(request: HttpRequest, *, status: int = 200, **filled: forms.Form) -> HttpResponse:
    who = viewer(request)
    check_sees_roster(who)
    today = time.today()
    day = _asked(request.GET.get("dag", ""), today)
    monday = day - timedelta(days=day.weekday())
    context: dict[str, Any] = {
        "today": today,
        "monday": monday,
        "earlier": monday - timedelta(days=7),
        "later": monday + timedelta(days=7),
        "turns": queries.turns(monday),
        "people": queries.who_can_have_duty(),
        "empty_days": queries.empty_days(who),
        "absences": queries.absences_for(who),
        "closures": queries.closures_for(who),
        "wrong": [name for name in _FORMS if name in filled],
        "problems": list(filled.values()),
        "may_wish": who.may(Permission.TRIAGE),
    }
    context |= {f"{name}_form": filled.get(name) or kind(prefix=name) for name, kind in _FORMS.items()}
    return render(request, "duty/roster.html", context, status=status)


def _asked(text: str, today: date) -> date:
    """The day in the address, as far as it is one of this age; otherwise today."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if abs((day - today).days) < 3_660 else today


def _to_week(day: date) -> HttpResponse:
    return see_other(f"{reverse('duty')}?dag={day:%Y-%m-%d}")
