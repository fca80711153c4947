"""Signs that go along where cases are joined and split, for whoever sees both."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from schakel.access import actions as access
from schakel.access.models import User
from schakel.access.roles import Role
from schakel.cases.life import lineage, people
from schakel.cases.life.people import Newcomer
from schakel.cases.models import Case
from schakel.cases.signs import queries
from schakel.cases.states import InvolvedAs, Outcome
from schakel.core import time
from schakel.people.details import PersonDetails
from tests.personas import recorded
from tests.rooms import chain
from tests.rooms.cases.planning import TODAY, case_of
from tests.rooms.cases.signing import filled_in, room, victim

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
MILA = PersonDetails(date(2026, 3, 1), name="Mila Kort", birth_year=2011)
UMA = Newcomer(details=PersonDetails(date(2026, 3, 1), name="Uma Smit"))


@pytest.fixture(autouse=True)
def _pinned(settings: Any) -> None:
    settings.SCHAKEL_PINNED_DAY = TODAY


def test_what_was_filled_in_before_a_joining_is_read_in_the_case_that_goes_on(
    case: Case, sanne: User, tarik: User, desk: Desk
) -> None:
    person, other = victim(case).person, case_of(tarik, sanne)
    source = filled_in(case, "exploited-hours", by=tarik)
    lineage.join(origin=case, successor=other, why="Eén verhaal.", keeps=set(), by=tarik)
    row = other.involvements.get(person=person)
    page = desk(tarik).get(room(other, row)).content.decode()
    assert f"(in casus {case.number})" in page
    assert desk(tarik).get(room(other, row, source)).status_code == 404
    filled_in(other, "exploited-pay", by=tarik, about=row)
    assert len(recorded("sign:critical")) == 1


def test_signs_go_along_with_who_is_described_in_the_case_only(
    case: Case, sanne: User, tarik: User, desk: Desk
) -> None:
    other = case_of(tarik, sanne)
    uma = people.add(case=case, newcomer=UMA, role=InvolvedAs.WITNESS, by=tarik)
    filled_in(case, "exploited-hours", by=tarik, about=uma)
    lineage.join(origin=case, successor=other, why="Eén verhaal.", keeps=set(), by=tarik)
    row = other.involvements.get(role=InvolvedAs.WITNESS)
    assert f"(in casus {case.number})" in desk(tarik).get(room(other, row)).content.decode()


def test_signs_go_along_at_a_split_with_who_goes_for_who_sees_both_cases(
    case: Case, sanne: User, tarik: User, desk: Desk
) -> None:
    mila = chain.person(MILA, by=sanne, outcome=Outcome.ADD_TO_CASE, case=case)
    filled_in(case, "exploited-hours", by=tarik)
    row = case.involvements.get(person=mila)
    uma = people.add(case=case, newcomer=UMA, role=InvolvedAs.WITNESS, by=tarik)
    for about in (row, uma):
        filled_in(case, "coerced-violence", by=tarik, about=about)
    new = lineage.split(case=case, rows=[row, uma], reports=[], why="Twee verhalen.", by=tarik)
    assert [len(line.forms) for line in queries.lines(new, tarik)] == [1, 1]
    assert f"(in casus {case.number})" in desk(tarik).get(room(new, victim(new))).content.decode()
    worker, until = chain.account(Role.INTAKE_WORKER), time.real_now() + timedelta(days=2)
    access.let_participate(compartment=new.compartment, user=worker, need="Nodig.", until=until, by=tarik)
    assert queries.lines(new, worker)[0].forms == ()
