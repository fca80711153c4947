"""A headset is asked for across the end of a month, promised, handed out, and comes back broken: then it can't be promised."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from schakel.config.environment import DEMO_DAY
from tests.journeys import people
from tests.processes import Tree
from tests.rooms.prevention.stocked import picture

pytestmark = pytest.mark.long_run

Opens = Callable[..., BrowserContext]
Axe = Callable[[Page], None]
TODAY = DEMO_DAY
NEXT_MONTH = (TODAY.replace(day=28) + timedelta(days=6)).replace(day=2)
_LOOK = os.environ.get("SCHAKEL_TEST_LOOK", "")


def seen(page: Page, axe: Axe | None, name: str) -> None:
    """Looked at, and checked where scripts run: without them axe can't."""
    if axe is not None:
        axe(page)
    if _LOOK:
        page.screenshot(path=Path(_LOOK) / f"loans-{name}.png", full_page=True)


def asked(page: Page, tree: Tree, who: str) -> None:
    """Somebody asks for a headset on a phone, from today into the next month."""
    page.goto(f"{tree.public}/professionals/lenen/")
    page.get_by_role("link", name="VR-bril").click()
    page.get_by_label("Eerste dag").fill(f"{TODAY}")
    page.get_by_label("Laatste dag").fill(f"{NEXT_MONTH}")
    page.get_by_label("Organisatie").fill(who)
    page.get_by_label("Uw naam").fill("Bo Verzinsel")
    page.get_by_label("E-mailadres").fill("bo@school.example")
    page.get_by_label("Gemeente").select_option(label="Hengelo")
    page.get_by_role("button", name="Vraag aan").click()
    expect(page.get_by_role("heading", name="Wij hebben uw aanvraag")).to_be_visible()


def opened(lotte: Page, tree: Tree, who: str) -> None:
    lotte.goto(f"{tree.desk}/uitleen/")
    lotte.get_by_role("link", name=who).first.click()


def repaired(lotte: Page, tree: Tree, axe: Axe) -> None:
    """Look at every list, and take the broken headset back into use."""
    for page, name in (("kalender/", "calendar"), ("aanvragen/nieuw/", "note"), ("", "work"), ("dingen/", "things")):
        lotte.goto(f"{tree.desk}/uitleen/{page}")
        seen(lotte, axe, name)
    lotte.get_by_role("link", name="VR-04").click()
    seen(lotte, axe, "maintenance")
    lotte.get_by_label("In welke staat?").fill("Nieuwe band.")
    lotte.get_by_role("button", name="Weer in gebruik").click()
    expect(lotte.get_by_text("Nieuwe band.")).to_be_visible()
    lotte.get_by_role("link", name="Label met code").click()
    seen(lotte, axe, "label")


def test_a_headset_is_lent_across_the_end_of_a_month_and_returns_broken(opens: Opens, tree: Tree, axe: Axe) -> None:
    lotte = people.signed_in(opens(), tree, "Lotte")
    repaired(lotte, tree, axe)
    phone = opens(phone=True, script=False).new_page()
    phone.goto(f"{tree.public}/professionals/lenen/")
    seen(phone, None, "kinds")
    phone.get_by_role("link", name="VR-bril").click()
    seen(phone, None, "kind")
    kind = phone.url
    assert phone.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    asked(phone, tree, "Daltonschool De Maan")
    seen(phone, None, "received")
    own_page = phone.url
    checked = opens(phone=True).new_page()
    for page in (f"{tree.public}/professionals/lenen/", kind, own_page):
        checked.goto(page)
        axe(checked)

    opened(lotte, tree, "Daltonschool De Maan")
    seen(lotte, axe, "asked")
    people.choose(lotte, "VR-04")
    lotte.get_by_role("button", name="Bevestig").click()
    expect(lotte.get_by_text("Bevestigd: VR-04.")).to_be_visible()
    seen(lotte, axe, "confirmed")
    phone.goto(own_page)
    expect(phone.get_by_text("Bevestigd.")).to_be_visible()

    # The same days for somebody else: there is none that could be chosen.
    asked(phone, tree, "Daltonschool De Zon")
    opened(lotte, tree, "Daltonschool De Zon")
    expect(lotte.get_by_text("In deze dagen is er geen vrij.")).to_be_visible()

    opened(lotte, tree, "Daltonschool De Maan")
    lotte.get_by_label("In welke staat?").fill("Heel en opgeladen.")
    lotte.get_by_label("Foto").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": picture(200)})
    lotte.get_by_role("button", name="Geef mee").click()
    expect(lotte.get_by_text("Meegegeven.")).to_be_visible()
    seen(lotte, axe, "out")
    lotte.get_by_label("In welke staat?").fill("Het beeld hapert.")
    people.choose(lotte, "Er is iets stuk")
    lotte.get_by_role("button", name="Neem terug").click()
    expect(lotte.get_by_text("uit de agenda tot het hersteld is")).to_be_visible()
    lotte.get_by_role("link", name="VR-04").click()
    seen(lotte, axe, "thing")
    assert "in onderhoud" in lotte.get_by_role("main").inner_text()

    small = people.signed_in(opens(phone=True), tree, "Lotte")
    small.goto(lotte.url)
    seen(small, axe, "thing-phone")
    assert small.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
