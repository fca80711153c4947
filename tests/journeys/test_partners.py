"""The coordinator keeps the partners: finds one, adds one, makes sure of a number, reads a list in; a guest sees none."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys import people
from tests.processes import Tree

pytestmark = pytest.mark.long_run

Opens = Callable[..., BrowserContext]
Axe = Callable[[Page], None]

TABLE = """organisatie;domein;soort;wgs;gemeente;naam;functie;e-mail
Hotel De Laatste Kamer;anders;werkgever of uitzendbureau;derde;Almelo;Wim Bedacht;bedrijfsleider;wim@laatstekamer.example
"""


def test_a_partner_is_found_and_its_number_made_sure_of(opens: Opens, tree: Tree, axe: Axe) -> None:
    tarik = people.signed_in(opens(), tree, "Tarik")
    tarik.get_by_role("navigation").get_by_role("link", name="Partners").click()
    axe(tarik)
    assert "Politie Eenheid Voorbeeld" in tarik.locator(".notice--warn").inner_text(), "its covenant ends"
    tarik.get_by_label("Naam").fill("haven")
    tarik.get_by_label("Domein").select_option(label="zorg")
    tarik.get_by_text("Meer filters").click()
    tarik.get_by_label("Adressen").select_option(label="na te gaan")
    axe(tarik)
    tarik.get_by_role("button", name="Toon").click()
    axe(tarik)
    tarik.get_by_role("link", name="Opvang De Denkbeeldige Haven").click()
    axe(tarik)
    unverified = tarik.locator("article", has_text="nagaan").or_(tarik.locator("article", has_text="nog niet nagegaan"))
    name = unverified.first.get_by_role("heading").inner_text()
    unverified.first.get_by_role("link", name="Ga na").click()
    axe(tarik)
    tarik.get_by_role("button", name="De adressen kloppen").click()
    assert "Kies hoe u het bent nagegaan" in tarik.get_by_role("alert").inner_text()
    axe(tarik)
    people.choose(tarik, "gebeld op het nummer dat al bekend was")
    tarik.get_by_role("button", name="De adressen kloppen").click()
    tarik.get_by_text(f"De adressen van {name} zijn nagegaan.").wait_for()
    checked = tarik.locator("article", has_text=name).inner_text()
    assert "vandaag door Tarik Karakter" in checked


def test_a_partner_is_added_with_somebody_and_another_keeps_the_same_page_open(
    opens: Opens, tree: Tree, axe: Axe
) -> None:
    tarik, bram = people.signed_in(opens(), tree, "Tarik"), people.signed_in(opens(), tree, "Bram")
    tarik.goto(f"{tree.desk}/partners/nieuw/")
    axe(tarik)
    tarik.get_by_label("Naam").fill("de denkbeeldige haven, opvang")
    tarik.get_by_label("E-mailadres").fill("nachtdienst@opvangdedenkbeeldigehaven.example")
    tarik.get_by_role("button", name="Bewaar").click()
    axe(tarik)
    assert tarik.get_by_label("Naam").input_value() == "de denkbeeldige haven, opvang", "nothing typed is lost"
    tarik.get_by_label("Soort").select_option(label="opvang")
    tarik.get_by_label("Domein").select_option(label="zorg")
    people.choose(tarik, "derde")
    tarik.get_by_role("button", name="Bewaar").click()
    tarik.get_by_text("Staat deze organisatie er al?").wait_for()
    axe(tarik)
    tarik.get_by_label("Naam").fill("Nachtopvang De Bank")
    people.choose(tarik, "Het is een andere: bewaar toch")
    tarik.get_by_role("button", name="Bewaar toch").click()
    tarik.get_by_text("De organisatie is toegevoegd").wait_for()
    axe(tarik)
    tarik.get_by_role("link", name="Voeg iemand toe").click()
    axe(tarik)
    tarik.get_by_label("Naam").fill("Nel Bedacht")
    tarik.get_by_label("Telefoon").fill("06 – 00 00 99 99")
    tarik.get_by_role("button", name="Bewaar").click()
    tarik.get_by_text("nog niet nagegaan", exact=True).wait_for()

    # Both open the same form; the later one reads what the other kept.
    tarik.get_by_role("link", name="Wijzig", exact=True).first.click()
    tarik.get_by_role("heading", name="Organisatie wijzigen").wait_for()
    bram.goto(tarik.url)
    bram.get_by_label(re.compile(r"^\s*Adres")).fill("Kade 1")
    bram.get_by_role("button", name="Bewaar").click()
    bram.get_by_text("De wijziging is bewaard.").wait_for()
    tarik.get_by_label(re.compile(r"^\s*Adres")).fill("Kade 2")
    tarik.get_by_role("button", name="Bewaar").click()
    tarik.get_by_text("Bram Bedacht bewaarde dit terwijl u typte").wait_for()
    assert "Kade 1" in tarik.get_by_role("table").inner_text()
    assert tarik.get_by_label(re.compile(r"^\s*Adres")).input_value() == "Kade 2"
    axe(tarik)
    tarik.get_by_role("link", name="Terug zonder bewaren").click()
    assert "Kade 1" in tarik.get_by_role("complementary").inner_text()


def test_a_list_is_read_in_and_taken_out(opens: Opens, tree: Tree, axe: Axe, tmp_path: Path) -> None:
    bram = people.signed_in(opens(), tree, "Bram")
    bram.goto(f"{tree.desk}/partners/inlezen/")
    axe(bram)
    wrong, right = tmp_path / "fout.csv", tmp_path / "goed.csv"
    wrong.write_text(TABLE.replace("Almelo", "Almeloo"), encoding="utf-8")
    right.write_text(TABLE, encoding="utf-8")
    bram.get_by_label("CSV-bestand").set_input_files(wrong)
    bram.get_by_role("button", name="Bekijk wat erin staat").click()
    assert "Regel 2: “Almeloo” is geen gemeente" in bram.get_by_role("alert").inner_text()
    axe(bram)
    bram.get_by_label("CSV-bestand").set_input_files(right)
    bram.get_by_role("button", name="Bekijk wat erin staat").click()
    assert re.search(r"1\s+nieuwe organisaties", bram.get_by_role("main").inner_text())
    axe(bram)
    bram.get_by_role("button", name="Bewaar dit").click()
    bram.get_by_text("Ingelezen. Nieuw: 1 organisaties, 1 professionals").wait_for()
    bram.get_by_role("link", name="Haal de lijst op").click()
    axe(bram)
    with bram.expect_download() as told:
        bram.get_by_role("button", name="Download").click()
    kept = tmp_path / "opgehaald.csv"
    told.value.save_as(kept)
    assert "Wim Bedacht" in kept.read_text(encoding="utf-8-sig")
    bram.goto(f"{tree.desk}/partners/zoeken/")
    axe(bram)
    bram.get_by_label("Voornaam of achternaam").fill("wim")
    bram.get_by_role("button", name="Zoek").click()
    axe(bram)
    assert "wim@laatstekamer.example" in bram.get_by_role("main").inner_text()


def test_who_to_call_in_a_municipality(opens: Opens, tree: Tree, axe: Axe) -> None:
    bram = people.signed_in(opens(), tree, "Bram")
    bram.goto(f"{tree.desk}/partners/gemeenten/")
    axe(bram)
    assert bram.locator(".notice--warn").inner_text().endswith("Dinkelland, Tubbergen")
    bram.get_by_role("link", name="Wijzig Tubbergen").click()
    axe(bram)
    bram.get_by_label("Contactpersoon").select_option(index=1)
    bram.get_by_role("button", name="Bewaar").click()
    bram.get_by_text("De contactpersoon van Tubbergen is vastgelegd.").wait_for()
    assert bram.locator(".notice--warn").inner_text().endswith("Dinkelland")
    hanna = people.signed_in(opens(), tree, "Hanna")
    answer = hanna.goto(f"{tree.desk}/partners/gemeenten/")
    assert answer is not None
    assert answer.status == 403
