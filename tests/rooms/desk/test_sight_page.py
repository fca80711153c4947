"""What I may see, and why: every role's own page."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from schakel.access import actions
from schakel.access.models import User
from schakel.access.role_words import SEES
from schakel.access.roles import Role
from schakel.cases.actions import Recognised
from schakel.cases.models import Case
from schakel.cases.states import Outcome
from schakel.core import time
from schakel.intake.content import PersonDescription
from schakel.people.details import PersonDetails
from tests.personas import recorded
from tests.rooms import chain

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db

URL = "/inzage/"


@pytest.fixture
def case(tarik: User, sanne: User) -> Case:
    """A case of Tarik's about two people, from a report that Sanne judged."""
    report, _ = chain.hand_in(chain.said(PersonDescription(name="Ana Bos"), PersonDescription(name="Eva Bos")))
    people = [Recognised(PersonDetails(time.today(), name=name)) for name in ("Ana Bos", "Eva Bos")]
    made = chain.judge(report, *people, by=sanne, outcome=Outcome.NEW_CASE, coordinator=tarik).case
    assert made is not None
    return made


def text(browser: Client) -> str:
    return str(browser.get(URL).content.decode())


def rows(browser: Client) -> dict[str, list[tuple[str, int]]]:
    """By ground: which cases, and of how many persons."""
    grounds = browser.get(URL).context["grounds"]
    return {
        ground.title: [(row.case.number if row.case else "", row.persons) for row in ground.rows] for ground in grounds
    }


def test_each_ground_has_its_cases_with_links_and_numbers(
    case: Case, tarik: User, sanne: User, petra: User, hanna: User, *, desk: Desk
) -> None:
    end = time.real_now() + timedelta(days=3)
    actions.let_participate(compartment=case.compartment, user=hanna, need="Opvang.", until=end, by=tarik)
    glass = actions.break_glass(compartment=case.compartment, reason="Nood.", duration=timedelta(hours=2), by=petra)
    seen = [(case.number, 2)]
    assert rows(desk(tarik)) == {"Door uw rol": [("", 0)], "Als procesregisseur": seen}
    assert rows(desk(sanne)) == {"Door uw rol": [("", 0)], "Omdat u de melding beoordeelde": seen}
    assert rows(desk(hanna)) == {"Als deelnemer": [(case.number, 0)]}
    assert rows(desk(petra)) == {"Door uw rol": [("", 0)], "Door noodinzage": seen}
    page = text(desk(hanna))
    assert f'href="/casussen/{case.id}/"' in page
    assert "Ana Bos" not in page
    assert str(glass.id) not in page
    event = recorded("access:own_sight_read")[-1]
    assert (event.actor_id, event.detail["cases"]) == (str(hanna.id), [str(case.id)])


def test_every_link_on_the_page_opens(case: Case, tarik: User, hanna: User, desk: Desk) -> None:
    end = time.real_now() + timedelta(days=3)
    actions.let_participate(compartment=case.compartment, user=hanna, need="Opvang.", until=end, by=tarik)
    for viewer in (tarik, hanna):
        browser = desk(viewer)
        for ground in browser.get(URL).context["grounds"]:
            for row in ground.rows:
                where = f"/casussen/{row.case.id}/" if row.case else "/meldingen/"
                assert browser.get(where, follow=True).status_code == 200


def test_what_ended_is_gone_and_so_is_what_one_is_excluded_from(
    case: Case, tarik: User, petra: User, desk: Desk
) -> None:
    end = time.real_now() + timedelta(days=3)
    given = actions.let_participate(compartment=case.compartment, user=petra, need="Telt.", until=end, by=tarik)
    assert case.number in text(desk(petra))
    actions.exclude(compartment=case.compartment, user=petra, by=tarik)
    page = text(desk(petra))
    assert case.number not in page
    # Nothing tells that there is a case one is excluded from: the page is that of somebody who never had to do with it.
    assert rows(desk(petra)) == {"Door uw rol": [("", 0)]}
    other = chain.account(Role.CASE_COORDINATOR, petra.name)
    assert text(desk(other)).count("uitgesloten") == page.count("uitgesloten") == 0
    actions.end_participation(grant=given, by=tarik)
    assert case.number not in text(desk(petra))


@pytest.mark.parametrize("role", Role)
def test_every_role_reads_what_it_allows_and_whom_to_ask(role: Role, otto: User, femke: User, desk: Desk) -> None:
    page = text(desk(chain.account(role)))
    for words in (role.label, SEES[role], otto.name, femke.name):
        assert words in page
    assert any(kind in page for kind in ("uitvoering:", "toetsing van de rechtmatigheid:", "beheer:"))


def test_an_empty_page_says_what_to_do(otto: User, hanna: User, bram: User, desk: Desk) -> None:
    assert "Wie het systeem beheert, ziet geen inhoud" in text(desk(otto))
    assert "Werkt u mee aan een casus?" in text(desk(hanna))
    assert "Vraag de procesregisseur om u uit te nodigen" in text(desk(bram))
