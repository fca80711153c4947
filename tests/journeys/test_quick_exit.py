"""Leaving at once: by the button, by Shift three times, or by the plain link; and nothing to come back to."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys import people
from tests.journeys.conftest import PHONE
from tests.processes import Tree

STORY = "Zij mag niet naar buiten. Canarie-weg-5512."
ELSEWHERE = "<!doctype html><title>Elders</title><p>Elders</p>"


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def visitor(request: pytest.FixtureRequest, chromium: Browser, tree: Tree) -> Iterator[BrowserContext]:
    """A phone on which every other site answers the same, so that leaving stays on this machine."""
    context = chromium.new_context(viewport=PHONE, java_script_enabled=request.param, locale="nl-NL")
    context.set_default_timeout(10_000)
    context.route(
        lambda url: not url.startswith(tree.public),
        lambda route: route.fulfill(body=ELSEWHERE, content_type="text/html"),
    )
    yield context
    context.close()


def halfway(context: BrowserContext, tree: Tree) -> Page:
    """On the third page of the form, with a story told."""
    page = context.new_page()
    page.goto(f"{tree.public}/melden/")
    page.get_by_role("button", name="Beginnen").click()
    people.choose(page, "Ik maak me zorgen om iemand")
    people.forward(page)
    page.get_by_label("Wat is er aan de hand?").fill(STORY)
    people.forward(page)
    # The page itself with its script, not the one before it.
    page.get_by_text("Stap 3 van").wait_for()
    return page


def check_is_gone(page: Page, tree: Tree) -> None:
    """Nothing is kept in the browser, and going back as far as one likes shows no question and no answer."""
    page.get_by_text("Elders").wait_for()
    assert page.context.cookies() == []
    for _ in range(6):
        page.go_back()
        if page.url.startswith(tree.public):
            assert STORY not in page.content()
            assert page.locator("main textarea, main input:not([type=hidden])").count() == 0
            assert page.get_by_text("Vorige").count() == 0


def test_the_button_leaves_and_forgets(visitor: BrowserContext, tree: Tree) -> None:
    page = halfway(visitor, tree)
    page.get_by_role("link", name="Snel weg").click()
    check_is_gone(page, tree)


def test_an_answer_can_not_be_come_back_to(visitor: BrowserContext, tree: Tree) -> None:
    page = halfway(visitor, tree)
    for _ in range(3):
        people.forward(page)
    page.get_by_role("button", name="Versturen").click()
    code = people.code_on(page)
    page.goto(f"{tree.public}/vervolg/")
    page.get_by_label("code", exact=False).first.fill(code)
    people.forward(page)
    page.get_by_role("link", name="Snel weg").click()
    page.get_by_text("Elders").wait_for()
    for _ in range(4):
        page.go_back()
        assert code not in "".join(page.locator("body").inner_text().split())
        assert page.locator("main textarea").count() == 0


def test_three_times_shift_covers_the_page_in_the_same_instant(chromium: Browser, tree: Tree) -> None:
    context = chromium.new_context(viewport=PHONE, locale="nl-NL")
    context.route(
        lambda url: not url.startswith(tree.public),
        lambda route: route.fulfill(body=ELSEWHERE, content_type="text/html"),
    )
    page = halfway(context, tree)
    for left in (2, 1):
        page.keyboard.press("Shift")
        page.get_by_role("status").filter(has_text=f"Nog {left} keer").wait_for()
    # The handler itself, without a wait in between: the cover is there before the browser can do anything else.
    covered = page.evaluate(
        """() => {
            for (const kind of ["keydown", "keyup"])
                document.dispatchEvent(new KeyboardEvent(kind, {key: "Shift", bubbles: true}));
            return [...document.body.children].map((part) => getComputedStyle(part).display);
        }"""
    )
    assert set(covered) == {"none"}
    check_is_gone(page, tree)
    context.close()


def test_shift_for_a_capital_letter_is_typing(chromium: Browser, tree: Tree) -> None:
    context = chromium.new_context(viewport=PHONE, locale="nl-NL")
    page = context.new_page()
    page.goto(f"{tree.public}/vervolg/")
    field = page.get_by_label("code", exact=False).first
    for letter in "ABCD":
        field.press(f"Shift+{letter}")
    assert page.url == f"{tree.public}/vervolg/"
    assert not page.locator("[data-exit-count]").is_visible()
    context.close()
