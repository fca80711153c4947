"""Registrations with CoMensha: begin one, fill it in, take it out, send it, and follow what became of it."""

import json
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
from schakel.core import time
from schakel.sharing import policies
from schakel.sharing.comensha import actions, paper, queries
from schakel.sharing.comensha.forms import BeginForm, ConfirmForm, RegistrationForm, SendForm
from schakel.sharing.comensha.queries import Sheet
from schakel.sharing.forms import BecauseForm
from schakel.sharing.models import Registration
from schakel.sharing.policies import REFUSALS, Changed
from schakel.sharing.queries import case_with_disclosures
from schakel.sharing.states import RegistrationState

_TWO_WAYS = ["GET", "HEAD", "POST"]
_CHANGED = "Een collega wijzigde deze registratie terwijl u schreef. Wat u typte staat hier nog. Kijk wat er nu staat, en bewaar daarna opnieuw."  # fmt: skip


@require_http_methods(_TWO_WAYS)
def new(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Of whom, and what CoMensha is asked; the case fills in the rest."""
    who = viewer(request)
    case = case_with_disclosures(who, case_id)
    policies.check_may_write(who)
    form = BeginForm(request.POST or None, people=queries.who_can_be_registered(case, who))
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        row = case.involvements.select_related("case", "person__report").get(pk=said["whose"])
        try:
            made = actions.begin(case=case, row=row, dossier=said["dossier"], by=who)
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            return see_other("comensha_change", case.id, made.id)
    return render(request, "sharing/comensha/new.html", {"case": case, "form": form}, status=status)


@require_safe
def show(request: HttpRequest, case_id: uuid.UUID, registration_id: uuid.UUID) -> HttpResponse:
    """One registration: what it says, what is missing, what became of it."""
    who = viewer(request)
    return _draw(request, queries.registration_for(who, case_id, registration_id), who)


@require_http_methods(_TWO_WAYS)
def change(request: HttpRequest, case_id: uuid.UUID, registration_id: uuid.UUID) -> HttpResponse:
    """Fill it in; whoever comes second keeps their words and hears that a colleague was first."""
    who = viewer(request)
    row = queries.registration_for(who, case_id, registration_id)
    policies.check_may_write(who)
    sheet = queries.read_registration(row, who)
    if row.state != RegistrationState.DRAFT or sheet.said is None or not row.case.is_open:
        messages.warning(request, "Deze registratie is niet meer te wijzigen.")
        return see_other("comensha", row.case_id, row.id)
    form = RegistrationForm(
        request.POST if request.method == "POST" else None,
        dossier=sheet.said.dossier,
        initial=RegistrationForm.initial_of(sheet.said),
    )
    revision = _revision(request) if form.is_bound else row.revision
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            actions.change(registration=row, said=form.said(sheet.said), revision=revision, by=who)
        except Changed:
            form.add_error(None, _CHANGED)
            status, revision = 409, row.revision
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            return see_other("comensha", row.case_id, row.id)
    context = {"case": row.case, "sheet": sheet, "form": form, "revision": revision}
    return render(request, "sharing/comensha/change.html", context, status=status)


@require_POST
def send(request: HttpRequest, case_id: uuid.UUID, registration_id: uuid.UUID) -> HttpResponse:
    """It went."""

    def work(row: Registration, form: forms.Form, by: User) -> None:
        actions.send(registration=row, revision=_revision(request), on=form.cleaned_data["sent_on"], by=by)

    return _do(request, case_id, registration_id, ("send", SendForm), work)


@require_POST
def confirm(request: HttpRequest, case_id: uuid.UUID, registration_id: uuid.UUID) -> HttpResponse:
    """CoMensha has it."""

    def work(row: Registration, form: forms.Form, by: User) -> None:
        actions.confirm(registration=row, reference=form.cleaned_data["reference"], by=by)

    return _do(request, case_id, registration_id, ("confirm", ConfirmForm), work)


@require_POST
def drop(request: HttpRequest, case_id: uuid.UUID, registration_id: uuid.UUID) -> HttpResponse:
    """It came to nothing."""

    def work(row: Registration, form: forms.Form, by: User) -> None:
        actions.drop(registration=row, because=form.cleaned_data["because"], by=by)

    return _do(request, case_id, registration_id, ("drop", BecauseForm), work)


@require_POST
def take(request: HttpRequest, case_id: uuid.UUID, registration_id: uuid.UUID) -> HttpResponse:
    """As a document, or as data in the shape of HTCDS; only what was sent, for that is what CoMensha has."""
    who = viewer(request)
    row = queries.registration_for(who, case_id, registration_id)
    policies.check_may_write(who)
    kind = request.POST.get("kind", "pdf")
    if kind not in ("pdf", "json"):
        raise Http404
    if row.sent_on is None:
        messages.warning(request, "Leg eerst vast dat de registratie is verstuurd. Daarna kunt u haar ophalen.")
        return see_other("comensha", row.case_id, row.id)
    sheet = queries.exported(row, who, kind=kind)
    if sheet.said is None:
        messages.warning(request, "De woorden van deze registratie zijn vernietigd.")
        return see_other("comensha", row.case_id, row.id)
    if kind == "json":
        content = json.dumps(queries.as_htcds(sheet), ensure_ascii=False, indent=2).encode()
        return _file(content, "application/json", f"{row.number}.json")
    return _file(paper.registration_pdf(sheet), "application/pdf", f"{row.number}.pdf")


def _do(
    request: HttpRequest,
    case_id: uuid.UUID,
    registration_id: uuid.UUID,
    asked: tuple[str, type[forms.Form]],
    work: Callable[[Registration, forms.Form, User], None],
) -> HttpResponse:
    who = viewer(request)
    row = queries.registration_for(who, case_id, registration_id)
    policies.check_may_write(who)
    name, kind = asked
    form = kind(request.POST)
    status = 422
    if form.is_valid():
        try:
            work(row, form, who)
        except Changed:
            form.add_error(None, "Een collega wijzigde deze registratie zojuist. Lees haar opnieuw.")
            status = 409
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            return see_other("comensha", row.case_id, row.id)
    return _draw(request, row, who, status=status, **{name: form})


def _draw(
    request: HttpRequest, row: Registration, who: User, *, status: int = 200, **bound: forms.Form
) -> HttpResponse:
    sheet: Sheet = queries.read_registration(row, who)
    may_write = policies.may_write(who) and sheet.said is not None
    context: dict[str, Any] = {
        "case": row.case,
        "sheet": sheet,
        "lines": paper.lines_of(sheet),
        "may_change": may_write and row.case.is_open and row.state == RegistrationState.DRAFT,
        "may_follow": may_write,
        "forms": {
            "send": bound.get("send") or SendForm(initial={"sent_on": time.today()}),
            "confirm": bound.get("confirm") or ConfirmForm(),
            "drop": bound.get("drop") or BecauseForm(),
        },
        "wrong": next(iter(bound.values()), None),
    }
    return render(request, "sharing/comensha/registration.html", context, status=status)


def _revision(request: HttpRequest) -> int:
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
