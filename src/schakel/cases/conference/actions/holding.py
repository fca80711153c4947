"""A conference was held: who was there, on which day, and what was agreed, which goes into the plan."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from schakel.access.models import User
from schakel.audit.record import record
from schakel.cases.conference.actions.planning import as_it_is
from schakel.cases.conference.models import Agreement, Attendee, Conference
from schakel.cases.conference.policies import check_can_confer, check_is
from schakel.cases.conference.states import ConferenceState, Presence
from schakel.cases.plan import contents
from schakel.cases.plan.actions.steps import Said, plan_step
from schakel.cases.plan.rules import first_day_of
from schakel.cases.policies import NotPossible
from schakel.core import time
from schakel.core.templatetags.work import day

_KIND = "agreement"
# The term that runs from the day it was held.
_MINUTES = "minutes"


@transaction.atomic
def hold(*, conference: Conference, held_on: date, present: Mapping[Attendee, Presence], by: User) -> None:
    """Write down that it was there, on a day that may be past, and who came. Raises NotAllowed, NotPossible.

    The day it was held and the moment of writing are both kept. It can be written anew until the minutes are final.
    """
    conference = as_it_is(conference)
    check_can_confer(by, conference.case)
    check_is(conference, ConferenceState.PLANNED, ConferenceState.HELD)
    if held_on > time.today():
        raise NotPossible("Deze dag moet nog komen.")
    if held_on < (first := first_day_of(_MINUTES)):
        raise NotPossible(f"Voor een verslag van zo lang geleden geldt geen termijn. Kies een dag vanaf {day(first)}.")
    if Presence.PRESENT not in present.values():
        raise NotPossible("Er was nog niemand aanwezig. Voeg toe wie er was.")
    conference.state, conference.held_on = ConferenceState.HELD, held_on
    conference.held_entered_at = conference.held_entered_at or time.now()
    contents.change(conference, contents.read(conference), by=by)
    told = {attendee.pk: presence for attendee, presence in present.items()}
    for attendee in conference.attendees.select_for_update(of=("self",)).select_related("case").filter(pk__in=told):
        if attendee.presence != told[attendee.pk]:
            attendee.presence = told[attendee.pk]
            contents.change(attendee, contents.read(attendee), by=by)
    count = sum(presence == Presence.PRESENT for presence in present.values())
    record("conference:held", by=by, about=conference.case, conference=conference.id, on=held_on, present=count)


@transaction.atomic
def agree(
    *, conference: Conference, title: str, owner: User | Attendee | None, due_on: date | None, notes: str, by: User
) -> Agreement:
    """An agreement becomes a step of the plan, the one list of what is to be done. Raises NotAllowed, NotPossible."""
    conference = as_it_is(conference)
    check_can_confer(by, conference.case)
    check_is(conference, ConferenceState.HELD)
    attendee = owner if isinstance(owner, Attendee) else None
    if attendee is not None and attendee.conference_id != conference.id:
        raise NotPossible("Kies iemand van dit overleg.")
    said = Said(
        title=title,
        owner=owner if isinstance(owner, User) else None,
        professional=attendee.professional if attendee is not None else None,
        due_on=due_on,
        notes=notes,
        answers={"with_whom": ""},
    )
    step = plan_step(case=conference.case, kind=_KIND, said=said, by=by)
    made = Agreement.objects.create(conference=conference, step=step, attendee=attendee)
    record("conference:agreed", by=by, about=conference.case, conference=conference.id, step=step.id)
    return made
