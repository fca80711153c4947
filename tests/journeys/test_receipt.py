"""The receipt on a phone, with and without scripts and with the keyboard alone: hidden at once, kept safely, proved."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys import people
from tests.journeys.test_keyboard import tab_to
from tests.processes import Tree

pytestmark = pytest.mark.long_run

Opens = Callable[..., BrowserContext]
Check = Callable[[Page], None]

SAID = people.Telling("Ik maak me zorgen om iemand", "Bij de buren werkt iemand die nooit buiten komt.")
ANSWER = "Dank je wel. Wij denken met je mee. Canarie-zes-4471."
HIDDEN = "Deze pagina is dicht"
both_ways = pytest.mark.parametrize("script", [True, False], ids=["scripts", "no scripts"])


def bare(page: Page) -> str:
    return re.sub(r"\s", "", page.locator("body").inner_text())


def press(page: Page, name: str) -> None:
    """Press a button or link that leads to something else."""
    with people.leaving(page):
        page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first.click()


def go(page: Page, name: str) -> None:
    """Reach a link or button and press it."""
    tab_to(page, name)
    with people.leaving(page):
        page.keyboard.press("Enter")


def checked(axe: Check, *, script: bool) -> Check:
    """axe is a script itself."""
    return axe if script else lambda page: None


@both_ways
def test_a_hidden_receipt_is_hidden_for_whoever_takes_the_phone(
    opens: Opens,
    tree: Tree,
    axe: Check,
    script: bool,  # noqa: FBT001
) -> None:
    check = checked(axe, script=script)
    page = opens(phone=True, script=script).new_page()
    code = people.report(page, tree, SAID, lambda _: None)
    check(page)
    press(page, "Verberg dit nu")
    check(page)
    assert page.title() == "Informatie"
    # Where the browser sealed, the code is nowhere but in the page: loading again takes it away.
    for step in ("", "back", "back", "forward", *([] if script else ["reload"])):
        if step:
            {"back": page.go_back, "forward": page.go_forward, "reload": page.reload}[step]()
        expect(page.get_by_role("heading", name=HIDDEN)).to_be_visible()
        assert code[:8] not in bare(page)
    page.get_by_label("eerste vier cijfers").fill("12")
    press(page, "Verder")
    check(page)
    assert code[:8] not in bare(page)
    page.get_by_label("eerste vier cijfers").fill(code[:4])
    press(page, "Verder")
    assert people.code_on(page) == code


@pytest.mark.parametrize("sealed_here", [True, False], ids=["sealed here", "sealed by the server"])
def test_with_scripts_it_is_covered_before_anything_is_sent(
    opens: Opens,
    tree: Tree,
    sealed_here: bool,  # noqa: FBT001
) -> None:
    page = opens(phone=True).new_page()
    if not sealed_here:
        page.route("**/form.js", lambda route: route.abort())
    people.report(page, tree, SAID, lambda _: None)
    covered = page.evaluate(
        """() => {
            const form = document.querySelector("form[data-cover]");
            form.addEventListener("submit", event => event.preventDefault());
            form.requestSubmit(form.querySelector("button"));
            if (document.querySelector(".receipt") === null) return ["none"];
            return [...document.body.children].map(part => getComputedStyle(part).display);
        }"""
    )
    assert set(covered) == {"none"}


@both_ways
def test_what_is_kept_and_printed_says_nothing(
    opens: Opens,
    tree: Tree,
    axe: Check,
    script: bool,  # noqa: FBT001
) -> None:
    check = checked(axe, script=script)
    page = opens(phone=True, script=script).new_page()
    code = people.report(page, tree, SAID, lambda _: None)
    assert page.get_by_role("button", name="Bewaar als bestand").count() == 0
    press(page, "Ja, die is veilig")
    check(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Bewaar als bestand").click()
    assert saved.value.suggested_filename == "notitie.txt"
    kept = saved.value.path().read_text(encoding="utf-8")
    assert re.sub(r"\s", "", kept) == f"{code}DEMO–VERZONNEN"
    assert page.get_by_role("button", name="Afdrukken").count() == (1 if script else 0)
    assert printed(page) == code

    press(page, "Maak een bewijs")
    check(page)
    press(page, "Maak een bewijs")
    check(page)
    number = re.sub(r"\D", "", page.locator(".digits").inner_text())
    assert len(number) == 12
    assert printed(page) == f"Datum19-11-2026Controlenummer{number}"

    sanne = people.signed_in(opens(), tree, "Sanne")
    sanne.goto(f"{tree.desk}/meldingen/")
    press(sanne, "Bewijs nakijken")
    axe(sanne)
    sanne.get_by_label("Datum op het bewijs").fill("2026-11-19")
    sanne.get_by_label("Controlenummer").fill(number)
    press(sanne, "Kijk na")
    axe(sanne)
    expect(sanne.get_by_text("Ja, dit bewijs klopt")).to_be_visible()


def printed(page: Page) -> str:
    """What would stand on paper, but for the words that say that this is a demo."""
    page.emulate_media(media="print")
    page.locator(".strip--demo").evaluate("strip => strip.hidden = true")
    text = bare(page)
    page.emulate_media(media="screen")
    return text


def test_on_a_phone_that_is_not_safe_nothing_is_offered(opens: Opens, tree: Tree, axe: Check) -> None:
    page = opens(phone=True).new_page()
    code = people.report(page, tree, SAID, lambda _: None)
    press(page, "Nee, of weet ik niet")
    axe(page)
    assert "Bewaar niets op deze telefoon" in page.get_by_role("main").inner_text()
    assert page.get_by_role("button", name=re.compile("Bewaar|Afdrukken")).count() == 0
    assert people.code_on(page) == code


@both_ways
def test_what_was_read_is_shown_again_only_with_the_code(
    opens: Opens,
    tree: Tree,
    axe: Check,
    script: bool,  # noqa: FBT001
) -> None:
    check = checked(axe, script=script)
    visitor = opens(phone=True, script=script).new_page()
    said = people.Telling(SAID.who, f"{SAID.story} Met scripts: {script}.")
    code = people.report(visitor, tree, said, lambda _: None)
    sanne = people.signed_in(opens(), tree, "Sanne")
    people.open_report_with(sanne, tree, said.story)
    sanne.get_by_label("Antwoord aan de melder").fill(ANSWER)
    sanne.get_by_role("button", name="Verstuur het antwoord").click()
    sanne.get_by_text(ANSWER).wait_for()

    assert ANSWER in people.read_answer(visitor, tree, code, check)
    press(visitor, "Sluiten")
    assert ANSWER not in people.read_answer(visitor, tree, code, check)
    assert "Gelezen op" in visitor.get_by_role("main").inner_text()
    press(visitor, "Laat opnieuw zien")
    check(visitor)
    visitor.get_by_label("code", exact=False).first.fill(code)
    people.forward(visitor)
    visitor.get_by_text(ANSWER).wait_for()
    check(visitor)

    visitor.get_by_label("Wil je antwoorden").fill("Hij staat nu voor de deur.")
    people.choose(visitor, "Er is vandaag gevaar")
    press(visitor, "Versturen")
    check(visitor)
    assert "Wij zien nu ook het kruisje" in visitor.get_by_role("main").inner_text()
    sanne.reload()
    assert re.search("gevaar vandaag", sanne.get_by_role("main").inner_text(), re.IGNORECASE)


def test_hide_and_prove_without_a_pointer(opens: Opens, tree: Tree) -> None:
    page = opens(phone=True).new_page()
    code = people.report(page, tree, SAID, lambda _: None)
    go(page, "Verberg dit nu")
    tab_to(page, "Wat zijn de eerste vier cijfers")
    page.keyboard.type(code[:4])
    go(page, "Verder")
    go(page, "Ja, die is veilig")
    tab_to(page, "Bewaar als bestand")
    tab_to(page, "Afdrukken")
    go(page, "Maak een bewijs")
    go(page, "Maak een bewijs")
    assert page.locator(".proof").is_visible()
    go(page, "Klaar")
    assert page.url == f"{tree.public}/afgesloten/"
