"""Safe contact in the browser: a reporter on a telephone says when and how, and the desk keeps to it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys import people
from tests.journeys.people import choose, forward
from tests.processes import Tree

pytestmark = pytest.mark.long_run

Opens = Callable[..., BrowserContext]
NUMBER = "06 00 00 00 17"
STORY = "Mijn nichtje moet elke avond werken. Kanarie-contact-3317."


def ask_to_be_called(page: Page, tree: Tree) -> None:
    """The whole form, with a wish to be called."""
    page.goto(f"{tree.public}/")
    page.get_by_role("link", name=re.compile("Ik maak me zorgen")).click()
    page.get_by_role("button", name="Beginnen").click()
    forward(page)
    page.get_by_label("Wat is er aan de hand?").fill(STORY)
    for _ in range(3):
        forward(page)
    choose(page, "Bel mij")
    page.get_by_label("Je telefoonnummer of e-mailadres").fill(NUMBER)
    forward(page)
    page.get_by_role("heading", name="Hoe bellen wij je veilig?").wait_for()


def test_what_the_reporter_allows_is_what_the_desk_can_do(
    opens: Opens, tree: Tree, axe: Callable[[Page], None]
) -> None:
    phone = opens(phone=True).new_page()
    ask_to_be_called(phone, tree)
    axe(phone)
    forward(phone)  # without any moment
    phone.get_by_text("Kies een dag.").first.wait_for()
    axe(phone)
    choose(phone, "Elke dag")
    choose(phone, "Middag")
    phone.get_by_label("Wie zeggen wij dat we zijn?").fill("Zeg: ik bel over de fiets")
    forward(phone)
    assert "Zeg: ik bel over de fiets" in phone.get_by_role("main").inner_text()
    axe(phone)
    phone.get_by_role("button", name="Versturen").click()
    people.code_on(phone)

    desk = people.signed_in(opens(), tree, "Sanne")
    people.open_report_with(desk, tree, STORY)
    rules = desk.locator("#contact")
    assert "Zeg: ik bel over de fiets" in rules.inner_text()
    assert re.search(r"Inspreken\s+mag niet", rules.inner_text())
    axe(desk)
    rules.get_by_role("link", name="Leg contact vast").click()
    axe(desk)
    # What the rules forbid is not there to choose.
    assert desk.get_by_label("Ik sprak iets in").count() == 0
    choose(desk, "Niemand nam op")
    desk.get_by_label("Notitie").fill("Na acht keer opgehangen.")
    desk.get_by_role("button", name="Leg vast").click()
    desk.get_by_text("Vastgelegd.").wait_for()
    assert "Na acht keer opgehangen." in desk.get_by_role("complementary").inner_text()
    choose(desk, "Alleen met de code")
    desk.get_by_label("Waarom wijzigt u dit?").fill("De melder belde: haar telefoon is afgepakt.")
    desk.get_by_role("button", name="Wijzig de regels").click()
    desk.get_by_text("De regels zijn gewijzigd.").wait_for()
    assert "Alleen via de code" in desk.get_by_role("main").inner_text()
    assert NUMBER not in desk.content()
    axe(desk)
    desk.goto(f"{tree.desk}/uitgaand/")
    axe(desk)


def test_the_page_works_without_script_and_asks_nothing_of_whoever_reads_with_the_code(
    opens: Opens, tree: Tree
) -> None:
    phone = opens(phone=True, script=False).new_page()
    ask_to_be_called(phone, tree)
    choose(phone, "Maandag")
    choose(phone, "Avond")
    forward(phone)
    phone.get_by_role("link", name=re.compile("Wijzig.*Ons antwoord")).click()
    choose(phone, "Alleen met de code")
    forward(phone)
    assert "Hoe wij je veilig bereiken" not in phone.get_by_role("main").inner_text()
