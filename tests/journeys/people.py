"""What visitors and staff do in the browser, in their own words, for the journeys to tell."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.processes import Tree

Check = Callable[[Page], None]


@dataclass(frozen=True)
class Telling:
    """What a visitor wants to say."""

    who: str
    story: str
    name: str = ""
    age: str = ""
    gender: str = "vrouw"
    form: str = "Werk"
    municipality: str = "Hengelo"


def report(page: Page, tree: Tree, said: Telling, check: Check) -> str:
    """Go through the whole form as a visitor; the receipt code that is shown at the end, in digits."""
    page.goto(f"{tree.public}/")
    check(page)
    page.get_by_role("link", name=said.who).click()
    check(page)
    page.get_by_role("button", name="Beginnen").click()
    check(page)
    forward(page)
    check(page)
    page.get_by_label("Wat is er aan de hand?").fill(said.story)
    page.get_by_label("In welke gemeente?").select_option(label=said.municipality)
    forward(page)
    check(page)
    choose(page, said.form)
    forward(page)
    check(page)
    page.get_by_label("Naam", exact=True).fill(said.name)
    page.get_by_label("Geboortedatum of leeftijd").fill(said.age)
    page.get_by_label("Man of vrouw?").select_option(label=said.gender)
    forward(page)
    check(page)
    forward(page)
    check(page)
    page.get_by_role("button", name="Versturen").click()
    check(page)
    return code_on(page)


def choose(page: Page, label: str | re.Pattern[str]) -> None:
    """Tick what is called so."""
    tick(page.get_by_label(label, exact=True).first)


def tick(box: Locator) -> None:
    """Tick a card by its label, which lies over the whole of it: that is what a finger meets, once the page stands still."""
    card = box.page.locator(f".option label[for='{box.get_attribute('id')}']")
    if box.is_checked() or not card.count():
        box.check(force=True)
    else:
        card.click()
    expect(box).to_be_checked()


def forward(page: Page) -> None:
    """On to the next question."""
    page.get_by_role("button", name="Verder").last.click()


@contextmanager
def leaving(page: Page) -> Iterator[None]:
    """Wait until what stands there is gone: another page came, or with scripts the same page shows something else."""
    page.locator("main > :first-child").evaluate("part => part.setAttribute('data-old', '')")
    yield
    page.locator("main > [data-old]").wait_for(state="detached")
    page.wait_for_load_state()


def code_on(page: Page) -> str:
    """The 28 digits of the receipt on this page."""
    text = re.sub(r"\s", "", page.locator(".receipt").inner_text())
    found = re.search(r"\d{28}", text)
    assert found is not None, f"no receipt code on {page.url}"
    return found[0]


def read_answer(page: Page, tree: Tree, code: str, check: Check) -> str:
    """Come back with the code; the text of the conversation."""
    page.goto(f"{tree.public}/vervolg/")
    check(page)
    page.get_by_label("code", exact=False).first.fill(" ".join(code[i : i + 4] for i in range(0, 28, 4)))
    forward(page)
    check(page)
    return page.get_by_role("main").inner_text()


def signed_in(context: BrowserContext, tree: Tree, name: str) -> Page:
    """A page at the desk, signed in as a persona of the demo."""
    page = context.new_page()
    page.goto(f"{tree.desk}/")
    page.get_by_role("button", name=re.compile(f"^{name}")).click()
    return page


def open_report_with(page: Page, tree: Tree, words: str) -> None:
    """Open sealed reports, newest first, until the one with these words is on the page."""
    page.goto(f"{tree.desk}/meldingen/")
    # In one question to the browser: there are dozens, and each test of a file adds some.
    links: list[list[str]] = page.locator("a.row-link").evaluate_all(
        "links => links.map(link => [link.innerText, link.getAttribute('href')])"
    )
    # What is urgent stands on top whenever it came: the time of day tells.
    for _, link in sorted(links, key=lambda line: (line[0].startswith("vandaag"), line[0]), reverse=True):
        page.goto(f"{tree.desk}{link}")
        if page.get_by_role("button", name="Open de melding").count():
            page.get_by_role("button", name="Open de melding").click()
        if page.get_by_text(words).count():
            return
    raise AssertionError(f"no report says: {words}")


def judge(page: Page, *, outcome: str, same_as: str = "") -> None:
    """Fill in the judgement of the report on this page and hand it in."""
    if same_as:
        choose(page, re.compile("Dezelfde als"))
    choose(page, "ja")
    page.get_by_label("Waarom?").fill("Loon afgepakt en nergens heen kunnen: dat past.")
    choose(page, "gewoon")
    choose(page, outcome)
    if outcome == "nieuwe casus":
        page.get_by_label("Procesregisseur").select_option(label="Tarik Karakter")
    page.get_by_role("button", name="Beoordeel de melding").click()
    page.get_by_text("Beoordeeld").first.wait_for()


def year_figures(page: Page, tree: Tree, year: int) -> tuple[int, int]:
    """Persons and reports on the year page."""
    page.goto(f"{tree.desk}/cijfers/{year}/")
    text = page.get_by_role("main").inner_text()
    persons = re.search(r"(\d+)\s+personen over wie is gemeld", text)
    reports = re.search(r"(\d+)\s+meldingen over deze personen", text)
    assert persons is not None, text
    assert reports is not None, text
    return int(persons[1]), int(reports[1])
