"""A colleague comes and another goes: invited by one, approved by another, and the leaver's cases handed over."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys import people
from tests.processes import Tree

pytestmark = pytest.mark.long_run

Opens = Callable[..., BrowserContext]
Axe = Callable[[Page], None]

PASSWORD = "vier gewone woorden samen"


def invited(otto: Page, tree: Tree, axe: Axe, *, name: str, address: str) -> str:
    """Invite an intake worker; the one-time link."""
    otto.goto(f"{tree.desk}/accounts/")
    axe(otto)
    otto.get_by_role("link", name="Nodig iemand uit").click()
    axe(otto)
    otto.get_by_label("Naam").fill(name)
    otto.get_by_role("button", name="Maak de link").click()
    assert otto.get_by_label("Naam").input_value() == name, "nothing typed is lost"
    axe(otto)
    otto.get_by_label("E-mailadres van het werk").fill(address)
    people.choose(otto, "Medewerker meldpunt")
    otto.get_by_role("button", name="Maak de link").click()
    axe(otto)
    return otto.get_by_label("Link").input_value()


def approve(femke: Page, tree: Tree, axe: Axe, name: str) -> None:
    """The privacy officer sees what waits, and approves it."""
    femke.goto(f"{tree.desk}/")
    axe(femke)
    femke.get_by_role("link", name=re.compile("wacht(en)? op uw goedkeuring")).click()
    axe(femke)
    proposal = femke.get_by_role("region", name=f"Een account voor {name}")
    assert "Wat deze rol ziet" in proposal.inner_text()
    proposal.get_by_role("button", name="Keur goed").click()
    femke.get_by_text("Goedgekeurd. Otto Verzonnen ziet het.").wait_for()
    axe(femke)


def searched(folder: Path, secret: str) -> list[str]:
    """The files of the installation, its log among them, that hold the secret."""
    return [
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file() and secret.encode() in file.read_bytes()
    ]


def test_a_colleague_is_invited_approved_and_sets_a_password(opens: Opens, tree: Tree, axe: Axe) -> None:
    otto, femke = people.signed_in(opens(), tree, "Otto"), people.signed_in(opens(), tree, "Femke")
    link = invited(otto, tree, axe, name="Nienke Nieuw", address="nienke@kenniscentrum.example")
    secret = link.partition("#")[2]
    asked: list[str] = []
    nienke = opens().new_page()
    nienke.on("request", lambda request: asked.append(request.url + request.headers.get("referer", "")))

    nienke.goto(link)
    nienke.get_by_text("moet deze link nog goedkeuren").first.wait_for()
    axe(nienke)
    assert "#" not in nienke.url, "the secret leaves the address"

    approve(femke, tree, axe, "Nienke Nieuw")
    nienke.get_by_role("button", name="Verder").click()
    nienke.get_by_role("heading", name="Kies een wachtwoord").wait_for()
    axe(nienke)
    nienke.get_by_label("Wachtwoord").fill("te kort")
    nienke.get_by_label("Nog een keer").fill("te kort")
    nienke.get_by_role("button", name="Stel het wachtwoord in").click()
    assert "14" in nienke.get_by_role("alert").inner_text()
    axe(nienke)
    nienke.get_by_label("Wachtwoord").fill(PASSWORD)
    nienke.get_by_label("Nog een keer").fill(PASSWORD)
    nienke.get_by_role("button", name="Stel het wachtwoord in").click()
    nienke.get_by_text("Uw wachtwoord is ingesteld").wait_for()
    assert nienke.url == f"{tree.desk}/aanmelden/#main"
    axe(nienke)

    otto.goto(f"{tree.desk}/accounts/")
    assert "Nienke Nieuw" in otto.get_by_role("main").inner_text()
    assert "Eenmalige links" not in otto.get_by_role("main").inner_text()
    # The link is spent.
    again = opens().new_page()
    again.goto(link)
    again.get_by_text("Deze link is niet (meer) geldig").first.wait_for()
    # No address that was asked for, no referrer, no row and no log held the secret.
    assert asked
    assert not [url for url in asked if secret in url]
    assert searched(tree.home.parent, secret) == []
    assert searched(tree.home.parent, PASSWORD) == []


def test_without_scripts_the_link_is_pasted_by_hand(opens: Opens, tree: Tree, axe: Axe) -> None:
    otto, femke = people.signed_in(opens(), tree, "Otto"), people.signed_in(opens(), tree, "Femke")
    link = invited(otto, tree, axe, name="Zonder Script", address="zonder@kenniscentrum.example")
    approve(femke, tree, axe, "Zonder Script")
    plain = opens(script=False, phone=True).new_page()
    plain.goto(link)
    plain.get_by_label("De code uit uw link").fill(link)
    plain.get_by_role("button", name="Verder").click()
    plain.get_by_label("Wachtwoord").fill(PASSWORD)
    plain.get_by_label("Nog een keer").fill(PASSWORD)
    plain.get_by_role("button", name="Stel het wachtwoord in").click()
    assert plain.url == f"{tree.desk}/aanmelden/#main", "the secret leaves the address"


def test_a_role_is_refused_with_words_that_the_proposer_reads(opens: Opens, tree: Tree, axe: Axe) -> None:
    otto, femke = people.signed_in(opens(), tree, "Otto"), people.signed_in(opens(), tree, "Femke")
    otto.goto(f"{tree.desk}/accounts/")
    otto.get_by_role("link", name="Bram Bedacht").click()
    otto.get_by_role("link", name="Verander de rol").click()
    axe(otto)
    people.choose(otto, "Specialist daderaanpak")
    otto.get_by_role("button", name="Stel deze rol voor").click()
    otto.get_by_text("Voorgelegd aan de privacyfunctionaris.").wait_for()
    axe(otto)
    femke.goto(f"{tree.desk}/goedkeuringen/")
    femke.get_by_role("link", name="Niet goedkeuren").click()
    axe(femke)
    femke.get_by_label("Waarom keurt u dit niet goed?").fill("Bram maakt de cijfers; dat gaat niet samen.")
    femke.get_by_role("button", name="Keur niet goed").click()
    otto.goto(f"{tree.desk}/goedkeuringen/")
    assert "dat gaat niet samen" in otto.get_by_role("main").inner_text()
    axe(otto)


def test_guests_read_what_they_may_see(opens: Opens, tree: Tree, axe: Axe) -> None:
    hanna, gijs = people.signed_in(opens(), tree, "Hanna"), people.signed_in(opens(), tree, "Gijs")
    for page in (hanna, gijs):
        axe(page)
        page.get_by_role("navigation").get_by_role("link", name="Wat ik mag zien").click()
        axe(page)
    hanna.get_by_role("main").get_by_role("link", name=re.compile("^Casus K-")).first.click()
    assert re.search("/mijn-casussen/[0-9a-f-]{36}/$", hanna.url)
    gijs.goto(f"{tree.desk}/mijn-gemeente/")
    axe(gijs)
    assert "Gemeente Hengelo" in gijs.get_by_role("main").inner_text()
    assert gijs.goto(f"{tree.desk}/cijfers/2025/").status == 403  # type: ignore[union-attr]  # there is an answer


def leaving(otto: Page, tree: Tree, name: str) -> None:
    """The page on which somebody's account is closed."""
    otto.goto(f"{tree.desk}/accounts/")
    otto.get_by_role("link", name=name).click()
    otto.get_by_role("link", name="Deze collega vertrekt").click()


