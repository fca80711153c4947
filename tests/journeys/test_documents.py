"""Documents with two people signed in: taken in, refused, another version, a letter; and a colleague who is shut out."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys import people
from tests.journeys.test_conference import KEPT, a_case_of
from tests.processes import Tree

pytestmark = pytest.mark.long_run

Opens = Callable[..., BrowserContext]
Axe = Callable[[Page], None]
_LOOK = os.environ.get("SCHAKEL_TEST_LOOK", "")


def seen(page: Page, axe: Axe, name: str) -> None:
    axe(page)
    if _LOOK:
        page.screenshot(path=Path(_LOOK) / f"documents-{name}.png", full_page=True)


def added(page: Page, axe: Axe, title: str) -> None:
    """A document with a wrong file first: the words stay, and the right file is taken."""
    page.get_by_role("link", name="Document toevoegen").click()
    seen(page, axe, "new")
    program = {"name": "besluit.pdf", "mimeType": "application/pdf", "buffer": b"MZ" + bytes(9000)}
    page.get_by_label("Bestand", exact=True).set_input_files([program])
    page.get_by_label("Titel").fill(title)
    page.get_by_label("Soort").select_option(label="besluit")
    page.get_by_role("button", name="Voeg toe").click()
    expect(page.get_by_role("link", name="Dit is een programma.")).to_be_visible()
    expect(page.get_by_label("Titel")).to_have_value(title)
    seen(page, axe, "refused")
    text = {"name": "kamerplan.txt", "mimeType": "text/plain", "buffer": b"De kamer is van haar."}
    page.get_by_label("Bestand", exact=True).set_input_files([text])
    page.get_by_role("button", name="Voeg toe").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()


def letter_made(page: Page, axe: Axe, room: str) -> None:
    page.goto(room)
    page.get_by_role("link", name="Brief schrijven").click()
    seen(page, axe, "choose")
    page.get_by_role("link", name="Verzoek om informatie").click()
    page.get_by_label("Over wie gaat de brief?").select_option(index=1)
    seen(page, axe, "begin")
    page.get_by_role("button", name="Begin de brief").click()
    expect(page.get_by_text(re.compile("vul nog in wat u wilt weten"))).to_be_visible()
    seen(page, axe, "letter")
    text = page.get_by_label("Tekst", exact=True)
    text.fill(re.sub(r"\{\{.*?\}\}", "het adres", text.input_value()))
    page.get_by_role("button", name="Bewaar de tekst").click()
    page.get_by_role("button", name="Bewaar en maak de brief").click()
    expect(page.get_by_text("Gaat deze brief naar buiten?")).to_be_visible()
    seen(page, axe, "made")
    with page.expect_download() as waiting:
        page.get_by_role("button", name=re.compile("^Download de brief")).click()
    content = waiting.value.path().read_bytes()
    assert content.startswith(b"%PDF-")
    if _LOOK:
        (Path(_LOOK) / "letter.pdf").write_bytes(content)


def test_a_document_a_letter_and_who_does_not_see_them(opens: Opens, tree: Tree, axe: Axe) -> None:
    tarik, sanne = (people.signed_in(opens(), tree, name) for name in ("Tarik", "Sanne"))
    tarik.goto(f"{tree.desk}{a_case_of(tarik, tree, KEPT)}")
    tarik.get_by_role("link", name="Documenten", exact=True).click()
    seen(tarik, axe, "empty")
    room = tarik.url
    added(tarik, axe, "Kamerbesluit")
    document = tarik.url
    # Two people add a version at the same time.
    for page in (tarik, sanne):
        page.goto(f"{document}versie/")
        text = {"name": "kamerplan-2.txt", "mimeType": "text/plain", "buffer": page.title().encode()}
        page.get_by_label("Bestand", exact=True).set_input_files([text])
    axe(sanne)
    for page in (tarik, sanne):
        page.get_by_role("button", name="Voeg toe").click()
    expect(sanne.get_by_text("Tarik Karakter voegde intussen versie 2 toe.")).to_be_visible()
    while sanne.get_by_text("wordt gecontroleerd").count():
        sanne.wait_for_timeout(1_000)
        sanne.goto(document)
    seen(sanne, axe, "versions")
    letter_made(tarik, axe, room)
    tarik.goto(f"{tree.desk}/casussen/sjablonen/")
    seen(tarik, axe, "templates")
    tarik.goto(f"{tree.desk}/casussen/sjablonen/nieuw/?van=doorverwijzing")
    seen(tarik, axe, "template")
    tarik.goto(f"{document}apart/")
    seen(tarik, axe, "aside")
    tarik.goto(f"{document}wijzigen/")
    seen(tarik, axe, "change")
    tarik.goto(room)
    seen(tarik, axe, "list")
    # The first search of somebody makes the lists of words of all that they see.
    sanne.set_default_timeout(240_000)
    sanne.set_default_navigation_timeout(240_000)
    sanne.goto(f"{tree.desk}/zoeken/")
    sanne.get_by_label("Woorden").fill("kamerbesluit")
    sanne.get_by_role("button", name="Zoek").click()
    sanne.get_by_role("link", name=re.compile("^Kamerbesluit")).click()
    expect(sanne.get_by_role("heading", name="Kamerbesluit")).to_be_visible()
    phone = people.signed_in(opens(phone=True), tree, "Tarik")
    for name, address in (("phone-list", room), ("phone-document", document)):
        phone.goto(address)
        seen(phone, axe, name)
    # Petra is shut out of this case, and Hanna is a guest.
    for name in ("Petra", "Hanna"):
        page = people.signed_in(opens(), tree, name)
        for address in (room, document, f"{document}1/werkkopie/"):
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 404
