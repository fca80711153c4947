"""A school orders posters on a phone, without scripts and without an account; the desk sends them, and it shows where they went."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys import people
from tests.processes import Tree

pytestmark = pytest.mark.long_run

Opens = Callable[..., BrowserContext]
Axe = Callable[[Page], None]
_LOOK = os.environ.get("SCHAKEL_TEST_LOOK", "")


def seen(page: Page, axe: Axe | None, name: str) -> None:
    """Looked at, and checked where scripts run: without them axe can't."""
    if axe is not None:
        axe(page)
    if _LOOK:
        page.screenshot(path=Path(_LOOK) / f"materials-{name}.png", full_page=True)


def fits(page: Page) -> bool:
    """Whether nothing sticks out sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_posters_are_ordered_on_a_phone_and_sent_by_the_desk(opens: Opens, tree: Tree, axe: Axe) -> None:
    phone = opens(phone=True, script=False).new_page()
    one = _order(phone, tree)
    own_page = phone.url
    checked = opens(phone=True).new_page()
    for page in (f"{tree.public}/professionals/", f"{tree.public}/professionals/materiaal/", one, own_page):
        checked.goto(page)
        axe(checked)
    checked.goto(f"{tree.public}/professionals/bestellen/")
    axe(checked)
    checked.get_by_role("button", name="Bestel").click()
    axe(checked)
    _send(people.signed_in(opens(), tree, "Lotte"), tree, axe)
    phone.goto(own_page)
    expect(phone.get_by_text("verstuurd: 20")).to_be_visible()

    gijs = people.signed_in(opens(), tree, "Gijs")
    gijs.get_by_role("link", name="Materiaal bestellen").click()
    seen(gijs, axe, "municipality")
    gijs.get_by_label("Zie jij het ook?").fill("5")
    gijs.get_by_label("Afleveradres").fill("Stadhuis")
    gijs.get_by_role("button", name="Bestel", exact=True).click()
    expect(gijs.get_by_text("Wij hebben uw bestelling.")).to_be_visible()
    assert "Bibliotheek De Leesboom" not in gijs.content()


def _order(phone: Page, tree: Tree) -> str:
    """Without scripts, a mistyped address first; the page of the poster."""
    phone.goto(f"{tree.public}/professionals/")
    seen(phone, None, "home")
    phone.get_by_role("link", name="Materiaal", exact=True).click()
    seen(phone, None, "catalogue")
    assert fits(phone)
    phone.get_by_role("link", name="Zie jij het ook?").click()
    seen(phone, None, "one")
    one = phone.url
    phone.get_by_role("link", name="Bestel dit").click()
    phone.get_by_label("Zie jij het ook?").fill("25")
    phone.get_by_label("Organisatie").fill("Bibliotheek De Leesboom")
    phone.get_by_label("Uw naam").fill("Lies Bedenksel")
    phone.get_by_label("E-mailadres").fill("lies")
    phone.get_by_label("Gemeente").select_option(label="Almelo")
    phone.get_by_label("Afleveradres").fill("Leesplein 4\n0000 AA Almelo")
    phone.get_by_role("button", name="Bestel").click()
    expect(phone.get_by_label("Organisatie")).to_have_value("Bibliotheek De Leesboom")
    seen(phone, None, "wrong")
    assert fits(phone)
    phone.get_by_label("E-mailadres").fill("lies@leesboom.example")
    phone.get_by_role("button", name="Bestel").click()
    expect(phone.get_by_role("heading", name="Wij hebben uw bestelling")).to_be_visible()
    seen(phone, None, "received")
    assert fits(phone)
    number = phone.locator(".lead strong").inner_text()
    assert re.fullmatch("M-[A-Z2-9]{6}", number)
    return one


def _send(lotte: Page, tree: Tree, axe: Axe) -> None:
    lotte.get_by_role("navigation").get_by_role("link", name=re.compile("^Bestellingen")).click()
    seen(lotte, axe, "orders")
    lotte.get_by_role("link", name="Bibliotheek De Leesboom").click()
    seen(lotte, axe, "order")
    lotte.get_by_role("button", name="Keur goed").click()
    lotte.get_by_role("button", name="Het ligt klaar").click()
    lotte.get_by_label("Zie jij het ook?").fill("20")
    lotte.get_by_role("button", name="Verstuurd", exact=True).click()
    expect(lotte.get_by_role("alert")).to_contain_text("Schrijf op waarom")
    seen(lotte, axe, "order-wrong")
    lotte.get_by_label("Stuurt u minder? Waarom?").fill("De rest volgt in januari.")
    lotte.get_by_role("button", name="Verstuurd", exact=True).click()
    expect(lotte.get_by_text("De bestelling is verstuurd.")).to_be_visible()
    lotte.get_by_role("link", name="Zie jij het ook?").click()
    seen(lotte, axe, "material")
    assert "Bibliotheek De Leesboom" in lotte.get_by_role("region", name="Wie heeft dit?").inner_text()
    lotte.get_by_role("link", name="Wijzig").click()
    seen(lotte, axe, "form")
    lotte.goto(f"{tree.desk}/materiaal/")
    seen(lotte, axe, "list")
    lotte.goto(f"{tree.desk}/bestellingen/gemeenten/")
    seen(lotte, axe, "places")
