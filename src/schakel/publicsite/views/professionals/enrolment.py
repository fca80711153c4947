"""What a participant has: their place, calendar file, code and certificate; and saying that they are there, or what they thought."""

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from schakel.access.policies import NotPossible
from schakel.core import time
from schakel.publicsite import pacing
from schakel.publicsite.pages import database_may_fail, page_for_professionals
from schakel.publicsite.views.professionals.training import calendar_file
from schakel.training import queries
from schakel.training.actions import attending, certificates, enrolling, requesting
from schakel.training.asking import statements_of
from schakel.training.calendar import FILE_NAME, calendar_of
from schakel.training.kinds import EnrolmentState, SessionState
from schakel.training.models import Certificate, Enrolment, Session
from schakel.training.public_forms import CodeForm, EvaluationForm, NumberForm
from schakel.vault.records import DecryptionError

_BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(_BOTH)
@database_may_fail
def manage(request: HttpRequest, secret: str) -> HttpResponse:
    """How it stands with somebody's enrolment; sent as a form, they do not come, or say whether they want to hear more."""
    if request.method != "POST":
        return _manage(request, secret)
    queries.enrolment_of(secret)
    try:
        if "vervolg" in request.POST:
            enrolling.wish(secret=secret, wants_more=request.POST["vervolg"] == "ja")
        else:
            enrolling.leave(secret=secret)
    except NotPossible as refusal:
        return _manage(request, secret, str(refusal), status=409)
    return HttpResponseRedirect(reverse("enrolment", args=[secret]), status=303)


def _manage(request: HttpRequest, secret: str, problem: str = "", *, status: int = 200) -> HttpResponse:
    row = queries.enrolment_of(secret)
    session = queries.session_in_public(row.session_id)
    is_waiting = row.state == EnrolmentState.WAITING
    context = {
        "secret": secret,
        "enrolment": row,
        "session": session,
        "days": queries.days_of(session),
        "position": queries.position_of(row) if is_waiting else 0,
        "is_new": "nieuw" in request.GET,
        "problem": problem,
        "is_off": session.state == SessionState.CANCELLED,
        "may_leave": row.state in (EnrolmentState.PLACE, EnrolmentState.WAITING)
        and session.state == SessionState.ANNOUNCED
        and not session.is_over(time.now()),
        "qr": qr_of(_shown_at_the_door(session, row)) if row.state == EnrolmentState.PLACE else "",
        "certificate": _certificate_of(row),
        "moment": requesting.moment_of(session),
    }
    return page_for_professionals(request, "enrolment", context, status=status)


def _shown_at_the_door(session: Session, row: Enrolment) -> str:
    """What a participant lets a colleague scan: where that colleague, signed in at the desk, says who is there."""
    return f"{settings.SCHAKEL_DESK_URL}/scholing/er/{session.room}/{row.code}/"


@require_safe
@database_may_fail
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """The days of an enrolment, for a calendar; where to take part online only for who has a place."""
    row = queries.enrolment_of(secret)
    session = queries.session_in_public(row.session_id)
    has_place = row.state == EnrolmentState.PLACE
    is_waiting = row.state == EnrolmentState.WAITING
    made = calendar_of(queries.every_day_of(session), shows_link=has_place, is_tentative=is_waiting)
    return calendar_file(made, FILE_NAME)


@require_safe
@database_may_fail
def certificate(request: HttpRequest, secret: str) -> HttpResponse:
    """The document, opened with the secret of the link; this door has no other key to it."""
    found = _certificate_of(queries.enrolment_of(secret))
    if found is None:
        raise Http404
    try:
        content = certificates.document_of(Certificate.objects.only("id", "document").get(pk=found.pk), secret)
    except DecryptionError:
        raise Http404 from None
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="certificaat.pdf"'
    return response


def _certificate_of(row: Enrolment) -> Certificate | None:
    known = Certificate.objects.filter(enrolment_id=row.pk, withdrawn_at=None, document__isnull=False)
    return known.only("id", "number").first()


@require_http_methods(_BOTH)
@database_may_fail
def present(request: HttpRequest, door: str) -> HttpResponse:
    """Behind the QR code on the trainer's screen: a participant says with their code that they are there."""
    session = queries.session_of_door(door)
    context = {"session": session, "door": door, "done": "gelukt" in request.GET}
    if request.method != "POST":
        return page_for_professionals(request, "present", {**context, "form": CodeForm()})
    form = CodeForm(request.POST)
    if not form.is_valid():
        return page_for_professionals(request, "present", {**context, "form": form}, status=422)
    if not pacing.attempts.take():
        return page_for_professionals(request, "present", {**context, "form": form, "busy": True}, status=429)
    try:
        attending.say_present(session=session, code=form.cleaned_data["code"])
    except NotPossible as refusal:
        pacing.wrong_code.wait()
        form.add_error("code", str(refusal))
        return page_for_professionals(request, "present", {**context, "form": form}, status=422)
    return HttpResponseRedirect(f"{reverse('present', args=[door])}?gelukt", status=303)


@require_http_methods(_BOTH)
@database_may_fail
def evaluation(request: HttpRequest, room: str) -> HttpResponse:
    """What a participant can recognise, before and after; each once, and without who."""
    session = queries.session_of_room(room)
    context = {
        "session": session,
        "room": room,
        "moment": requesting.moment_of(session),
        "done": "gelukt" in request.GET,
    }
    if request.method != "POST":
        form = EvaluationForm(statements=statements_of(session), initial={"code": request.GET.get("code", "")})
        return page_for_professionals(request, "evaluation", {**context, "form": form})
    form = EvaluationForm(request.POST, statements=statements_of(session))
    if not form.is_valid():
        return page_for_professionals(request, "evaluation", {**context, "form": form}, status=422)
    return _keep_answer(request, session, form, context)


def _keep_answer(
    request: HttpRequest, session: Session, form: EvaluationForm, context: dict[str, object]
) -> HttpResponse:
    if not pacing.attempts.take():
        return page_for_professionals(request, "evaluation", {**context, "form": form, "busy": True}, status=429)
    known = form.cleaned_data
    try:
        requesting.evaluate(session=session, code=known["code"], scores=form.scores(), remark=known["remark"])
    except NotPossible as refusal:
        pacing.wrong_code.wait()
        form.add_error("code", str(refusal))
        return page_for_professionals(request, "evaluation", {**context, "form": form}, status=422)
    return HttpResponseRedirect(f"{reverse('evaluation', args=[context['room']])}?gelukt", status=303)


@require_safe
@database_may_fail
def verify(request: HttpRequest) -> HttpResponse:
    """Whether a certificate is one of ours: the training, the day, the hours, and never the name."""
    if "nummer" not in request.GET:
        return page_for_professionals(request, "verify", {"form": NumberForm()})
    form = NumberForm(request.GET)
    if not form.is_valid():
        return page_for_professionals(request, "verify", {"form": form}, status=422)
    if not pacing.attempts.take():
        return page_for_professionals(request, "verify", {"form": form, "busy": True}, status=429)
    found = queries.certificate_with(form.cleaned_data["nummer"])
    if found is None:
        pacing.wrong_code.wait()
    return page_for_professionals(request, "verify", {"form": form, "found": found, "asked": True})


def qr_of(text: str) -> SafeString:
    """A QR code as a picture in the page, without a style or a script."""
    drawn = segno.make(text, error="m").svg_inline(omitsize=True, border=4, dark="#000", light="#fff", svgclass="qr")
    return mark_safe(drawn)  # noqa: S308  (drawn here, of digits or an address of ours)
