"""Final minutes for a participant: read, taken along, signed or remarked on; and who did so, for whoever chairs."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from schakel.access.edge import see_other, viewer
from schakel.access.policies import is_guest
from schakel.cases.conference import handing
from schakel.cases.conference.queries import conference_for
from schakel.cases.conference.views.planning import pdf
from schakel.cases.policies import NotPossible
from schakel.portal import actions, meetings
from schakel.portal.forms import RemarkForm


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, case_id: uuid.UUID, conference_id: uuid.UUID) -> HttpResponse:
    """The part of the minutes that is theirs; with POST signed, or a remark."""
    who = viewer(request)
    mine = meetings.read_my_minutes(meetings.attendee_of(who, case_id, conference_id), who)
    is_signing = "sign" in request.POST
    form = RemarkForm(request.POST if request.method == "POST" and not is_signing else None)
    status = 200
    if request.method == "POST":
        status, digest = 422, request.POST.get("digest", "")
        try:
            if is_signing:
                actions.sign(mine=mine, digest=digest, by=who)
                messages.success(request, "U heeft het verslag getekend.")
                return see_other("my_minutes", case_id, conference_id)
            if form.is_valid():
                actions.remark(mine=mine, digest=digest, words=form.cleaned_data["remark"], by=who)
                messages.success(request, "Uw opmerking ligt bij de voorzitter.")
                return see_other("my_minutes", case_id, conference_id)
        except NotPossible as refusal:
            # What was typed stays in the form, beside the minutes as they stand now.
            messages.warning(request, str(refusal))
            status = 409
    context = {
        "case": mine.minutes.case,
        "conference": mine.attendee.conference,
        "mine": mine,
        "form": form,
        "is_wrong": status == 422,
        "is_guest": is_guest(who),
    }
    return render(request, "portal/minutes.html", context, status=status)


@require_safe
def take(request: HttpRequest, case_id: uuid.UUID, conference_id: uuid.UUID) -> HttpResponse:
    """The same as a document."""
    who = viewer(request)
    mine = meetings.read_my_minutes(meetings.attendee_of(who, case_id, conference_id), who)
    return pdf(handing.paper_of(mine.minutes, mine.attendee, mine.sheet, viewer=who), "verslag.pdf")


@require_safe
def signatures(request: HttpRequest, case_id: uuid.UUID, conference_id: uuid.UUID) -> HttpResponse:
    """Per participant: signed, a remark, or nothing yet."""
    who = viewer(request)
    conference = conference_for(who, case_id, conference_id)
    standings = meetings.standings_of(conference, who)
    context = {
        "case": conference.case,
        "conference": conference,
        "minutes": meetings.newest_final(conference),
        "standings": standings,
        "is_mine": any(one.sheet.row.account_id == who.pk and not one.why_not for one in standings),
    }
    return render(request, "portal/signatures.html", context)