def close_account(otto: Page, successor: str) -> None:
    otto.get_by_label("Wie neemt het werk over?").select_option(label=successor)
    otto.get_by_role("button", name="Sluit het account en draag over").click()


def cases_on(page: Page, tree: Tree) -> list[str]:
    """The numbers of the cases that this coordinator leads, from their own page of what they may see."""
    page.goto(f"{tree.desk}/inzage/")
    return page.get_by_role("region", name="Als procesregisseur").get_by_role("link").all_inner_texts()


def test_the_cases_of_somebody_who_leaves_are_handed_over_in_one_step(opens: Opens, tree: Tree, axe: Axe) -> None:
    tarik, petra = people.signed_in(opens(), tree, "Tarik"), people.signed_in(opens(), tree, "Petra")
    of_tarik, of_petra = cases_on(tarik, tree), cases_on(petra, tree)
    assert min(len(of_tarik), len(of_petra)) > 10
    axe(tarik)
    otto = people.signed_in(opens(), tree, "Otto")

    # Petra is shut out of one of Tarik's cases: the step is refused as a whole, and he is still at work.
    leaving(otto, tree, "Tarik Karakter")
    axe(otto)
    close_account(otto, "Niemand")
    assert "Kies een procesregisseur" in otto.get_by_role("alert").inner_text()
    close_account(otto, "Petra Persona, procesregisseur")
    assert "is uitgesloten van een casus van Tarik Karakter" in otto.get_by_role("alert").inner_text()
    axe(otto)
    assert cases_on(tarik, tree) == of_tarik

    leaving(otto, tree, "Petra Persona")
    text = otto.get_by_role("main").inner_text()
    numbers = [int(number) for number in re.findall(r"casussen als procesregisseur\s+(\d+)", text)]
    assert sum(numbers) == len(of_petra)
    assert re.search(r"lopende noodinzages\s+1", text)
    assert not re.search(r"K-\d{4}-\d+", text), "the administrator sees no case"
    close_account(otto, "Tarik Karakter, procesregisseur")
    otto.get_by_text("is gesloten en het werk is overgedragen").wait_for()
    axe(otto)
    assert sorted(cases_on(tarik, tree)) == sorted(of_tarik + of_petra)
    petra.goto(f"{tree.desk}/inzage/")
    assert "aanmelden" in petra.url, "signed out at once"
