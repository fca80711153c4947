"""Things at the desk: kinds, one thing with its history, and the label that opens its page on a phone."""

import uuid
from typing import Any

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.policies import NotPossible
from schakel.prevention import pictures
from schakel.prevention.editing import ChangedMeanwhile
from schakel.prevention.loans import policies, queries
from schakel.prevention.loans.actions import things as actions
from schakel.prevention.loans.forms import KindForm, StateForm, ThingForm
from schakel.prevention.loans.models import LoanKind
from schakel.prevention.pictures import NotUsable
from schakel.prevention.taking import Came, compared, with_file

ACTS = ("schoongemaakt", "onderhoud", "in-gebruik", "afschrijven")


@require_safe
def things(request: HttpRequest) -> HttpResponse:
    """Every kind and every thing."""
    who = viewer(request)
    kinds = queries.all_kinds(who)
    return render(request, "prevention/things.html", {"kinds": [(one, list(one.things.all())) for one in kinds]})


@require_http_methods(["GET", "HEAD", "POST"])
def kind_new(request: HttpRequest) -> HttpResponse:
    """A new kind."""
    who = viewer(request)
    policies.check_lends(who)
    form = KindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_kind(said=form.said(), by=who)
        messages.success(request, "De soort is toegevoegd. Voeg nu de dingen toe.")
        return see_other("things")
    return _form(request, form, "Nieuwe soort", status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def kind_change(request: HttpRequest, kind_id: uuid.UUID) -> HttpResponse:
    """Change a kind."""
    who = viewer(request)
    found = queries.kind_for(who, kind_id)
    if request.method != "POST":
        return _kind(request, KindForm(initial=_filled(found, KindForm)), found)
    form = KindForm(request.POST)
    if not form.is_valid():
        return _kind(request, form, found, status=422)
    try:
        actions.change_kind(kind=found, said=form.said(), version=form.cleaned_data["version"] or 0, by=who)
    except ChangedMeanwhile as other:
        return _both(request, KindForm, form, other, found.name)
    messages.success(request, "De soort is gewijzigd.")
    return see_other("things")


@require_safe
def kind_picture(request: HttpRequest, kind_id: uuid.UUID) -> HttpResponse:
    """What a kind looks like."""
    return pictures.served(queries.picture_of(queries.kind_for(viewer(request), kind_id)))


@with_file
def kind_picture_put(request: HttpRequest, kind_id: uuid.UUID, came: Came) -> HttpResponse:
    """A picture of a kind, in place of the one before."""
    who = viewer(request)
    found = queries.kind_for(who, kind_id)
    try:
        actions.put_picture(kind=found, content=came.photo() or b"", by=who)
    except NotUsable as refusal:
        form = KindForm(initial=_filled(found, KindForm))
        status = 413 if came.is_too_large else 422
        return _kind(request, form, found, status=status, file_problem=str(refusal))
    messages.success(request, "De afbeelding staat erbij.")
    return see_other("kind_change", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def thing_new(request: HttpRequest, kind_id: uuid.UUID) -> HttpResponse:
    """Another thing of a kind."""
    who = viewer(request)
    found = queries.kind_for(who, kind_id)
    form = ThingForm(request.POST or None)
    title = f"{found.name} toevoegen"
    if request.method != "POST":
        return _form(request, form, title)
    if not form.is_valid():
        return _form(request, form, title, status=422)
    try:
        made = actions.add_thing(kind=found, said=form.said(), by=who)
    except NotPossible as refusal:
        form.add_error("label", str(refusal))
        return _form(request, form, title, status=409)
    messages.success(request, f"{made.label} kan worden uitgeleend.")
    return see_other("thing", made.pk)


@require_safe
def thing(request: HttpRequest, thing_id: uuid.UUID) -> HttpResponse:
    """One thing: who has it, what happened to it, and what can be done."""
    return _page(request, thing_id)


@require_http_methods(["GET", "HEAD", "POST"])
def thing_change(request: HttpRequest, thing_id: uuid.UUID) -> HttpResponse:
    """Another label, serial number or remark."""
    who = viewer(request)
    found = queries.thing_for(who, thing_id)
    if request.method != "POST":
        return _form(request, ThingForm(initial=_filled(found, ThingForm)), found.label)
    form = ThingForm(request.POST)
    if not form.is_valid():
        return _form(request, form, found.label, status=422)
    try:
        actions.change_thing(thing=found, said=form.said(), version=form.cleaned_data["version"] or 0, by=who)
    except ChangedMeanwhile as other:
        return _both(request, ThingForm, form, other, found.label)
    except NotPossible as refusal:
        form.add_error("label", str(refusal))
        return _form(request, form, found.label, status=409)
    messages.success(request, "Gewijzigd.")
    return see_other("thing", thing_id)


@with_file
def act(request: HttpRequest, thing_id: uuid.UUID, done: str, came: Came) -> HttpResponse:
    """Cleaned, to be repaired, back in use, or written off."""
    who = viewer(request)
    found, form = queries.thing_for(who, thing_id), StateForm(request.POST)
    if done not in ACTS:
        raise Http404
    if not form.is_valid():
        return _page(request, thing_id, form=form, status=422)
    words = form.cleaned_data["words"]
    try:
        photo = came.photo()
        if done == "schoongemaakt":
            actions.cleaned(thing=found, words=words, photo=photo, by=who)
        elif done == "onderhoud":
            actions.maintain(thing=found, words=words, photo=photo, by=who)
        elif done == "in-gebruik":
            actions.back_in_use(thing=found, words=words, photo=photo, by=who)
        else:
            actions.write_off(thing=found, words=words, photo=photo, by=who)
    except (NotPossible, NotUsable) as refusal:
        form.add_error(None, str(refusal))
        return _page(request, thing_id, form=form, status=409)
    messages.success(request, "Vastgelegd.")
    return see_other("thing", thing_id)


@require_safe
def label(request: HttpRequest, thing_id: uuid.UUID) -> HttpResponse:
    """A label to print: the code on it opens this thing at the desk, for whoever is signed in."""
    found = queries.thing_for(viewer(request), thing_id)
    address = request.build_absolute_uri(reverse("thing", args=(found.pk,)))
    drawn = segno.make(address, error="m").svg_inline(scale=5, border=4, dark="#000", light="#fff", svgclass="qr")
    return render(request, "prevention/label.html", {"thing": found, "address": address, "code": mark_safe(drawn)})  # noqa: S308  (drawn here)


@require_safe
def condition_photo(request: HttpRequest, photo_id: uuid.UUID) -> HttpResponse:
    """A photo of the state of a thing."""
    content = queries.photo_of(viewer(request), photo_id)
    return pictures.served(content)


def _filled(row: Any, form: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in form.base_fields}


def _both(request: HttpRequest, kind: Any, form: Any, other: ChangedMeanwhile, title: str) -> HttpResponse:
    """What I typed stays in the form, beside what the other kept; sending it again is a choice now."""
    again = kind({**request.POST.dict(), "version": other.row.version})
    again.is_valid()
    again.add_error(None, str(other))
    more = {"differences": compared(form, other.row), "first": other.row.changed_by}
    return _form(request, again, title, status=409, **more)


def _kind(request: HttpRequest, form: KindForm, found: LoanKind, *, status: int = 200, **more: Any) -> HttpResponse:
    more |= {"kind": found, "has_picture": bool(queries.with_picture([found]))}
    return _form(request, form, found.name, status=status, **more)


def _form(request: HttpRequest, form: Any, title: str, *, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "prevention/thing_form.html", {"form": form, "title": title, **more}, status=status)


def _page(
    request: HttpRequest, thing_id: uuid.UUID, *, form: StateForm | None = None, status: int = 200
) -> HttpResponse:
    who = viewer(request)
    found = queries.thing_for(who, thing_id)
    context = {
        "thing": found,
        "loans": queries.loans_of(found, viewer=who),
        "history": queries.history_of(found, viewer=who),
        "form": form or StateForm(),
        "problem": form,
    }
    return render(request, "prevention/thing.html", context, status=status)
