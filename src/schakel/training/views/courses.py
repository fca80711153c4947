"""Course types, and what organisations asked for."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.access.edge import viewer
from schakel.access.models import User
from schakel.outbox.delivery import mails
from schakel.outbox.texts import Kind
from schakel.training import queries
from schakel.training.actions import opening, sessions
from schakel.training.actions.sessions import CourseSaid
from schakel.training.forms import CourseForm, DeclineForm
from schakel.training.letters import undelivered
from schakel.training.models import TrainingRequest
from schakel.training.policies import check_trains
from schakel.training.views.page import carry_out

_BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(_BOTH)
def new(request: HttpRequest) -> HttpResponse:
    """A new course type."""
    who = viewer(request)
    check_trains(who)

    def act(form: CourseForm) -> tuple[object, ...]:
        made = sessions.write_course(course=None, said=form.said(), by=who)
        return f"De training {made.title} is bewaard.", "trainings"

    return carry_out(request, "training/course_form.html", CourseForm(request.POST or None), act)


@require_http_methods(_BOTH)
def change(request: HttpRequest, course_id: uuid.UUID) -> HttpResponse:
    """Another text for one."""
    who = viewer(request)
    course = queries.course_for(who, course_id)
    initial = {**vars(sessions.course_as_said(course)), "version": course.version}

    def act(form: CourseForm) -> tuple[object, ...]:
        sessions.write_course(course=course, said=form.said(), version=form.made_from(), by=who)
        return "De training is bewaard.", "trainings"

    def now() -> tuple[CourseSaid, int]:
        row = queries.course_for(who, course_id)
        return sessions.course_as_said(row), row.version

    form = CourseForm(request.POST or None, initial=initial)
    return carry_out(request, "training/course_form.html", form, act, context={"course": course}, now=now)


@require_safe
def asked(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """What an organisation asked for: who, what, when."""
    who = viewer(request)
    row = queries.request_for(who, request_id)
    return render(request, "training/request.html", {**_as_asked(row, who), "form": DeclineForm()})


@require_POST
def decline(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """It does not come, and why."""
    who = viewer(request)
    row = queries.request_for(who, request_id)

    def act(form: DeclineForm) -> tuple[object, ...]:
        sessions.decline(asked=row, why=form.cleaned_data["why"], by=who)
        told = (
            "Wie het aanvroeg, krijgt uw antwoord per mail." if mails(Kind.PROFESSIONAL) else "Laat het hun zelf weten."
        )
        return f"De aanvraag is afgehandeld. {told}", "trainings"

    return carry_out(request, "training/request.html", DeclineForm(request.POST), act, context=_as_asked(row, who))


def _as_asked(row: TrainingRequest, who: User) -> dict[str, object]:
    said = opening.request_read(asked=row, by=who)
    return {"asked": row, "said": said, "is_undelivered": row.pk in undelivered([row.pk])}
