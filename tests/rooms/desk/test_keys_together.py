"""A page fetches the keys of all its rows together: many rows take as many questions to the key store as one."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from schakel.access.models import User
from schakel.cases.models import Case
from schakel.cases.states import Outcome
from schakel.figures import facts
from schakel.people.details import PersonDetails
from schakel.people.queries import proposals
from tests.rooms import chain

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
ANA = PersonDetails(date(2026, 3, 1), name="Ana Voorbeeld", birth_year=2004)


def questions(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connections["keys"]) as asked:
        ask()
    return len([query for query in asked if query["sql"].startswith("SELECT")])


def people(count: int, by: User, **judged: object) -> None:
    for _ in range(count):
        chain.person(ANA, by=by, **judged)


@pytest.mark.parametrize(
    "ask",
    [
        lambda browser, _: browser.get("/meldingen/?lijst=beoordeeld"),
        lambda browser, _: browser.post("/personen/", {"name": ANA.name}),
        lambda browser, _: facts.of_year(2026),
        lambda _, who: proposals(ANA, viewer=who),
    ],
    ids=["list of reports", "search", "figures", "match cards"],
)
def test_many_rows_ask_as_much_as_one(ask: Callable[[Client, User], object], sanne: User, desk: Desk) -> None:
    browser = desk(sanne)
    people(1, sanne)
    assert questions(lambda: ask(browser, sanne)) == 1
    people(11, sanne)
    assert questions(lambda: ask(browser, sanne)) == 1


def test_a_case_asks_as_much_for_many_as_for_one(sanne: User, tarik: User, desk: Desk) -> None:
    browser = desk(tarik)
    people(1, sanne, outcome=Outcome.NEW_CASE, coordinator=tarik)
    case = Case.objects.get()
    for_one = questions(lambda: browser.get(f"/casussen/{case.id}/"))
    people(6, tarik, outcome=Outcome.ADD_TO_CASE, case=case)
    assert len(browser.get(f"/casussen/{case.id}/").context["file"].victims) == 7
    assert questions(lambda: browser.get(f"/casussen/{case.id}/")) == for_one <= 3
