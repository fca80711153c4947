"""Reporting where scripts run: the words leave the phone sealed, and a cut network neither loses nor doubles a report."""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Page, Request, Route

from schakel.intake import ways
from tests.journeys import people
from tests.journeys.conftest import Opens
from tests.processes import Tree

pytestmark = pytest.mark.long_run

STORY = "Zij mag niet naar buiten. Canarie-straat-7719 أختي"
NAME = "Canarie Verzonnen-3341"
SEND = "**/melden/verzegeld/"


@pytest.fixture
def phone(opens: Opens) -> Iterator[Page]:
    """A phone-sized page; nothing that was typed may stand in any request, and the code neither."""
    page = opens(phone=True).new_page()
    sent: list[str] = []

    def look(request: Request) -> None:
        sent.append(f"{request.url} {request.post_data or ''}")

    page.on("request", look)
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    yield page
    for words in ("Canarie", "7719", "3341", "GM0164", "12 34 56", "12+34+56"):
        assert not [request for request in sent if words in request]
    assert troubles == []


def begin(page: Page, tree: Tree, way: str = "iemand") -> None:
    page.goto(f"{tree.public}/melden/?wie={way}")
    page.get_by_role("button", name="Beginnen").click()
    page.get_by_text("Stap 1 van").wait_for()
    assert page.url.startswith(f"{tree.public}/melden/?")


def fill_in(page: Page, tree: Tree, check: Callable[[Page], None] = lambda page: None) -> None:
    begin(page, tree)
    check(page)
    people.choose(page, "Het gaat om iemand onder de 18")
    people.forward(page)
    check(page)
    page.get_by_label("Wat is er aan de hand?").fill(STORY)
    page.get_by_label("In welke gemeente?").select_option(label="Hengelo")
    people.forward(page)
    check(page)
    people.choose(page, "Werk")
    people.forward(page)
    page.get_by_label("Naam", exact=True).fill(NAME)
    page.get_by_label("Geboortedatum of leeftijd").fill("ongeveer 16")
    page.get_by_role("button", name="Nog een persoon").click()
    page.get_by_label("Naam", exact=True).nth(1).fill("Tweede Canarie")
    check(page)
    people.forward(page)
    check(page)
    people.forward(page)
    page.get_by_role("heading", name="Klopt dit?").wait_for()
    check(page)


def press_send(page: Page) -> None:
    page.get_by_role("button", name="Versturen").click()


def arrived(page: Page) -> str:
    page.get_by_role("heading", name="Je melding is aangekomen").wait_for()
    return people.code_on(page)


def stored(tree: Tree) -> int:
    """How many reports there are."""
    with closing(sqlite3.connect(tree.home / "schakel.sqlite3")) as database:
        count: int = database.execute("SELECT count(*) FROM intake_report").fetchone()[0]
        return count


def test_what_is_typed_leaves_the_phone_sealed(
    phone: Page, opens: Opens, tree: Tree, axe: Callable[[Page], None]
) -> None:
    fill_in(phone, tree, axe)
    summary = phone.get_by_role("main").inner_text()
    for words in (STORY, NAME, "ongeveer 16", "Hengelo", "Werk", "Tweede Canarie", "op dit toestel"):
        assert words in summary
    press_send(phone)
    code = arrived(phone)
    axe(phone)
    assert people.read_answer(phone, tree, code, axe)
    sanne = people.signed_in(opens(), tree, "Sanne")
    people.open_report_with(sanne, tree, "Canarie-straat-7719")
    page = sanne.content()
    for words in (STORY, NAME, "Tweede Canarie", "op het toestel van de melder"):
        assert words in page


def answer_everything(page: Page) -> list[str]:
    """Fill in whatever this page asks; the words that were typed."""
    typed: list[str] = []
    for field in page.locator("main form textarea:visible, main form input[type=text]:visible").all():
        name = field.get_attribute("name") or ""
        special = {"hear_back_detail": "06 12 34 56 78"} | dict.fromkeys(("age", "people-0-age"), "ongeveer 41")
        words = special.get(name, f"Canarie {name} 3341")
        field.fill(words)
        if name != "hear_back_detail":  # at the desk that stands behind a button of its own
            typed.append(words)
    for select in page.locator("main form select:visible").all():
        select.select_option(index=2)
    boxes = page.locator("main form input[type=checkbox]")
    for box in boxes.all():
        people.tick(box)
    for group in {box.get_attribute("name") for box in page.locator("main form input[type=radio]").all()}:
        value = {"hear_back": "phone", "category": "care"}.get(group or "")
        chosen = page.locator(f"main form input[name={group}]" + (f"[value={value}]" if value else ""))
        people.tick(chosen.first)
    return typed


