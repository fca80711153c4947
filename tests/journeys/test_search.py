"""Looking for words, side by side with a colleague who may see less."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys import people
from tests.processes import Tree

pytestmark = pytest.mark.long_run

Opens = Callable[..., BrowserContext]
Axe = Callable[[Page], None]


def search(page: Page, tree: Tree, words: str) -> None:
    page.goto(f"{tree.desk}/zoeken/")
    page.get_by_role("searchbox").fill(words)
    # The first time, the lists of everything that somebody sees are made: hundreds, on a machine that does other things too.
    page.get_by_role("button", name="Zoek").click(timeout=120_000)


def test_a_note_is_found_by_who_may_read_it_and_by_nobody_else(opens: Opens, tree: Tree, axe: Axe) -> None:
    tarik = people.signed_in(opens(), tree, "Tarik")
    tarik.goto(f"{tree.desk}/casussen/")
    tarik.locator("a.row-link").nth(3).click()  # the first three are the ones that the demo shares
    number = tarik.locator("h1").inner_text().removeprefix("Casus ")
    tarik.get_by_label(re.compile("notitie", re.IGNORECASE)).fill("Zij vertelde over het vogelhuisje bij de buren.")
    tarik.get_by_role("button", name=re.compile("notitie", re.IGNORECASE)).click()
    tarik.get_by_role("navigation").get_by_role("link", name="Zoeken").click()
    axe(tarik)
    search(tarik, tree, "buren vogelhuis")
    expect(tarik.locator("mark").first).to_have_text("vogelhuisje")
    axe(tarik)
    tarik.locator(".found li").filter(has_text="vogelhuisje").first.click()  # the whole row leads there
    expect(tarik.get_by_role("heading", name=f"Casus {number}")).to_be_visible()
    expect(tarik.get_by_text("vogelhuisje bij de buren")).to_be_visible()
    search(tarik, tree, "vogelhuisje")
    # And looks again, without leaving the page that shows what was found.
    tarik.get_by_role("searchbox").fill("vogelhuisje zeppelin")
    tarik.get_by_role("button", name="Zoek").click()
    expect(tarik.get_by_text("Niets gevonden")).to_be_visible()
    axe(tarik)
    petra = people.signed_in(opens(phone=True), tree, "Petra")
    search(petra, tree, "vogelhuisje")
    expect(petra.get_by_text("Niets gevonden")).to_be_visible()
    axe(petra)
