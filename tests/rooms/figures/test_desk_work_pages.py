"""The return rate and the advice requests, as the pages show them."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.cases import advice
from schakel.cases.advice import Handled
from schakel.cases.states import AdviceOutcome, AdviceTopic, Outcome
from schakel.core import time
from schakel.figures import conversations
from schakel.figures.advice import of_year
from schakel.intake import actions, returns
from schakel.intake.content import ReporterCategory
from schakel.intake.models import Channel
from schakel.methods.returning import Share
from tests.rooms import chain

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 19)


@pytest.fixture(autouse=True)
def _pinned(settings: Any) -> None:
    settings.SCHAKEL_PINNED_DAY = TODAY


def report(worker: User, received: date, *, answered: int | None = None, returned: int | None = None) -> None:
    """A report by the form on that day, answered and returned to after so many days."""
    moment = datetime(received.year, received.month, received.day, 12, 0, tzinfo=time.REGION_ZONE)
    made, _ = chain.hand_in(at=moment)
    if answered is not None:
        actions.open_report(report=made, by=worker)
        made.refresh_from_db()
        with time.travel(moment + timedelta(days=answered)):
            actions.answer(report=made, text="Dank u wel.", by=worker)
    if returned is not None:
        with time.travel(moment + timedelta(days=returned)):
            returns.note(made)


def test_the_return_rate_by_quarter(sanne: User, bram: User, desk: Desk) -> None:
    for answered, returned in ((1, 2), (2, 9), (3, 40), (1, None), (None, None)):
        report(sanne, date(2026, 5, 4), answered=answered, returned=returned)
    for _ in range(4):
        report(sanne, date(2026, 11, 12), answered=1, returned=3)
    actions.enter(said=chain.said(), channel=Channel.PHONE, by=sanne)  # called in: not in this figure
    (autumn, spring), together = conversations.by_quarter(bram)
    assert (spring.label, spring.reports, spring.answered, spring.returned) == ("2026, kwartaal 2", 5, 4, 3)
    assert (spring.soon, spring.later, spring.observed) == (Share(1, 5), Share(2, 5), Share(2, 5))
    assert spring.estimated == pytest.approx(0.4)
    assert (spring.days_to_answer, spring.days_to_return) == (1.5, 9)
    # Four recent reports are too few for a share, and had no thirty days yet.
    assert (autumn.reports, autumn.returned, autumn.soon, autumn.observed, autumn.estimated) == (4, 4, None, None, None)
    assert (together.later, together.observed) == (Share(6, 9), Share(2, 5))
    # Kaplan-Meier: all nine had three days; four of them came back by day three, after one on day two.
    assert together.estimated == pytest.approx(1 - 8 / 9 * 4 / 8 * 3 / 4)

    page = unescape(desk(bram).get("/cijfers/gesprekken/").content.decode())
    for part in ("2026, kwartaal 2", "40%", "1,5 dagen", "9 dagen"):
        assert part in page


def test_without_reports_the_page_says_what_will_come(bram: User, desk: Desk) -> None:
    assert "Nog geen meldingen" in desk(bram).get("/cijfers/gesprekken/").content.decode()


def handled(worker: User, asker: str, topic: AdviceTopic, outcome: AdviceOutcome, *, month: int) -> None:
    moment = datetime(2026, month, 3, 12, 0, tzinfo=time.REGION_ZONE)
    made, _ = chain.hand_in(chain.said(category=asker), at=moment)
    actions.open_report(report=made, by=worker)
    words = Handled(outcome, topic, "Begin met wat u ziet.", 60, "Veilig Thuis")
    advice.handle(report=made, handled=words, by=worker)


def test_the_advice_requests_of_a_year(sanne: User, bram: User, desk: Desk) -> None:
    handled(sanne, ReporterCategory.CARE, AdviceTopic.SIGNALS, AdviceOutcome.ADVISED, month=1)
    handled(sanne, ReporterCategory.CARE, AdviceTopic.MINOR, AdviceOutcome.REFERRED, month=1)
    handled(sanne, ReporterCategory.MUNICIPALITY, AdviceTopic.MINOR, AdviceOutcome.ADVISED, month=11)
    handled(sanne, ReporterCategory.POLICE, AdviceTopic.MINOR, AdviceOutcome.BECAME_REPORT, month=11)
    ordinary, _ = chain.hand_in()
    chain.judge(ordinary, by=sanne, outcome=Outcome.ADVICE)
    counted = of_year(2026, viewer=bram)
    assert (counted.requests, counted.minutes, counted.became_reports, counted.judged_only) == (3, 180, 1, 1)
    tables = {table.variable: {cell.value: cell.count for cell in table.cells or ()} for table in counted.tables}
    assert {month: count for month, count in tables["months"].items() if count} == {"1": 2, "11": 1}
    assert tables["topics"] == {"signals": 1, "minor": 2}
    assert tables["askers"] == {"care": 2, "municipality": 1}
    assert tables["outcomes"] == {"advised": 2, "referred": 1}
    page = re.sub(r"\s+", " ", unescape(desk(bram).get("/cijfers/adviesvragen/2026/").content.decode()))
    assert "Nog 1 melding is als advies beoordeeld" in page
    assert "meldcode" not in page
    assert desk(bram).get("/cijfers/adviesvragen/1999/").status_code == 404


@pytest.mark.parametrize("address", ["/cijfers/gesprekken/", "/cijfers/adviesvragen/2026/"])
def test_whoever_reads_no_figures_reads_none_of_these(address: str, sanne: User, desk: Desk) -> None:
    assert desk(sanne).get(address).status_code == 403