@pytest.mark.parametrize("way", ways.BY_SLUG)
def test_every_way_in_arrives_whole(
    way: str, phone: Page, opens: Opens, tree: Tree, axe: Callable[[Page], None]
) -> None:
    path, typed, number = ways.BY_SLUG[way], [f"Canarie-{way}-7719"], 1
    begin(phone, tree, way)
    while not phone.get_by_role("heading", name="Klopt dit?").count():
        steps = len(path.steps) - (
            2 if phone.locator("[name=hear_back]").count() or number < len(path.steps) - 1 else 1
        )
        phone.get_by_text(f"Stap {number} van {steps}", exact=True).wait_for()
        assert phone.title() == f"Stap {number} van {steps}"
        typed += answer_everything(phone)
        if phone.locator("[name=story]").count():
            phone.locator("[name=story]").fill(typed[0])
            typed.remove("Canarie story 3341")
        axe(phone)
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
        people.forward(phone)
        number += 1
    assert number == len(path.steps)
    axe(phone)
    summary = phone.get_by_role("main").inner_text()
    for words in typed:
        assert words in summary
    press_send(phone)
    arrived(phone)
    sanne = people.signed_in(opens(), tree, "Sanne")
    people.open_report_with(sanne, tree, typed[0])
    shown = sanne.content()
    assert [words for words in typed if words not in shown] == []
    assert "Wat niet in een vraag paste" not in shown


def to_the_answer(page: Page, tree: Tree, way: str = "iemand") -> None:
    """Go to the page that asks how to hear back, with a few words on the way."""
    begin(page, tree, way)
    while not page.locator("[name=hear_back]").count():
        if page.locator("[name=story]").count():
            page.locator("[name=story]").fill("Canarie")
        people.forward(page)


def test_only_whoever_wants_to_be_called_is_asked_how(phone: Page, tree: Tree) -> None:
    to_the_answer(phone, tree)
    phone.get_by_text("Stap 5 van 5").wait_for()
    people.choose(phone, "Bel mij")
    phone.get_by_label("Je telefoonnummer of e-mailadres").fill("06 12 34 56 78")
    people.forward(phone)
    phone.get_by_text("Stap 6 van 6").wait_for()
    people.forward(phone)
    phone.get_by_role("alert").get_by_text("Kies een dag").wait_for()
    people.choose(phone, "Maandag")
    people.choose(phone, "Ochtend")
    people.forward(phone)
    phone.get_by_role("heading", name="Hoe wij je veilig bereiken").wait_for()
    # The answer that called for the page is taken back: the page goes, forwards and backwards.
    phone.get_by_role("link", name=re.compile("^Wijzig.*Ons antwoord")).click()
    phone.get_by_text("Stap 5 van 6").wait_for()
    people.choose(phone, "Alleen met de code")
    people.forward(phone)
    phone.get_by_role("heading", name="Klopt dit?").wait_for()
    assert phone.get_by_role("heading", name="Hoe wij je veilig bereiken").count() == 0
    phone.go_back()
    phone.get_by_text("Stap 5 van 5").wait_for()
    phone.go_back()
    phone.get_by_role("heading", name="Klopt dit?").wait_for()
    phone.go_back()
    phone.get_by_text("Stap 5 van 5").wait_for()
    # And it is asked again once it is called for.
    people.choose(phone, "Bel mij")
    people.forward(phone)
    phone.get_by_text("Stap 6 van 6").wait_for()


@pytest.mark.parametrize("words", ["Zij is 16 en werkt hier. Canarie", "Zij is 36. Canarie"])
def test_an_age_under_18_is_asked_about_once(
    phone: Page,
    opens: Opens,
    tree: Tree,
    axe: Callable[[Page], None],
    words: str,
) -> None:
    is_asked = "16" in words
    to_the_answer(phone, tree)
    people.forward(phone)
    phone.get_by_role("link", name=re.compile("^Wijzig.*Wat er aan de hand is")).click()
    phone.locator("[name=story]").fill(words)
    people.forward(phone)
    phone.get_by_role("heading", name="Klopt dit?").wait_for()
    question = phone.get_by_role("group", name="Gaat het om iemand onder de 18?")
    assert question.is_visible() == is_asked
    if is_asked:
        axe(phone)
        people.choose(phone, "Ja")
    press_send(phone)
    arrived(phone)
    sanne = people.signed_in(opens(), tree, "Sanne")
    people.open_report_with(sanne, tree, words)
    assert ("onder de 18" in sanne.get_by_role("main").inner_text().lower()) == is_asked


