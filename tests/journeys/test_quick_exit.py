"""Leaving at once: by the button, by Shift three times, or by the plain link; and nothing to come back to."""

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route, expect

from tests.journeys import people
from tests.journeys.conftest import FLAGS, PHONE
from tests.processes import Tree

pytestmark = pytest.mark.long_run

STORY = "Zij mag niet naar buiten. Canarie-weg-5512."
ELSEWHERE = "<!doctype html><title>Elders</title><p>Elders</p>"
# Notes, before anything else on the page runs, when leaving was asked for, whether the page was covered at the moment
# that the request for the way out was about to begin, and when a frame was painted since.
WATCH = """addEventListener("DOMContentLoaded", () => {
  const isCovered = () => [...document.body.children].every(part => getComputedStyle(part).display === "none");
  let asked;
  for (const kind of ["click", "keyup"])
    addEventListener(kind, event => { asked = event.timeStamp; }, {capture: true});
  navigation.addEventListener("navigate", event => {
    if (!event.destination.url.endsWith("/weg/")) return;
    const before = isCovered();
    requestAnimationFrame(() => requestAnimationFrame(now =>
      console.log("left", before, isCovered(), Math.round(performance.now() - asked))));
  });
});"""


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
    page.get_by_text("Stap 1 van").wait_for()
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


def on_a_receipt(context: BrowserContext, tree: Tree) -> tuple[Page, str]:
    """With a receipt on the screen; the code on it."""
    page = halfway(context, tree)
    for _ in range(3):
        people.forward(page)
    page.get_by_role("button", name="Versturen").click()
    return page, people.code_on(page)


def on_a_conversation(context: BrowserContext, tree: Tree) -> tuple[Page, str]:
    """Come back with the code."""
    page, code = on_a_receipt(context, tree)
    page.goto(f"{tree.public}/vervolg/")
    page.get_by_label("code", exact=False).first.fill(code)
    people.forward(page)
    expect(page.get_by_role("heading", name="Jouw melding")).to_be_visible()
    return page, code


def on_a_page_with_a_mistake(context: BrowserContext, tree: Tree) -> tuple[Page, str]:
    """On a page that answered a form and says what is wrong with it, with what was typed still there."""
    page = halfway(context, tree)
    page.go_back()
    page.get_by_label("Wat is er aan de hand?").fill("")
    page.locator("main input[type=text]").first.fill("Canarieweg 5512")
    people.forward(page)
    expect(page.get_by_role("alert")).to_be_visible()
    return page, "Canarieweg5512"


Ends = Callable[[BrowserContext, Tree], tuple[Page, str]]


@pytest.mark.parametrize("end", [on_a_receipt, on_a_conversation, on_a_page_with_a_mistake])
def test_wherever_one_leaves_there_is_nothing_to_come_back_to(visitor: BrowserContext, tree: Tree, end: Ends) -> None:
    page, secret = end(visitor, tree)
    page.get_by_role("link", name="Snel weg").click()
    check_holds_nothing(page, tree, secret)


def check_holds_nothing(page: Page, tree: Tree, secret: str) -> None:
    """However often somebody goes back, no page of ours asks or shows anything."""
    page.get_by_text("Elders").wait_for()
    assert page.context.cookies() == []
    for _ in range(7):
        # A page that was the answer to a form can't be asked for again: the browser says so itself.
        with suppress(Error):
            page.go_back()
        assert secret not in re.sub(r"\s", "", page.content())
        if page.url.startswith(tree.public):
            assert page.locator("main textarea").count() == 0
            assert page.locator("main input:not([type=hidden])").count() == page.get_by_label("code").count()


@pytest.mark.parametrize("end", [on_a_receipt, on_a_conversation, on_a_page_with_a_mistake])
def test_nothing_comes_back_from_the_browsers_own_memory(chromium: Browser, tree: Tree, end: Ends) -> None:
    # The browser of these tests keeps no pages in memory; everybody else's does.
    browser = chromium.browser_type.launch(
        executable_path=shutil.which("chromium"),
        args=FLAGS,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    try:
        context = browser.new_context(viewport=PHONE, locale="nl-NL")
        context.set_default_timeout(10_000)
        context.route(
            lambda url: not url.startswith(tree.public),
            lambda route: route.fulfill(body=ELSEWHERE, content_type="text/html"),
        )
        page, secret = end(context, tree)
        # By a link on the page, then leaving there: the page with the secret is one step back.
        with page.expect_navigation():
            page.locator(".brand").click()
        page.get_by_role("link", name="Snel weg").click()
        check_holds_nothing(page, tree, secret)
    finally:
        browser.close()


@pytest.mark.parametrize("path", ["/", "/vervolg/", "/bestaat-niet/", "/stoppen/", "/en/contact/"])
def test_every_page_can_be_left_and_an_error_too(visitor: BrowserContext, tree: Tree, path: str) -> None:
    page = visitor.new_page()
    page.goto(f"{tree.public}{path}")
    way_out = page.locator("a[data-exit]")
    expect(way_out).to_be_in_viewport()
    way_out.click()
    page.get_by_text("Elders").wait_for()


@pytest.mark.parametrize("by", ["click", "keys"])
@pytest.mark.parametrize("path", ["/melden/", "/stoppen/"])
def test_the_page_is_covered_before_the_request_to_leave_begins(
    chromium: Browser, tree: Tree, by: str, path: str
) -> None:
    context = chromium.new_context(viewport=PHONE, locale="nl-NL")
    context.add_init_script(WATCH)
    context.route(
        lambda url: not url.startswith(tree.public),
        lambda route: route.fulfill(body=ELSEWHERE, content_type="text/html"),
    )
    page = context.new_page()
    page.goto(f"{tree.public}{path}")
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        # A line so slow that nothing comes back while we look.
        waiting.append(route)

    page.route("**/weg/", hold)
    with page.expect_console_message(lambda message: message.text.startswith("left")) as told:
        if by == "click":
            page.get_by_role("link", name="Snel weg").click(no_wait_after=True)
        else:
            for left in (2, 1):
                page.keyboard.press("Shift")
                page.get_by_role("status").filter(has_text=f"Nog {left} keer").wait_for()
            page.keyboard.press("Shift")
    painted = told.value.text.split()
    # The figure is for people to read (pytest -s); how busy this machine is decides no test.
    sys.stdout.write(f"\ncover by {by} on {path}: painted within {painted[3]} ms\n")
    assert painted[1:3] == ["true", "true"]
    for route in waiting:
        route.abort()
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
