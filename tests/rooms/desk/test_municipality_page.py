"""The page of a municipal contact person: two numbers a year of their own municipality, or a sentence."""

from collections.abc import Callable

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.access.roles import Role
from schakel.core import time
from schakel.figures import actions as publishing
from schakel.intake.content import PersonDescription
from tests.personas import recorded
from tests.rooms import chain

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db

URL = "/mijn-gemeente/"


@pytest.fixture
def published(bram: User, noor: User, tarik: User) -> int:
    """A published year with eight people in Hengelo, three in Borne and six from elsewhere."""
    for town in ["GM0164"] * 8 + ["GM0147"] * 3 + ["elsewhere"] * 6:
        chain.person(by=tarik, content=chain.said(PersonDescription(name="Ana"), municipality=town))
    year = time.today().year
    publishing.write_achievements(year=year, texts=["Iets bereikt."], by=bram)
    publication = publishing.propose(publication=publishing.draft(year=year, by=bram), by=bram)
    publishing.approve(publication=publication, digest=publication.digest, by=noor)
    return year


def text(browser: Client) -> str:
    page = str(browser.get(URL).content.decode())
    return page[page.index("<main") : page.index("</main>")]


def test_the_own_municipality_and_no_other(published: int, gijs: User, desk: Desk) -> None:
    page = text(desk(gijs))
    assert "Gemeente Hengelo" in page
    assert str(published) in page
    assert page.count('<span class="stat__number">8</span>') == 2
    assert "Borne" not in page
    assert "17" not in page, "the published total stands in the factsheet, not here"
    (event,) = recorded("figures:municipality_read")
    assert (event.actor_id, event.detail["municipality"]) == (str(gijs.id), "GM0164")


def test_a_small_number_is_a_sentence(published: int, gijs: User, desk: Desk) -> None:
    gijs.municipality = "GM0147"
    gijs.save()
    page = text(desk(gijs))
    assert "minder dan 5, of geen" in page
    assert "stat__number" not in page


def test_empty_states(gijs: User, desk: Desk, otto: User) -> None:
    assert "Er is nog geen jaar gepubliceerd" in text(desk(gijs))
    lost = chain.account(Role.MUNICIPAL_CONTACT)
    page = text(desk(lost))
    assert "staat geen gemeente" in page
    assert otto.name in page


def test_who_approves_sees_what_each_contact_person_will_read(bram: User, noor: User, tarik: User, desk: Desk) -> None:
    for town in ["GM0164"] * 6 + ["elsewhere"] * 5:
        chain.person(by=tarik, content=chain.said(PersonDescription(name="Ana"), municipality=town))
    year = time.today().year
    publishing.write_achievements(year=year, texts=["Iets bereikt."], by=bram)
    draft = publishing.draft(year=year, by=bram)
    browser = desk(noor)
    assert "Per gemeente" not in browser.get(f"/publicaties/{draft.id}/").content.decode()
    publishing.propose(publication=draft, by=bram)
    page = browser.get(f"/publicaties/{draft.id}/").content.decode()
    assert "Per gemeente: niet openbaar" in page
    assert page.count("niet getoond</td>") == 2 * 13
