"""A partner and the coordinator signed in at once: invited, reads what was given, adds, ticks off, signs; then the time is over."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys import people
from tests.processes import Tree

pytestmark = pytest.mark.long_run

Opens = Callable[..., BrowserContext]
Axe = Callable[[Page], None]
NEED = "Zoekt met ons een plek voor de winter."
SEEN = "De auto stond er gisteren weer."
# Not of the three newest cases, which the demo shares.
ANOTHER = 4


def let_in(tarik: Page, tree: Tree, case: str) -> None:
    tarik.goto(f"{tree.desk}{case}toegang/")
    tarik.get_by_text("Laat iemand meedoen").click()
    tarik.locator("select[name=let_in-person]").select_option(label="Hanna Bedenksel")
    tarik.get_by_label("Waarvoor moet deze persoon de casus zien?").fill(NEED)
    tarik.get_by_role("button", name="Laat meedoen").click()
    tarik.get_by_text("Hanna Bedenksel kan deze casus nu zien.").wait_for()


def adds(hanna: Page, axe: Axe) -> None:
    """Something with a condition."""
    hanna.get_by_role("link", name="Informatie toevoegen").click()
    axe(hanna)
    hanna.get_by_role("button", name="Voeg toe").click()
    axe(hanna)
    hanna.get_by_label("Van wie komt dit?").fill("Van mijzelf.")
    hanna.get_by_label("Wat is er zelf gezien of gehoord?").fill(SEEN)
    people.choose(hanna, "alleen doorgeven na overleg met mij")
    hanna.get_by_role("button", name="Voeg toe").click()
    expect(hanna.get_by_text("Het centrum ziet het, met uw voorwaarden.")).to_be_visible()
    axe(hanna)


def reads_ticks_off_and_signs(hanna: Page, axe: Axe) -> None:
    """What waits in the case."""
    home = hanna.url
    hanna.get_by_role("link", name=re.compile("^V-2026-")).click()
    axe(hanna)
    expect(hanna.get_by_text("Spreek niets in op de voicemail.")).to_be_visible()
    hanna.goto(home)
    hanna.get_by_role("link", name="Plek vrijhouden").click()
    axe(hanna)
    people.choose(hanna, "Het is klaar")
    hanna.get_by_label("Hoe ging het?").fill("Kamer 4 is vrij.")
    hanna.get_by_role("button", name="Verstuur").click()
    expect(hanna.get_by_text("Afgevinkt. Het centrum ziet het.")).to_be_visible()
    hanna.get_by_role("link", name=re.compile("^Overleg van .*: verslag$")).click()
    axe(hanna)
    with hanna.expect_download() as waiting:
        hanna.get_by_role("link", name="Download (pdf)").click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF-")
    hanna.get_by_role("button", name="Ik teken dit verslag").click()
    expect(hanna.get_by_text("U heeft het verslag getekend.")).to_be_visible()
    axe(hanna)
    hanna.goto(home)


def sees_it(tarik: Page, tree: Tree, case: str, axe: Axe) -> None:
    """The coordinator, in the story, in what partners added, and at the minutes."""
    tarik.goto(f"{tree.desk}{case}verloop/?soort=supplied")
    story = tarik.get_by_role("main").inner_text()
    for words in (SEEN, "lleen doorgeven na overleg met mij", "Kamer 4 is vrij.", "Verslag van een overleg getekend"):
        assert words in story
    tarik.goto(f"{tree.desk}{case}")
    tarik.get_by_role("link", name="Aanvullingen van partners").click()
    axe(tarik)
    tarik.goto(f"{tree.desk}{case}overleg/")
    tarik.get_by_role("link", name="Wat is er nodig voor een veilige plek?").click()
    tarik.get_by_role("link", name="Wie tekende het verslag").click()
    expect(tarik.get_by_role("row", name=re.compile("Hanna Bedenksel.*getekend"))).to_be_visible()
    axe(tarik)


def test_a_partner_works_in_the_part_that_is_theirs_for_as_long_as_it_is(opens: Opens, tree: Tree, axe: Axe) -> None:
    tarik, hanna = (people.signed_in(opens(), tree, name) for name in ("Tarik", "Hanna"))
    tarik.goto(f"{tree.desk}/casussen/")
    other = str(tarik.locator("a.row-link").nth(ANOTHER).get_attribute("href"))
    let_in(tarik, tree, other)
    hanna.goto(f"{tree.desk}/")
    axe(hanna)
    expect(hanna.get_by_text(NEED)).to_be_visible()
    mine = hanna.get_by_role("article").filter(has_text="1 actie voor u")
    expect(mine).to_contain_text("1 verslag om te tekenen")
    mine.get_by_role("heading").get_by_role("link").click()
    axe(hanna)
    case = f"/casussen/{hanna.url.rstrip('/').rpartition('/')[2]}/"
    adds(hanna, axe)
    reads_ticks_off_and_signs(hanna, axe)
    sees_it(tarik, tree, case, axe)

    # The part of the partner ends, while they type.
    hanna.get_by_role("link", name="Informatie toevoegen").click()
    hanna.get_by_label("Van wie komt dit?").fill("Van een buurvrouw.")
    hanna.get_by_label("Wat hebben anderen gezegd?").fill("Zij zag hem wegrijden.")
    people.choose(hanna, "mag worden doorgegeven waar dat nodig is")
    tarik.goto(f"{tree.desk}{case}toegang/")
    tarik.get_by_role("button", name="Beëindig de toegang van Hanna Bedenksel").click()
    tarik.get_by_text("Hanna Bedenksel heeft geen toegang meer").wait_for()
    hanna.get_by_role("button", name="Voeg toe").click()
    expect(hanna.get_by_role("heading", name="Dit is er niet, of is niet voor u zichtbaar")).to_be_visible()
    assert "Zij zag hem wegrijden." in hanna.get_by_label("Wat u typte").input_value()
    axe(hanna)
    tarik.goto(f"{tree.desk}{case}aanvullingen/")
    assert "Zij zag hem wegrijden." not in tarik.content()

    # And from the other case they are shut out.
    tarik.goto(f"{tree.desk}{other}toegang/")
    tarik.get_by_text("Sluit iemand uit").click()
    tarik.locator("select[name=exclude-person]").select_option(label="Hanna Bedenksel")
    tarik.get_by_role("button", name="Sluit uit").click()
    tarik.get_by_text("Hanna Bedenksel is van deze casus uitgesloten.").wait_for()
    hanna.goto(f"{tree.desk}/")
    expect(hanna.get_by_role("heading", name="Er is nu geen casus")).to_be_visible()
    axe(hanna)
    for path in (case, other):
        for address in (path, f"/mijn-casussen/{path.rsplit('/', maxsplit=2)[1]}/"):
            answer = hanna.goto(f"{tree.desk}{address}")
            assert answer is not None
            assert answer.status == 404
