"""Asking other organisations: refused with a reason, a transfer accepted and received; the colleague shut out sees nothing."""

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
_THERAPIST, _SHELTER = "GGZ Het Stille Water", "Opvang De Denkbeeldige Haven"


def test_one_says_no_and_another_takes_the_case_over(opens: Opens, tree: Tree, axe: Axe, tmp_path: Path) -> None:
    tarik = people.signed_in(opens(), tree, "Tarik")
    tarik.goto(f"{tree.desk}/casussen/")
    tarik.locator("a.row-link").nth(3).click()  # the first three are the ones that the demo shares
    case = tarik.url
    tarik.get_by_role("link", name="Verstrekkingen").click()
    sharing = tarik.url
    refused = asked(tarik, axe, _THERAPIST, "Doorverwijzing", "Kan er een intake zijn?")
    expect(tarik.get_by_text("Vertel nog niets over de cliënt")).to_be_visible()
    reminded(tarik, axe)
    answered(tarik, axe, "Nee")
    expect(tarik.get_by_text("Schrijf waarom zij nee zeiden.").first).to_be_visible()
    axe(tarik)
    tarik.locator("#answer_answer_words").fill("De wachttijd is vier maanden.")
    tarik.get_by_role("button", name="Leg het antwoord vast").click()
    expect(tarik.get_by_text("geweigerd").first).to_be_visible()
    tarik.goto(sharing)
    axe(tarik)
    transferred = asked(tarik, axe, _SHELTER, "Overdracht", "Neemt u de begeleiding over?")
    answered(tarik, axe, "Ja, wij doen dit")
    expect(tarik.get_by_text("Zij nemen de casus over")).to_be_visible()
    axe(tarik)
    received(tarik, axe, tmp_path / "receipt.pdf")
    tarik.goto(f"{tree.desk}/termijnen/?lijst=straks")
    axe(tarik)
    shut_out(tarik, case)
    sanne = people.signed_in(opens(), tree, "Sanne")
    for path in (refused, transferred, sharing):
        response = sanne.goto(path)
        assert response is not None
        assert response.status == 404, path


def shut_out(tarik: Page, case: str) -> None:
    """Sanne, who judged the report, turns out to know somebody in it."""
    tarik.goto(f"{case}toegang/")
    tarik.get_by_text("Sluit iemand uit").click()
    tarik.locator("select[name=exclude-person]").select_option(label="Sanne Voorbeeld")
    tarik.get_by_role("button", name="Sluit uit").click()


def asked(tarik: Page, axe: Axe, whom: str, kind: str, words: str) -> str:
    """Ask an organisation something; the address of what came of it."""
    tarik.get_by_role("link", name="Verwijs door of draag over").click()
    axe(tarik)
    tarik.get_by_label("Aan welke organisatie?").select_option(label=whom)
    tarik.get_by_role("button", name="Verder").click()
    axe(tarik)
    people.choose(tarik, re.compile(f"^{kind}"))
    tarik.get_by_role("group", name="Voor wie?").get_by_role("checkbox").first.check(force=True)
    tarik.get_by_label("Wat vraagt u?").fill(words)
    tarik.get_by_role("button", name="Stel voor").click()
    expect(tarik.get_by_role("heading", level=1)).to_contain_text(whom)
    axe(tarik)
    return tarik.url


def reminded(tarik: Page, axe: Axe) -> None:
    """They were called again."""
    tarik.get_by_text("Herinner hen").click()
    part = tarik.locator("details[open]")
    part.get_by_label("Wie sprak of schreef u?").fill("de planning")
    part.get_by_label("Hoe?").select_option(label="telefonisch")
    axe(tarik)
    part.get_by_role("button", name="Leg de herinnering vast").click()
    expect(tarik.get_by_text("Herinnerd").first).to_be_visible()


def answered(tarik: Page, axe: Axe, what: str) -> None:
    """What somebody there said by telephone."""
    people.choose(tarik, what)
    part = tarik.locator("section", has_text="Zij antwoordden")
    part.get_by_label("Wie antwoordde daar?").fill("Ilse Bedacht")
    part.get_by_label("Hoe?").select_option(label="telefonisch")
    tarik.get_by_role("button", name="Leg het antwoord vast").click()


def received(tarik: Page, axe: Axe, file: Path) -> None:
    """Somebody there confirms, and the receipt goes into the file."""
    people.choose(tarik, "de casus is overgenomen")
    part = tarik.locator("section", has_text="Wie bevestigde dat daar?")
    part.get_by_label("Wie bevestigde dat daar?").fill("Ilse Bedacht")
    part.get_by_label("Hoe?").select_option(label="telefonisch")
    tarik.get_by_role("button", name="Leg de ontvangst vast").click()
    axe(tarik)
    with tarik.expect_download() as got:
        tarik.get_by_role("button", name="Download als PDF").click()
    got.value.save_as(file)
    assert file.read_bytes().startswith(b"%PDF-")
