"""Two colleagues share the reports of a week, in real Chromium: the roster, giving, joining, setting aside."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys import people
from tests.processes import Tree

pytestmark = pytest.mark.long_run

Opens = Callable[..., BrowserContext]
Axe = Callable[[Page], None]


def is_as_wide_as_the_screen(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_a_report_is_given_to_a_colleague_who_finds_it_first_thing(opens: Opens, tree: Tree, axe: Axe) -> None:
    tarik = people.signed_in(opens(), tree, "Tarik")
    tarik.goto(f"{tree.desk}/meldingen/")
    tarik.locator("a.row-link").first.click()
    tarik.get_by_text("Geef aan een collega").click()
    tarik.get_by_label("Aan wie?").select_option(label="Petra Persona")
    tarik.get_by_label("Wat moet uw collega weten?").fill("Ik ben straks weg.")
    axe(tarik)
    tarik.get_by_role("button", name="Geef de melding").click()
    expect(tarik.get_by_text("Petra Persona vindt deze melding op de pagina Vandaag.")).to_be_visible()
    address = tarik.url
    petra = people.signed_in(opens(), tree, "Petra")
    petra.goto(tree.desk)
    expect(petra.get_by_text("1 nieuw van een collega")).to_be_visible()
    axe(petra)
    petra.goto(address)
    expect(petra.get_by_text("Ik ben straks weg.")).to_be_visible()
    axe(petra)


def test_the_roster_is_planned_and_read_with_the_keyboard_and_on_a_narrow_screen(
    opens: Opens, tree: Tree, axe: Axe
) -> None:
    sanne = people.signed_in(opens(), tree, "Sanne")
    sanne.goto(f"{tree.desk}/dienst/")
    expect(sanne.get_by_role("heading", name="Dienst", exact=True)).to_be_visible()
    axe(sanne)
    sanne.get_by_role("link", name="Volgende week").focus()
    sanne.keyboard.press("Enter")
    expect(sanne.get_by_text("neemt waar voor Petra Persona")).to_be_visible()
    for form in sanne.locator("main details > summary").all():
        form.focus()
        sanne.keyboard.press("Enter")
    axe(sanne)
    sanne.set_viewport_size({"width": 320, "height": 740})
    assert is_as_wide_as_the_screen(sanne)
    axe(sanne)


@pytest.mark.parametrize("script", [True, False])
def test_a_flood_is_ticked_set_aside_and_brought_back(opens: Opens, tree: Tree, axe: Axe, script: bool) -> None:  # noqa: FBT001
    sanne = people.signed_in(opens(script=script), tree, "Sanne")
    sanne.goto(f"{tree.desk}/meldingen/?lijst=nieuw&hoe=web")
    ticks = sanne.locator("tbody input[name=melding]")
    before = ticks.count()
    # The last two: what stands first is more urgent.
    for number in (before - 1, before - 2):
        ticks.nth(number).check()
    if script:
        axe(sanne)
    sanne.get_by_text("Aangekruiste meldingen apart leggen").click()
    people.choose(sanne, "proefmelding")
    sanne.get_by_role("button", name="Leg de aangekruiste meldingen apart").click()
    expect(sanne.get_by_text("2 meldingen zijn apart gelegd.")).to_be_visible()
    expect(ticks).to_have_count(before - 2)
    for _ in range(2):
        sanne.goto(f"{tree.desk}/meldingen/?lijst=apart")
        sanne.locator("tr", has_text="proefmelding").first.locator("a.row-link").click()
        sanne.get_by_role("button", name="Zet de melding terug").click()
        expect(sanne.get_by_text("De melding staat weer bij het werk.")).to_be_visible()
    sanne.goto(f"{tree.desk}/meldingen/?lijst=nieuw&hoe=web")
    expect(ticks).to_have_count(before)


def test_no_list_is_wider_than_the_screen(opens: Opens, tree: Tree, axe: Axe) -> None:
    sanne = people.signed_in(opens(), tree, "Sanne")
    lists = [f"/meldingen/?lijst={name}" for name in ("nieuw", "mijn", "berichten", "antwoord", "beoordeeld", "apart")]
    for path in ("/", *lists):
        sanne.goto(f"{tree.desk}{path}")
        for width in (1280, 320):
            sanne.set_viewport_size({"width": width, "height": 900})
            assert is_as_wide_as_the_screen(sanne), (path, width)
            axe(sanne)


def test_two_reports_about_one_event_stand_together(opens: Opens, tree: Tree, axe: Axe) -> None:
    sanne = people.signed_in(opens(), tree, "Sanne")
    sanne.goto(f"{tree.desk}/meldingen/?lijst=beoordeeld")
    sanne.locator("tr", has_text=re.compile("hoort bij 1 andere")).first.locator("a.row-link").click()
    expect(sanne.get_by_role("heading", name="Meldingen over hetzelfde")).to_be_visible()
    axe(sanne)
    sanne.get_by_role("link", name="Nog een melding erbij").click()
    expect(sanne.get_by_role("button", name="Voeg de meldingen samen")).to_be_visible()
    axe(sanne)
