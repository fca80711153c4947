"""Conferences among the days of whoever chairs or attends: what is to come, what is still to be done, and the calendar."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import icalendar
import pytest
from django.test import Client

from schakel.access import actions as access
from schakel.access.models import User
from schakel.cases.conference.actions import attendees, planning
from schakel.cases.conference.actions.planning import When as Moment
from schakel.cases.conference.models import Conference
from schakel.cases.conference.states import Answer
from schakel.cases.models import Case
from schakel.cases.plan import worklist
from schakel.cases.plan.feed import calendar_of
from schakel.cases.plan.worklist import Deadline, When
from schakel.core import time
from tests.rooms.cases import conferring
from tests.rooms.cases.planning import TODAY
from tests.rooms.sharing.telling import colleague_in

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
TO_COME, GIVE = f"Overleg: {conferring.PURPOSE}", f"Geef de uitnodigingen voor het overleg: {conferring.PURPOSE}"
WRITE_DOWN = f"Leg vast of het overleg er was: {conferring.PURPOSE}"
MINUTES, CALL_OFF = (
    f"Verslag vaststellen van het overleg: {conferring.PURPOSE}",
    f"Geef de afzegging van het overleg: {conferring.PURPOSE}",
)


@pytest.fixture(autouse=True)
def _pinned(settings: Any) -> None:
    settings.SCHAKEL_PINNED_DAY = TODAY


def rows(user: User, when: When = When.WEEK) -> dict[str, Deadline]:
    """What stands in the list about conferences, by what it says."""
    found = worklist.deadlines(user, when, is_mine=True)
    return {row.what: row for row in found if row.part == "conference"}


def in_days(count: int) -> Any:
    return time.start_of(TODAY + timedelta(days=count)) + timedelta(hours=10)


def test_a_conference_is_a_day_of_its_chair_and_of_who_attends(case: Case, tarik: User, desk: Desk) -> None:
    colleague = colleague_in(case)
    conference = conferring.planned(case)
    assert TO_COME in rows(tarik)
    assert rows(colleague) == {}
    attendee = conferring.invited(conference, colleague)
    assert rows(colleague)[TO_COME].day == TODAY + timedelta(days=1)
    page = desk(colleague).get("/termijnen/?lijst=week").content.decode()
    assert conferring.room(case, conference) in page
    assert "overleg" in page
    assert conferring.PURPOSE in desk(tarik).get("/").content.decode()
    attendees.answered(attendee=attendee, answer=Answer.DECLINED, by=tarik)
    assert rows(colleague) == {}


def test_who_is_shut_out_sees_no_day_of_it(case: Case, tarik: User) -> None:
    colleague = colleague_in(case)
    conferring.invited(conferring.planned(case), colleague)
    access.exclude(compartment=case.compartment, user=colleague, by=tarik)
    assert rows(colleague) == {}
    assert worklist.days_for(colleague) == []


def test_invitations_are_to_be_given_a_week_before_and_again_after_a_move(case: Case, tarik: User) -> None:
    conference = conferring.planned(case, starts_at=in_days(14))
    assert GIVE not in rows(tarik, When.SOON)
    attendee = conferring.invited(conference, conferring.outsider(tarik))
    assert rows(tarik, When.SOON)[GIVE].day == date(2026, 12, 1), "five working days before 8 December"
    attendees.invitation_taken(attendee=attendee, by=tarik)
    assert GIVE not in rows(tarik, When.SOON)
    move(conference, in_days(2), tarik)
    assert rows(tarik)[GIVE].day == TODAY, "nobody was late with what is asked only now"


def test_nothing_is_asked_for_somebody_who_gets_nothing_any_more(case: Case, tarik: User) -> None:
    conference = conferring.planned(case)
    attendee = conferring.invited(conference, conferring.outsider(tarik))
    assert GIVE in rows(tarik)
    attendees.end(attendee=attendee, reason="Toch niet nodig.", by=tarik)
    assert GIVE not in rows(tarik)


def test_a_day_that_nobody_wrote_down_is_late_for_the_chair_alone(case: Case, tarik: User) -> None:
    colleague = colleague_in(case)
    conference = conferring.planned(case, starts_at=in_days(-1))
    conferring.invited(conference, colleague)
    assert WRITE_DOWN in rows(tarik, When.LATE)
    assert rows(colleague, When.LATE) == {}
    assert worklist.late_count(colleague) == 0


def test_minutes_have_a_term(case: Case, tarik: User) -> None:
    conference, _ = conferring.held(case)
    assert rows(tarik, When.SOON)[MINUTES].day == date(2026, 12, 8), "ten working days"
    conferring.final(conference, colleague_in(case))
    assert MINUTES not in rows(tarik, When.SOON)


def test_whoever_had_an_invitation_is_told_that_it_is_off(case: Case, tarik: User) -> None:
    conference = conferring.planned(case)
    told, _ = (
        conferring.invited(conference, conferring.outsider(tarik, name)) for name in ("Joke Fictief", "Bo Bedacht")
    )
    attendees.invitation_taken(attendee=told, by=tarik)
    planning.cancel(conference=conference, reason="Ziek.", by=tarik)
    assert set(rows(tarik)) == {CALL_OFF}
    attendees.invitation_taken(attendee=told, by=tarik)
    assert rows(tarik) == {}


def test_the_calendar_says_when_and_in_which_case_and_nothing_else(case: Case, tarik: User) -> None:
    conference = conferring.planned(case)
    conferring.invited(conference, conferring.outsider(tarik))
    made = calendar_of(worklist.days_for(tarik))
    events = [
        one for one in icalendar.Calendar.from_ical(made).walk("VEVENT") if conference.case.number in one["summary"]
    ]
    meeting = next(one for one in events if one["summary"] == f"Overleg {case.number}")
    assert meeting["dtstart"].dt == conference.starts_at
    assert meeting["dtend"].dt - meeting["dtstart"].dt == timedelta(minutes=60)
    assert len({one["uid"] for one in events}) == len(events)
    assert not [word for word in (b"Kamer 2", b"Marek", b"Joke", b"veilig") if word in made]


def move(conference: Conference, to: Any, by: User) -> None:
    conference.refresh_from_db()
    said = Moment(to, 60, "Kamer 2", by, conferring.PURPOSE)
    planning.change_conference(conference=conference, said=said, revision=conference.revision, by=by)