def test_whoever_ticked_it_is_not_asked_again(phone: Page, tree: Tree) -> None:
    fill_in(phone, tree)
    assert not phone.get_by_role("group", name="Gaat het om iemand onder de 18?").is_visible()
    assert phone.get_by_text("Wij zien meteen dat het om iemand onder de 18 gaat").is_visible()
    assert not phone.get_by_text("Wij zien meteen dat er vandaag gevaar is").is_visible()


@pytest.mark.parametrize("ground", ["Ik weet het niet", "Er is ernstig gevaar"])
def test_names_without_a_ground_are_advised_against(phone: Page, tree: Tree, ground: str) -> None:
    begin(phone, tree, "gemeente")
    phone.locator("[name=own_municipality]").select_option(index=2)
    people.forward(phone)
    people.choose(phone, ground)
    people.forward(phone)
    phone.locator("[name=story]").fill("Canarie")
    people.forward(phone)
    people.forward(phone)
    phone.get_by_role("heading", name="Over wie gaat het?").wait_for()
    is_unknown = ground == "Ik weet het niet"
    assert phone.get_by_text("Noem liever geen naam").is_visible() == is_unknown
    phone.get_by_label("Naam", exact=True).fill(NAME)
    people.forward(phone)
    people.forward(phone)
    phone.get_by_role("heading", name="Klopt dit?").wait_for()
    assert phone.get_by_text("Mag je deze naam noemen?").is_visible() == is_unknown


def hidden(page: Page, tree: Tree) -> str:
    """On a receipt that was hidden; its code."""
    to_the_answer(page, tree)
    people.forward(page)
    press_send(page)
    code = arrived(page)
    page.get_by_role("button", name="Verberg dit nu").click()
    page.get_by_role("heading", name="Deze pagina is dicht").wait_for()
    return code


def test_three_wrong_guesses_close_a_hidden_receipt(phone: Page, tree: Tree, axe: Callable[[Page], None]) -> None:
    code = hidden(phone, tree)
    axe(phone)
    for told in ("Deze cijfers kloppen niet", "Deze cijfers kloppen niet", "Alles is afgesloten"):
        assert code[:4] not in re.sub(r"\s", "", phone.content())
        phone.get_by_label("eerste vier cijfers").fill(f"{(int(code[:4]) + 1) % 10_000:04d}")
        people.forward(phone)
        phone.get_by_text(told).first.wait_for()
    assert phone.url == f"{tree.public}/afgesloten/"
    phone.go_back()
    assert phone.locator(".receipt").count() == 0


def test_a_receipt_opens_again_with_digits_of_any_script(phone: Page, tree: Tree) -> None:
    code = hidden(phone, tree)
    phone.get_by_role("button", name="Verder").click()
    phone.get_by_role("alert").get_by_text("Vul hier vier cijfers in").wait_for()
    phone.get_by_label("eerste vier cijfers").fill(" ".join("٠١٢٣٤٥٦٧٨٩"[int(digit)] for digit in code[:4]))
    people.forward(phone)
    assert arrived(phone) == code


def test_back_goes_one_question_back_and_leaving_takes_everything(phone: Page, tree: Tree) -> None:
    fill_in(phone, tree)
    phone.go_back()
    phone.get_by_text("Stap 5 van").wait_for()
    for step in (4, 3, 2):
        phone.go_back()
        phone.get_by_text(f"Stap {step} van").wait_for()
    assert phone.get_by_label("Wat is er aan de hand?").input_value() == STORY
    phone.go_back()
    phone.go_back()
    phone.get_by_role("button", name="Beginnen").wait_for()
    phone.go_forward()
    phone.get_by_text("Stap 1 van").wait_for()
    phone.reload()
    phone.get_by_role("button", name="Beginnen").wait_for()
    assert STORY not in phone.content()


def test_stopping_forgets(phone: Page, tree: Tree) -> None:
    fill_in(phone, tree)
    phone.get_by_role("button", name="Stoppen").click()
    phone.get_by_role("heading", name="Je bent gestopt").wait_for()
    for _ in range(6):
        phone.go_back()
        assert STORY not in phone.content()
        assert phone.locator("main textarea").count() == 0


def test_fifteen_idle_minutes_forget(opens: Opens, tree: Tree) -> None:
    page = opens(phone=True).new_page()
    page.clock.install()
    begin(page, tree)
    people.forward(page)
    page.get_by_label("Wat is er aan de hand?").fill(STORY)
    page.clock.run_for(14 * 60 * 1000)
    assert page.get_by_label("Wat is er aan de hand?").input_value() == STORY
    page.clock.run_for(2 * 60 * 1000)
    page.get_by_role("heading", name="Het formulier is verlopen").wait_for()
    assert STORY not in page.content()


