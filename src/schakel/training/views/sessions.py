"""Sessions at the desk: what is to come, one of them, planning, changing, calling off, its programme, and given elsewhere."""

import uuid
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.outbox.delivery import mails
from schakel.outbox.texts import Kind
from schakel.training import letters, queries
from schakel.training.actions import opening, sessions
from schakel.training.actions.sessions import SessionSaid
from schakel.training.asking import results_of
from schakel.training.forms import ElsewhereForm, GroupsForm, ProgrammeForm, SessionForm, as_lines, typed, written_down
from schakel.training.kinds import EnrolmentState, SessionState
from schakel.training.models import Session, TrainingRequest
from schakel.training.policies import check_trains
from schakel.training.views.page import carry_out, press

_BOTH = ["GET", "HEAD", "POST"]


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """What is to come, what was asked, and what was."""
    who = viewer(request)
    coming = queries.coming(who)
    places = queries.places_of(coming)
    context = {
        "coming": [(session, places[session.pk]) for session in coming],
        "earlier": queries.earlier(who, queries.last_year()),
        "requests": queries.requests_for(who),
        "courses": queries.courses_for(who),
    }
    return render(request, "training/sessions.html", context)


@require_safe
def show(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """One session: when, who takes part, what is next to do."""
    who = viewer(request)
    session = queries.session_for(who, session_id)
    people = opening.participants(session=session.part_of or session, by=who)
    failed = letters.failed_for(one.enrolment for one in people)
    context = {
        "session": session,
        "days": queries.every_day_of(session.part_of or session),
        "places": queries.places_of([session])[session.pk],
        "with_place": [one for one in people if one.enrolment.state == EnrolmentState.PLACE],
        "waiting": [one for one in people if one.enrolment.state == EnrolmentState.WAITING],
        "gone": [one for one in people if one.enrolment.state in (EnrolmentState.CANCELLED, EnrolmentState.DOUBLE)],
        "failed": failed,
        "results": results_of(session),
        "groups_form": GroupsForm(),
        "address": letters.public_address(f"agenda/{session.pk}/"),
        "may_close": not session.part_of_id and session.state == SessionState.HELD,
    }
    return render(request, "training/session.html", context)


@require_http_methods(_BOTH)
def plan(request: HttpRequest) -> HttpResponse:
    """Announce a session; perhaps because an organisation asked for it (?aanvraag=)."""
    who = viewer(request)
    asked = _asked(who, request.GET.get("aanvraag", ""))
    initial = {}
    if asked is not None:
        initial = {
            "audience": asked.audience, "municipality": asked.municipality, "capacity": asked.people,
            "course": str(asked.course_id or ""), "title": asked.course.title if asked.course is not None else "",
            "is_public": False, "organisation": opening.request_read(asked=asked, by=who).get("organisation", ""),
        }  # fmt: skip
    form = SessionForm(request.POST or None, initial=initial, **_choices(who, None))

    def act(form: SessionForm) -> tuple[object, ...]:
        made = sessions.plan(said=form.said(), by=who, asked=asked)
        told = " Wie het aanvroeg, krijgt een mail." if asked is not None and mails(Kind.PROFESSIONAL) else ""
        return f"De bijeenkomst is gepland.{told}", "training_session", made.pk

    return carry_out(request, "training/session_form.html", form, act, context={"asked": asked})


@require_http_methods(_BOTH)
def change(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Another day, place or text; whoever enrolled is mailed when it moved."""
    who = viewer(request)
    session = queries.session_for(who, session_id)
    form = SessionForm(request.POST or None, initial=typed(session), **_choices(who, session))

    def act(form: SessionForm) -> tuple[object, ...]:
        made = sessions.change(session=session, said=form.said(), version=form.made_from(), by=who)
        moved = made.sequence > session.sequence
        sentence = "De bijeenkomst is verplaatst. Wie is ingeschreven, krijgt een mail." if moved else "Bewaard."
        return sentence, "training_session", made.pk

    def now() -> tuple[SessionSaid, int]:
        row = queries.session_for(who, session_id)
        return sessions.as_said(row), row.version

    return carry_out(request, "training/session_form.html", form, act, context={"session": session}, now=now)


@require_http_methods(_BOTH)
def programme(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """The programme of a day with times and speakers, a line each."""
    who = viewer(request)
    session = queries.session_for(who, session_id)
    form = ProgrammeForm(request.POST or None, initial={"lines": as_lines(session), "version": session.version})

    def act(form: ProgrammeForm) -> tuple[object, ...]:
        version = int(form.cleaned_data.get("version") or 0)
        sessions.write_programme(session=session, lines=form.cleaned_data["lines"], version=version, by=who)
        return "Het programma is bewaard.", "training_session", session.pk

    def now() -> tuple[None, int]:
        return None, queries.session_for(who, session_id).version

    context = {"session": session, "stored": as_lines(session)}
    return carry_out(request, "training/programme.html", form, act, context=context, now=now)


@require_POST
def call_off(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """It does not take place."""
    who = viewer(request)
    session = queries.session_for(who, session_id)
    done = "De bijeenkomst is afgelast. Wie is ingeschreven, krijgt een mail."
    return press(request, partial(sessions.call_off, session=session, by=who), done, "training_session", session.pk)


@require_POST
def close(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """It was held."""
    who = viewer(request)
    session = queries.session_for(who, session_id)
    done = "De bijeenkomst staat op gehouden."
    return press(request, partial(sessions.close, session=session, by=who), done, "training_session", session.pk)


@require_http_methods(_BOTH)
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Something given elsewhere, afterwards."""
    who = viewer(request)
    check_trains(who)

    def act(form: ElsewhereForm) -> tuple[object, ...]:
        made = sessions.write_down(said=form.said(), reached=form.cleaned_data["reached"], by=who)
        return f"Bewaard: {made.title}, {made.reached} mensen.", "trainings"

    return carry_out(request, "training/elsewhere.html", ElsewhereForm(request.POST or None), act)


@require_http_methods(_BOTH)
def correct(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """What was written down of something given elsewhere, put right."""
    who = viewer(request)
    session = queries.session_for(who, session_id)
    if session.reached is None:
        return see_other("training_session", session.pk)

    def act(form: ElsewhereForm) -> tuple[object, ...]:
        known = form.cleaned_data
        version = int(known.get("version") or 0)
        made = sessions.correct(session=session, said=form.said(), reached=known["reached"], version=version, by=who)
        return f"Verbeterd: {made.title}, {made.reached} mensen.", "training_session", made.pk

    def now() -> tuple[None, int]:
        return None, queries.session_for(who, session_id).version

    form = ElsewhereForm(request.POST or None, initial=written_down(session))
    return carry_out(request, "training/elsewhere.html", form, act, context={"session": session}, now=now)


def _asked(who: User, asked_id: str) -> TrainingRequest | None:
    try:
        return queries.request_for(who, uuid.UUID(asked_id)) if asked_id else None
    except ValueError:
        return None


def _choices(who: User, session: Session | None) -> dict[str, Any]:
    """What can be chosen: every course, and the sessions that can be the first of a programme."""
    first = [one for one in queries.coming(who) if one.part_of_id is None]
    if session is not None:
        first = [one for one in first if one.pk != session.pk]
        if session.part_of is not None and session.part_of not in first:
            first.append(session.part_of)
        if session.parts.exists():
            first = []
    return {"courses": list(queries.courses_for(who)), "first_days": first}
