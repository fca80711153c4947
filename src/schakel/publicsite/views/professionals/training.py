"""The agenda: what there is to follow, one session with the form to enrol, the calendar feed, and asking for a training."""

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from schakel.access.policies import NotPossible
from schakel.core import region
from schakel.core.audiences import Audience
from schakel.publicsite import pacing
from schakel.publicsite.pages import database_may_fail, page_for_professionals
from schakel.training import queries
from schakel.training.actions import enrolling, requesting
from schakel.training.calendar import calendar_of
from schakel.training.kinds import Kind
from schakel.training.models import Session
from schakel.training.policies import why_closed
from schakel.training.public_forms import ONLINE, EnrolForm, TrainingRequestForm

_BOTH = ["GET", "HEAD", "POST"]


@require_safe
@database_may_fail
def agenda(request: HttpRequest) -> HttpResponse:
    """The public sessions to come, filtered by audience, place and kind."""
    audience, where, kind = (request.GET.get(name, "") for name in ("voor", "waar", "soort"))
    sessions = queries.agenda(audience, where, kind)
    places = queries.places_of(sessions)
    towns = [(one.code, one.name) for one in region.current().municipalities]
    context = {
        "lines": [(session, places[session.pk]) for session in sessions],
        "audiences": Audience.choices,
        "places": [*towns, (ONLINE, "online")],
        "audience": audience,
        "where": where,
        "kinds": Kind.choices,
        "kind": kind,
        "courses": queries.courses_on_offer(),
    }
    return page_for_professionals(request, "agenda", context)


@require_safe
@database_may_fail
def agenda_feed(request: HttpRequest) -> HttpResponse:
    """The same as a calendar, to follow: public sessions alone, with every day of a programme."""
    sessions = queries.agenda(*(request.GET.get(name, "") for name in ("voor", "waar", "soort")))
    days = [day for session in sessions for day in queries.every_day_of(session)]
    return calendar_file(calendar_of(days), "agenda.ics")


@require_http_methods(_BOTH)
@database_may_fail
def session(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """One session and the form to enrol; afterwards the page that says at once what one got."""
    found = queries.session_in_public(session_id)
    if request.method != "POST":
        return _session(request, found, EnrolForm())
    form = EnrolForm(request.POST)
    if not form.is_valid():
        return _session(request, found, form, status=422)
    if not pacing.enrolments.take():
        return _session(request, found, form, status=429)
    try:
        made = enrolling.enrol(session_id=found.pk, said=form.said())
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return _session(request, found, form, status=409)
    response = HttpResponseRedirect(f"{reverse('enrolment', args=[made.secret])}?nieuw", status=303)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _session(request: HttpRequest, found: Session, form: EnrolForm, *, status: int = 200) -> HttpResponse:
    context = {
        "session": found,
        "days": queries.days_of(found),
        "places": queries.places_of([found])[found.pk],
        "closed": why_closed(found),
        "form": form,
        "busy": status == 429,
    }
    return page_for_professionals(request, "session", context, status=status)


@require_http_methods(_BOTH)
@database_may_fail
def request_training(request: HttpRequest) -> HttpResponse:
    """An organisation asks for a training of its own."""
    courses = {str(one.pk): one for one in queries.courses_on_offer()}
    if request.method != "POST":
        form = TrainingRequestForm(courses=courses, initial={"course": request.GET.get("training", "")})
        return page_for_professionals(request, "request_training", {"form": form, "sent": "verstuurd" in request.GET})
    form = TrainingRequestForm(request.POST, courses=courses)
    if not form.is_valid():
        return page_for_professionals(request, "request_training", {"form": form}, status=422)
    if not pacing.enrolments.take():
        return page_for_professionals(request, "request_training", {"form": form, "busy": True}, status=429)
    known = form.cleaned_data
    requesting.ask_training(
        course=form.course_chosen(),
        audience=known["audience"],
        municipality=known["municipality"],
        people=known["people"],
        said=form.asked(),
    )
    return HttpResponseRedirect(f"{reverse('request_training')}?verstuurd", status=303)


def calendar_file(text: str, name: str) -> HttpResponse:
    """A calendar to keep or to follow."""
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
