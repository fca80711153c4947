"""Who sees a case, with everybody signed in at once: let in, let go, broken into, judged; and one who is shut out all along."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys import people
from tests.journeys.people import Telling
from tests.processes import Tree

pytestmark = pytest.mark.long_run

Opens = Callable[..., BrowserContext]
Axe = Callable[[Page], None]

NEED = "Biedt vannacht opvang en moet weten wie er komt."
REASON = "Zij belde: ze is weggelopen en Tarik neemt niet op."
VERDICT = "De achterwacht was bereikbaar. Bel die een volgende keer eerst."


@dataclass(frozen=True)
class Known:
    """A case as its coordinator sees it: where it is, and what nobody else should meet."""

    path: str
    number: str
    person: str
    person_path: str
    report_path: str


@pytest.fixture
def case(opens: Opens, tree: Tree) -> Known:
    """An open case of Tarik's about somebody with a first and a last name; not of the three that the demo shares."""
    tarik = people.signed_in(opens(), tree, "Tarik")
    tarik.goto(f"{tree.desk}/casussen/")
    for link in tarik.locator("a.row-link").all()[3:]:
        with tarik.context.new_page() as page:
            page.goto(f"{tree.desk}{link.get_attribute('href')}")
            person = page.locator(".desk-main .people a").first
            report = page.locator(".aside a[href^='/meldingen/']").first
            if not re.fullmatch(r"[A-Z][a-z]+ [A-Z][a-z]+", person.inner_text()):
                continue
            return Known(
                page.url.removeprefix(tree.desk),
                page.locator("h1").inner_text().removeprefix("Casus "),
                person.inner_text(),
                person.get_attribute("href") or "",
                report.get_attribute("href") or "",
            )
    raise AssertionError("no case of the demo is about somebody with two plain names")


def status(page: Page, tree: Tree, path: str) -> int:
    response = page.goto(f"{tree.desk}{path}")
    assert response is not None
    return response.status


def find(page: Page, tree: Tree, number: str) -> str:
    """Search a case by its number; what the page says, the number itself left out."""
    page.goto(f"{tree.desk}/casussen/zoeken/")
    page.get_by_label("Casusnummer").fill(number)
    page.get_by_role("button", name="Zoek").click()
    page.get_by_text("niet voor u zichtbaar").wait_for()
    return page.get_by_role("main").inner_text().replace(number, "")


def break_glass(page: Page, tree: Tree, number: str) -> None:
    page.goto(f"{tree.desk}/casussen/noodinzage/?casus={number}")
    page.get_by_label("Wat is er aan de hand").fill(REASON)
    people.choose(page, "4 uur")
    page.get_by_role("button", name="Open de casus").click()


def check_sees_nothing(page: Page, tree: Tree, case: Known) -> None:
    """Somebody who is shut out: no page, no line of a list, no hit, no number, no way in."""
    for path in (case.path, case.person_path, case.report_path, f"{case.path}toegang/"):
        assert status(page, tree, path) == 404, path
    for path in ("/", "/casussen/?lijst=alle", "/meldingen/?lijst=beoordeeld"):
        page.goto(f"{tree.desk}{path}")
        text = page.content()
        assert case.number not in text
        assert case.path not in text
        assert case.report_path not in text
    page.goto(f"{tree.desk}/personen/")
    page.get_by_role("searchbox").fill(case.person)
    page.get_by_role("button", name="Zoek").click()
    assert case.person_path not in page.content()
    assert find(page, tree, case.number) == find(page, tree, "K-2026-9999")
    break_glass(page, tree, case.number)
    page.get_by_text("geen casus met dit nummer die in nood voor u open kan").first.wait_for()
    assert page.get_by_label("Wat is er aan de hand").input_value() == REASON


def exclude(tarik: Page, tree: Tree, case: Known, name: str, axe: Axe) -> None:
    tarik.goto(f"{tree.desk}{case.path}")
    tarik.get_by_role("link", name="Toegang tot deze casus").click()
    axe(tarik)
    tarik.get_by_text("Sluit iemand uit").click()
    tarik.locator("select[name=exclude-person]").select_option(label=name)
    tarik.get_by_role("button", name="Sluit uit").click()
    tarik.get_by_text(f"{name} is van deze casus uitgesloten.").wait_for()
    axe(tarik)


def let_in(tarik: Page, name: str, axe: Axe) -> None:
    """On the page about access: first without saying what for, then well."""
    tarik.get_by_text("Laat iemand meedoen").click()
    tarik.locator("select[name=let_in-person]").select_option(label=name)
    tarik.get_by_role("button", name="Laat meedoen").click()
    tarik.get_by_text("Schrijf waarvoor deze persoon de casus moet zien.").first.wait_for()
    axe(tarik)
    tarik.get_by_label("Waarvoor moet deze persoon de casus zien?").fill(NEED)
    tarik.get_by_role("button", name="Laat meedoen").click()
    tarik.get_by_text(f"{name} kan deze casus nu zien.").wait_for()
    axe(tarik)


