"""What came of a conference: that it was held and with whom, what was decided, what was agreed."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from schakel.cases.conference import queries
from schakel.cases.conference.actions import holding as actions
from schakel.cases.conference.actions import planning
from schakel.cases.conference.forms import AgreementForm, DecisionsForm, HoldForm
from schakel.cases.conference.queries import still_here
from schakel.cases.conference.views.page import form_page, to_change, told_of
from schakel.cases.plan.forms import RevisionForm
from schakel.cases.plan.queries import could_own
from schakel.core import time

_BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(_BOTH)
def hold(request: HttpRequest, case_id: uuid.UUID, conference_id: uuid.UUID) -> HttpResponse:
    """It was held: on which day, and who was there."""
    who, conference = to_change(request, case_id, conference_id)
    attendees = still_here(queries.attendees_of(conference, who))
    planned = conference.starts_at.astimezone(time.REGION_ZONE).date()
    initial = {"held_on": conference.held_on or min(planned, time.today())}
    form = HoldForm(request.POST or None, attendees=attendees, initial=initial)

    def act(form: HoldForm, _revision: int) -> None:
        actions.hold(conference=conference, held_on=form.cleaned_data["held_on"], present=form.present(), by=who)
        messages.success(request, "Vastgelegd. Schrijf nu op wat er is gedeeld, besloten en afgesproken.")

    context = {"case": conference.case, "conference": conference, "attendees": attendees}
    to = ("conference", case_id, conference_id)
    return form_page(request, "cases/conference/hold.html", form, act, to, context=context)


@require_http_methods(_BOTH)
def decisions(request: HttpRequest, case_id: uuid.UUID, conference_id: uuid.UUID) -> HttpResponse:
    """What was decided; who comes second sees what the first wrote."""
    who, conference = to_change(request, case_id, conference_id)
    sheet = queries.read_conference(conference, who)
    form = DecisionsForm(request.POST or None, initial={"decisions": sheet.decisions})

    def act(form: DecisionsForm, revision: int) -> None:
        planning.write_decisions(
            conference=conference, decisions=form.cleaned_data["decisions"], revision=revision, by=who
        )

    def again() -> tuple[DecisionsForm, Any]:
        mine = {"decisions": str(form.cleaned_data["decisions"])}
        merged, told = told_of(conference, RevisionForm.posted(request.POST), mine)
        return DecisionsForm(merged), told

    context = {"case": conference.case, "conference": conference, "revision": conference.revision}
    to = ("conference", case_id, conference_id)
    return form_page(request, "cases/conference/decisions.html", form, act, to, context=context, again=again)


@require_http_methods(_BOTH)
def agree(request: HttpRequest, case_id: uuid.UUID, conference_id: uuid.UUID) -> HttpResponse:
    """An agreement, which is a step of the plan."""
    who, conference = to_change(request, case_id, conference_id)
    attendees = still_here(queries.attendees_of(conference, who))
    form = AgreementForm(request.POST or None, people=could_own(conference.case), attendees=attendees)

    def act(form: AgreementForm, _revision: int) -> None:
        said = form.cleaned_data
        actions.agree(
            conference=conference, title=said["title"], owner=form.whose(), due_on=said["due_on"],
            notes=said["notes"], by=who,
        )  # fmt: skip
        messages.success(request, "De afspraak staat in het plan.")

    context = {"case": conference.case, "conference": conference}
    to = ("conference", case_id, conference_id)
    return form_page(request, "cases/conference/agree.html", form, act, to, context=context)
