"""Reporting with the keyboard alone: every control can be reached, seen and used without a pointer."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page

from tests.journeys import people
from tests.processes import Tree

Opens = Callable[..., BrowserContext]

# What a screen reader would call the focused element, and whether a focus ring can be seen around it.
FOCUSED = """() => {
  const it = document.activeElement;
  const labels = [...(it.labels ?? [])].map(label => label.innerText).join(" ");
  const ringed = [it, ...(it.labels ?? []), it.parentElement].some(one => {
    const style = getComputedStyle(one), before = getComputedStyle(one, "::before");
    return [style, before].some(s => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== "none");
  });
  return [(labels || it.getAttribute("aria-label") || it.innerText || "").replace(/\\s+/g, " ").trim(), ringed];
}"""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the control with this name has the focus, which must be visible on the way."""
    for _ in range(80):
        page.keyboard.press("Tab")
        label, ringed = page.evaluate(FOCUSED)
        if label:
            assert ringed, f"no visible focus on {label!r} of {page.url}"
        if re.match(name, label):
            return
    raise AssertionError(f"{name!r} can't be reached with Tab on {page.url}")


def go(page: Page, name: str) -> None:
    """Reach a link or button and press it."""
    tab_to(page, name)
    with people.leaving(page):
        page.keyboard.press("Enter")


def test_report_and_read_back_without_a_pointer(opens: Opens, tree: Tree, axe: Callable[[Page], None]) -> None:
    page = opens().new_page()
    page.goto(f"{tree.public}/")
    go(page, "Ik heb zelf hulp nodig")
    go(page, "Beginnen")
    go(page, "Verder")
    tab_to(page, "Wat is er aan de hand")
    page.keyboard.type("Ik moet werken en krijg geen loon.")
    tab_to(page, "In welke gemeente ben je nu")
    page.keyboard.type("Borne")
    go(page, "Verder")
    tab_to(page, "Seks")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    axe(page)
    go(page, "Verder")
    tab_to(page, "Hoe oud ben je")
    page.keyboard.type("24")
    go(page, "Verder")
    go(page, "Verder")
    assert "Borne" in page.get_by_role("main").inner_text()
    assert "Werk" in page.get_by_role("main").inner_text()
    go(page, "Versturen")
    code = people.code_on(page)
    go(page, "Klaar")
    page.goto(f"{tree.public}/vervolg/")
    tab_to(page, ".*[Cc]ode")
    page.keyboard.type(code)
    go(page, "Verder")
    assert "Jouw melding" in page.get_by_role("main").inner_text()


def test_the_desk_without_a_pointer(opens: Opens, tree: Tree) -> None:
    page = opens().new_page()
    page.goto(f"{tree.desk}/")
    go(page, "Sanne")
    # The letters are listened to once the page is there whole.
    page.wait_for_load_state()
    page.keyboard.press("g")
    with page.expect_navigation():
        page.keyboard.press("m")
    assert page.url.endswith("/meldingen/")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert re.search(r"/meldingen/[0-9a-f-]{36}/$", page.url)
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog").is_visible()
