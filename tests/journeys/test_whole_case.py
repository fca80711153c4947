"""One case from a report to shielded: six people signed in at once, one of them shut out and one whose part is over."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys import people
from tests.journeys.people import Telling
from tests.journeys.test_case_life import Case, exclude_petra, write_facts
from tests.journeys.test_conference import invited, made_final
from tests.journeys.test_sharing import DERDE, downloaded
from tests.processes import Tree

pytestmark = pytest.mark.long_run

Opens = Callable[..., BrowserContext]
Axe = Callable[[Page], None]
STORY = "Zij naait elke nacht en haar paspoort ligt bij hem. Canarie-geheel-2207."
NAME = "Wilhelmina Verzonnenstein"
NEED = "Zoekt een kamer en moet weten voor wie."


class Told(Case):
    """The case of this story. Whoever is in `strangers` must meet nothing of it, at any step."""

    def __init__(self, tarik: Page, path: str, tree: Tree, axe: Axe) -> None:
        self.tarik, self.tree, self.axe, self.path = tarik, tree, axe, path
        self.number = self.open().locator("h1").inner_text().removeprefix("Casus ")
        self.strangers: list[Page] = []

    def move(self, title: str, done: str, *choices: str) -> None:
        page = self.follow(title)
        page.locator("textarea").first.fill(f"Besproken: {title}.")
        for choice in choices:
            people.choose(page, choice)
        page.get_by_role("button", name=title).click()
        page.get_by_text(f"{done}.").first.wait_for()
        self.axe(page)
        self.is_hidden()

    def is_hidden(self, *pages: str) -> None:
        """From everybody who may not see it: these pages, its own, its course, and every list."""
        for stranger in self.strangers:
            for path in (self.path, f"{self.path}verloop/", f"{self.path}verstrekkingen/", *pages):
                response = stranger.goto(path if path.startswith("http") else f"{self.tree.desk}{path}")
                assert response is not None
                assert response.status in (403, 404), path
            for path in ("/", "/casussen/?lijst=alle"):
                stranger.goto(f"{self.tree.desk}{path}")
                assert self.number not in stranger.content()
                assert self.path not in stranger.content()


def reported_and_judged(visitor: Page, sanne: Page, tree: Tree, axe: Axe) -> None:
    """A neighbour reports on a phone; the intake worker makes a case of it, which Tarik leads."""
    said = Telling("Ik maak me zorgen om iemand", STORY, name=NAME, age="24")
    people.report(visitor, tree, said, axe)
    people.open_report_with(sanne, tree, STORY)
    axe(sanne)
    people.judge(sanne, outcome="nieuwe casus")
    axe(sanne)


def let_in_and_out(case: Told, hanna: Page) -> None:
    """A partner takes part for a need, until her part is over: then she is a stranger."""
    page = case.open("toegang/")
    page.get_by_text("Laat iemand meedoen").click()
    page.locator("select[name=let_in-person]").select_option(label="Hanna Bedenksel")
    page.get_by_label("Waarvoor moet deze persoon de casus zien?").fill(NEED)
    page.get_by_role("button", name="Laat meedoen").click()
    page.get_by_text("Hanna Bedenksel kan deze casus nu zien.").wait_for()
    hanna.goto(f"{case.tree.desk}/")
    hanna.get_by_role("main").get_by_role("link", name=case.number).first.click()
    case.axe(hanna)
    assert "Canarie-geheel" not in hanna.content()
    page.get_by_role("button", name="Beëindig de toegang van Hanna Bedenksel").click()
    page.get_by_text("Hanna Bedenksel heeft geen toegang meer").wait_for()
    case.strangers.append(hanna)
    case.is_hidden()


def confer(case: Told, sanne: Page) -> None:
    """A conference with a shelter at the table, an agreement, and minutes that a second person read."""
    page = case.open()
    page.get_by_role("link", name="Overleg", exact=True).click()
    page.get_by_role("link", name="Overleg plannen").click()
    page.get_by_label("Wanneer?").fill("2026-11-10T10:00")
    page.get_by_label("Waar, of online?").fill("Kamer 3")
    page.get_by_label("Waarvoor, in één zin?").fill("Waar slaapt zij vannacht?")
    page.get_by_role("button", name="Plan het overleg").click()
    conference = page.url
    for who in ("^Tarik", r"\(Opvang "):
        invited(page, conference, who)
    page.goto(f"{conference}gehouden/")
    page.get_by_role("button", name="Leg vast").click()
    page.get_by_role("link", name="Afspraak toevoegen").click()
    page.get_by_label("Wat is er afgesproken?").fill("Kamer vrijhouden")
    page.get_by_label("Wie doet het?").select_option(label="Tarik Karakter")
    page.get_by_label("Uiterlijk").fill("2026-12-01")
    page.get_by_role("button", name="Zet in het plan").click()
    expect(page.get_by_role("link", name="Kamer vrijhouden")).to_be_visible()
    made_final(page, sanne, conference, case.axe)
    case.is_hidden(conference, f"{conference}verslag/")


def tell_a_derde(case: Told, sanne: Page, folder: Path) -> None:
    """Blocked until the rules are met and a colleague agreed; then a document with the conditions on it."""
    page = case.open("verstrekkingen/")
    page.get_by_role("link", name="Nieuwe verstrekking").click()
    page.get_by_label("Aan welke organisatie?").select_option(label=DERDE)
    people.choose(page, re.compile("^Direct gevaar"))
    page.get_by_role("button", name="Verder").click()
    case.axe(page)
    page.locator(".told input[type=checkbox]").first.check(force=True)
    page.get_by_role("button", name="Bewaar").click()
    here = page.url
    expect(
        page.get_by_text("De rechtmatigheidscommissie heeft deze verstrekking nog niet goedgekeurd.")
    ).to_be_visible()
    expect(page.get_by_role("button", name="Verstrek", exact=True)).to_have_count(0)
    page.get_by_role("link", name="Wijzig").click()
    people.choose(page, re.compile("Wgs"))
    for label, words in (
        ("Waarom is dit nodig?", "Zij werkt daar nu."),
        ("Waarom is het niet te veel?", "Alleen haar naam."),
        ("Waarom kan het niet met minder of anders?", "Zonder naam weet niemand wie."),
        ("Op welke grond mag de ontvanger dit hebben?", "De plicht van een goed werkgever."),
        ("Besproken op", "2026-11-18"),
        ("Gevraagd op", "2026-11-17"),
        ("Voorwaarden", "Alleen voor de vertrouwenspersoon."),
    ):
        page.get_by_label(label).fill(words)
    page.get_by_label("Wat vond de rechtmatigheidscommissie?").select_option(label="akkoord")
    page.get_by_label("Heeft een deelnemer bezwaar?").select_option(label="niemand heeft bezwaar")
    page.get_by_role("button", name="Bewaar").click()
    case.axe(page)
    page.get_by_role("button", name="Leg voor aan een collega").click()
    sanne.goto(here)
    sanne.get_by_role("button", name="Akkoord met precies dit").click()
    page.goto(here)
    page.get_by_label("Hoe krijgt de ontvanger het?").select_option(label="beveiligde e-mail")
    page.get_by_role("button", name="Verstrek", exact=True).click()
    assert "Alleen voor de vertrouwenspersoon." in downloaded(page, "Download het document", folder)
    case.is_hidden(here)


def start_the_reflection_period(case: Told) -> None:
    """Thirty days for somebody under the Dublin regulation, counted from the day that the police granted it."""
    page = case.open("plan/nieuw/reflection_period/")
    page.get_by_label("Verleend op").fill("2026-11-10")
    page.get_by_label("Door wie?").select_option(label="politie")
    page.get_by_label("Is de Dublinverordening van toepassing?").select_option(label="ja")
    page.get_by_role("button", name="Zet in het plan").click()
    expect(page.get_by_text("Begonnen op 10 november 2026, 30 dagen: t/m 10 december 2026.")).to_be_visible()
    case.axe(page)
    case.is_hidden(f"{case.path}plan/")


def register_with_comensha(case: Told, folder: Path) -> None:
    page = case.open("verstrekkingen/")
    page.get_by_role("link", name="Registreer iemand bij CoMensha").click()
    page.get_by_label("Om wie gaat het?").select_option(index=1)
    people.choose(page, "Registratie")
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("Nationaliteit").select_option(label="Polen")
    page.get_by_label("Minderjarig?").select_option(label="nee")
    page.get_by_label("Man of vrouw").select_option(label="vrouw")
    page.get_by_label("Geboortejaar").fill("2002")
    people.choose(page, re.compile("^arbeidsuitbuiting"))
    page.get_by_label("Wie meldde?").fill("buurvrouw")
    page.get_by_label("Grondslag van de registratie").select_option(
        label="taak van algemeen belang (AVG art. 6 lid 1 onder e)"
    )
    page.get_by_role("button", name="Bewaar").click()
    case.axe(page)
    page.get_by_role("button", name="Leg vast dat dit verstuurd is").click()
    with page.expect_download() as got:
        page.get_by_role("button", name="Download als gegevens").click()
    got.value.save_as(folder / "comensha.json")
    assert '"PL"' in (folder / "comensha.json").read_text(encoding="utf-8")
    case.is_hidden(page.url)


def test_from_a_report_to_a_shielded_case(opens: Opens, tree: Tree, axe: Axe, tmp_path: Path) -> None:
    names = ("Tarik", "Sanne", "Petra", "Hanna", "Femke")
    tarik, sanne, petra, hanna, femke = (people.signed_in(opens(), tree, name) for name in names)
    reported_and_judged(opens(phone=True).new_page(), sanne, tree, axe)
    tarik.goto(f"{tree.desk}/casussen/")
    case = Told(tarik, str(tarik.locator("a.row-link").first.get_attribute("href")), tree, axe)
    assert NAME in case.open().get_by_role("main").inner_text()
    case.petra = petra
    exclude_petra(case)
    case.strangers.append(petra)
    case.move("Toets het doel", "Doel getoetst")
    write_facts(case)
    case.move("Begin met verzamelen", "Begonnen met informatie verzamelen")
    case.assess()
    let_in_and_out(case, hanna)
    case.move("Leg vast wie meedoet", "Deelnemers gekozen")
    case.move("Ga in overleg", "In casusoverleg")
    confer(case, sanne)
    case.move("Voer de afspraken uit", "In uitvoering")
    tell_a_derde(case, sanne, tmp_path)
    start_the_reflection_period(case)
    register_with_comensha(case, tmp_path)
    case.move("Begin de evaluatie", "In evaluatie")
    case.assess()
    case.move("Sluit de casus", "Casus gesloten", "veilig, en kan zelf verder", "de doelen zijn gehaald")
    story = case.open("verloop/").get_by_role("main").inner_text()
    for told in ("Melding ontvangen", "Casus geopend", "Overleg gehouden", DERDE, "CoMensha", "Casus gesloten"):
        assert told in story
    case.move("Scherm af", "Casus afgeschermd")
    case.strangers += [tarik, sanne]
    case.is_hidden()
    femke.goto(f"{tree.desk}/casussen/?lijst=shielded")
    femke.get_by_role("link", name=case.number).click()
    axe(femke)
    assert "afgeschermd" in femke.get_by_role("main").inner_text()
