"""Referrals: ask an organisation something, change that, and write down what came of it."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.access.policies import NotAllowed
from schakel.cases.plan.forms import RevisionForm
from schakel.core import time
from schakel.core.choosing import offer
from schakel.outbox.delivery import mails_partners
from schakel.outbox.queries import last_to_partners
from schakel.outbox.texts import Kind
from schakel.partners.queries import organisation, organisation_choices, professional_choices
from schakel.partners.queries import professional as professional_of
from schakel.partners.reaching import why_not
from schakel.sharing import policies as of_sharing
from schakel.sharing.forms import BecauseForm
from schakel.sharing.policies import REFUSALS, Changed
from schakel.sharing.queries import case_with_disclosures
from schakel.sharing.referral import actions, paper, policies, queries
from schakel.sharing.referral.contents import whose_of
from schakel.sharing.referral.forms import AnswerForm, AskForm, GoesWithForm, ReceiveForm, RemindForm, ToForm
from schakel.sharing.referral.models import Referral
from schakel.sharing.referral.states import Confirmed, ReferralState, Turn
from schakel.sharing.referral.telling import history_of, told_of

_TWO_WAYS = ["GET", "HEAD", "POST"]
_CHANGED = (
    "Een collega wijzigde dit zojuist. Wat u typte staat hier nog. Lees wat er nu staat, en bewaar daarna opnieuw."
)


@require_http_methods(_TWO_WAYS)
def new(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """First to whom; then what is asked, with what can be chosen for that organisation."""
    who = viewer(request)
    case = case_with_disclosures(who, case_id)
    of_sharing.check_may_write(who)
    sent = request.POST if request.method == "POST" else request.GET
    start = ToForm(sent if "aan" in sent else None, organisations=organisation_choices(who))
    if not start.is_valid():
        status = 422 if start.is_bound else 200
        return render(request, "sharing/referral/to.html", {"case": case, "form": start}, status=status)
    here = organisation(who, uuid.UUID(start.cleaned_data["aan"]))
    choices = queries.choices_of(case, here, who)
    people = professional_choices(who, here)
    form = AskForm(
        request.POST if request.method == "POST" else None,
        choices=choices,
        people=people,
        asks_another=bool(choices.open_ones),
    )
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        asked = form.asked_of(_professional(form, who))
        try:
            made = actions.propose(case=case, organisation=here, asked=asked, by=who, is_another=form.says_another)
        except policies.AlreadyAsked as refusal:
            form.add_error(
                "is_another" if "is_another" in form.fields else None,
                f"{refusal} Kruis aan dat dit een andere vraag is.",
            )
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            return see_other("referral", case.id, made.id)
    context = {"case": case, "form": form, "organisation": here, "open_ones": choices.open_ones}
    return render(request, "sharing/referral/new.html", context, status=status)  # fmt: skip


@require_safe
def show(request: HttpRequest, case_id: uuid.UUID, referral_id: uuid.UUID) -> HttpResponse:
    """One referral: what is asked, how it stands, and what can be written down."""
    who = viewer(request)
    return _draw(request, queries.referral_for(who, case_id, referral_id), who)


@require_http_methods(_TWO_WAYS)
def change(request: HttpRequest, case_id: uuid.UUID, referral_id: uuid.UUID) -> HttpResponse:
    """Ask it otherwise; whoever comes second sees what the first changed, and keeps their own words."""
    who = viewer(request)
    row = queries.referral_for(who, case_id, referral_id)
    of_sharing.check_may_write(who)
    sheet = queries.read_referral(row, who)
    is_over = row.state != ReferralState.PROPOSED or sheet.is_beyond or sheet.is_destroyed or not row.case.is_open
    # Whoever typed while it came to this gets their words back, with the reason.
    if is_over and request.method != "POST":
        messages.warning(request, "Dit is niet meer te wijzigen.")
        return see_other("referral", row.case_id, row.id)
    choices, people = queries.choices_of(row.case, row.organisation, who), professional_choices(who, row.organisation)
    posted = request.POST if request.method == "POST" else None
    form = AskForm(posted, choices=choices, people=people, initial=AskForm.initial_of(_flat(row, sheet)))
    status, told, revision = 200, None, row.revision
    if form.is_bound:
        status, revision = 422, RevisionForm.posted(request.POST)
        if form.is_valid():
            asked = form.asked_of(_professional(form, who))
            try:
                actions.change(referral=row, asked=asked, revision=revision, by=who)
            except (*REFUSALS, NotAllowed) as refusal:
                form.add_error(None, str(refusal))
                status = 409
            except Changed:
                merged, told = told_of(row, revision, asked, who)
                form = AskForm(_as_posted(merged), choices=choices, people=people)
                status, revision = 409, row.revision
            else:
                return see_other("referral", row.case_id, row.id)
    context = {
        "case": row.case,
        "sheet": sheet,
        "form": form,
        "revision": revision,
        "told": told,
        "is_wrong": status != 200,
    }
    return render(request, "sharing/referral/change.html", context, status=status)  # fmt: skip


@require_POST
def remind(request: HttpRequest, case_id: uuid.UUID, referral_id: uuid.UUID) -> HttpResponse:
    """Somebody there was asked again."""

    def work(row: Referral, form: Any, revision: int, by: User) -> None:
        actions.remind(referral=row, said=form.said(), next_on=form.cleaned_data["next_on"], revision=revision, by=by)

    return _do(request, case_id, referral_id, ("remind", RemindForm), work)


@require_POST
def go_with(request: HttpRequest, case_id: uuid.UUID, referral_id: uuid.UUID) -> HttpResponse:
    """A disclosure goes with it."""
    who = viewer(request)
    row = queries.referral_for(who, case_id, referral_id)
    of_sharing.check_may_write(who)
    form = GoesWithForm(request.POST, disclosures=queries.disclosures_to(row.case, row.organisation))
    try:
        if form.is_valid():
            revision = RevisionForm.posted(request.POST)
            actions.go_with(referral=row, disclosure=form.chosen(), revision=revision, by=who)
        else:
            messages.warning(request, "Kies een verstrekking.")
    except Changed:
        messages.warning(request, "Een collega wijzigde dit zojuist. Kies de verstrekking opnieuw.")
    except REFUSALS as refusal:
        messages.warning(request, str(refusal))
    return see_other("referral", row.case_id, row.id)


@require_POST
def mail(request: HttpRequest, case_id: uuid.UUID, referral_id: uuid.UUID) -> HttpResponse:
    """Let the worker mail that a question waits; where it must not, a sentence says why."""
    who = viewer(request)
    row = queries.referral_for(who, case_id, referral_id)
    of_sharing.check_may_write(who)
    try:
        actions.mail_reminder(referral=row, by=who)
    except REFUSALS as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "De herinnering staat klaar om te worden gemaild.")
    return see_other("referral", row.case_id, row.id)


@require_POST
def answer(request: HttpRequest, case_id: uuid.UUID, referral_id: uuid.UUID) -> HttpResponse:
    """They said yes or no."""

    def work(row: Referral, form: Any, revision: int, by: User) -> None:
        act = actions.accept if form.cleaned_data["answer"] == Turn.ACCEPTED else actions.refuse
        act(referral=row, said=form.said(), revision=revision, by=by)

    return _do(request, case_id, referral_id, ("answer", AnswerForm), work)


@require_POST
def receive(request: HttpRequest, case_id: uuid.UUID, referral_id: uuid.UUID) -> HttpResponse:
    """Somebody there confirmed that it began, or arrived."""

    def work(row: Referral, form: Any, revision: int, by: User) -> None:
        actions.receive(referral=row, said=form.said(), what=form.cleaned_data["what"], revision=revision, by=by)

    return _do(request, case_id, referral_id, ("receive", ReceiveForm), work)


@require_POST
def withdraw(request: HttpRequest, case_id: uuid.UUID, referral_id: uuid.UUID) -> HttpResponse:
    """We no longer ask it."""

    def work(row: Referral, form: Any, revision: int, by: User) -> None:
        actions.withdraw(referral=row, because=form.cleaned_data["because"], revision=revision, by=by)

    return _do(request, case_id, referral_id, ("withdraw", BecauseForm), work)


@require_POST
def take(request: HttpRequest, case_id: uuid.UUID, referral_id: uuid.UUID) -> HttpResponse:
    """The receipt, for the file."""
    who = viewer(request)
    row = queries.referral_for(who, case_id, referral_id)
    of_sharing.check_may_write(who)
    if row.state != ReferralState.RECEIVED:
        messages.warning(request, "Er is nog geen ontvangst bevestigd.")
        return see_other("referral", row.case_id, row.id)
    sheet = queries.taken(row, who)
    if sheet.is_destroyed or sheet.is_beyond:
        messages.warning(request, "Van deze ontvangst kunt u geen bewijs maken.")
        return see_other("referral", row.case_id, row.id)
    response = HttpResponse(paper.receipt_pdf(sheet), content_type="application/pdf")
    name = f"ontvangst-{row.number}.pdf"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


def _do(
    request: HttpRequest,
    case_id: uuid.UUID,
    referral_id: uuid.UUID,
    asked: tuple[str, type[forms.Form]],
    work: Callable[[Referral, Any, int, User], None],
) -> HttpResponse:
    who = viewer(request)
    row = queries.referral_for(who, case_id, referral_id)
    of_sharing.check_may_write(who)
    name, kind = asked
    form = kind(request.POST, auto_id=f"{name}_%s")
    status = 422
    if form.is_valid():
        try:
            work(row, form, RevisionForm.posted(request.POST), who)
        except Changed:
            form.add_error(None, _CHANGED)
            row.refresh_from_db()
            status = 409
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            return see_other("referral", row.case_id, row.id)
    return _draw(request, row, who, status=status, **{name: form})


def _draw(
    request: HttpRequest, row: Referral, who: User, *, status: int = 200, **bound: forms.Form
) -> HttpResponse:  # fmt: skip
    sheet = queries.read_referral(row, who)
    may_follow = of_sharing.may_write(who) and not sheet.is_beyond and not sheet.is_destroyed
    drawn = {"remind", "withdraw", "answer" if row.state == ReferralState.PROPOSED else "receive"}
    today, told = time.today(), queries.disclosures_to(row.case, row.organisation)
    fresh: dict[str, forms.Form] = {
        "remind": RemindForm(initial={"reminded_on": today, "next_on": policies.next_day()}, auto_id="remind_%s"),
        "answer": AnswerForm(initial={"answered_on": today}, auto_id="answer_%s"),
        "receive": ReceiveForm(initial={"received_on": today}, auto_id="receive_%s"),
        "withdraw": BecauseForm(auto_id="withdraw_%s"),
    }
    shown = {**fresh, **bound}
    offer(shown["receive"], "what", [(one.value, one.label) for one in Confirmed.of(row.kind)])
    context = {
        "case": row.case,
        "sheet": sheet,
        "may_follow": may_follow and sheet.is_waiting,
        "may_leave": of_sharing.may_write(who) and sheet.is_destroyed and sheet.is_waiting,
        "may_change": may_follow and row.state == ReferralState.PROPOSED and row.case.is_open,
        "may_take": may_follow and row.state == ReferralState.RECEIVED,
        "goes_with": GoesWithForm(disclosures=told) if told and may_follow else None,
        "forms": shown,
        "mails": mails_partners() and row.professional is not None,
        "why_not_mail": why_not(row.professional) if row.professional is not None else "",
        "mail": last_to_partners(Kind.STILL_ASKED, [row.pk]).get(row.pk),
        "wrong": next(iter(bound.values()), None),
        "wrong_name": next(iter(bound), ""),
        "is_drawn": may_follow and sheet.is_waiting and bound.keys() <= drawn,
        "history": [] if sheet.is_beyond else history_of(row, who),
    }
    return render(request, "sharing/referral/referral.html", context, status=status)


def _professional(form: AskForm, who: User) -> Any:
    chosen = form.cleaned_data["professional"]
    return professional_of(who, uuid.UUID(chosen)).row if chosen else None


def _flat(row: Referral, sheet: queries.Sheet) -> dict[str, str]:
    return {**row.plain(), "asked": sheet.asked, "whose": ",".join(sheet.whose)}


def _as_posted(flat: dict[str, str]) -> dict[str, Any]:
    return {**flat, "whose": list(whose_of(flat))}
