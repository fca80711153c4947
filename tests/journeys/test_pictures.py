"""The pictures in the docs are what these pages look like; SCHAKEL_TEST_PICTURES=1 takes them anew."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys import people
from tests.processes import ROOT, Tree

pytestmark = pytest.mark.long_run

Opens = Callable[..., BrowserContext]
IMAGES = ROOT / "docs" / "images"

# name: at the desk as whom (nobody: the public door), and the page
PICTURES = {
    "home": ("", "/"),
    "report-start": ("", "/melden/"),
    "factsheet": ("", "/factsheet/2025/"),
    "today": ("Sanne", "/"),
    "inbox": ("Sanne", "/meldingen/"),
    "cases": ("Tarik", "/casussen/"),
    "figures": ("Bram", "/cijfers/2025/"),
    "publications": ("Bram", "/publicaties/"),
    "professionals": ("", "/professionals/"),
    "agenda": ("", "/professionals/agenda/"),
    "catalogue": ("", "/professionals/materiaal/"),
    "loan-calendar": ("Lotte", "/uitleen/kalender/"),
    "training": ("Lotte", "/scholing/"),
    "municipality": ("Gijs", "/mijn-gemeente/"),
}


def keep(page: Page, name: str) -> None:
    """Write the picture if that was asked for; it must be in the docs in any case."""
    file: Path = IMAGES / f"{name}.png"
    if os.environ.get("SCHAKEL_TEST_PICTURES"):
        page.screenshot(path=file)
    assert file.exists(), f"the docs lack the picture {name}: run with SCHAKEL_TEST_PICTURES=1"


@pytest.mark.parametrize("name", PICTURES)
def test_picture_of_a_page_that_is_accessible(name: str, opens: Opens, tree: Tree, axe: Callable[[Page], None]) -> None:
    persona, path = PICTURES[name]
    context = opens(phone=name in ("home", "report-start", "agenda"))
    if persona:
        page = people.signed_in(context, tree, persona)
        page.goto(f"{tree.desk}{path}")
    else:
        page = context.new_page()
        page.goto(f"{tree.public}{path}")
    axe(page)
    assert re.search("DEMO – VERZONNEN", page.locator("body").inner_text())
    assert "112" in page.locator("body").inner_text()
    keep(page, name)


def test_picture_of_a_receipt(opens: Opens, tree: Tree, axe: Callable[[Page], None]) -> None:
    page = opens(phone=True).new_page()
    said = people.Telling("Ik maak me zorgen om iemand", "Bij de buren werkt iemand die nooit buiten komt.")
    people.report(page, tree, said, axe)
    keep(page, "receipt")


def test_picture_of_a_report_and_a_case(opens: Opens, tree: Tree, axe: Callable[[Page], None]) -> None:
    sanne = people.signed_in(opens(), tree, "Sanne")
    sanne.goto(f"{tree.desk}/meldingen/")
    sanne.locator("a.row-link").first.click()
    axe(sanne)
    sanne.get_by_role("button", name="Open de melding").click()
    axe(sanne)
    keep(sanne, "report")
    tarik = people.signed_in(opens(), tree, "Tarik")
    tarik.goto(f"{tree.desk}/casussen/")
    tarik.locator("a.row-link").first.click()
    axe(tarik)
    keep(tarik, "case")
