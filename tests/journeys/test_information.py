"""The texts in Chromium: light, readable by everybody, without a script, and changed at the desk while a visitor looks."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Response, expect

from schakel.texts.catalogue import INDEX_ADDRESS, PAGES
from tests.journeys import people
from tests.processes import Tree

pytestmark = pytest.mark.long_run

Opens = Callable[..., BrowserContext]
ADDRESSES = [INDEX_ADDRESS, *(page.address for page in PAGES.values())]
MOST_BYTES = 60_000


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_text_on_a_phone(address: str, opens: Opens, tree: Tree, axe: Callable[[Page], None]) -> None:
    page = opens(phone=True).new_page()
    weights: dict[str, int] = {}

    def weigh(response: Response) -> None:
        weights[response.url] = len(response.body())

    page.on("response", weigh)
    page.goto(f"{tree.public}{address}", wait_until="networkidle")
    axe(page)
    assert sum(weights.values()) < MOST_BYTES, weights
    assert page.context.cookies() == []
    assert page.title() in ("Informatie", "Contact", "Privacy", "Toegankelijkheid")
    # Nothing sticks out sideways, and every target is large enough for a thumb.
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.get_by_role("heading", level=1).count() == 1


def test_from_the_first_page_to_a_text_with_the_keyboard_and_without_a_script(opens: Opens, tree: Tree) -> None:
    page = opens(phone=True, script=False).new_page()
    page.goto(tree.public)
    page.get_by_role("contentinfo").get_by_role("link", name="Informatie").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Informatie")
    page.get_by_role("link", name="Jouw rechten").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Bedenktijd")).to_be_visible()
    page.get_by_role("link", name="Naar alle informatie").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{tree.public}{INDEX_ADDRESS}")


def test_a_text_is_changed_at_the_desk_and_read_at_the_public_door(
    opens: Opens, tree: Tree, axe: Callable[[Page], None]
) -> None:
    desk = people.signed_in(opens(), tree, "Bram")
    visitor = opens(phone=True).new_page()
    desk.get_by_role("link", name="Teksten").click()
    axe(desk)
    desk.get_by_role("link", name=re.compile("Nederlands ?: Wat gebeurt er met je bericht")).click()
    axe(desk)
    box = desk.get_by_label("Tekst", exact=True)
    box.fill(box.input_value().replace("## Kun je niet wachten?", "## Kun je echt niet wachten?"))
    desk.get_by_role("button", name="Bewaar het concept").click()
    visitor.goto(f"{tree.public}/informatie/bericht/")
    expect(visitor.get_by_role("heading", name="Kun je niet wachten?")).to_be_visible()
    axe(desk)
    desk.get_by_role("link", name="Bekijk als bezoeker").click()
    expect(desk.get_by_role("heading", name="Kun je echt niet wachten?")).to_be_visible()
    axe(desk)
    desk.get_by_role("link", name="Terug naar de tekst").click()
    desk.get_by_label("Wat is er veranderd?").fill("Een kop is duidelijker.")
    desk.get_by_role("button", name="Publiceer").click()
    visitor.reload()
    expect(visitor.get_by_role("heading", name="Kun je echt niet wachten?")).to_be_visible()
    desk.get_by_role("link", name="Bekijk versie 1").click()
    axe(desk)
    desk.get_by_role("link", name="Teksten").first.click()
    expect(desk.get_by_role("row", name="Wat gebeurt er met je bericht?").first).to_contain_text("versie 1")
