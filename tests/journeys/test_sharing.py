"""Telling somebody outside the parties: blocked, then allowed after a colleague read it; and the page for the client."""

import re
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys import people
from tests.processes import Tree

pytestmark = pytest.mark.long_run

Opens = Callable[..., BrowserContext]
Axe = Callable[[Page], None]
DERDE, SHELTER = "Uitzendbureau Eerlijk Werk", "Opvang De Denkbeeldige Haven"
# Told in the same case as the shelter, until the client no longer agreed.
THERAPIST = "GGZ Het Stille Water"


def with_disclosure(page: Page, tree: Tree, recipient: str) -> str:
    """The address of the disclosures of the case in which something is told to this organisation."""
    page.goto(f"{tree.desk}/casussen/")
    for path in [link.get_attribute("href") for link in page.locator("a.row-link").all()]:
        page.goto(f"{tree.desk}{path}verstrekkingen/")
        if page.get_by_role("link", name=recipient).count():
            return page.url
    raise AssertionError(f"nothing is told to {recipient}")


def downloaded(page: Page, button: str, folder: Path) -> str:
    """The words of the PDF that a button downloads."""
    with page.expect_download() as got:
        page.get_by_role("button", name=button).click()
    path = folder / got.value.suggested_filename
    got.value.save_as(path)
    with pdfplumber.open(path) as document:
        return " ".join(" ".join((sheet.extract_text() or "").split()) for sheet in document.pages)


def test_a_derde_is_told_nothing_until_all_is_there_and_a_colleague_agrees(
    opens: Opens, tree: Tree, axe: Axe, tmp_path: Path
) -> None:
    tarik, sanne = people.signed_in(opens(), tree, "Tarik"), people.signed_in(opens(), tree, "Sanne")
    with_disclosure(tarik, tree, DERDE)
    axe(tarik)
    tarik.get_by_role("link", name=DERDE).click()
    expect(
        tarik.get_by_text("De rechtmatigheidscommissie heeft deze verstrekking nog niet goedgekeurd.")
    ).to_be_visible()
    expect(tarik.get_by_role("button", name="Verstrek", exact=True)).to_have_count(0)
    axe(tarik)
    here = tarik.url
    tarik.get_by_role("link", name="Wijzig").click()
    axe(tarik)
    tarik.get_by_label("Op welke grond mag de ontvanger dit hebben?").fill("De plicht van een goed werkgever.")
    tarik.get_by_label("Wat vond de rechtmatigheidscommissie?").select_option(label="akkoord")
    tarik.get_by_label("Besproken op").fill("2026-11-18")
    tarik.get_by_label("Heeft een deelnemer bezwaar?").select_option(label="niemand heeft bezwaar")
    tarik.get_by_label("Gevraagd op").fill("2026-11-17")
    tarik.get_by_label("Voorwaarden").fill("Alleen voor de vertrouwenspersoon.")
    tarik.get_by_role("button", name="Bewaar").click()
    axe(tarik)
    tarik.get_by_role("button", name="Leg voor aan een collega").click()
    expect(tarik.get_by_text("Iemand anders die deze casus ziet, moet dit doen.")).to_be_visible()
    sanne.goto(here)
    axe(sanne)
    sanne.get_by_role("button", name="Akkoord met precies dit").click()
    tarik.goto(here)
    axe(tarik)
    tarik.get_by_label("Hoe krijgt de ontvanger het?").select_option(label="beveiligde e-mail")
    tarik.get_by_role("button", name="Verstrek", exact=True).click()
    axe(tarik)
    words = downloaded(tarik, "Download het document", tmp_path)
    assert "Alleen voor de vertrouwenspersoon." in words
    tarik.reload()
    tarik.get_by_text("Trek de verstrekking in").click()
    tarik.get_by_label("Waarom?").fill("De vertrouwenspersoon is weg.")
    tarik.get_by_role("button", name="Trek in", exact=True).click()
    expect(tarik.get_by_text("Wat er al gezien kan zijn")).to_be_visible()
    axe(tarik)
    # A colleague who was never let in finds nothing there.
    petra = people.signed_in(opens(), tree, "Petra")
    gone = petra.goto(here)
    assert gone is not None
    assert gone.status == 404


def test_consent_and_the_page_that_a_client_takes_home(opens: Opens, tree: Tree, axe: Axe, tmp_path: Path) -> None:
    tarik = people.signed_in(opens(), tree, "Tarik")
    here = with_disclosure(tarik, tree, THERAPIST)
    expect(tarik.get_by_text("ingetrokken", exact=True).first).to_be_visible()
    tarik.get_by_role("link", name="Leg toestemming vast").click()
    axe(tarik)
    tarik.get_by_label("Om wie gaat het?").select_option(index=1)
    tarik.get_by_label("Waarvoor?").select_option(label="Bedenktijd en verblijf")
    people.choose(tarik, re.compile("vertegenwoordiger"))
    tarik.get_by_label("Naam van wie").fill("mr. Ada Advocaat")
    people.choose(tarik, "schriftelijk")
    tarik.get_by_label("Op welke dag?").fill("2026-11-18")
    tarik.get_by_role("button", name="Leg vast").click()
    expect(tarik.get_by_text("De toestemming is vastgelegd.")).to_be_visible()
    axe(tarik)
    tarik.get_by_role("link", name="Ingetrokken").first.click()
    axe(tarik)
    tarik.get_by_label("Sinds welke dag?").fill("2026-11-19")
    tarik.get_by_role("button", name="Leg vast").click()
    tarik.goto(here)
    tarik.get_by_role("complementary").get_by_role("link").first.click()
    axe(tarik)
    words = downloaded(tarik, "Maak de bladzijde", tmp_path)
    assert "Wie kreeg gegevens over u?" in words
    assert SHELTER in words
    assert "Wij hebben dit op" in words
    tarik.goto(f"{tree.desk}/verstrekkingen/regels/")
    expect(tarik.get_by_text("Nog niet door een jurist gelezen")).to_be_visible()
    axe(tarik)
