"""Reading conferences for a viewer: those of a case, one in full, who takes part, and its minutes."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import Http404

from schakel.access.models import User
from schakel.access.queries import ground_of, viewers_of
from schakel.audit.record import record
from schakel.cases.conference.mailing import is_due
from schakel.cases.conference.models import Agreement, Attendee, Conference, Minutes
from schakel.cases.conference.policies import is_third, why_sees_nothing
from schakel.cases.conference.states import OVER, ConferenceState, Ground, MinutesState, Presence
from schakel.cases.models import Case
from schakel.cases.plan import contents
from schakel.cases.plan.models import InPlan
from schakel.cases.plan.policies import may_plan
from schakel.cases.plan.queries import StepSheet, case_with_plan, sheet_of_step
from schakel.cases.queries import cases_for, record_listed
from schakel.core import time
from schakel.outbox.models import Outgoing, State
from schakel.outbox.queries import last_to_partners
from schakel.outbox.texts import Kind
from schakel.partners.queries import professionals_named
from schakel.partners.reaching import why_not_mailed
from schakel.partners.sealing import Known, read_professional
from schakel.vault import records
from schakel.vault.records import DESTROYED

_Row = TypeVar("_Row", bound=InPlan)
CENTRE = "het centrum"


@dataclass(frozen=True)
class Line:
    """A conference in a list."""

    conference: Conference
    purpose: str
    people: int


@dataclass(frozen=True)
class AttendeeSheet:
    """Somebody who takes part, in words. `why_not` says why they are given nothing any more."""

    row: Attendee
    name: str
    of: str
    is_third: bool
    need: str
    shared: str
    ground: str
    because: str
    conditions: str
    why_not: str
    # Why the invitation can't be mailed, and the last mail with it.
    why_not_mail: str = ""
    mail: Outgoing | None = None

    @property
    def can_mail(self) -> bool:
        """Whether the worker could mail what they have to hear."""
        return self.row.professional_id is not None and not self.why_not_mail and is_due(self.row)

    @property
    def is_mail_under_way(self) -> bool:
        return self.mail is not None and self.mail.state in (State.WAITING, State.SENDING)

    @property
    def must_hear(self) -> bool:
        """Whether the invitation that they have is older than the day that stands now."""
        return not self.why_not and self.row.told != self.row.conference.sequence

    @property
    def was_there(self) -> bool:
        return self.row.presence == Presence.PRESENT

    @property
    def title(self) -> str:
        return f"{self.name} ({self.of})"


@dataclass(frozen=True)
class AgreementSheet:
    """What was agreed: the step in the plan, and its attendee if it is one's."""

    row: Agreement
    step: StepSheet


@dataclass(frozen=True)
class ConferenceSheet:
    """One conference as a page shows it."""

    conference: Conference
    purpose: str
    place: str
    agenda: list[dict[str, str]]
    decisions: str
    reason: str
    attendees: list[AttendeeSheet]
    agreements: list[AgreementSheet]
    minutes: list[Minutes]
    is_destroyed: bool

    @property
    def is_planned(self) -> bool:
        return self.conference.state == ConferenceState.PLANNED

    @property
    def was_held(self) -> bool:
        return self.conference.state in OVER

    @property
    def is_past(self) -> bool:
        return self.conference.starts_at <= time.now()

    @property
    def to_tell(self) -> int:
        """How many still have to hear of this day."""
        return sum(one.must_hear for one in self.attendees)


def conferences_of(case: Case, viewer: User) -> list[Line]:
    """Every conference of a case, the newest first; recorded."""
    rows = list(case.conferences.select_related("case", "chair").prefetch_related("attendees"))
    if rows:
        _record("conference:listed", case, viewer, conferences=[row.id for row in rows])
    with records.at_hand([case.data_key]):
        return [Line(row, _purpose(row), sum(one.ended_at is None for one in row.attendees.all())) for row in rows]


def planned_in(case: Case) -> QuerySet[Conference]:
    """The conferences of a case that are still to come or to be written down; no words."""
    return case.conferences.filter(state=ConferenceState.PLANNED).order_by("starts_at")


def conference_for(viewer: User, case_id: uuid.UUID, conference_id: uuid.UUID) -> Conference:
    """One conference of a case that the viewer may see, or 404."""
    return _one(case_with_plan(viewer, case_id).conferences.select_related("chair", "planned_by"), conference_id)


def attendee_for(conference: Conference, attendee_id: uuid.UUID) -> Attendee:
    """One who takes part in a conference, or 404."""
    return _one(_attendees(conference), attendee_id)


def minutes_for(conference: Conference, number: int | None = None) -> Minutes:
    """One edition of the minutes, the newest if none is named, or 404."""
    rows = conference.minutes.select_related("case__compartment", "written_by", "read_by", "conference")
    found = rows.filter(number=number).first() if number is not None else rows.first()
    if found is None:
        raise Http404
    found.conference = conference
    return found


def newest_minutes(conference: Conference) -> Minutes | None:
    """The newest edition, if there is one."""
    return conference.minutes.select_related("case__compartment", "written_by", "read_by", "conference").first()


