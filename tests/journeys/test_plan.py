"""The plan of a case: a goal, an action with its term, two colleagues at once, what is due today, and the calendar."""

import re
from collections.abc import Callable
from datetime import date
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys import people
from tests.processes import Tree

pytestmark = pytest.mark.long_run

Opens = Callable[..., BrowserContext]
Axe = Callable[[Page], None]


def a_case_of(page: Page, tree: Tree) -> str:
    """The path of the newest open case that this coordinator sees."""
    page.goto(f"{tree.desk}/casussen/")
    return str(page.locator("a.row-link").first.get_attribute("href"))


def test_an_action_with_its_term_from_plan_to_done(opens: Opens, tree: Tree, axe: Axe) -> None:
    tarik = people.signed_in(opens(), tree, "Tarik")
    tarik.goto(tree.desk + a_case_of(tarik, tree))
    tarik.get_by_role("link", name=re.compile("^Plan")).click()
    axe(tarik)
    tarik.get_by_role("link", name="Doel stellen").click()
    axe(tarik)
    tarik.get_by_label("Doel").fill("Hij woont op een plek die niemand kent.")
    tarik.get_by_role("button", name="Stel dit doel").click()
    tarik.get_by_role("link", name="Actie toevoegen").click()
    axe(tarik)
    tarik.get_by_role("link", name="Bedenktijd").click()
    axe(tarik)
    tarik.get_by_label("Verleend op").fill("2026-11-10")
    tarik.get_by_label("Door wie?").select_option(label="politie")
    tarik.get_by_label("Is de Dublinverordening van toepassing?").select_option(label="ja")
    tarik.get_by_label("Welke collega?").select_option(label="Tarik Karakter")
    tarik.get_by_role("button", name="Zet in het plan").click()
    expect(tarik.get_by_text("Begonnen op 10 november 2026, 30 dagen: t/m 10 december 2026.")).to_be_visible()
    axe(tarik)
    tarik.get_by_role("link", name="Bedenktijd (Dublinclaimant)").click()
    expect(tarik.get_by_text("Stcrt. 2023, 13577")).to_be_visible()
    axe(tarik)
    tarik.get_by_role("link", name="deze actie").click()
    tarik.get_by_text("Het is klaar").click()
    tarik.get_by_label("Hoe ging het?").fill("Hij doet aangifte.")
    axe(tarik)
    tarik.get_by_role("button", name="Klaar", exact=True).click()
    tarik.get_by_text("Afgerond (").click()
    expect(tarik.get_by_text("Hij doet aangifte.").first).to_be_visible()
    axe(tarik)


def test_two_colleagues_change_one_action_and_see_the_difference(opens: Opens, tree: Tree, axe: Axe) -> None:
    tarik, other = people.signed_in(opens(), tree, "Tarik"), people.signed_in(opens(), tree, "Tarik")
    tarik.goto(f"{tree.desk}{a_case_of(tarik, tree)}plan/nieuw/action/")
    tarik.get_by_label("Wat moet er gebeuren?").fill("Huisarts bellen")
    tarik.get_by_role("button", name="Zet in het plan").click()
    tarik.get_by_role("link", name="Huisarts bellen").click()
    for page in (tarik, other):
        page.goto(
            f"{urlsplit(tarik.url)._replace(path=urlsplit(tarik.url).path.removesuffix('wijzigen/')).geturl()}wijzigen/"
        )
    tarik.get_by_label("Toelichting").fill("Zij is bereikbaar tot vier uur.")
    tarik.get_by_role("button", name="Bewaar").click()
    other.get_by_label("Toelichting").fill("Vraag naar dokter Verzonnen.")
    other.get_by_role("button", name="Bewaar").click()
    expect(other.get_by_text("Een ander wijzigde dit intussen")).to_be_visible()
    expect(other.get_by_role("cell", name="Zij is bereikbaar tot vier uur.")).to_be_visible()
    expect(other.get_by_label("Toelichting")).to_have_value("Vraag naar dokter Verzonnen.")
    axe(other)
    other.get_by_label("Toelichting").fill("Tot vier uur. Vraag naar dokter Verzonnen.")
    other.get_by_role("button", name="Bewaar").click()
    other.get_by_text("Geschiedenis (").click()
    expect(other.get_by_text("Zij is bereikbaar tot vier uur.").first).to_be_visible()
    axe(other)


def test_what_is_late_stands_on_the_first_page_and_in_the_calendar_without_a_word(
    opens: Opens, tree: Tree, axe: Axe
) -> None:
    tarik = people.signed_in(opens(), tree, "Tarik")
    expect(tarik.get_by_text("Arbeidsinspectie bellen over het achterstallige loon")).to_be_visible()
    axe(tarik)
    tarik.goto(f"{tree.desk}/termijnen/")
    axe(tarik)
    tarik.get_by_role("link", name="Binnenkort").click()
    expect(tarik.get_by_role("link", name="Bedenktijd", exact=True)).to_be_visible()
    axe(tarik)
    tarik.get_by_role("link", name="Hoe termijnen worden geteld").click()
    axe(tarik)
    tarik.goto(f"{tree.desk}/mijn-agenda/")
    axe(tarik)
    tarik.get_by_role("button", name="Maak een adres").click()
    address = tarik.locator("code.address").inner_text()
    axe(tarik)
    with urlopen(address, timeout=10) as response:
        fetched = response.read().decode()
    assert "SUMMARY:Termijn K-2026-" in fetched
    assert "Arbeidsinspectie" not in fetched
    assert f"{date(2026, 11, 15):%Y%m%d}" in fetched  # the late one is still there
    petra = people.signed_in(opens(), tree, "Petra")
    assert petra.get_by_text("Arbeidsinspectie bellen").count() == 0
    hanna = people.signed_in(opens(), tree, "Hanna")
    assert hanna.goto(f"{tree.desk}/termijnen/").status == 403
