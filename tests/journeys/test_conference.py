"""A conference with two people signed in: planned, held, and minutes that the second reads before anybody gets them."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys import people
from tests.processes import Tree

pytestmark = pytest.mark.long_run

Opens = Callable[..., BrowserContext]
Axe = Callable[[Page], None]
# The case of Tarik's that Petra is shut out of.
KEPT = 1
PURPOSE = "Hoe komt zij veilig aan een eigen kamer?"


def a_case_of(page: Page, tree: Tree, place: int = 0) -> str:
    """The path of an open case that this coordinator sees, the newest first."""
    page.goto(f"{tree.desk}/casussen/")
    return str(page.locator("a.row-link").nth(place).get_attribute("href"))


def planned(page: Page, tree: Tree, case: str, check: Axe) -> str:
    """Plan a conference of today by way of the tab; its address."""
    page.goto(f"{tree.desk}{case}")
    page.get_by_role("link", name="Overleg", exact=True).click()
    check(page)
    page.get_by_role("link", name="Overleg plannen").click()
    check(page)
    page.get_by_label("Wanneer?").fill("2026-11-10T10:00")
    page.get_by_label("Waar, of online?").fill("Kamer 2")
    page.get_by_label("Waarvoor, in één zin?").fill(PURPOSE)
    page.get_by_role("button", name="Plan het overleg").click()
    check(page)
    return page.url


def invited(page: Page, conference: str, who: str, *, until: str = "") -> None:
    """Let somebody take part; `who` is the beginning of how the list calls them."""
    page.goto(f"{conference}deelnemers/")
    options = page.get_by_label("Wie?").locator("option")
    value = options.filter(has_text=re.compile(who)).first.get_attribute("value")
    page.get_by_label("Wie?").select_option(value=value)
    page.get_by_label("Waarvoor is deze deelnemer nodig?").fill("Of er een kamer is.")
    page.get_by_label("Tot en met").fill(until)
    page.get_by_role("button", name="Voeg toe").click()
    expect(page.get_by_text("De deelnemer staat bij het overleg.")).to_be_visible()


def made_final(tarik: Page, sanne: Page, conference: str, axe: Axe) -> None:
    """The one writes the minutes, the other reads them and takes one participant's along."""
    tarik.goto(f"{conference}verslag/")
    axe(tarik)
    tarik.get_by_role("button", name="Begin het verslag").click()
    axe(tarik)
    tarik.get_by_label("Verder", exact=True).fill("Het was een goed gesprek.")
    tarik.get_by_role("button", name="Bewaar het concept").click()
    tarik.get_by_role("button", name="Leg voor aan een tweede lezer").click()
    expect(tarik.get_by_text("Iemand anders moet het goedkeuren")).to_be_visible()
    axe(tarik)
    sanne.goto(f"{conference}verslag/")
    axe(sanne)
    sanne.get_by_role("button", name="Stel het verslag vast").click()
    expect(sanne.get_by_text("Het verslag is vastgesteld.")).to_be_visible()
    axe(sanne)
    sanne.get_by_role("link", name="Tarik Karakter").click()
    axe(sanne)
    with sanne.expect_download() as waiting:
        sanne.get_by_role("link", name=re.compile("^Download het verslag")).click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF-")


def test_from_an_invitation_to_minutes_that_a_second_person_read(opens: Opens, tree: Tree, axe: Axe) -> None:
    tarik, sanne = (people.signed_in(opens(), tree, name) for name in ("Tarik", "Sanne"))
    conference = planned(tarik, tree, a_case_of(tarik, tree, KEPT), axe)
    for who in ("^Tarik", r"\(Opvang "):
        invited(tarik, conference, who)
    axe(tarik)
    with tarik.expect_download() as waiting:
        tarik.get_by_role("button", name=re.compile("^Download de uitnodiging voor Tarik")).click()
    invitation = waiting.value.path().read_text(encoding="utf-8")
    assert "SUMMARY:Overleg" in invitation
    assert PURPOSE not in invitation
    tarik.goto(f"{conference}gehouden/")
    axe(tarik)
    tarik.get_by_role("button", name="Leg vast").click()
    axe(tarik)
    tarik.get_by_role("link", name="Afspraak toevoegen").click()
    axe(tarik)
    tarik.get_by_label("Wat is er afgesproken?").fill("Huurcontract nakijken")
    tarik.get_by_label("Wie doet het?").select_option(label="Tarik Karakter")
    tarik.get_by_label("Uiterlijk").fill("2026-12-01")
    tarik.get_by_role("button", name="Zet in het plan").click()
    expect(tarik.get_by_role("link", name="Huurcontract nakijken")).to_be_visible()
    # Two people write the decisions at once.
    for page in (tarik, sanne):
        page.goto(f"{conference}besluiten/")
    tarik.get_by_label("Besluiten").fill("Zij krijgt de kamer.")
    tarik.get_by_role("button", name="Bewaar").click()
    sanne.get_by_label("Besluiten").fill("De gemeente betaalt de borg.")
    sanne.get_by_role("button", name="Bewaar").click()
    expect(sanne.get_by_text("Een ander wijzigde dit intussen")).to_be_visible()
    expect(sanne.get_by_role("cell", name="Zij krijgt de kamer.")).to_be_visible()
    axe(sanne)
    sanne.get_by_label("Besluiten").fill("Zij krijgt de kamer. De gemeente betaalt de borg.")
    sanne.get_by_role("button", name="Bewaar").click()
    made_final(tarik, sanne, conference, axe)
    # A colleague who is shut out, and a guest of another case, meet nothing of it.
    for name in ("Petra", "Hanna"):
        answer = people.signed_in(opens(), tree, name).goto(conference)
        assert answer is not None
        assert answer.status == 404


def test_an_agenda_is_put_in_order_without_a_script(opens: Opens, tree: Tree, axe: Axe) -> None:
    petra = people.signed_in(opens(script=False), tree, "Petra")
    conference = planned(petra, tree, a_case_of(petra, tree), lambda _: None)
    petra.goto(f"{conference}agenda/")
    for point in ("Wonen", "Werk", "Papieren"):
        petra.get_by_label("Nieuw punt").fill(point)
        petra.get_by_role("button", name="Bewaar").click()
    petra.get_by_role("button", name="Punt 3 omhoog").click()
    petra.get_by_role("button", name="Haal punt 1 eraf").click()
    petra.goto(conference)
    assert petra.locator("ol.agenda li").all_inner_texts() == ["Papieren", "Werk"]
    scripted = people.signed_in(opens(), tree, "Petra")
    scripted.goto(f"{conference}agenda/")
    axe(scripted)
    scripted.goto(f"{conference}afzeggen/")
    axe(scripted)
    scripted.get_by_label("Waarom?").fill("Zij is ziek.")
    scripted.get_by_role("button", name="Zeg het overleg af").click()
    expect(scripted.get_by_text("Zij is ziek.").first).to_be_visible()
    axe(scripted)
