"""Unusual use: counted from the log by person and week, what stands out, and the events behind each number."""

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.test import Client

from schakel.access import actions as access
from schakel.access import readings
from schakel.access.models import Grant, LogReading, User
from schakel.access.roles import Role
from schakel.audit import chain
from schakel.audit.models import Event
from schakel.cases.models import Case
from schakel.cases.queries import read_case
from schakel.cases.states import Outcome
from schakel.core import time
from schakel.desk.log import unusual
from schakel.people.details import PersonDetails
from tests.personas import recorded
from tests.rooms import chain as main_job

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
THIS_MONDAY = unusual.monday_of(time.real_now().date())
_places = count(1_000_000)


def seen(
    user: User, at: datetime, tag: str = "case:read", record_id: object = None, object_type: str = "", **detail: Any
) -> Event:
    """An event of the past, as the log would hold it; nobody verifies this one."""
    return Event.objects.create(
        door="past",
        sequence=next(_places),
        at=at,
        tag=tag,
        actor_id=user.actor_id,
        actor_role=user.role,
        object_type=object_type or tag.split(":", maxsplit=1)[0],
        object_id=str(record_id or uuid.uuid4()),
        detail_text=chain.detail_text(detail),
        digest=bytes(32),
    )


def on(weeks_ago: int, day: int = 1, hour: int = 10) -> datetime:
    """A moment some weeks ago: on a Tuesday morning, if nothing else is said."""
    begun = THIS_MONDAY - timedelta(weeks=weeks_ago) + timedelta(days=day)
    return datetime(begun.year, begun.month, begun.day, hour, 30, tzinfo=time.REGION_ZONE)


@pytest.fixture
def team(db: None) -> list[User]:
    """Three intake workers with twelve ordinary weeks behind them: reports and cases on weekdays, a search now and then."""
    workers = [main_job.account(Role.INTAKE_WORKER, name) for name in ("Ida", "Joep", "Kim")]
    for number, worker in enumerate(workers):
        for week in range(1, 13):
            for turn in range(5 + (week + number) % 3):
                seen(worker, on(week, day=turn % 5), "report:read")
                seen(worker, on(week, day=turn % 5), "case:read")
            seen(worker, on(week), "person:searched", query="00", persons=[])
    return workers


def marks(femke: User) -> list[tuple[str, str, int]]:
    found = unusual.overview(viewer=femke)
    return [(found.users[mark.week.person].name, mark.figure, mark.count) for mark in found.marks]


def test_an_ordinary_quarter_asks_for_nothing(team: list[User], femke: User) -> None:
    assert marks(femke) == []


def test_a_monday_with_twelve_reports_asks_for_nothing(team: list[User], femke: User) -> None:
    for _ in range(12):
        seen(team[0], on(0, day=0), "report:opened")
    for turn in range(6):
        seen(team[0], on(0, day=turn % 5), "report:read")
    assert marks(femke) == []


def test_many_cases_in_a_week_stand_out(team: list[User], femke: User) -> None:
    for _ in range(40):
        seen(team[1], on(0))
    assert marks(femke) == [("Joep", "cases", 40)]


def test_the_same_case_again_and_again_is_one_case(team: list[User], femke: User) -> None:
    case = uuid.uuid4()
    for _ in range(40):
        seen(team[1], on(0), record_id=case)
    assert marks(femke) == []


def test_reading_at_night_stands_out(team: list[User], femke: User) -> None:
    for _ in range(9):
        seen(team[2], on(0, hour=3), "report:read", record_id=uuid.UUID(int=1))
    assert marks(femke) == [("Kim", "outside-hours", 9)]


def test_looking_outside_ones_own_work_stands_out(team: list[User], femke: User, tarik: User) -> None:
    people = [
        main_job.person(PersonDetails(time.today()), by=tarik, outcome=Outcome.NEW_CASE, coordinator=tarik)
        for _ in range(12)
    ]
    for person in people:
        seen(team[0], time.real_now(), "person:match_cards", persons=[person.id])
    assert [(name, figure) for name, figure, _ in marks(femke) if figure == "outside-work"] == [("Ida", "outside-work")]


