"""Registering somebody with CoMensha: what is missing, what was sent, what came back, and what the client is told."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys import people
from tests.processes import Tree

pytestmark = pytest.mark.long_run

Opens = Callable[..., BrowserContext]
Axe = Callable[[Page], None]


def test_a_victim_is_registered_from_the_case(opens: Opens, tree: Tree, axe: Axe, tmp_path: Path) -> None:
    tarik = people.signed_in(opens(), tree, "Tarik")
    tarik.goto(f"{tree.desk}/casussen/")
    tarik.locator("a.row-link").nth(3).click()  # the first three are the ones that the demo shares
    tarik.get_by_role("link", name="Op één bladzijde").click()
    axe(tarik)
    tarik.go_back()
    tarik.get_by_role("link", name="Verstrekkingen").click()
    sharing = tarik.url
    tarik.get_by_role("link", name="Registreer iemand bij CoMensha").click()
    axe(tarik)
    tarik.get_by_label("Om wie gaat het?").select_option(index=1)
    people.choose(tarik, "Registratie")
    tarik.get_by_role("button", name="Begin").click()
    axe(tarik)
    tarik.get_by_label("Nationaliteit").select_option(label="Polen")
    tarik.get_by_label("Minderjarig?").select_option(label="nee")
    tarik.get_by_label("Man of vrouw").select_option(label="vrouw")
    tarik.get_by_label("Geboortejaar").fill("1998")
    people.choose(tarik, re.compile("^arbeidsuitbuiting"))
    tarik.get_by_label("Wie meldde?").fill("wijkteam")
    tarik.get_by_role("button", name="Bewaar").click()
    expect(tarik.get_by_text("Vul nog in: waarop de registratie rust.")).to_be_visible()
    axe(tarik)
    tarik.get_by_role("link", name="Vul in", exact=True).click()
    tarik.get_by_label("Grondslag van de registratie").select_option(
        label="taak van algemeen belang (AVG art. 6 lid 1 onder e)"
    )
    tarik.get_by_role("button", name="Bewaar").click()
    here = tarik.url
    tarik.get_by_role("button", name="Leg vast dat dit verstuurd is").click()
    axe(tarik)
    with tarik.expect_download() as got:
        tarik.get_by_role("button", name="Download als gegevens").click()
    got.value.save_as(tmp_path / "data.json")
    sent = json.loads((tmp_path / "data.json").read_text(encoding="utf-8"))
    assert (sent["prs_Citizenship"], sent["prs_Gender"]) == ("PL", "Feminine")
    assert not {"prs_FirstName", "prs_SecondName"} & sent.keys()
    with tarik.expect_download() as got:
        tarik.get_by_role("button", name="Download als PDF").click()
    got.value.save_as(tmp_path / "registration.pdf")
    assert (tmp_path / "registration.pdf").read_bytes().startswith(b"%PDF-")
    tarik.get_by_label("Nummer bij CoMensha").fill("NL-4711")
    tarik.get_by_role("button", name="CoMensha heeft bevestigd").click()
    expect(tarik.get_by_text("NL-4711")).to_be_visible()
    axe(tarik)
    petra = people.signed_in(opens(), tree, "Petra")
    told_and_kept_from_others(tarik, petra, axe, sharing=sharing, here=here)


def told_and_kept_from_others(tarik: Page, petra: Page, axe: Axe, *, sharing: str, here: str) -> None:
    """The client's page tells it; for a colleague without the case there is no such page."""
    tarik.goto(sharing)
    axe(tarik)
    tarik.get_by_role("complementary").get_by_role("link").first.click()
    expect(tarik.get_by_text("CoMensha").first).to_be_visible()
    axe(tarik)
    for path in (here, sharing):
        response = petra.goto(path)
        assert response is not None
        assert response.status == 404, path
