"""Signs of an adult and a child: filled in, what follows for each, two colleagues at once, and the urgency that rose."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.journeys import people
from tests.processes import Tree

pytestmark = pytest.mark.long_run

Opens = Callable[..., BrowserContext]
Axe = Callable[[Page], None]


def an_ordinary_case(page: Page, tree: Tree) -> str:
    """The path of an open case of this coordinator that nobody called urgent."""
    page.goto(f"{tree.desk}/casussen/")
    rows = page.locator("tbody tr").filter(has_not_text="vandaag").filter(has_not_text="deze week")
    return str(rows.locator("a.row-link").first.get_attribute("href"))


def add_somebody(page: Page, case: str, name: str, age: str) -> None:
    page.goto(f"{case}personen/")
    page.get_by_label("Als wat?").select_option(label="familie of naaste")
    page.get_by_label("Naam", exact=True).fill(name)
    page.get_by_label("Geboortedatum of leeftijd").fill(age)
    page.get_by_role("button", name="Voeg toe").click()


def begin(page: Page, case: str, name: str, basis: str = "eigen waarneming", whose: str = "geen verklaring") -> None:
    page.goto(f"{case}signalen/")
    page.get_by_role("link", name=f"Vul signalen in over {name}").click()
    page.get_by_label("Voor welke vorm?").select_option(label="Arbeidsuitbuiting")
    page.get_by_label("Hoe weten we dit?").select_option(label=basis)
    page.get_by_label("Wiens verklaring?").select_option(label=whose)
    page.get_by_role("button", name="Verder naar de signalen").click()


def sign(page: Page, term: str) -> Locator:
    return page.get_by_role("group", name=term)


def choose(page: Page, term: str, value: str) -> None:
    sign(page, term).get_by_label(value, exact=True).check()


def test_what_follows_for_an_adult_and_for_a_child(opens: Opens, tree: Tree, axe: Axe) -> None:
    tarik = people.signed_in(opens(), tree, "Tarik")
    case = tree.desk + an_ordinary_case(tarik, tree)
    add_somebody(tarik, case, "Radu Verzonnen", "35")
    add_somebody(tarik, case, "Mila Verzonnen", "14")
    tarik.get_by_role("link", name="Signalen", exact=True).click()
    expect(tarik.get_by_text("Nog niets ingevuld.").first).to_be_visible()
    axe(tarik)
    begin(tarik, case, "Radu Verzonnen")
    axe(tarik)
    choose(tarik, "Buitensporige werkdagen of werktijden", "waargenomen")
    tarik.get_by_role("button", name="Bewaar en ga verder").nth(3).click()
    expect(tarik.get_by_text("Kritiek signaal: Buitensporige werkdagen of werktijden")).to_be_visible()
    choose(tarik, "Weinig of geen loon", "waargenomen")
    tarik.get_by_label("Toon alleen wat is ingevuld").check()
    expect(sign(tarik, "Weinig of geen loon")).to_be_visible()
    expect(sign(tarik, "Geweld bij werving")).to_be_hidden()
    tarik.get_by_role("button", name="Bewaar en zie wat volgt").click()
    axe(tarik)
    expect(tarik.get_by_text("positief: 1 sterk en 1 gemiddeld signaal")).to_be_visible()
    expect(tarik.get_by_text("De regel voor volwassenen geldt")).to_be_visible()
    expect(tarik.get_by_text("Dit is de combinatie van de regel")).to_have_count(0)
    begin(tarik, case, "Mila Verzonnen", "verklaring van een ander", "zorg of wijkteam")
    choose(tarik, "Buitensporige werkdagen of werktijden", "waargenomen")
    choose(tarik, "Weinig of geen loon", "waargenomen")
    choose(tarik, "Gedwongen taken of klanten", "niet bekend")
    tarik.get_by_role("button", name="Bewaar en zie wat volgt").click()
    expect(tarik.get_by_text("Dit is de combinatie van de regel")).to_be_visible()
    expect(tarik.get_by_text("een dwangmiddel is niet nodig").first).to_be_visible()
    axe(tarik)
    tarik.get_by_role("link", name="Hoe het ging").click()
    axe(tarik)
    tarik.goto(case)
    expect(tarik.get_by_text("Urgentie: deze week")).to_be_visible()
    expect(tarik.get_by_text("Kritiek signaal over Mila Verzonnen")).to_be_visible()
    tarik.goto(f"{tree.desk}/signalen/")
    tarik.get_by_text("De hele lijst: Arbeidsuitbuiting").click()
    axe(tarik)


def test_two_colleagues_fill_in_one_source_and_a_sign_of_the_centre_s_own(opens: Opens, tree: Tree, axe: Axe) -> None:
    tarik, phone = people.signed_in(opens(), tree, "Tarik"), people.signed_in(opens(phone=True), tree, "Tarik")
    case = tree.desk + an_ordinary_case(tarik, tree)
    tarik.goto(f"{tree.desk}/signalen/nieuw/")
    axe(tarik)
    tarik.get_by_label("Voor welke vorm?").select_option(label="Arbeidsuitbuiting")
    tarik.get_by_label("Dimensie").select_option(label="Uitbuiting")
    tarik.get_by_label("Het signaal").fill("Slaapt in het magazijn")
    tarik.get_by_label("Bron", exact=True).fill("Eigen ervaring")
    tarik.get_by_label("Waarom voegt u dit toe").fill("Drie keer gezien.")
    tarik.get_by_role("button", name="Bewaar").click()
    add_somebody(tarik, case, "Iza Verzonnen", "40")
    begin(tarik, case, "Iza Verzonnen")
    phone.goto(tarik.url)
    choose(tarik, "Slaapt in het magazijn", "waargenomen")
    tarik.get_by_role("button", name="Bewaar en zie wat volgt").click()
    choose(phone, "Slaapt in het magazijn", "niet waargenomen")
    phone.get_by_role("button", name="Bewaar en zie wat volgt").click()
    expect(phone.get_by_text("Een ander wijzigde dit intussen")).to_be_visible()
    expect(phone.get_by_role("rowheader", name="Slaapt in het magazijn")).to_be_visible()
    expect(sign(phone, "Slaapt in het magazijn").get_by_label("niet waargenomen", exact=True)).to_be_checked()
    axe(phone)
    phone.get_by_role("button", name="Bewaar en zie wat volgt").click()
    axe(phone)
    phone.get_by_role("link", name="Hoe het ging").click()
    expect(phone.locator("del", has_text="waargenomen")).to_be_visible()
