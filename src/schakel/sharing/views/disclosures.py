"""One disclosure: begin it, write it down, let a colleague read it, give it, take the document, recall it."""

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
from schakel.partners.queries import organisation, organisation_choices, professional_choices
from schakel.sharing import paper, policies, queries, rules
from schakel.sharing.actions import drafts, giving
from schakel.sharing.contents import read_draft
from schakel.sharing.forms import BecauseForm, DisclosureForm, GiveForm, StartForm
from schakel.sharing.models import Disclosure
from schakel.sharing.policies import REFUSALS, Changed
from schakel.sharing.states import DisclosureState
from schakel.sharing.supplied import supplied_in

_TWO_WAYS = ["GET", "HEAD", "POST"]
_CHANGED = (
    "Een collega wijzigde deze verstrekking terwijl u schreef. Wat u typte staat hier nog. Kijk op de pagina van de "
    "verstrekking wat er nu staat, en bewaar daarna opnieuw."
)


@require_http_methods(_TWO_WAYS)
def new(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """To whom and what for; the rest follows on the next page."""
    who = viewer(request)
    case = queries.case_with_disclosures(who, case_id)
    policies.check_may_write(who)
    form = StartForm(request.POST or None, organisations=organisation_choices(who))
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            row = drafts.draft(
                case=case,
                organisation=organisation(who, uuid.UUID(said["organisation"])),
                purpose=said["purpose"],
                is_representative=said["is_representative"],
                by=who,
            )
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            return see_other("disclosure_change", case.id, row.id)
    return render(request, "sharing/new.html", {"case": case, "form": form}, status=status)


@require_safe
def show(request: HttpRequest, case_id: uuid.UUID, disclosure_id: uuid.UUID) -> HttpResponse:
    """One disclosure: how it stands, and what can be done."""
    who = viewer(request)
    return _draw(request, queries.disclosure_for(who, case_id, disclosure_id), who)


@require_http_methods(_TWO_WAYS)
def change(request: HttpRequest, case_id: uuid.UUID, disclosure_id: uuid.UUID) -> HttpResponse:
    """Write it down; whoever comes second keeps their words and hears that a colleague was first."""
    who = viewer(request)
    row = queries.disclosure_for(who, case_id, disclosure_id)
    policies.check_may_write(who)
    refused = _why_not_changed(row, who)
    if refused:
        messages.warning(request, refused)
        return see_other("disclosure", row.case_id, row.id)
    before, revision = read_draft(row), row.revision
    form = _form(request, row, who)
    status = 200
    if form.is_bound:
        status, revision = 422, _posted_revision(request)
        if form.is_valid():
            try:
                drafts.change(
                    disclosure=row,
                    professional=_professional(form, row),
                    wording=form.wording(is_representative=before.is_representative),
                    revision=revision,
                    by=who,
                )
            except REFUSALS as refusal:
                form.add_error(None, str(refusal))
                status = 409
            except Changed:
                form.add_error(None, _CHANGED)
                row.refresh_from_db()
                status, revision = 409, row.revision
            else:
                return see_other("disclosure", row.case_id, row.id)
    context = {
        "case": row.case,
        "disclosure": row,
        "form": form,
        "revision": revision,
        "purpose": rules.book().purposes[before.purpose].name,
        "recipients": rules.names_of(_recipients(row), "recipients"),
        "supplied": supplied_in(row.case, who),
    }
    return render(request, "sharing/change.html", context, status=status)


@require_POST
def submit(request: HttpRequest, case_id: uuid.UUID, disclosure_id: uuid.UUID) -> HttpResponse:
    """Ask a colleague to read it."""
    sentence = "Een collega die deze casus ziet kan nu meelezen."
    return _do(request, case_id, disclosure_id, lambda row, who: giving.submit(disclosure=row, by=who), sentence)


@require_POST
def approve(request: HttpRequest, case_id: uuid.UUID, disclosure_id: uuid.UUID) -> HttpResponse:
    """Agree with exactly what stood on the page."""
    digest = request.POST.get("digest", "")
    sentence = "U bent akkoord. De verstrekking kan worden gedaan."
    return _do(
        request,
        case_id,
        disclosure_id,
        lambda row, who: giving.approve(disclosure=row, digest=digest, by=who),
        sentence,
    )


@require_POST
def send_back(request: HttpRequest, case_id: uuid.UUID, disclosure_id: uuid.UUID) -> HttpResponse:
    """Don't agree, with the reason."""
    return _with_reason(
        request,
        case_id,
        disclosure_id,
        lambda row, who, because: giving.send_back(disclosure=row, why=because, by=who),
        "U stuurde de verstrekking terug.",
    )


@require_POST
def give(request: HttpRequest, case_id: uuid.UUID, disclosure_id: uuid.UUID) -> HttpResponse:
    """Give it: from here it stands still."""
    who = viewer(request)
    row = queries.disclosure_for(who, case_id, disclosure_id)
    policies.check_may_write(who)
    form = GiveForm(request.POST)
    if not form.is_valid():
        return _draw(request, row, who, status=422, giving_form=form)
    try:
        giving.give(disclosure=row, how=form.cleaned_data["how"], by=who)
    except REFUSALS as refusal:
        form.add_error(None, str(refusal))
        row.refresh_from_db()
        return _draw(request, row, who, status=409, giving_form=form)
    messages.success(request, "De verstrekking is vastgelegd. Download het document voor de ontvanger.")
    return see_other("disclosure", row.case_id, row.id)


@require_POST
def take(request: HttpRequest, case_id: uuid.UUID, disclosure_id: uuid.UUID) -> HttpResponse:
    """The document for the recipient; each time is kept."""
    who = viewer(request)
    row = queries.disclosure_for(who, case_id, disclosure_id)
    policies.check_may_write(who)
    try:
        given = giving.take(disclosure=row, by=who)
    except REFUSALS as refusal:
        messages.warning(request, str(refusal))
        return see_other("disclosure", row.case_id, row.id)
    response = HttpResponse(paper.disclosure_pdf(given), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{given.number}.pdf"'
    return response


@require_POST
def recall(request: HttpRequest, case_id: uuid.UUID, disclosure_id: uuid.UUID) -> HttpResponse:
    """Take it back, with the reason."""
    return _with_reason(
        request,
        case_id,
        disclosure_id,
        lambda row, who, because: giving.recall(disclosure=row, because=because, by=who),
        "De verstrekking is ingetrokken. Laat het de ontvanger weten.",
    )


@require_POST
def drop(request: HttpRequest, case_id: uuid.UUID, disclosure_id: uuid.UUID) -> HttpResponse:
    """A draft comes to nothing, with the reason."""
    return _with_reason(
        request,
        case_id,
        disclosure_id,
        lambda row, who, because: drafts.drop(disclosure=row, because=because, by=who),
        "De verstrekking gaat niet door.",
    )


def _do(
    request: HttpRequest,
    case_id: uuid.UUID,
    disclosure_id: uuid.UUID,
    act: Callable[[Disclosure, User], None],
    sentence: str,
) -> HttpResponse:
    who = viewer(request)
    row = queries.disclosure_for(who, case_id, disclosure_id)
    policies.check_may_write(who)
    try:
        act(row, who)
    except REFUSALS as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, sentence)
    return see_other("disclosure", row.case_id, row.id)


def _with_reason(
    request: HttpRequest,
    case_id: uuid.UUID,
    disclosure_id: uuid.UUID,
    act: Callable[[Disclosure, User, str], None],
    sentence: str,
) -> HttpResponse:
    who = viewer(request)
    form = BecauseForm(request.POST)
    row = queries.disclosure_for(who, case_id, disclosure_id)
    policies.check_may_write(who)
    if not form.is_valid():
        return _draw(request, row, who, status=422, because=form)
    because = form.cleaned_data["because"]
    return _do(request, case_id, disclosure_id, lambda found, by: act(found, by, because), sentence)


def _draw(
    request: HttpRequest,
    row: Disclosure,
    who: User,
    *,
    status: int = 200,
    giving_form: forms.Form | None = None,
    because: forms.Form | None = None,
) -> HttpResponse:
    sheet = queries.read_disclosure(row, who)
    may_change = policies.may_write(who) and not sheet.is_beyond and sheet.wording is not None
    is_waiting = sheet.proposal is not None
    context: dict[str, Any] = {
        "case": row.case,
        "disclosure": row,
        "sheet": sheet,
        "may_end": policies.may_write(who) and sheet.wording is not None,
        "may_change": may_change and row.case.is_open,
        "may_take": may_change and row.state == DisclosureState.GIVEN and not row.has_expired,
        "may_read": is_waiting
        and may_change
        and sheet.proposal is not None
        and sheet.proposal.proposed_by_id != who.pk,
        "giving": giving_form or GiveForm(),
        "because": because or BecauseForm(),
        "supplied": supplied_in(row.case, who) if row.state == DisclosureState.DRAFT else [],
        "is_wrong": because is not None,
    }
    return render(request, "sharing/disclosure.html", context, status=status)


def _form(request: HttpRequest, row: Disclosure, who: User) -> DisclosureForm:
    before = read_draft(row)
    people = professional_choices(who, row.organisation)
    return DisclosureForm(
        request.POST if request.method == "POST" else None,
        offer=queries.choices_of(row.case, who),
        recipients=_recipients(row),
        people=people,
        purpose=before.purpose,
        initial=DisclosureForm.initial_of(before, str(row.professional_id or "")),
    )


def _recipients(row: Disclosure) -> frozenset[str]:
    return rules.recipients_of(row.organisation, is_representative=read_draft(row).is_representative)


def _why_not_changed(row: Disclosure, who: User) -> str:
    """Why the form is not shown at all; empty where it is."""
    try:
        policies.check_can_write(who, row.case)
        policies.check_is_draft(row)
        drafts.check_sees_all(row, who)
    except REFUSALS as refusal:
        return str(refusal)
    return ""


def _professional(form: DisclosureForm, row: Disclosure) -> Any:
    chosen = form.cleaned_data["professional"]
    return row.organisation.professionals.filter(pk=chosen).first() if chosen else None


def _posted_revision(request: HttpRequest) -> int:
    text = request.POST.get("revision", "")
    if not text.isdecimal() or len(text) > 9:
        raise Http404
    return int(text)
