"""Answering a reporter: at once, or after a colleague has read it."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.access import four_eyes
from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.access.policies import NotAllowed, NotPossible, check_may
from schakel.access.roles import Permission
from schakel.cases.answer_forms import AnswerForm, SecondReadingForm
from schakel.cases.views.report_page import draw
from schakel.intake import answers
from schakel.intake.answers import Waiting
from schakel.intake.models import AnswerDraft, Report, ReportState
from schakel.intake.queries import report_for


@require_POST
def answer(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """An answer to the reporter; or the same page again with a standard text in it."""
    who = viewer(request)
    report = report_for(who, report_id)
    check_may(who, Permission.TRIAGE)
    if report.state == ReportState.SEALED:
        messages.warning(request, "Open de melding eerst.")
        return see_other("report", report.id)
    form = AnswerForm(request.POST, report=report)
    if "use" in request.POST:
        return draw(request, report, answer=form.with_template())
    if not form.is_valid():
        return draw(request, report, answer=form, status=422)
    try:
        if form.waits_for_colleague():
            answers.submit(report=report, said=form.answer(), by=who)
            messages.success(request, "Het antwoord wacht op een collega. De melder ziet het nog niet.")
        else:
            answers.send(report=report, said=form.answer(), by=who)
    except NotPossible as refusal:
        form.add_error("text", str(refusal))
        return draw(request, report, answer=form, status=422)
    return _to_conversation(report)


@require_safe
def to_read(request: HttpRequest) -> HttpResponse:
    """The answers of colleagues that wait for this viewer."""
    who = viewer(request)
    check_may(who, Permission.TRIAGE)
    return render(request, "cases/answers.html", {"drafts": answers.to_read(who)})


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, report_id: uuid.UUID, draft_id: uuid.UUID) -> HttpResponse:
    """Read a colleague's answer; send it, or send it back with a remark."""
    who = viewer(request)
    draft = answers.draft_for(who, report_id, draft_id)
    check_may(who, Permission.TRIAGE)
    if request.method != "POST":
        return _review(request, answers.read(draft, viewer=who), SecondReadingForm(), who)
    form = SecondReadingForm(request.POST)
    try:
        if form.is_valid():
            messages.success(request, _decide(request, draft, form.cleaned_data["remark"], who))
            return _to_conversation(draft.report)
    except NotPossible as refusal:
        form.add_error("remark", str(refusal))
    return _review(request, answers.read(draft, viewer=who), form, who, status=422)


def _decide(request: HttpRequest, draft: AnswerDraft, remark: str, who: User) -> str:
    """Send it or send it back, as the button says; what was done, in words."""
    if request.POST.get("decision") == "send":
        answers.approve(draft=draft, digest=request.POST.get("digest", ""), by=who)
        return f"Verstuurd. {draft.author.name} ziet dat u het las."
    answers.send_back(draft=draft, why=remark, by=who)
    return f"Teruggestuurd. {draft.author.name} leest uw opmerking."


@require_POST
def take_back(request: HttpRequest, report_id: uuid.UUID, draft_id: uuid.UUID) -> HttpResponse:
    """The author changes the answer after all; its words stand in the form again."""
    who = viewer(request)
    draft = answers.draft_for(who, report_id, draft_id)
    if draft.author_id != who.id:
        raise Http404
    try:
        answers.take_back(draft=draft, by=who)
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    return _to_conversation(draft.report)


def _review(
    request: HttpRequest, waiting: Waiting, form: SecondReadingForm, who: User, *, status: int = 200
) -> HttpResponse:
    context = {"waiting": waiting, "report": waiting.draft.report, "form": form, "why_not": _why_not(waiting, who)}
    return render(request, "cases/answer_review.html", context, status=status)


def _why_not(waiting: Waiting, who: User) -> str:
    """Why this viewer can't send it, in words; empty when they can."""
    if waiting.proposal is None:
        return "Dit antwoord wacht niet meer op een collega."
    if waiting.said is None:
        return "Deze melding is vernietigd. Er kan geen antwoord meer heen."
    try:
        four_eyes.check_can_approve(waiting.proposal, who)
    except (NotAllowed, NotPossible) as refusal:
        return str(refusal)
    return ""


def _to_conversation(report: Report) -> HttpResponse:
    return see_other(reverse("report", args=[report.id]) + "#gesprek")
