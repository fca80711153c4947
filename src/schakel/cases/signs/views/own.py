"""The lists of signs with their sources, and the centre's own signs in them."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.access.policies import NotAllowed, check_may, check_sees_content
from schakel.access.roles import Permission
from schakel.cases.plan.forms import RevisionForm
from schakel.cases.plan.policies import Changed
from schakel.cases.policies import NotPossible
from schakel.cases.signs import catalogue, policies
from schakel.cases.signs.actions import own as actions
from schakel.cases.signs.catalogue import Own
from schakel.cases.signs.forms import OwnSignForm, RetireForm
from schakel.methods.indicators import Dimension, Form, load

_BOTH = ["GET", "HEAD", "POST"]


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """The lists, the rule and where both come from; the centre's own signs, marked as such."""
    who = _staff(request)
    own = catalogue.own_signs()
    lists = [
        (
            load(form),
            [(one, load(form).of(one)) for one in Dimension],
            [mine for mine in own if mine.row.form == form.value],
        )
        for form in Form
    ]
    context = {"lists": lists, "may_manage": who.may(Permission.MANAGE_TEMPLATES)}
    return render(request, "cases/signs/list.html", context)


@require_http_methods(_BOTH)
def new(request: HttpRequest) -> HttpResponse:
    """Add a sign of the centre's own."""
    who = _keeper(request)
    form = OwnSignForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        try:
            actions.add(form=Form(told["form"]), wording=form.wording(), because=told["because"], by=who)
        except NotPossible as refusal:
            form.add_error("child_weight", str(refusal))
        else:
            messages.success(request, "Het signaal staat in de lijst.")
            return see_other("signs_list")
    return render(request, "cases/signs/own.html", {"form": form, "is_wrong": form.is_bound}, status=status)


@require_http_methods(_BOTH)
def change(request: HttpRequest, sign_id: uuid.UUID) -> HttpResponse:
    """Word or weigh one otherwise, as a next version; answers that were given stay as they were asked."""
    who, own = _keeper(request), _own(sign_id)
    if request.method != "POST":
        return _draw(request, own, OwnSignForm.of(own))
    form, revision = OwnSignForm.of(own, request.POST), RevisionForm.posted(request.POST)
    if not form.is_valid():
        return _draw(request, own, form, 422, revision=revision)
    try:
        actions.change(
            sign=own.row, wording=form.wording(), because=form.cleaned_data["because"], revision=revision, by=who
        )
    except NotPossible as refusal:
        form.add_error("child_weight", str(refusal))
        return _draw(request, own, form, 409, revision=revision)
    except Changed:
        # Both are on the page: the newest version above, and one's own words in the form.
        return _draw(request, _own(sign_id), form, 409, is_changed=True)
    messages.success(request, "Het signaal is gewijzigd. Wat al was ingevuld, blijft zoals het toen werd gevraagd.")
    return see_other("signs_list")


@require_POST
def retire(request: HttpRequest, sign_id: uuid.UUID) -> HttpResponse:
    """Take one out of use, or back into it."""
    who, own = _keeper(request), _own(sign_id)
    form = RetireForm(request.POST)
    if not form.is_valid():
        return _draw(request, own, OwnSignForm.of(own), 422, retiring=form)
    told = form.cleaned_data
    actions.retire(sign=own.row, is_retired=told["use"] == "out", because=told["because"], by=who)
    return see_other("own_sign", sign_id)


def _staff(request: HttpRequest) -> User:
    """Whoever asks, where this is for them: the centre's own people who may see content."""
    who = viewer(request)
    check_sees_content(who)
    if not policies.sees_signs(who):
        raise NotAllowed("De lijsten met signalen zijn voor medewerkers van het centrum.")
    return who


def _keeper(request: HttpRequest) -> User:
    who = viewer(request)
    check_may(who, Permission.MANAGE_TEMPLATES)
    return who


def _own(sign_id: uuid.UUID) -> Own:
    found = next((one for one in catalogue.own_signs() if one.row.pk == sign_id), None)
    if found is None:
        raise Http404
    return found


def _draw(
    request: HttpRequest,
    own: Own,
    form: OwnSignForm,
    status: int = 200,
    *,
    revision: int | None = None,
    retiring: RetireForm | None = None,
    is_changed: bool = False,
) -> HttpResponse:
    context = {
        "own": own,
        "form": form,
        "retiring": retiring or RetireForm(),
        "is_wrong": status == 422 or (status == 409 and not is_changed),
        "is_changed": is_changed,
        "is_retiring_wrong": retiring is not None,
        "revision": own.row.revision if revision is None else revision,
        "versions": own.row.versions.all(),
    }
    return render(request, "cases/signs/own.html", context, status=status)
