"""The life of a case in the browser, from notified to shielded, with a colleague who is shut out beside it all the time."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys import people
from tests.processes import Tree

pytestmark = pytest.mark.long_run

Opens = Callable[..., BrowserContext]
Axe = Callable[[Page], None]
GOAL = "Zij woont veilig en krijgt haar loon."
STAKE = "Hij weet waar zij werkt. Canarie-risico-7741."
WORDS = "Canarie-stap-5512: "


class Case:
    """The case of the story, and who must see nothing of it."""

    def __init__(self, tarik: Page, petra: Page, tree: Tree, axe: Axe) -> None:
        self.tarik, self.petra, self.tree, self.axe = tarik, petra, tree, axe
        tarik.goto(f"{tree.desk}/casussen/")
        row = tarik.locator("tr", has_text="aangemeld").filter(has_text="Tarik").first
        self.number = row.locator("a.row-link").inner_text()
        self.path = row.locator("a.row-link").get_attribute("href") or ""

    def open(self, path: str = "") -> Page:
        self.tarik.goto(f"{self.tree.desk}{self.path}{path}")
        self.axe(self.tarik)
        return self.tarik

    def follow(self, name: str | re.Pattern[str]) -> Page:
        self.open().get_by_role("main").get_by_role("link", name=name).first.click()
        self.axe(self.tarik)
        return self.tarik

    def follow_aside(self, name: str) -> Page:
        self.open().get_by_role("complementary").get_by_role("link", name=name).click()
        self.axe(self.tarik)
        return self.tarik

    def move(self, title: str, done: str, *choices: str) -> None:
        """Make a move on its page, first without a word."""
        page = self.follow(title)
        page.get_by_role("button", name=title).click()
        page.get_by_text("Schrijf dit eerst op").first.wait_for()
        self.axe(page)
        page.locator("textarea").first.fill(WORDS + title)
        for choice in choices:
            people.choose(page, choice)
        page.get_by_role("button", name=title).click()
        page.get_by_text(f"{done}.").first.wait_for()
        self.axe(page)
        self.hidden_from(self.petra)

    def assess(self) -> None:
        """A risk assessment of today."""
        page = self.follow("Schat het risico in")
        people.choose(page, re.compile("^hoog"))
        page.get_by_label("Wat staat er op het spel").fill(STAKE)
        page.get_by_role("button", name="Leg de inschatting vast").click()
        page.get_by_text("De risico-inschatting is vastgelegd").wait_for()
        self.axe(page)
        self.hidden_from(self.petra)

    def hidden_from(self, page: Page) -> None:
        """No page, no line, no hit, no way in."""
        for path in ("", "verloop/", "risico/", "gegevens/", "personen/", "stap/reopen/", "splitsen/", "samenvoegen/"):
            response = page.goto(f"{self.tree.desk}{self.path}{path}")
            assert response is not None
            assert response.status == 404, path
        for path in ("/", "/casussen/?lijst=alle"):
            page.goto(f"{self.tree.desk}{path}")
            assert self.number not in page.content()
            assert self.path not in page.content()


def exclude_petra(case: Case) -> None:
    page = case.open("toegang/")
    page.get_by_text("Sluit iemand uit").click()
    page.locator("select[name=exclude-person]").select_option(label="Petra Persona")
    page.get_by_role("button", name="Sluit uit").click()
    page.get_by_text("Petra Persona is van deze casus uitgesloten.").wait_for()
    case.hidden_from(case.petra)


def write_facts(case: Case) -> None:
    page = case.follow(re.compile("^Wijzig"))
    page.get_by_label("Doel, in één zin").fill(GOAL)
    page.get_by_label("Gemeente").select_option(label="Hengelo")
    page.get_by_role("button", name="Bewaar de gegevens").click()
    page.get_by_text("De gegevens zijn bijgewerkt.").wait_for()
    case.follow(re.compile("^Wijzig"))
    people.choose(page, "vandaag")
    page.get_by_role("button", name="Bewaar de urgentie").click()
    page.get_by_text("Schrijf waarom het zo dringend is.").first.wait_for()
    case.axe(page)
    page.get_by_label("Waarom?").fill("Hij is weer vrij.")
    page.get_by_role("button", name="Bewaar de urgentie").click()
    page.get_by_text("Hij is weer vrij.").first.wait_for()
    case.axe(page)


def give_two_roles(case: Case) -> None:
    """The victim is a suspect too: two rows, neither in place of the other."""
    page = case.follow("Voeg iemand toe")
    page.get_by_label("Als wat?").select_option(label="verdachte")
    page.locator("input[name=known]").nth(1).check(force=True)
    page.get_by_label("Wat is deze persoon van de anderen?").fill("moest anderen werven")
    page.get_by_role("button", name="Voeg toe").click()
    page.get_by_text("Deze persoon staat nu in de casus.").wait_for()
    case.axe(page)
    assert page.get_by_text("strafrechtelijk gegeven").count() == 1
    assert page.locator(".involved__role").all_inner_texts() == ["(vermoedelijk) slachtoffer", "Verdachte"]
    case.hidden_from(case.petra)


def join_and_part(case: Case) -> None:
    """It goes on in another case, with who sees what before it is done; and back again, for nothing happened since."""
    page = case.follow_aside("Laat haar verdergaan in een andere")
    page.get_by_label("In welke casus gaat deze verder?").select_option(index=1)
    page.get_by_role("button", name="Verder").click()
    case.axe(page)
    assert "Ziet meer" in page.get_by_role("main").inner_text()
    page.get_by_label("Waarom voegt u de casussen samen?").fill(f"{WORDS}één verhaal")
    page.get_by_role("button", name="Voeg de casussen samen").click()
    page.get_by_text(f"Casus {case.number} gaat verder in").wait_for()
    case.axe(page)
    assert case.number in page.get_by_role("complementary").inner_text()
    case.hidden_from(case.petra)
    page.get_by_role("link", name=f"het samenvoegen met {case.number}").click()
    case.axe(page)
    page.get_by_role("button", name="Maak het ongedaan").click()
    page.get_by_text(f"Casus {case.number} staat weer op zichzelf.").wait_for()
    case.axe(page)
    case.hidden_from(case.petra)


def test_from_notified_to_shielded_beside_a_colleague_who_is_shut_out(opens: Opens, tree: Tree, axe: Axe) -> None:
    tarik, petra, femke = (people.signed_in(opens(), tree, name) for name in ("Tarik", "Petra", "Femke"))
    case = Case(tarik, petra, tree, axe)
    exclude_petra(case)
    case.move("Toets het doel", "Doel getoetst")
    write_facts(case)
    case.move("Begin met verzamelen", "Begonnen met informatie verzamelen")
    assert "Er is nog geen risico-inschatting." in case.open().get_by_role("main").inner_text()
    case.assess()
    give_two_roles(case)
    join_and_part(case)
    for title, done in (
        ("Leg vast wie meedoet", "Deelnemers gekozen"),
        ("Ga in overleg", "In casusoverleg"),
        ("Voer de afspraken uit", "In uitvoering"),
        ("Begin de evaluatie", "In evaluatie"),
    ):
        case.move(title, done)
    assert "van na het laatste overleg" in case.open().get_by_role("main").inner_text()
    case.assess()
    case.move("Sluit de casus", "Casus gesloten", "veilig, en kan zelf verder", "de doelen zijn gehaald")

    story = case.follow(re.compile("^Het hele verloop")).get_by_role("main").inner_text()
    for told in (
        "Casus geopend",
        "Doel getoetst",
        STAKE,
        "verdachte",
        "Samenvoegen ongedaan gemaakt",
        "Casus gesloten",
    ):
        assert told in story
    tarik.get_by_role("link", name=re.compile("^Risico")).click()
    axe(tarik)
    assert "Doel getoetst" not in tarik.get_by_role("main").inner_text()

    # Shielded: from now on also gone for who led it, and there for the privacy officer.
    page = case.follow("Scherm af")
    page.locator("textarea").first.fill(f"{WORDS}geëvalueerd")
    page.get_by_role("button", name="Scherm af").click()
    page.get_by_text("Casus afgeschermd.").wait_for()
    axe(page)
    for somebody in (tarik, petra):
        case.hidden_from(somebody)
    femke.goto(f"{tree.desk}/casussen/?lijst=shielded")
    axe(femke)
    femke.get_by_role("link", name=case.number).click()
    axe(femke)
    assert GOAL in femke.get_by_role("main").inner_text()
    assert "moest anderen werven" not in femke.content()
    femke.get_by_role("link", name="Hef de afscherming op").click()
    femke.locator("textarea").first.fill("Zij vraagt wat er over haar staat.")
    femke.get_by_role("button", name="Hef de afscherming op").click()
    femke.get_by_text("Afscherming opgeheven.").wait_for()
    assert "gesloten" in case.open().get_by_role("main").inner_text()
    case.hidden_from(petra)
