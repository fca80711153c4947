"""What leaves the desk on paper, for whom: checked, and recorded as an export."""

from collections.abc import Iterator
from typing import Any

from schakel.access.models import User
from schakel.access.queries import ground_of
from schakel.audit.record import record
from schakel.cases.conference import composing, printing, queries
from schakel.cases.conference.models import Attendee, Conference, Minutes
from schakel.cases.conference.policies import check_still_takes_part
from schakel.cases.conference.queries import AttendeeSheet
from schakel.cases.conference.states import MinutesState, Presence
from schakel.cases.life.involved import in_words
from schakel.cases.models import Case
from schakel.cases.plan import contents
from schakel.cases.plan.policies import check_may_plan
from schakel.cases.policies import NotPossible, may_see_role
from schakel.core import time


def minutes_for(minutes: Minutes, attendee: Attendee, *, viewer: User) -> bytes:
    """The final minutes as this participant may see them. Raises NotAllowed, NotPossible, Destroyed."""
    check_may_plan(viewer)
    return paper_of(minutes, attendee, queries.read_attendee(attendee, viewer), viewer=viewer)


def paper_of(minutes: Minutes, attendee: Attendee, sheet: AttendeeSheet, *, viewer: User) -> bytes:
    """The same, for whoever may have it: a colleague who hands it out, or the participant. Raises NotPossible, Destroyed."""
    shown = shown_to(minutes, attendee, sheet)
    _record("minutes:taken", minutes.case, viewer, minutes=minutes.id, attendee=attendee.id, edition=minutes.number)
    return printing.minutes_pdf(minutes, shown, sheet, chair=minutes.conference.chair.name, on=time.today())


def shown_to(minutes: Minutes, attendee: Attendee, sheet: AttendeeSheet) -> contents.Content:
    """What of the final minutes this participant may see. Whoever shows it records it. Raises NotPossible, Destroyed."""
    if minutes.state != MinutesState.FINAL:
        raise NotPossible("Dit verslag is nog niet vastgesteld.")
    check_still_takes_part(attendee)
    if sheet.is_third and attendee.presence != Presence.PRESENT:
        raise NotPossible("Een derde die er niet was, krijgt geen verslag.")
    content = contents.read(minutes)
    names = composing.names_to_shorten(content, sheet, _everybody(attendee))
    return composing.seen_by(content, sheet, names)


def sheet_for(conference: Conference, *, viewer: User) -> bytes:
    """A sheet to take to a conference. Raises NotAllowed."""
    check_may_plan(viewer)
    sheet = queries.read_conference(conference, viewer)
    _record("conference:sheet_taken", conference.case, viewer, conference=conference.id)
    return printing.sheet_pdf(sheet, time.today())


def visit_sheet_for(case: Case, *, viewer: User) -> bytes:
    """A sheet to take on a visit. Raises NotAllowed."""
    check_may_plan(viewer)
    _record("conference:sheet_taken", case, viewer)
    return printing.visit_pdf(case.number, case.coordinator.name, time.today())


def _everybody(attendee: Attendee) -> Iterator[tuple[str, bool]]:
    """Every name of somebody in the case, and whether this reader may know who that is there."""
    rows = list(attendee.case.involvements.select_related("case", "person__report"))
    for one in in_words(rows):
        may_know = attendee.account is None or may_see_role(attendee.account, one.row.role)
        yield one.details.name, may_know
        yield one.details.nickname, may_know


def _record(tag: str, case: Case, viewer: User, **detail: Any) -> None:
    record(tag, by=viewer, about=case, authorisation=ground_of(viewer, case.compartment_id), **detail)
