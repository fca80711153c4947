"""The privacy officer reads the log: a reason, a filter, what stands out, an export, and the list for whom it is about."""

import csv
import io
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pytest
from playwright.sync_api import BrowserContext, Download, Page

from tests.journeys import people
from tests.processes import Tree

pytestmark = pytest.mark.long_run

Opens = Callable[..., BrowserContext]


def picture(page: Page, name: str) -> None:
    """For whoever wants to look: SCHAKEL_TEST_LOOK names a folder."""
    if folder := os.environ.get("SCHAKEL_TEST_LOOK"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def checked(page: Page, axe: Callable[[Page], None], name: str) -> str:
    axe(page)
    picture(page, name)
    return page.get_by_role("main").inner_text()


def content_of(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def test_the_officer_reads_the_log(opens: Opens, tree: Tree, axe: Callable[[Page], None]) -> None:
    number = look_at_a_case(opens, tree)
    page = people.signed_in(opens(), tree, "Femke")
    page.get_by_role("link", name="Logboek").click()
    checked(page, axe, "reason")
    page.get_by_role("button", name="Open het logboek").click()
    assert "Kies waarvoor u het logboek leest." in checked(page, axe, "reason-missing")
    people.choose(page, "een klacht")
    page.get_by_label("Waarom, in uw eigen woorden").fill("Klacht 2026-014")
    page.get_by_role("button", name="Open het logboek").click()
    assert "las een casus" in checked(page, axe, "events")

    page.get_by_role("link", name="Oudere gebeurtenissen").click()
    page.get_by_role("link", name="Terug naar de nieuwste").click()
    page.get_by_label("Casusnummer").fill("K-1999-0001")
    page.get_by_role("button", name="Toon").click()
    assert "Er is geen casus met dit nummer" in checked(page, axe, "wrong-case")
    page.get_by_label("Casusnummer").fill(number)
    page.get_by_label("Wie", exact=True).select_option(label="Tarik Karakter")
    page.get_by_role("button", name="Toon").click()
    assert f"las een casus ({number})" in checked(page, axe, "filtered")

    page.get_by_role("link", name="Voer dit uit").click()
    checked(page, axe, "export")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download").click()
    with zipfile.ZipFile(io.BytesIO(content_of(waiting.value))) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("events.csv").decode()), delimiter=";"))
        assert "sound" in archive.read("proof.txt").decode()
    assert {row["role"] for row in rows} == {"case_coordinator"}
    assert "case:read" in {row["event"] for row in rows}

    page.get_by_role("link", name="Terug").click()
    page.get_by_role("link", name="Wie keek in deze casus").click()
    assert "leidt de casus" in checked(page, axe, "looks")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Maak de pdf").click()
    with pdfplumber.open(io.BytesIO(content_of(waiting.value))) as document:
        text = document.pages[0].extract_text()
    assert "procesregisseur" in text
    assert "Tarik" not in text


def test_the_officer_sees_what_stands_out_and_whom_it_is_about(
    opens: Opens, tree: Tree, axe: Callable[[Page], None]
) -> None:
    page = people.signed_in(opens(), tree, "Femke")
    page.goto(f"{tree.desk}/logboek/reden/?naar=/logboek/opvallend/")
    people.choose(page, "periodieke controle")
    page.get_by_label("Waarom, in uw eigen woorden").fill("Kwartaalcontrole")
    page.get_by_role("button", name="Open het logboek").click()
    assert "Zo wordt dit bepaald" in checked(page, axe, "unusual")
    page.get_by_role("row", name=re.compile("Sanne")).get_by_role("link").first.click()
    assert "Sanne Voorbeeld" in checked(page, axe, "behind")
    page.get_by_role("link", name="Persoon of zoekvraag").click()
    page.get_by_label("Naam of bijnaam").fill("Niemand Zoheten")
    page.get_by_role("button", name="Zoek", exact=True).click()
    assert "Niemand gevonden" in checked(page, axe, "find")
    page.get_by_role("link", name="Wie zocht met deze naam?").click()
    assert "Geen gebeurtenissen" in checked(page, axe, "searched")
    page.get_by_role("link", name="Wie las het logboek").click()
    assert "Kwartaalcontrole" in checked(page, axe, "readers")


def look_at_a_case(opens: Opens, tree: Tree) -> str:
    """Tarik opens a case of his; its number."""
    tarik = people.signed_in(opens(), tree, "Tarik")
    tarik.goto(f"{tree.desk}/casussen/")
    tarik.locator("a.row-link").first.click()
    found = re.search(r"K-\d{4}-\d{4}", tarik.get_by_role("heading", level=1).inner_text())
    assert found is not None
    return found[0]
