"""A picture goes along with a report, on a phone and without a script; at the desk somebody looks, and decides."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys import people
from tests.methods import invented_files as invented
from tests.processes import Tree

pytestmark = pytest.mark.long_run

Opens = Callable[..., BrowserContext]
STORY = "Op de foto staat het huis waar zij moet werken."
# Where to put pictures of every step, to look at.
_LOOK = os.environ.get("SCHAKEL_TEST_LOOK", "")


def look(page: Page, name: str) -> None:
    if _LOOK:
        page.screenshot(path=Path(_LOOK) / f"{name}.png", full_page=True)


def filled_in(page: Page, tree: Tree) -> None:
    """Every question answered; the page to read over."""
    page.goto(f"{tree.public}/melden/?wie=iemand")
    page.get_by_role("button", name="Beginnen").click()
    people.forward(page)
    page.get_by_label("Wat is er aan de hand?").fill(STORY)
    people.forward(page)
    people.choose(page, "Werk")
    people.forward(page)
    people.forward(page)
    people.forward(page)


def test_a_picture_from_phone_to_desk(opens: Opens, tree: Tree, axe: Callable[[Page], None]) -> None:
    page = opens(phone=True, script=False).new_page()
    filled_in(page, tree)
    page.get_by_role("link", name=re.compile("Wil je iets meesturen")).click()
    look(page, "files-empty")
    page.get_by_label("Kies een of meer bestanden").set_input_files(
        [
            {"name": "huis.jpg", "mimeType": "image/jpeg", "buffer": invented.photo()},
            {"name": "spel.exe", "mimeType": "image/jpeg", "buffer": b"MZ" + b"\0" * 9000},
        ]
    )
    page.get_by_role("button", name="Stuur mee").click()
    expect(page.get_by_text("spel.exe: dit is een programma.")).to_be_visible()
    expect(page.get_by_text("Er is één bestand aangekomen.")).to_be_visible()
    look(page, "files-refused")
    page.get_by_role("link", name="Terug naar je melding").click()
    expect(page.get_by_text("huis.jpg")).to_be_visible()
    look(page, "files-check")
    page.get_by_role("button", name="Versturen").click()
    people.code_on(page)

    desk = people.signed_in(opens(), tree, "Sanne")
    people.open_report_with(desk, tree, STORY)
    expect(desk.get_by_text(STORY)).to_be_visible()
    axe(desk)
    look(desk, "desk-report")
    desk.get_by_role("link", name="huis.jpg").click()
    while desk.get_by_text("wordt gecontroleerd").count():
        desk.wait_for_timeout(1_000)
        desk.reload()
    axe(desk)
    desk.get_by_role("link", name="Bekijk in grove vlakken").click()
    expect(desk.get_by_alt_text("Het beeld in grove vlakken")).to_be_visible()
    axe(desk)
    look(desk, "desk-coarse")
    desk.get_by_label("Geen naaktbeeld").check(force=True)
    desk.get_by_role("button", name="Leg vast").click()
    picture = desk.get_by_alt_text("Werkkopie van het beeld")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") == 640
    axe(desk)
    look(desk, "desk-copy")
    desk.get_by_role("button", name="Zet op slot").click()
    expect(desk.get_by_text("Dit bestand staat op slot")).to_be_visible()
    assert desk.locator("main img").count() == 0
    axe(desk)
    look(desk, "desk-locked")


def test_the_page_for_files_is_accessible_with_a_script(opens: Opens, tree: Tree, axe: Callable[[Page], None]) -> None:
    page = opens(phone=True).new_page()
    filled_in(page, tree)
    page.get_by_role("button", name="Versturen").click()
    people.read_answer(page, tree, people.code_on(page), axe)
    page.get_by_role("link", name=re.compile("Wil je iets meesturen")).click()
    axe(page)
    page.get_by_label("Kies een of meer bestanden").set_input_files(
        {"name": "leeg.jpg", "mimeType": "image/jpeg", "buffer": b""}
    )
    page.get_by_role("button", name="Stuur mee").click()
    expect(page.get_by_text("leeg.jpg: dit bestand is leeg.")).to_be_visible()
    axe(page)
