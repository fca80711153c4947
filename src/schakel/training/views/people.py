"""Participants at the desk: the list of who is there (on a phone), who walks in, groups, badges, certificates, answers."""

import uuid
from functools import partial

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.models import User
from schakel.access.policies import NotPossible
from schakel.training import letters, paper, queries
from schakel.training.actions import attending, certificates, correcting, enrolling, following, groups, opening
from schakel.training.asking import LEAST, results_of
from schakel.training.forms import FollowUpForm, GroupsForm, ParticipantForm, WalkInForm
from schakel.training.kinds import EnrolmentState
from schakel.training.models import Certificate, Session
from schakel.training.public_forms import CodeForm
from schakel.training.views.page import carry_out, pdf, press

_BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(_BOTH)
def attendance(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """The list of a day, with a large button for each; a code typed or scanned ticks somebody too."""
    who = viewer(request)
    session = queries.session_for(who, session_id)
    form = CodeForm(request.POST or None, at_desk=True)
    if request.method == "POST" and form.is_valid():
        try:
            found = attending.tick_code(session=session, code=form.cleaned_data["code"], by=who)
        except NotPossible as refusal:
            form.add_error("code", str(refusal))
        else:
            name = opening.words_of(queries.enrolment_for(who, found.pk)).get("name", "")
            messages.success(request, f"{name} is er.")
            return see_other("training_attendance", session.pk)
    return _list(request, session, who, form)


def _list(request: HttpRequest, session: Session, who: User, form: CodeForm) -> HttpResponse:
    people = opening.participants(session=session.part_of or session, by=who)
    expected = [one for one in people if one.enrolment.state == EnrolmentState.PLACE]
    lines = sorted(((one, session.pk in one.days) for one in expected), key=lambda line: line[0].name.casefold())
    context = {
        "session": session,
        "lines": lines,
        "there": sum(is_there for _, is_there in lines),
        "form": form,
        "walk_in": WalkInForm(prefix="nieuw"),
    }
    return render(request, "training/attendance.html", context, status=422 if form.errors else 200)


@require_POST
def tick(request: HttpRequest, session_id: uuid.UUID, enrolment_id: uuid.UUID) -> HttpResponse:
    """Somebody is there, or not after all."""
    who = viewer(request)
    session, row = queries.session_for(who, session_id), queries.enrolment_for(who, enrolment_id)
    if row.session_id != (session.part_of_id or session.pk):
        raise Http404
    is_there = request.POST.get("is_there") == "ja"
    try:
        attending.tick(session=session, enrolment=row, is_there=is_there, by=who)
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    return see_other("training_attendance", session.pk)


@require_http_methods(_BOTH)
def walk_in(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Somebody came without having enrolled."""
    who = viewer(request)
    session = queries.session_for(who, session_id)

    def act(form: WalkInForm) -> tuple[object, ...]:
        made = attending.walk_in(session=session, said=form.said(), by=who)
        return (
            f"{form.cleaned_data['name']} staat op de lijst, met code {made.code}.",
            "training_attendance",
            session.pk,
        )

    form = WalkInForm(request.POST or None, prefix="nieuw")
    return carry_out(request, "training/walk_in.html", form, act, context={"session": session})


@require_safe
def screen(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """The QR code for the trainer's screen: where participants say that they are there, or what they can recognise."""
    session = queries.session_for(viewer(request), session_id)
    pages = [("Ik ben er", f"aanwezig/{session.door}/"), ("Wat kunt u herkennen?", f"evaluatie/{session.room}/")]
    codes = [(title, letters.public_address(path), _qr(letters.public_address(path))) for title, path in pages]
    return render(request, "training/screen.html", {"session": session, "codes": codes})


@require_http_methods(_BOTH)
def put_right(request: HttpRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Another name or address, where a mail did not arrive or somebody called."""
    who = viewer(request)
    row = queries.enrolment_for(who, enrolment_id)

    def act(form: ParticipantForm) -> tuple[object, ...]:
        known = form.cleaned_data
        correcting.put_right(enrolment=row, name=known["name"], email=known["email"], by=who)
        return "Bewaard. Wij mailen opnieuw hoe het ermee staat.", "training_session", row.session_id

    said = opening.participant_read(enrolment=row, by=who)
    form = ParticipantForm(request.POST or None, initial={name: said.get(name, "") for name in ("name", "email")})
    return carry_out(request, "training/participant.html", form, act, context={"session": row.session})


@require_POST
def take_out(request: HttpRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Somebody who said by telephone that they do not come."""
    who = viewer(request)
    row = queries.enrolment_for(who, enrolment_id)
    done = "Afgemeld. Wie wachtte, schuift door."
    act = partial(enrolling.take_out, enrolment=row, by=who)
    return press(request, act, done, "training_session", row.session_id)


@require_POST
def divide(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Divide who has a place over groups."""
    who = viewer(request)
    session = queries.session_for(who, session_id)
    form = GroupsForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "Schrijf het aantal groepen als getal, van 1 tot 50.")
        return see_other("training_session", session.pk)
    count = form.cleaned_data["groups"]
    act = partial(groups.divide, session=session, groups=count, by=who)
    return press(request, act, "De groepen zijn verdeeld.", "training_session", session.pk)


@require_safe
def badges(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Name badges of everybody with a place."""
    who = viewer(request)
    session = queries.session_for(who, session_id)
    people = opening.participants(session=session.part_of or session, by=who)
    expected = sorted(
        (one for one in people if one.enrolment.state == EnrolmentState.PLACE), key=lambda one: one.name.casefold()
    )
    if not expected:
        messages.warning(request, "Niemand heeft een plaats. Er zijn dus geen naamkaartjes.")
        return see_other("training_session", session_id)
    return pdf(paper.badges_pdf(session, expected), "naamkaartjes.pdf")


@require_POST
def certify(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """A certificate for everybody who was there every day."""
    who = viewer(request)
    session = queries.session_for(who, session_id)
    try:
        given = certificates.give_all(session=session, printer=paper.certificate_pdf, by=who)
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"Certificaten gegeven: {given}. Wie een e-mailadres gaf, krijgt bericht.")
    return see_other("training_session", session.pk)


@require_safe
def certificate(request: HttpRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Somebody's certificate, to print and hand over, as long as it holds and somebody knows whose it is."""
    who = viewer(request)
    found = _certificate(who, enrolment_id)
    if found.withdrawn_at is not None or not (name := opening.name_on(certificate=found, by=who)):
        raise Http404
    return pdf(paper.certificate_pdf(found, name), f"certificaat-{found.number}.pdf")


@require_POST
def withdraw(request: HttpRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """It was given by mistake."""
    who = viewer(request)
    found = _certificate(who, enrolment_id)
    act = partial(certificates.withdraw, certificate=found, by=who)
    return press(request, act, "Het certificaat is ingetrokken.", "training_session", found.session_id)


@require_POST
def certify_anew(request: HttpRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """A new one instead of what was withdrawn."""
    who = viewer(request)
    row = queries.enrolment_for(who, enrolment_id)
    act = partial(certificates.give_anew, enrolment=row, printer=paper.certificate_pdf, by=who)
    return press(request, act, "Er is een nieuw certificaat.", "training_session", row.session_id)


def _certificate(who: User, enrolment_id: uuid.UUID) -> Certificate:
    row = queries.enrolment_for(who, enrolment_id)
    found = Certificate.objects.select_related("enrolment").filter(enrolment=row).first()
    if found is None:
        raise Http404
    return found


@require_safe
def answers(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """What participants can recognise, before and after, with what they wrote."""
    who = viewer(request)
    session = queries.session_for(who, session_id)
    results = results_of(session)
    # Before and after may be the same person: only of one of them five answers are five people.
    enough = max(results.before, results.after) >= LEAST
    context = {
        "session": session,
        "results": results,
        "chart": mark_safe(results.chart),  # noqa: S308  (drawn by us; words in it are escaped)
        "least": LEAST,
        "remarks": opening.remarks(session=session, by=who) if enough else [],
        "address": letters.public_address(f"evaluatie/{session.room}/"),
    }
    return render(request, "training/answers.html", context)


@require_http_methods(_BOTH)
def follow_up(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """A mail to those who want to hear of what follows; what was written before stands below."""
    who = viewer(request)
    session = queries.session_for(who, session_id)

    def act(form: FollowUpForm) -> tuple[object, ...]:
        known = form.cleaned_data
        made = following.write(session=session, subject=known["subject"], body=known["body"], by=who)
        return f"De mail gaat naar {made.mails.count()} mensen.", "training_session", session.pk

    context = {
        "session": session,
        "count": session.enrolments.filter(wants_more=True, state=EnrolmentState.PLACE).count(),
        "earlier": letters.how_far(session),
    }
    return carry_out(request, "training/follow_up.html", FollowUpForm(request.POST or None), act, context=context)


def _qr(text: str) -> str:
    drawn = segno.make(text, error="m").svg_inline(omitsize=True, border=4, dark="#000", light="#fff", svgclass="qr")
    return mark_safe(drawn)  # noqa: S308  (an address of ours)
