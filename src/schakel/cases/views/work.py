"""Whose a report is, setting it aside, and what closes its term."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.cases import aside, assigning
from schakel.cases.policies import NotPossible
from schakel.cases.views.report_page import draw
from schakel.cases.views.report_work import others_near
from schakel.cases.work_forms import AsideForm, CloseAnswerForm, HandOverForm, ManyAsideForm
from schakel.intake.models import Answered, Aside, Report
from schakel.intake.queries import report_for, reports_for


@require_POST
def take(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """The report is mine."""
    return _simply(request, report_id, assigning.take, "Deze melding is nu van u.")


@require_POST
def let_go(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """The report is nobody's."""
    return _simply(request, report_id, assigning.let_go, "Deze melding is nu van niemand.")


@require_POST
def bring_back(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """The report is work again."""
    return _simply(request, report_id, aside.bring_back, "De melding staat weer bij het werk.")


@require_POST
def hand_over(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """The report is a colleague's."""
    who, report = _of(request, report_id)
    form = HandOverForm(request.POST, people=assigning.who_can_receive(report, who))
    if not form.is_valid():
        return draw(request, report, handover=form, status=422)
    try:
        assigning.hand_over(report=report, to=form.chosen(), note=form.cleaned_data["note"], by=who)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return draw(request, report, handover=form, status=409)
    messages.success(request, f"{form.chosen().name} vindt deze melding op de pagina Vandaag.")
    return see_other("report", report.id)


@require_POST
def close_answer(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """No message goes to the reporter, and why."""
    who, report = _of(request, report_id)
    form = CloseAnswerForm(request.POST)
    if not form.is_valid():
        return draw(request, report, closing=form, status=422)
    try:
        assigning.close_answer(report=report, how=Answered(form.cleaned_data["how"]), by=who)
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    return see_other("report", report.id)


@require_POST
def set_aside(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """The report is no report."""
    who, report = _of(request, report_id)
    form = AsideForm(request.POST, others=others_near(report, who))
    if not form.is_valid():
        return draw(request, report, putting_aside=form, status=422)
    try:
        aside.set_aside(report=report, why=Aside(form.cleaned_data["why"]), double_of=form.original(), by=who)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return draw(request, report, putting_aside=form, status=409)
    messages.success(request, "De melding is apart gelegd. Zij staat bij Apart gelegd en kan terug.")
    return see_other("report", report.id)


@require_POST
def set_aside_many(request: HttpRequest) -> HttpResponse:
    """The ticked reports are no reports."""
    who = viewer(request)
    check_may(who, Permission.TRIAGE)
    ticked = _ids(request.POST.getlist("melding"))
    form = ManyAsideForm(request.POST)
    reports: list[Report] = list(reports_for(who).filter(pk__in=ticked))
    if not reports or not form.is_valid():
        messages.warning(request, "Kruis meldingen aan en kies waarom u ze apart legt.")
        return _back(request)
    said = form.cleaned_data
    try:
        count = aside.set_aside_many(
            reports=reports, why=Aside(said["why"]), danger_was_looked_at=said["looked"], by=who
        )
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
        return _back(request)
    messages.success(request, "1 melding is apart gelegd." if count == 1 else f"{count} meldingen zijn apart gelegd.")
    return _back(request)


def _simply(request: HttpRequest, report_id: uuid.UUID, act: Callable[..., None], done: str) -> HttpResponse:
    who, report = _of(request, report_id)
    try:
        act(report=report, by=who)
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, done)
    return see_other("report", report.id)


def _of(request: HttpRequest, report_id: uuid.UUID) -> tuple[User, Report]:
    who = viewer(request)
    report = report_for(who, report_id)
    check_may(who, Permission.TRIAGE)
    return who, report


def _ids(texts: list[str]) -> list[uuid.UUID]:
    ids = []
    for text in texts:
        try:
            ids.append(uuid.UUID(text))
        except ValueError:
            continue
    return ids


def _back(request: HttpRequest) -> HttpResponse:
    """To the list as it was filtered, never to another house."""
    to = request.POST.get("terug", "")
    here = reverse("inbox")
    is_here = to.startswith(f"{here}?") and url_has_allowed_host_and_scheme(to, allowed_hosts=None)
    return see_other(to if is_here else here)
