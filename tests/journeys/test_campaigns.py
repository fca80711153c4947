"""Somebody writes a campaign down, reads in what a platform says of it, and takes a picture; a colleague uses what it reached."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys import people
from tests.processes import Tree

pytestmark = pytest.mark.long_run

Opens = Callable[..., BrowserContext]
Axe = Callable[[Page], None]
TABLE = 'Day,Impressions,Reach,Clicks (all),Link clicks\n2026-10-05,"1,250",900,40,31\n2026-10-06,2000,"1,100",20,12\n'
_LOOK = os.environ.get("SCHAKEL_TEST_LOOK", "")


def look(page: Page, name: str, axe: Axe) -> None:
    axe(page)
    if _LOOK:
        page.screenshot(path=Path(_LOOK) / f"campaigns-{name}.png", full_page=True)


def test_a_campaign_from_plan_to_factsheet(opens: Opens, tree: Tree, axe: Axe, tmp_path: Path) -> None:
    lotte = people.signed_in(opens(), tree, "Lotte")
    lotte.get_by_role("navigation").get_by_role("link", name="Campagnes").click()
    look(lotte, "list", axe)
    lotte.get_by_role("link", name="Niemand is jouw baas").click()
    lotte.get_by_role("heading", name="Meldingen in die tijd").wait_for()
    assert "bewijst dat niet" in lotte.get_by_role("main").inner_text()
    look(lotte, "one", axe)
    lotte.goto(f"{tree.desk}/campagnes/nieuw/")
    look(lotte, "new", axe)
    lotte.get_by_label("Naam").fill("Wie betaalt jouw telefoon?")
    lotte.get_by_label("Wat wilt u bereiken?").fill("Jongeren weten wat een gratis telefoon kan kosten.")
    lotte.get_by_label("Voor wie?").fill("jongeren in Twente")
    lotte.get_by_label("Eerste dag").fill("2026-10-05")
    lotte.get_by_label("Laatste dag").fill("2026-10-18")
    lotte.get_by_label("Kop op de plaatjes").fill("Een gratis telefoon is nooit gratis")
    lotte.get_by_role("button", name="Bewaar de campagne").click()
    assert "Noem ten minste één kanaal." in lotte.get_by_role("alert").inner_text()
    assert lotte.get_by_label("Naam").input_value() == "Wie betaalt jouw telefoon?", "nothing typed is lost"
    axe(lotte)
    lotte.get_by_label("Kanalen").fill("Instagram\nSnapchat")
    lotte.get_by_role("button", name="Bewaar de campagne").click()
    lotte.get_by_text("De campagne is bewaard.").wait_for()
    assert lotte.locator(".pictures img").count() == 3
    with lotte.expect_download() as told:
        lotte.get_by_role("link", name="Download Staand").click()
    assert Path(told.value.path()).read_bytes().startswith(b"\x89PNG")

    _read_in(lotte, axe, tmp_path)

    bram = people.signed_in(opens(), tree, "Bram")
    bram.goto(f"{tree.desk}/publicaties/")
    bram.get_by_role("button", name="Stel 2026 op").click()
    proposed = bram.locator(".achieved", has_text="Wie betaalt jouw telefoon?")
    assert "werd 3.250 keer getoond" in proposed.inner_text()
    proposed.locator("summary").click()
    look(bram, "factsheet", axe)
    proposed.get_by_role("button", name="Neem over").click()
    bram.get_by_text("De zin staat onderaan de lijst.").wait_for()
    assert "werd 3.250 keer getoond" in bram.get_by_label("Wat is er bereikt?").input_value()


def _read_in(lotte: Page, axe: Axe, tmp_path: Path) -> None:
    """A table with wrong columns first, and then the right one."""
    wrong, right = tmp_path / "fout.csv", tmp_path / "goed.csv"
    wrong.write_text("Naam;Plaats\nx;y\n", encoding="utf-8")
    right.write_text(TABLE, encoding="utf-8")
    lotte.get_by_role("link", name="Lees een tabel in").click()
    look(lotte, "import", axe)
    lotte.get_by_label("Van welk kanaal?").select_option(label="Instagram")
    lotte.get_by_label("CSV-bestand").set_input_files(wrong)
    lotte.get_by_role("button", name="Bekijk wat erin staat").click()
    assert "Er staat: Naam, Plaats" in lotte.get_by_role("alert").inner_text()
    axe(lotte)
    lotte.get_by_label("CSV-bestand").set_input_files(right)
    lotte.get_by_role("button", name="Bekijk wat erin staat").click()
    look(lotte, "preview", axe)
    lotte.get_by_role("button", name="Bewaar dit").click()
    lotte.get_by_text("Ingelezen: 2 nieuwe regels").wait_for()
    lotte.get_by_role("link", name="Vul cijfers in").click()
    look(lotte, "result", axe)


def test_a_campaign_on_a_phone(opens: Opens, tree: Tree, axe: Axe) -> None:
    lotte = people.signed_in(opens(phone=True), tree, "Lotte")
    lotte.goto(f"{tree.desk}/campagnes/")
    lotte.get_by_role("link", name="Niemand is jouw baas").click()
    lotte.get_by_role("heading", name="Meldingen in die tijd").wait_for()
    look(lotte, "phone", axe)
    assert lotte.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out"
