"""Finding a person by name, correcting a description, and taking a link back."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.core import time
from schakel.people import actions, queries
from schakel.people.forms import DetailsForm, SearchForm
from schakel.people.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Persons by name. What is searched is posted, so that it stands in no address and no log."""
    who = viewer(request)
    check_may(who, Permission.TRIAGE)
    if request.method != "POST":
        return render(request, "people/search.html", {"form": SearchForm()})
    form = SearchForm(request.POST)
    if not form.is_valid():
        return render(request, "people/search.html", {"form": form}, status=422)
    found = queries.find_by_name(form.cleaned_data["name"], viewer=who)
    return render(request, "people/search.html", {"form": form, "found": found, "has_searched": True})


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Correct one description, or say whether this is a victim."""
    who = viewer(request)
    person = queries.person_for(who, person_id)
    check_may(who, Permission.TRIAGE)
    known = queries.read_recorded(person, viewer=who)
    if known.is_destroyed:
        messages.warning(request, "Deze gegevens zijn vernietigd. Er is niets meer om te wijzigen.")
        return see_other("person", person.id)
    form = DetailsForm(request.POST or None, known=known, seen=queries.mark_of(person))
    context = {"form": form, "person": person, "known": known}
    if request.method == "POST" and form.is_valid():
        said = form.details(today=time.today())
        try:
            actions.correct(person=person, details=said, by=who, seen=form.cleaned_data["seen"])
        except actions.SomebodyWasFirst as refusal:
            return render(
                request, "people/correct.html", context | _both(request, person, who, str(refusal)), status=409
            )
        messages.success(request, "De gegevens zijn gewijzigd.")
        return see_other("person", person.id)
    return render(request, "people/correct.html", context, status=422 if form.is_bound else 200)


def _both(request: HttpRequest, person: Person, who: User, sentence: str) -> dict[str, Any]:
    """What was typed stays in the form, beside what the other stored; sending it again is a choice now."""
    person = queries.person_for(who, person.pk)
    known = queries.read_recorded(person, viewer=who)
    posted, seen = request.POST.copy(), queries.mark_of(person)
    posted["seen"] = seen
    again = DetailsForm(posted, known=known, seen=seen)
    again.add_error(None, sentence)
    return {"form": again, "differences": again.differences()}


@require_http_methods(["GET", "HEAD", "POST"])
def undo_link(request: HttpRequest, link_id: uuid.UUID) -> HttpResponse:
    """Take a link back, after asking once more."""
    who = viewer(request)
    link = queries.link_for(who, link_id)
    check_may(who, Permission.TRIAGE)
    # A double click or the back button comes here once more: the action says that it was done before.
    if request.method == "POST" or link.undone_at is not None:
        try:
            actions.undo_link(link=link, by=who)
        except ValueError as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, "De koppeling is ongedaan gemaakt. Het zijn weer twee personen.")
        return see_other("person", link.one_id)
    return render(request, "people/undo_link.html", {"link": link, "both": [link.one, link.other]})
