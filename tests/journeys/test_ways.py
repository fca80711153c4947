"""Every way in on a phone, with the keyboard alone: from the question on the first page to the receipt."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys import people
from tests.processes import Tree

Opens = Callable[..., BrowserContext]

# Controls are found by what they are and not by their words, so that a language is one more line here: its code, what
# stands before its addresses, and the direction it is read in.
LANGUAGES = [
    ("nl", "", "ltr"),
    pytest.param("en", "/en", "ltr", marks=pytest.mark.long_run),
    pytest.param("ar", "/ar", "rtl", marks=pytest.mark.long_run),
]
FORWARD = "main .actions button.button"


@dataclass(frozen=True)
class Way:
    """The links that lead to a way in, and what is done on each of its pages."""

    links: tuple[str, ...]
    pages: tuple[list[tuple[str, str, str]], ...]


def write(name: str, words: str) -> tuple[str, str, str]:
    return ("write", f"[name={name}]", words)


def choose(name: str, value: str) -> tuple[str, str, str]:
    return ("choose", f"[name={name}]", value)


def tick(name: str, value: str = "on") -> tuple[str, str, str]:
    return ("tick", f"[name={name}]" + ("" if value == "on" else f"[value={value}]"), "")


WAYS = {
    "mij": Way(
        ("?wie=mij",),
        (
            [tick("danger_today")],
            [write("story", "Ik moet werken en krijg geen loon."), choose("municipality", "GM0147")],
            [tick("forms", "labour")],
            [write("age", "24")],
            [],
        ),
    ),
    "iemand": Way(
        ("?wie=iemand",),
        (
            [],
            [write("story", "Mijn buurmeisje mag niet naar buiten. Zij is 16."), write("since", "mei")],
            [],
            [write("people-0-name", "Fleur")],
            [],
        ),
    ),
    "werk": Way(
        ("/begin/werk/", "?wie=werk"),
        (
            [choose("category", "police"), write("organisation", "Wijkagent")],
            [choose("ground", "danger")],
            [write("story", "In een loods wonen negen mensen.")],
            [tick("forms", "labour")],
            [],
            [],
        ),
    ),
    "sparren": Way(
        ("/begin/werk/", "?wie=sparren"),
        ([choose("category", "care")], [write("story", "Hoe begin ik het gesprek?")], []),
    ),
    "gemeente": Way(
        ("/begin/gemeente/", "?wie=gemeente"),
        (
            [choose("own_municipality", "GM0164")],
            [choose("ground", "unknown")],
            [write("story", "Bij een controle sliepen er mensen in de keuken.")],
            [],
            [],
            [],
        ),
    ),
    "gedaan": Way(
        ("?wie=gedaan",),
        ([], [write("story", "Ik bracht mensen weg voor geld.")], [tick("wishes", "stop")], []),
    ),
}


def reach(page: Page, selector: str) -> None:
    """Press Tab until a control that matches has the focus."""
    for _ in range(90):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} can't be reached with Tab on {page.url}")


def press(page: Page, selector: str) -> None:
    reach(page, selector)
    with people.leaving(page):
        page.keyboard.press("Enter")


def do(page: Page, action: str, selector: str, value: str) -> None:
    """Fill in one field with the keyboard."""
    reach(page, selector)
    if action == "write":
        page.keyboard.type(value)
    elif action == "tick":
        page.keyboard.press("Space")
    else:
        is_radio = page.evaluate("document.activeElement.type === 'radio'")
        if is_radio:
            page.keyboard.press("Space")
        for _ in range(30):
            if page.evaluate("document.activeElement.value") == value:
                return
            page.keyboard.press("ArrowDown")
        raise AssertionError(f"{selector} offers no {value}")


def go_through(page: Page, tree: Tree, way: Way, prefix: str, check: Callable[[Page], None]) -> str:
    """From the first page to the receipt; its code."""
    page.goto(f"{tree.public}{prefix}/")
    check(page)
    for link in way.links:
        press(page, f'main a[href$="{link}"]')
        check(page)
    press(page, "main form[method=post] button.button")
    for answers in way.pages:
        check(page)
        for answer in answers:
            do(page, *answer)
        press(page, FORWARD)
    check(page)
    press(page, FORWARD)
    check(page)
    return people.code_on(page)


@pytest.mark.parametrize(("language", "prefix", "direction"), LANGUAGES)
@pytest.mark.parametrize("name", WAYS)
def test_a_way_in_on_a_phone_without_a_pointer(  # noqa: PLR0917  (pytest passes them by name)
    name: str, language: str, prefix: str, direction: str, opens: Opens, tree: Tree, axe: Callable[[Page], None]
) -> None:
    page = opens(phone=True).new_page()

    def check(page: Page) -> None:
        axe(page)
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("html").get_attribute("dir") == direction
        assert page.locator(".strip--danger a[href='tel:112']").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} scrolls sideways"

    assert re.fullmatch(r"\d{28}", go_through(page, tree, WAYS[name], prefix, check))


@pytest.mark.parametrize(("language", "prefix", "direction"), LANGUAGES)
@pytest.mark.parametrize("name", WAYS)
def test_a_way_in_without_javascript(  # noqa: PLR0917  (pytest passes them by name)
    name: str, language: str, prefix: str, direction: str, opens: Opens, tree: Tree
) -> None:
    page = opens(phone=True, script=False).new_page()

    def check(page: Page) -> None:
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("html").get_attribute("dir") == direction

    assert re.fullmatch(r"\d{28}", go_through(page, tree, WAYS[name], prefix, check))


def test_the_desk_sees_which_way_somebody_came(opens: Opens, tree: Tree, axe: Callable[[Page], None]) -> None:
    page = people.signed_in(opens(), tree, "Sanne")
    page.goto(f"{tree.desk}/meldingen/")
    for way in ("Ik wil sparren", "Ik heb zelf iets gedaan en wil stoppen"):
        assert page.get_by_text(f"{way} · ").count()
    axe(page)
    page.goto(f"{tree.desk}/meldingen/invoeren/")
    for title in ("Wil sparren", "Meldt voor het werk", "Wil zelf stoppen"):
        page.get_by_label("Verhaal").or_(page.get_by_role("textbox")).first.wait_for()
        page.get_by_role("button", name=title).click()
        assert page.get_by_role("button", name=title).get_attribute("aria-pressed") == "true"
        axe(page)
