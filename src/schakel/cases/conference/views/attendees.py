"""Who takes part: invite, what they answered, their invitation, what they shared, their copy of the minutes."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.access.edge import see_other
from schakel.access.models import User
from schakel.cases.conference import handing, invitation, queries
from schakel.cases.conference.actions import attendees as actions
from schakel.cases.conference.forms import InviteForm, NeedForm, SharedForm
from schakel.cases.conference.models import Attendee, Conference
from schakel.cases.conference.states import OVER, Answer, ConferenceState
from schakel.cases.conference.telling import history_of
from schakel.cases.conference.views.page import REFUSALS, form_page, to_change, told_of
from schakel.cases.conference.views.planning import pdf
from schakel.cases.plan import contents
from schakel.cases.plan.forms import ReasonForm, RevisionForm
from schakel.cases.plan.queries import could_own
from schakel.partners.queries import professional, professional_choices

_BOTH = ["GET", "HEAD", "POST"]
_NEED, _SHARED = "need", "shared"


@require_http_methods(_BOTH)
def invite(request: HttpRequest, case_id: uuid.UUID, conference_id: uuid.UUID) -> HttpResponse:
    """Let somebody take part, for a need that is written down."""
    who, conference = to_change(request, case_id, conference_id)
    invited = [one.row for one in queries.attendees_of(conference, who) if one.row.ended_at is None]
    taken = {str(row.professional_id) for row in invited}
    people = [user for user in could_own(conference.case) if user.pk not in {row.account_id for row in invited}]
    professionals = [(key, words) for key, words in professional_choices(who) if key not in taken]
    form = InviteForm(request.POST or None, people=people, professionals=professionals)

    def act(form: InviteForm, _revision: int) -> None:
        chosen = form.chosen()
        guest = chosen if isinstance(chosen, User) else professional(who, chosen).row
        said = form.cleaned_data
        actions.invite(conference=conference, who=guest, need=said["need"], until=said["time_box"], by=who)
        messages.success(request, "De deelnemer staat bij het overleg.")

    context = {"case": conference.case, "conference": conference, "has_partners": bool(professionals)}
    to = ("conference", case_id, conference_id)
    return form_page(request, "cases/conference/invite.html", form, act, to, context=context)


@require_http_methods(_BOTH)
def show(request: HttpRequest, case_id: uuid.UUID, conference_id: uuid.UUID, attendee_id: uuid.UUID) -> HttpResponse:
    """One participant: for what they are needed, and what they shared."""
    who, conference = to_change(request, case_id, conference_id)
    attendee = queries.attendee_for(conference, attendee_id)
    posted = request.POST if request.method == "POST" else None
    is_shared = posted is not None and _SHARED in posted
    said = contents.now(attendee, contents.read(attendee))
    kept = {
        _NEED: NeedForm(initial={"need": said["need"], "time_box": attendee.until}),
        _SHARED: SharedForm(initial=said, auto_id="shared_%s"),
    }
    page = _Page(request, who, conference, attendee, kept)
    if posted is None:
        return page.draw()
    return page.shared() if is_shared else page.need()


@require_POST
def answer(request: HttpRequest, case_id: uuid.UUID, conference_id: uuid.UUID, attendee_id: uuid.UUID) -> HttpResponse:
    """What they said to the invitation, or that they take no part any more."""
    who, conference = to_change(request, case_id, conference_id)
    attendee = queries.attendee_for(conference, attendee_id)
    said = request.POST.get("answer", "")
    form = ReasonForm(request.POST)
    try:
        if said in Answer.values:
            actions.answered(attendee=attendee, answer=Answer(said), by=who)
        elif form.is_valid():
            actions.end(attendee=attendee, reason=form.cleaned_data["reason"], by=who)
            messages.success(request, "Deze deelname is beëindigd. Er gaat niets meer heen.")
        else:
            messages.warning(request, "Schrijf waarom de deelname eindigt.")
    except REFUSALS as refusal:
        messages.warning(request, str(refusal))
    return see_other("conference_attendee", case_id, conference_id, attendee_id)


@require_POST
def take_invitation(
    request: HttpRequest, case_id: uuid.UUID, conference_id: uuid.UUID, attendee_id: uuid.UUID
) -> HttpResponse:
    """The invitation as a file for a calendar: it says "Overleg", when and where."""
    who, conference = to_change(request, case_id, conference_id)
    attendee = queries.attendee_for(conference, attendee_id)
    place = str(contents.read(conference)["place"])
    try:
        attendee = actions.invitation_taken(attendee=attendee, by=who)
    except REFUSALS as refusal:
        messages.warning(request, str(refusal))
        return see_other("conference", case_id, conference_id)
    response = HttpResponse(invitation.invitation_of(attendee, place), content_type="text/calendar; charset=utf-8")
    header = content_disposition_header(as_attachment=True, filename=invitation.FILE_NAME)
    response["Content-Disposition"] = header or ""
    return response


@require_POST
def mail_invitation(
    request: HttpRequest, case_id: uuid.UUID, conference_id: uuid.UUID, attendee_id: uuid.UUID
) -> HttpResponse:
    """Let the worker mail the invitation; where it must not, a sentence says why."""
    who, conference = to_change(request, case_id, conference_id)
    try:
        actions.mail_invitation(attendee=queries.attendee_for(conference, attendee_id), by=who)
    except REFUSALS as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "De uitnodiging staat klaar om te worden gemaild.")
    return see_other("conference", case_id, conference_id)


@require_safe
def minutes(
    request: HttpRequest, case_id: uuid.UUID, conference_id: uuid.UUID, attendee_id: uuid.UUID, number: int
) -> HttpResponse:
    """The minutes as this participant may see them."""
    who, conference = to_change(request, case_id, conference_id)
    attendee = queries.attendee_for(conference, attendee_id)
    edition = queries.minutes_for(conference, number)
    try:
        return pdf(handing.minutes_for(edition, attendee, viewer=who), "verslag.pdf")
    except REFUSALS as refusal:
        messages.warning(request, str(refusal))
        return see_other("conference_attendee", case_id, conference_id, attendee_id)


class _Page:
    """The page of one participant, which has two forms."""

    def __init__(
        self, request: HttpRequest, who: User, conference: Conference, attendee: Attendee, kept: dict[str, Any]
    ) -> None:
        self._request, self._who, self._conference, self._attendee = request, who, conference, attendee
        self._kept = kept
        self._to = ("conference_attendee", conference.case_id, conference.id, attendee.id)

    def draw(self) -> HttpResponse:
        return render(self._request, _TEMPLATE, self._context())

    def need(self) -> HttpResponse:
        """For what and until when."""

        def act(form: NeedForm, revision: int) -> None:
            said = form.cleaned_data
            actions.write_need(
                attendee=self._attendee, need=said["need"], until=said["time_box"], revision=revision, by=self._who
            )

        form = NeedForm(self._request.POST)

        def again() -> tuple[NeedForm, Any]:
            said = form.cleaned_data
            mine = {"need": said["need"], "until": said["time_box"].isoformat() if said["time_box"] else ""}
            merged, told = told_of(self._attendee, RevisionForm.posted(self._request.POST), mine)
            return NeedForm({"need": merged["need"], "time_box": merged["until"]}), told

        context = {**self._context(), "filled": _NEED}
        return form_page(self._request, _TEMPLATE, form, act, self._to, context=context, again=again)

    def shared(self) -> HttpResponse:
        """What they shared."""

        def act(form: SharedForm, revision: int) -> None:
            actions.write_shared(attendee=self._attendee, said=form.said(), revision=revision, by=self._who)
            messages.success(self._request, "Bewaard.")

        form = SharedForm(self._request.POST, auto_id="shared_%s")

        def again() -> tuple[SharedForm, Any]:
            mine = {name: str(form.cleaned_data[name]) for name in form.fields}
            merged, told = told_of(self._attendee, RevisionForm.posted(self._request.POST), mine)
            return SharedForm(merged, auto_id="shared_%s"), told

        context = {**self._context(), "filled": _SHARED}
        return form_page(self._request, _TEMPLATE, form, act, self._to, context=context, again=again)

    def _context(self) -> dict[str, Any]:
        conference, attendee = self._conference, self._attendee
        final = [one for one in conference.minutes.all() if one.final_at is not None]
        is_open = conference.case.closed_at is None
        return {
            "case": conference.case,
            "conference": conference,
            "attendee": attendee,
            "sheet": queries.read_attendee(attendee, self._who),
            "kept": self._kept,
            "revision": attendee.revision,
            "final": final,
            "is_planned": is_open and conference.state == ConferenceState.PLANNED,
            "may_write": is_open and conference.state == ConferenceState.HELD,
            "may_change": is_open and conference.state != ConferenceState.CANCELLED and attendee.ended_at is None,
            "was_held": conference.state in OVER,
            "ending": ReasonForm(auto_id="end_%s"),
            "history": history_of(attendee),
        }


_TEMPLATE = "cases/conference/attendee.html"