def waiting_for_second_reader(viewer: User) -> list[Minutes]:
    """The minutes of colleagues that this viewer may read and make final, oldest first; no words. Recorded as a list."""
    if not may_plan(viewer):
        return []
    rows = Minutes.objects.filter(state=MinutesState.SUBMITTED, case__in=cases_for(viewer), case__closed_at=None)
    rows = rows.exclude(written_by=viewer).select_related("case", "conference", "written_by").order_by("created_at")
    waiting = list(rows)
    record_listed([one.case for one in waiting], viewer=viewer)
    return waiting


def read_conference(conference: Conference, viewer: User) -> ConferenceSheet:
    """One conference with everything in it; recorded."""
    people = attendees_of(conference, viewer)
    _record("conference:read", conference.case, viewer, conference=conference.id, attendees=len(people))
    return sheet_of(conference, people)


def sheet_of(conference: Conference, people: list[AttendeeSheet]) -> ConferenceSheet:
    """The same for whoever read who takes part already. Nothing is recorded: the caller reads more."""
    with records.at_hand([conference.case.data_key]):
        said = contents.read_if_left(conference)
        return ConferenceSheet(
            conference,
            str(said.get("purpose", DESTROYED)),
            str(said.get("place", "")),
            list(said.get("agenda", [])),
            str(said.get("decisions", "")),
            str(said.get("reason", "")),
            people,
            agreements_of(conference),
            list(conference.minutes.select_related("written_by", "read_by")),
            is_destroyed=not said,
        )


def attendees_of(conference: Conference, viewer: User) -> list[AttendeeSheet]:
    """Who takes part, in the order in which they were invited; that names were shown is recorded."""
    rows = list(_attendees(conference))
    known = professionals_named(viewer, [row.professional_id for row in rows if row.professional_id is not None])
    mailed = last_to_partners(Kind.MEETING, [row.pk for row in rows])
    seeing = {account.pk for account, _ in viewers_of(conference.case.compartment)}
    with records.at_hand([conference.case.data_key]):
        return [replace(_sheet(row, known, seeing), mail=mailed.get(row.pk)) for row in rows]


def read_attendee(attendee: Attendee, viewer: User) -> AttendeeSheet:
    """One who takes part; recorded."""
    _record("conference:read", attendee.case, viewer, conference=attendee.conference_id, attendee=attendee.id)
    known = professionals_named(viewer, [attendee.professional_id] if attendee.professional_id else [])
    return _sheet(attendee, known)


def agreements_of(conference: Conference) -> list[AgreementSheet]:
    """What was agreed, as the plan says it now."""
    rows = conference.agreements.select_related("step__case", "step__owner", "attendee")
    return [AgreementSheet(row, sheet_of_step(row.step)) for row in rows]


def own_sheet(attendee: Attendee) -> AttendeeSheet:
    """One who takes part, for themself. Nothing is recorded: the caller reads more."""
    somebody = attendee.professional
    known = {somebody.pk: Known(somebody, read_professional(somebody))} if somebody is not None else {}
    return _sheet(attendee, known)


def read_minutes(minutes: Minutes, viewer: User) -> contents.Content:
    """What the minutes say; recorded. Empty where the words were destroyed."""
    _record("minutes:read", minutes.case, viewer, conference=minutes.conference_id, minutes=minutes.id)
    return contents.read_if_left(minutes)


def _purpose(row: Conference) -> str:
    return str(contents.read_if_left(row).get("purpose", DESTROYED))


def _sheet(row: Attendee, known: Any, seeing: Collection[uuid.UUID] | None = None) -> AttendeeSheet:
    said = contents.read_if_left(row)
    if row.account is not None:
        name, of = row.account.name, CENTRE
    else:
        somebody = known[row.professional_id]
        name, of = somebody.fields.title, somebody.row.organisation.name
    ground = str(said.get("ground", ""))
    why_not_mail = why_not_mailed(known[row.professional_id]) if row.professional_id is not None else ""
    return AttendeeSheet(
        row,
        name,
        of,
        is_third(row.professional),
        str(said.get("need", DESTROYED)),
        str(said.get("shared", "")),
        str(Ground(ground).label) if ground else "",
        str(said.get("because", "")),
        str(said.get("conditions", "")),
        why_sees_nothing(row, seeing),
        why_not_mail,
    )


def still_here(people: Sequence[AttendeeSheet]) -> list[AttendeeSheet]:
    """Those whose part did not end."""
    return [one for one in people if one.row.ended_at is None]


def _attendees(conference: Conference) -> QuerySet[Attendee]:
    return conference.attendees.select_related(
        "conference", "account", "professional__organisation", "professional__account", "case__compartment"
    )


def _record(tag: str, case: Case, viewer: User, **detail: Any) -> None:
    record(tag, by=viewer, about=case, authorisation=ground_of(viewer, case.compartment_id), **detail)


def _one(rows: QuerySet[_Row], row_id: uuid.UUID) -> _Row:
    found = rows.filter(pk=row_id).select_related("case__compartment").first()
    if found is None:
        raise Http404
    return found
