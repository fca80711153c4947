"""A conference: planned, moved, its agenda written by several at once, called off with a reason."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from schakel.access.models import User
from schakel.audit.record import record
from schakel.cases.conference.editing import check_unchanged
from schakel.cases.conference.mailing import tell_again
from schakel.cases.conference.models import Conference
from schakel.cases.conference.policies import MOST_POINTS, check_can_confer, check_is
from schakel.cases.conference.states import Answer, ConferenceState
from schakel.cases.conference.telling import POINT
from schakel.cases.models import Case
from schakel.cases.plan import contents
from schakel.cases.plan.policies import check_can_own
from schakel.cases.policies import NotPossible
from schakel.core import time
from schakel.core.actors import Actor
from schakel.outbox.actions import send_to_staff
from schakel.outbox.texts import Kind


@dataclass(frozen=True)
class When:
    """When, where, who chairs, and what for, in one sentence."""

    starts_at: datetime
    duration: int
    place: str
    chair: User
    purpose: str

    def flat(self) -> dict[str, str]:
        return {
            "starts_at": self.starts_at.astimezone(time.REGION_ZONE).isoformat(),
            "duration": str(self.duration),
            "place": self.place,
            "chair": str(self.chair.pk),
            "purpose": self.purpose,
        }


@transaction.atomic
def plan_conference(*, case: Case, said: When, by: User) -> Conference:
    """A conference of this case; of one that was already, it is written down afterwards. Raises NotAllowed, NotPossible."""
    case = contents.case_as_it_is(case.pk)
    check_can_confer(by, case)
    check_can_own(said.chair, case)
    conference = Conference(case=case, chair=said.chair, planned_by=by, duration=said.duration)
    conference.starts_at = said.starts_at.astimezone(time.REGION_ZONE)
    contents.add(conference, {"place": said.place, "purpose": said.purpose, "agenda": [], "decisions": ""}, by=by)
    record("conference:planned", by=by, about=case, conference=conference.id)
    return conference


@transaction.atomic
def change_conference(*, conference: Conference, said: When, revision: int, by: User) -> bool:
    """Say it otherwise; whether it moved, so that everybody invited has to hear. Raises NotPossible, Changed."""
    conference = as_it_is(conference)
    check_can_confer(by, conference.case)
    check_is(conference, ConferenceState.PLANNED)
    check_unchanged(conference, revision, said.flat())
    if said.chair != conference.chair:
        check_can_own(said.chair, conference.case)
    content = contents.read(conference)
    before = (conference.starts_at, conference.duration, content["place"])
    moves = before != (said.starts_at, said.duration, said.place)
    conference.chair, conference.duration = said.chair, said.duration
    conference.starts_at = said.starts_at.astimezone(time.REGION_ZONE)
    conference.sequence += moves
    contents.change(conference, content | {"place": said.place, "purpose": said.purpose}, by=by)
    record(
        "conference:moved" if moves else "conference:changed", by=by, about=conference.case, conference=conference.id
    )
    if moves:
        _ask_again(conference, by)
    return moves


@transaction.atomic
def write_agenda(*, conference: Conference, points: Mapping[str, str], new: str, revision: int, by: User) -> None:
    """The points in this order, and a new one at the end; an empty one goes. Raises NotPossible, Changed."""
    conference = as_it_is(conference)
    check_can_confer(by, conference.case)
    check_is(conference, ConferenceState.PLANNED, ConferenceState.HELD)
    content = contents.read(conference)
    check_unchanged(conference, revision, agenda_flat(points, content["agenda"]))
    agenda = [{"id": key, "words": words} for key, words in points.items() if words]
    if new:
        agenda.append({"id": str(uuid.uuid4()), "words": new})
    if len(agenda) > MOST_POINTS:
        raise NotPossible(f"Er passen {MOST_POINTS} punten op een agenda.")
    contents.change(conference, content | {"agenda": agenda}, by=by)
    record("conference:agenda_changed", by=by, about=conference.case, conference=conference.id, points=len(agenda))


@transaction.atomic
def write_decisions(*, conference: Conference, decisions: str, revision: int, by: User) -> None:
    """What was decided. Raises NotPossible, Changed."""
    conference = as_it_is(conference)
    check_can_confer(by, conference.case)
    check_is(conference, ConferenceState.HELD)
    check_unchanged(conference, revision, {"decisions": decisions})
    contents.change(conference, contents.read(conference) | {"decisions": decisions}, by=by)
    record("conference:decisions_changed", by=by, about=conference.case, conference=conference.id)


@transaction.atomic
def cancel(*, conference: Conference, reason: str, by: User) -> None:
    """It is called off, with the reason. Raises NotAllowed, NotPossible."""
    conference = as_it_is(conference)
    check_can_confer(by, conference.case)
    check_is(conference, ConferenceState.PLANNED)
    if not reason:
        raise NotPossible("Schrijf waarom het overleg niet doorgaat.")
    conference.state, conference.cancelled_at = ConferenceState.CANCELLED, time.now()
    conference.sequence += 1
    contents.change(conference, contents.read(conference) | {"reason": reason}, by=by)
    record("conference:cancelled", by=by, about=conference.case, conference=conference.id)
    tell_colleagues(conference, by)
    tell_again(conference, by)


@transaction.atomic
def hand_over_conferences(leaver: User, successor: User | None, by: Actor) -> None:
    """What somebody who leaves would have chaired, the coordinator of the case does from now on."""
    waiting = Conference.objects.select_for_update(of=("self",)).select_related("case__coordinator")
    for conference in waiting.filter(chair=leaver, state=ConferenceState.PLANNED):
        conference.chair = conference.case.coordinator
        if content := contents.read_if_left(conference):
            contents.change(conference, content, by=by if isinstance(by, User) else None)
        else:
            conference.save(update_fields=["chair"])
        record("conference:changed", by=by, about=conference.case, conference=conference.id, leaver=leaver.id)


def tell_colleagues(conference: Conference, by: User) -> None:
    """A message to every colleague invited that something waits; what it is stands at the desk alone."""
    for attendee in conference.attendees.filter(account__isnull=False, ended_at=None).select_related("account"):
        if attendee.account is not None and attendee.account != by:
            send_to_staff(to=attendee.account, kind=Kind.WORK_WAITS)


def agenda_flat(points: Mapping[str, str], known: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """An agenda as fields, those that were taken off or that another added as empty ones."""
    every = {f"{POINT}{one['id']}": "" for one in known}
    return every | {f"{POINT}{key}": words for key, words in points.items()}


def as_it_is(conference: Conference) -> Conference:
    """The conference and its case as they stand now, held until the end of the transaction."""
    contents.case_as_it_is(conference.case_id)
    rows = Conference.objects.select_for_update(of=("self",))
    return rows.select_related("case__compartment", "chair").get(pk=conference.pk)


def _ask_again(conference: Conference, by: User) -> None:
    """Whoever said yes or no said so to another day."""
    rows = conference.attendees.select_for_update(of=("self",)).select_related("case", "conference")
    for attendee in rows.exclude(answer=Answer.INVITED):
        attendee.answer = Answer.INVITED
        contents.change(attendee, contents.read(attendee), by=by)
    tell_colleagues(conference, by)
    tell_again(conference, by)