def test_what_is_granted_is_own_work_and_an_emergency_is_not(femke: User, tarik: User, petra: User) -> None:
    person = main_job.person(PersonDetails(time.today()), by=tarik, outcome=Outcome.NEW_CASE, coordinator=tarik)
    case = Case.objects.get(involvements__person=person)
    access.break_glass(compartment=case.compartment, reason="Nood", duration=timedelta(hours=1), by=petra)
    for who in (tarik, petra):
        read_case(case, who)
    counts = {week.person: week.counts for week in unusual.overview(viewer=femke).weeks}
    assert counts[tarik.actor_id]["outside-work"] == 0
    assert counts[petra.actor_id]["outside-work"] == 2  # the case, and that the glass was broken
    Grant.objects.filter(user=tarik).update(ends_at=time.real_now() - timedelta(hours=1))
    read_case(case, tarik)
    counts = {week.person: week.counts for week in unusual.overview(viewer=femke).weeks}
    assert counts[tarik.actor_id]["outside-work"] >= 1


@pytest.mark.parametrize(
    ("at", "is_outside"),
    [
        (datetime(2026, 11, 23, 6, 59, tzinfo=time.REGION_ZONE), True),
        (datetime(2026, 11, 23, 7, 0, tzinfo=time.REGION_ZONE), False),
        (datetime(2026, 11, 23, 18, 59, tzinfo=time.REGION_ZONE), False),
        (datetime(2026, 11, 23, 19, 0, tzinfo=time.REGION_ZONE), True),
        (datetime(2026, 11, 22, 12, 0, tzinfo=time.REGION_ZONE), True),
    ],
)
def test_working_hours_are_those_of_the_region(at: datetime, is_outside: bool) -> None:  # noqa: FBT001
    assert unusual.is_outside_hours(at) is is_outside


def test_weeks_are_numbered_through_the_years() -> None:
    assert unusual.week_number(date(2027, 1, 4)) == unusual.week_number(date(2026, 12, 28)) + 1
    assert unusual.monday_of_number(unusual.week_number(date(2026, 11, 19))) == date(2026, 11, 16)


def test_the_page_tells_what_is_usual_and_opens_the_events(team: list[User], femke: User, desk: Desk) -> None:
    for _ in range(40):
        seen(team[1], on(0))
    readings.begin(purpose=LogReading.Purpose.CONTROL, words="Kwartaal", by=femke)
    browser = desk(femke)
    response = browser.get("/logboek/opvallend/")
    page = response.content.decode()
    (mark,) = response.context["marks"]
    assert "40 verschillende casussen gelezen" in page
    assert mark["own"].startswith("in eigen eerdere weken meestal 6, opvallend boven")
    assert mark["others"].startswith("bij collega")
    assert len(recorded("log:unusual_read")) == 1
    behind = browser.get(f"/logboek/opvallend/{team[1].id}/{mark['slug']}/cases/")
    assert {line.event.tag for line in behind.context["lines"]} == {"case:read"}
    assert behind.context["total"] == 40
    assert recorded("log:read")[0].detail["figure"] == "cases"


@pytest.mark.parametrize("address", ["2026-w99/cases", "gisteren/cases", "2026-w10/iets"])
def test_a_number_that_is_nowhere_is_not_there(address: str, femke: User, desk: Desk) -> None:
    readings.begin(purpose=LogReading.Purpose.CONTROL, words="Kwartaal", by=femke)
    assert desk(femke).get(f"/logboek/opvallend/{femke.id}/{address}/").status_code == 404


def test_what_an_excluded_officer_may_not_see_counts_for_nothing(femke: User, tarik: User) -> None:
    person = main_job.person(PersonDetails(time.today()), by=tarik, outcome=Outcome.NEW_CASE, coordinator=tarik)
    case = Case.objects.get(involvements__person=person)
    read_case(case, tarik)
    monday = unusual.monday_of(time.real_now().date())
    assert [event.tag for event in unusual.behind(tarik, monday, "cases", viewer=femke)] == ["case:read"]
    access.exclude(compartment=case.compartment, user=femke, by=tarik)
    assert unusual.behind(tarik, monday, "cases", viewer=femke) == []
    assert not [week for week in unusual.overview(viewer=femke).weeks if week.counts["cases"]]
