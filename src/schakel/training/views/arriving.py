"""What opens on a colleague's phone when it scans what a participant shows: who it is, and one button."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from schakel.access.edge import see_other, viewer
from schakel.access.policies import NotPossible
from schakel.training import queries
from schakel.training.actions import attending, opening
from schakel.training.policies import check_trains


@require_http_methods(["GET", "HEAD", "POST"])
def arrived(request: HttpRequest, room: str, code: str) -> HttpResponse:
    """Opening it changes nothing, for a telephone opens addresses by itself; the button says that they are there."""
    who = viewer(request)
    check_trains(who)
    session = queries.session_of_room(room)
    lead = session.part_of or session
    try:
        row = queries.enrolment_for(who, attending.with_code(session, code).pk)
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
        return see_other("training_attendance", lead.pk)
    days = queries.today_of(lead)
    somebody = opening.participant(enrolment=row, by=who)
    if request.method == "POST":
        try:
            for day in days:
                if str(day.pk) == request.POST.get("day"):
                    attending.tick(session=day, enrolment=row, is_there=True, by=who)
                    messages.success(request, f"{somebody.name} is er.")
        except NotPossible as refusal:
            messages.warning(request, str(refusal))
        return see_other("training_arrived", room, code)
    context = {"session": lead, "somebody": somebody, "days": [(day, day.pk in somebody.days) for day in days]}
    return render(request, "training/arrived.html", context)