def judge(femke: Page, tree: Tree, axe: Axe) -> None:
    femke.goto(f"{tree.desk}/")
    axe(femke)
    femke.get_by_role("link", name=re.compile(r"\d noodinzages? wacht(en)? op uw oordeel")).click()
    axe(femke)
    femke.locator("tr", has_text=REASON).locator("a.row-link").click()
    femke.get_by_text(REASON).wait_for()
    axe(femke)
    femke.get_by_label("niet terecht", exact=True).check(force=True)
    femke.get_by_label("Waarom?").fill(VERDICT)
    femke.get_by_role("button", name="Leg het oordeel vast").click()
    femke.get_by_text("Uw oordeel is vastgelegd.").wait_for()
    axe(femke)


def test_everybody_sees_the_case_as_far_and_as_long_as_they_need(
    opens: Opens, tree: Tree, axe: Axe, case: Known
) -> None:
    names = ("Tarik", "Petra", "Sanne", "Hanna", "Femke")
    tarik, petra, sanne, hanna, femke = (people.signed_in(opens(), tree, name) for name in names)

    # Sanne judged the report and so may read the case, until she turns out to know somebody in it.
    assert status(sanne, tree, case.path) == 200
    exclude(tarik, tree, case, "Sanne Voorbeeld", axe)
    check_sees_nothing(sanne, tree, case)

    # A partner comes in: why and until when, and of the case what was shared with them; no person, no report.
    assert status(hanna, tree, case.path) == 404
    let_in(tarik, "Hanna Bedenksel", axe)
    hanna.goto(f"{tree.desk}/")
    axe(hanna)
    hanna.get_by_role("main").get_by_role("link", name=case.number).click()
    axe(hanna)
    assert NEED in hanna.get_by_role("main").inner_text()
    for words in (case.person, case.person_path, "/meldingen/"):
        assert words not in hanna.content()
    for path in (case.person_path, case.report_path, f"{case.path}verloop/"):
        assert status(hanna, tree, path) == 404
    check_sees_nothing(sanne, tree, case)

    # The partner's part is over.
    tarik.get_by_role("button", name="Beëindig de toegang van Hanna Bedenksel").click()
    tarik.get_by_text("Hanna Bedenksel heeft geen toegang meer").wait_for()
    for path in (case.path, case.person_path):
        assert status(hanna, tree, path) == 404
    hanna.goto(f"{tree.desk}/")
    assert case.number not in hanna.content()

    # A colleague breaks the glass.
    assert status(petra, tree, case.path) == 404
    assert "Noodinzage" in find(petra, tree, case.number)
    axe(petra)
    petra.get_by_role("main").get_by_role("link", name="Noodinzage").click()
    axe(petra)
    break_glass(petra, tree, case.number)
    petra.get_by_text("U kijkt met noodinzage").wait_for()
    assert petra.url == f"{tree.desk}{case.path}"
    axe(petra)
    petra.get_by_role("link", name=case.person).first.click()
    assert "Nog 4 uur" in petra.get_by_role("main").inner_text()
    axe(petra)
    petra.goto(f"{tree.desk}{case.report_path}")
    assert "Nog 4 uur" in petra.get_by_role("main").inner_text()
    axe(petra)
    check_sees_nothing(sanne, tree, case)

    # The officer finds that it was not needed, and it is over at once.
    judge(femke, tree, axe)
    for path in (case.path, case.person_path, case.report_path):
        assert status(petra, tree, path) == 404
    petra.goto(f"{tree.desk}/")
    petra.get_by_role("link", name="niet terecht").click()
    assert VERDICT in petra.get_by_role("main").inner_text()
    axe(petra)
    assert status(femke, tree, case.path) == 404
    check_sees_nothing(sanne, tree, case)


def test_a_match_card_names_the_case_to_a_colleague_and_never_to_whom_is_shut_out(
    opens: Opens, tree: Tree, axe: Axe, case: Known
) -> None:
    tarik, petra, sanne = (people.signed_in(opens(), tree, name) for name in ("Tarik", "Petra", "Sanne"))
    tarik.goto(f"{tree.desk}{case.path}toegang/")
    # The other journey may have done this already, on the same demo.
    if tarik.locator("select[name=exclude-person] option", has_text="Sanne Voorbeeld").count():
        exclude(tarik, tree, case, "Sanne Voorbeeld", axe)
    story = "Zij durft niet naar huis. Canarie-kaart-3391."
    people.report(
        opens(phone=True).new_page(),
        tree,
        Telling("Ik maak me zorgen om iemand", story, name=case.person),
        lambda page: None,
    )
    people.open_report_with(petra, tree, story)
    link = petra.get_by_role("link", name=f"noodinzage in {case.number}")
    axe(petra)
    link.click()
    assert petra.get_by_label("Casusnummer").input_value() == case.number
    people.open_report_with(sanne, tree, story)
    assert case.number not in sanne.content()
    assert case.person_path.split("/")[2] not in sanne.content()