def test_fifteen_idle_minutes_take_the_code_away_and_say_that_it_arrived(phone: Page, tree: Tree) -> None:
    phone.clock.install()
    fill_in(phone, tree)
    press_send(phone)
    code = arrived(phone)
    phone.clock.run_for(16 * 60 * 1000)
    phone.get_by_text("Je melding is wel ontvangen").wait_for()
    assert code not in "".join(phone.locator("body").inner_text().split())


def test_a_required_answer_is_asked_for_and_nothing_is_lost(
    phone: Page, tree: Tree, axe: Callable[[Page], None]
) -> None:
    begin(phone, tree)
    people.forward(phone)
    phone.get_by_label("Sinds wanneer?").fill("Canarie lang")
    people.forward(phone)
    phone.get_by_role("alert").wait_for()
    assert phone.get_by_label("Sinds wanneer?").input_value() == "Canarie lang"
    axe(phone)
    phone.get_by_role("link", name="Schrijf hier iets op").click()
    phone.keyboard.type("Canarie")
    people.forward(phone)
    phone.get_by_text("Stap 3 van").wait_for()


@pytest.mark.parametrize("is_stored", [False, True], ids=["before it arrived", "after it arrived"])
def test_a_cut_network_gives_one_report_and_no_receipt_before(
    phone: Page,
    tree: Tree,
    is_stored: bool,  # noqa: FBT001  (a case of the test)
) -> None:
    before = stored(tree)
    fill_in(phone, tree)
    cut = [True, True]

    def answer(route: Route) -> None:
        if not cut:
            return route.continue_()
        cut.pop()
        if is_stored:
            assert route.fetch().status == 201
        return route.abort()

    phone.route(SEND, answer)
    for _ in range(2):
        press_send(phone)
        phone.get_by_text("Wij weten niet of je melding aankwam").wait_for()
        assert phone.locator(".receipt").count() == 0
        assert STORY in phone.get_by_role("main").inner_text()
        assert stored(tree) == before + is_stored
    assert not phone.get_by_role("link", name=re.compile("Wijzig")).first.is_visible()
    press_send(phone)
    assert re.fullmatch(r"\d{28}", arrived(phone))
    assert stored(tree) == before + 1


def test_no_network_at_all_says_that_nothing_was_received(phone: Page, tree: Tree) -> None:
    fill_in(phone, tree)
    phone.context.set_offline(True)
    press_send(phone)
    phone.get_by_text("Je melding is NIET ontvangen").wait_for()
    phone.context.set_offline(False)
    press_send(phone)
    arrived(phone)


def test_a_busy_door_is_waited_for(phone: Page, tree: Tree) -> None:
    fill_in(phone, tree)
    told = [json.dumps({"state": "busy", "wait": 0}), json.dumps({"state": "busy", "wait": 0})]

    def answer(route: Route) -> None:
        if told:
            route.fulfill(status=429, body=told.pop(), content_type="application/json")
        else:
            route.continue_()

    phone.route(SEND, answer)
    press_send(phone)
    arrived(phone)
    assert told == []


def test_by_keyboard_alone(phone: Page, tree: Tree) -> None:
    begin(phone, tree)
    for number in range(1, 6):
        if number == 2:
            phone.get_by_label("Wat is er aan de hand?").focus()
            phone.keyboard.type("Canarie")
        phone.get_by_role("button", name="Verder").last.focus()
        phone.keyboard.press("Enter")
    phone.get_by_role("heading", name="Klopt dit?").wait_for()
    phone.get_by_role("button", name="Versturen").focus()
    phone.keyboard.press("Enter")
    arrived(phone)


def test_a_telephone_number_is_looked_at_here(phone: Page, tree: Tree) -> None:
    fill_in(phone, tree)
    phone.go_back()
    people.choose(phone, "Bel mij")
    detail = phone.get_by_label("Je telefoonnummer of e-mailadres")
    detail.fill("canarie")
    people.forward(phone)
    phone.get_by_role("alert").get_by_text("Vul een telefoonnummer in").wait_for()
    assert detail.input_value() == "canarie"
    detail.fill("06 12 34 56 78")
    people.forward(phone)
    phone.get_by_role("heading", name="Hoe bellen wij je veilig?").wait_for()


@pytest.mark.parametrize("blocked", ["**/hpke.js", "**/form.js", "**/melden/vragen/**"])
def test_whatever_is_missing_the_pages_without_scripts_do_it(opens: Opens, tree: Tree, blocked: str) -> None:
    page = opens(phone=True).new_page()
    page.route(blocked, lambda route: route.abort())
    page.goto(f"{tree.public}/melden/")
    page.get_by_role("button", name="Beginnen").click()
    page.wait_for_url("**/melden/wie/")
    assert page.get_by_text("Moeten wij snel kijken?").count()
