"""A course from first to last: enrol on a phone without scripts, wait, move up, be there, certificate, verify, evaluate."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys import people
from tests.processes import Tree

pytestmark = pytest.mark.long_run

Opens = Callable[..., BrowserContext]
Axe = Callable[[Page], None]
TITLE = "Signalen herkennen op school"
# Of the demo, whose day is pinned.
TODAY = date(2026, 11, 19)
# The worker comes by every twenty seconds, on a machine that has other things to do.
PATIENCE = 90_000


def enrol(page: Page, tree: Tree, name: str, look: Axe) -> None:
    page.goto(f"{tree.public}/professionals/")
    look(page)
    page.get_by_role("link", name=re.compile("Trainingen en bijeenkomsten")).click()
    look(page)
    page.get_by_role("link", name=TITLE).click()
    look(page)
    page.get_by_label("Uw naam").fill(name)
    page.get_by_label("Uw e-mailadres").fill(f"{name.split(maxsplit=1)[0].lower()}@gmial.com")
    page.get_by_label("Waar werkt u?").fill("Het Voorbeeldcollege")
    people.choose(page, "Ik begrijp wat u met mijn gegevens doet")
    page.locator("main form button").click()
    assert "Bedoelt u @gmail.com?" in page.get_by_role("alert").inner_text()
    look(page)
    page.get_by_label("Uw e-mailadres").fill(f"{name.split(maxsplit=1)[0].lower()}@school.example")
    page.locator("main form button").click()
    page.get_by_role("heading", name="Uw inschrijving").wait_for()
    look(page)


def plan(lotte: Page, tree: Tree, axe: Axe) -> None:
    lotte.get_by_role("navigation").get_by_role("link", name="Scholing").click()
    axe(lotte)
    lotte.get_by_role("link", name="Plan een bijeenkomst").click()
    axe(lotte)
    lotte.get_by_label("Titel").fill(TITLE)
    lotte.get_by_label("Voor wie?").select_option(label="onderwijs en jongerenwerk")
    when(lotte, TODAY + timedelta(days=1), "09:00", "12:00")
    lotte.get_by_label("Plaats", exact=False).first.fill("Het Voorbeeldcollege, aula")
    lotte.get_by_label("Hoeveel plaatsen?").fill("1")
    lotte.get_by_role("button", name="Bewaar").click()
    lotte.get_by_text("De bijeenkomst is gepland.").wait_for()
    axe(lotte)


def when(lotte: Page, day: date, begins: str, ends: str) -> None:
    for label, value in (("Dag", f"{day}"), ("Van", begins), ("Tot", ends)):
        lotte.get_by_label(label, exact=True).fill(value)


def until(page: Page, text: str) -> None:
    """Look again until the worker has been."""
    for _ in range(PATIENCE // 3_000):
        if text in page.locator("main").inner_text():
            return
        page.wait_for_timeout(3_000)
        page.reload()
    raise AssertionError(f"{text} does not come")


def test_from_enrolling_to_a_certificate_that_anybody_verifies(opens: Opens, tree: Tree, axe: Axe) -> None:
    lotte = people.signed_in(opens(), tree, "Lotte")
    plan(lotte, tree, axe)
    session = lotte.url

    ria, bo = opens(phone=True, script=False).new_page(), opens(phone=True).new_page()
    enrol(ria, tree, "Ria Bos", lambda _: None)
    assert "U hebt een plaats" in ria.locator("main").inner_text()
    enrol(bo, tree, "Bo Daal", axe)
    assert "U staat op plaats 1" in bo.locator("main").inner_text()
    ria.get_by_role("button", name="Meld mij af").click()
    assert "U bent afgemeld" in ria.locator("main").inner_text()
    until(bo, "U hebt een plaats")
    axe(bo)
    code = bo.locator(".ticket__code").inner_text()

    # The day comes sooner than was thought, and now is the hour.
    lotte.goto(f"{session}wijzigen/")
    axe(lotte)
    when(lotte, TODAY, "00:00", "03:00")
    lotte.get_by_role("button", name="Bewaar").click()
    lotte.get_by_text("De bijeenkomst is verplaatst.").wait_for()
    lotte.get_by_role("link", name="QR-code voor het scherm").click()
    axe(lotte)
    address = re.search(r"/professionals/aanwezig/\w+/", lotte.locator("main").inner_text())
    assert address is not None
    bo.goto(f"{tree.public}{address[0]}")
    axe(bo)
    bo.get_by_label("Uw code").fill(f"{code[:4]} {code[4:]}")
    bo.get_by_role("button", name="Zet mij op de lijst").click()
    bo.get_by_text("Fijn dat u er bent").wait_for()
    axe(bo)
    trainer = people.signed_in(opens(phone=True), tree, "Lotte")
    trainer.goto(f"{session}aanwezig/")
    assert "1 van 1 aanwezig" in trainer.locator("main").inner_text()
    axe(trainer)

    lotte.goto(session)
    lotte.get_by_role("button", name="Zet op gehouden").click()
    lotte.get_by_role("button", name="Geef certificaten").click()
    lotte.get_by_text("Certificaten gegeven: 1.").wait_for()
    axe(lotte)
    _afterwards(bo, opens, tree, axe)
    lotte.goto(f"{session}antwoorden/")
    assert "0 antwoorden vooraf, 1 achteraf" in lotte.locator("main").inner_text()
    axe(lotte)


def _afterwards(bo: Page, opens: Opens, tree: Tree, axe: Axe) -> None:
    """The certificate, whoever verifies it, and what they can recognise now."""
    bo.go_back()
    bo.go_back()
    bo.goto(bo.url)
    assert "Uw certificaat" in bo.locator("main").inner_text()
    axe(bo)
    with bo.expect_download() as kept:
        bo.get_by_role("link", name="Bewaar uw certificaat").click()
    assert kept.value.path().read_bytes()[:5] == b"%PDF-"
    number = re.search(r"Nummer (\w{12})", bo.locator("main").inner_text())
    assert number is not None
    stranger = opens(phone=True, script=False).new_page()
    stranger.goto(f"{tree.public}/professionals/certificaat/")
    stranger.get_by_label("Nummer van het certificaat").fill(number[1].lower())
    stranger.get_by_role("button", name="Controleer").click()
    told = stranger.locator("main").inner_text()
    assert ("Dit certificaat is geldig" in told, TITLE in told, "Bo Daal" in told) == (True, True, False)
    bo.get_by_role("link", name="nakijken dat het klopt").click()
    axe(bo)
    bo.go_back()
    bo.get_by_role("link", name="Vertel wat u nu kunt herkennen").click()
    axe(bo)
    for number_of_one in range(3):
        bo.locator(f"#id_score-{number_of_one}_3").check(force=True)
    bo.get_by_role("button", name="Verstuur").click()
    bo.get_by_role("heading", name="Dank u wel").wait_for()
    axe(bo)
