"""A conversation with two members of staff: one writes, one reads along; the reporter comes back with the code."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, ViewportSize

from tests.journeys import people
from tests.journeys.people import Telling
from tests.processes import Tree

pytestmark = pytest.mark.long_run

Opens = Callable[..., BrowserContext]

STORY = "De jongens achter de wasserette slapen op de grond. Canarie-zes-3301."
FIRST = "Wij bellen u vanavond thuis."
BETTER = "Kunt u zeggen wanneer u hen het laatst zag? Canarie-zeven-4412."
ADDED = "Gisteren nog, ze werden opgehaald. Canarie-acht-5523."
NARROW = ViewportSize(width=390, height=844)


def submit(page: Page, text: str) -> None:
    page.get_by_label("Antwoord aan de melder").fill(text)
    people.choose(page, "Laat eerst een collega meelezen")
    page.get_by_role("button", name="Verstuur het antwoord").click()
    page.get_by_text("wacht op een collega").first.wait_for()


def review(page: Page, tree: Tree, text: str) -> None:
    """The colleague finds the answer that waits, by its words."""
    page.goto(f"{tree.desk}/meldingen/")
    page.get_by_role("link", name=re.compile("Meelezen")).click()
    links = [link.get_attribute("href") for link in page.locator("a.row-link").all()]
    for link in reversed(links):
        page.goto(f"{tree.desk}{link}")
        if page.get_by_text(text).count():
            return
    raise AssertionError(f"no answer says: {text}")


def test_an_answer_is_read_along_sent_and_seen_by_the_reporter(
    opens: Opens, tree: Tree, axe: Callable[[Page], None]
) -> None:
    visitor = opens(phone=True).new_page()
    code = people.report(visitor, tree, Telling("Ik maak me zorgen om iemand", STORY), lambda page: None)

    sanne, petra = (people.signed_in(opens(), tree, name) for name in ("Sanne", "Petra"))
    people.open_report_with(sanne, tree, STORY)
    report = sanne.url
    axe(sanne)
    submit(sanne, FIRST)
    axe(sanne)

    review(petra, tree, FIRST)
    axe(petra)
    petra.get_by_label("Opmerking voor de schrijver").fill("Niet bellen: dat is niet gevraagd.")
    petra.get_by_role("button", name="Stuur terug").click()
    assert FIRST not in people.read_answer(visitor, tree, code, lambda page: None)

    sanne.goto(report)
    sanne.get_by_text("Niet bellen: dat is niet gevraagd.").wait_for()
    assert sanne.get_by_label("Antwoord aan de melder").input_value() == FIRST
    assert "De melder is teruggekomen" in sanne.get_by_role("main").inner_text()
    submit(sanne, BETTER)
    review(petra, tree, BETTER)
    petra.get_by_role("button", name="Verstuur naar de melder").click()
    petra.get_by_text("meegelezen door Petra").wait_for()
    assert "De melder heeft dit nog niet gezien" in petra.get_by_role("main").inner_text()

    assert BETTER in people.read_answer(visitor, tree, code, lambda page: None)
    visitor.get_by_role("textbox").last.fill(ADDED)
    visitor.get_by_role("button", name="Versturen").click()

    sanne.goto(f"{tree.desk}/meldingen/?lijst=berichten")
    axe(sanne)
    sanne.goto(report)
    conversation = sanne.locator("#gesprek").inner_text()
    assert "1 nieuw bericht" in conversation
    assert ADDED in conversation
    assert "De melder heeft dit gezien" in conversation
    axe(sanne)
    sanne.set_viewport_size(NARROW)
    axe(sanne)


def test_a_standard_text_comes_at_once_with_a_script_and_by_a_round_without(opens: Opens, tree: Tree) -> None:
    for script in (True, False):
        page = people.signed_in(opens(script=script), tree, "Sanne")
        people.open_report_with(page, tree, "")
        page.get_by_label("Antwoord aan de melder").fill("Goedemorgen.")
        option = page.get_by_label("Standaardtekst").locator("option", has_text="Received")
        page.get_by_label("Standaardtekst").select_option(value=option.get_attribute("value"))
        page.get_by_role("button", name="Zet erin").click()
        text = page.get_by_label("Antwoord aan de melder").input_value()
        assert text.startswith("Goedemorgen.\n\nThank you for your message.")
        assert "{" not in text
        assert page.get_by_label("Taal van dit antwoord").input_value() == "en"


def test_the_pages_around_a_conversation_are_accessible(opens: Opens, tree: Tree, axe: Callable[[Page], None]) -> None:
    tarik = people.signed_in(opens(), tree, "Tarik")
    for path in (
        "/meldingen/meelezen/",
        "/meldingen/standaardteksten/",
        "/meldingen/standaardteksten/nieuw/",
        "/cijfers/gesprekken/",
        "/cijfers/adviesvragen/2025/",
    ):
        tarik.goto(f"{tree.desk}{path}")
        axe(tarik)
    people.open_report_with(tarik, tree, "")
    tarik.get_by_role("link", name="Dit is een adviesvraag").click()
    axe(tarik)
