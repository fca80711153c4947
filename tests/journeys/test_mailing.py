"""A professional asks for the mailing on a phone without scripts, confirms it by mail, gets one, and leaves with one click."""

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from tests import mail, processes
from tests.journeys import people
from tests.processes import Tree

pytestmark = pytest.mark.long_run

Opens = Callable[..., BrowserContext]
Axe = Callable[[Page], None]
NOOR = "noor@school.example"
_PATIENCE_SECONDS = 120
_LOOK = os.environ.get("SCHAKEL_TEST_LOOK", "")


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Iterator[mail.MailServer]:
    """A mail server that takes everything."""
    with mail.serving(tmp_path_factory.mktemp("post")) as server:
        yield server


@pytest.fixture(scope="module")
def tree(filled_home: Path, post: mail.MailServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tree]:
    """The demo, with that server to send through."""
    folder = tmp_path_factory.mktemp("tree")
    home = Path(shutil.copytree(filled_home, folder / "home"))
    settings = {
        **processes.DEMO,
        "SCHAKEL_MAIL": f"smtp://127.0.0.1:{post.port}",
        "SCHAKEL_MAIL_FROM": "centrum@werk.example",
    }
    with processes.running(home, "demo", settings=settings, log=folder / "log") as running:
        yield running


def look(page: Page, name: str, axe: Axe) -> None:
    axe(page)
    if _LOOK:
        page.screenshot(path=Path(_LOOK) / f"mailing-{name}.png", full_page=True)


def got(post: mail.MailServer, to: str, subject: str) -> EmailMessage:
    """The mail of that subject, when the worker has sent it."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        found = [one for one in post.received() if one["To"] == to and one["Subject"].startswith(subject)]
        if found:
            return found[0]
        time.sleep(0.5)
    raise AssertionError(f"no mail to {to} about {subject}")


def link(message: EmailMessage, page: str, tree: Tree) -> str:
    """Where a link in a mail leads; the demo answers at a port of its own here."""
    found = re.search(rf"/professionals/mailing/{page}/\S+", message.get_content())
    assert found is not None
    return f"{tree.public}{found[0]}"


def test_from_asking_to_leaving(opens: Opens, tree: Tree, post: mail.MailServer, axe: Axe) -> None:
    noor = opens(phone=True, script=False).new_page()
    # Without scripts axe can't run: another browser looks at the same pages.
    looking = opens(phone=True).new_page()
    noor.goto(f"{tree.public}/professionals/")
    noor.get_by_role("link", name="Mailing").click()
    looking.goto(noor.url)
    look(looking, "ask", axe)
    noor.get_by_label("Wat is uw e-mailadres?").fill("noor@")
    people.choose(noor, "onderwijs en jongerenwerk")
    noor.get_by_role("button", name="Schrijf mij in").click()
    assert "Dit is geen heel e-mailadres" in noor.get_by_role("alert").inner_text()
    noor.get_by_label("Wat is uw e-mailadres?").fill(NOOR)
    noor.get_by_role("button", name="Schrijf mij in").click()
    noor.get_by_role("heading", name="Kijk nu in uw mail").wait_for()
    looking.goto(noor.url)
    look(looking, "asked", axe)

    address = link(got(post, NOOR, "Bevestig"), "bevestigen", tree)
    looking.goto(address)
    look(looking, "confirm", axe)
    noor.goto(address)
    noor.get_by_role("button", name="Ja, ik wil deze mailing").click()
    noor.get_by_role("heading", name="U bent ingeschreven").wait_for()
    noor.get_by_role("link", name="Andere onderwerpen kiezen").click()
    looking.goto(noor.url)
    look(looking, "manage", axe)

    _send(people.signed_in(opens(), tree, "Lotte"), tree, axe)
    message = got(post, NOOR, "Training in mei")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = link(message, "afmelden", tree)
    looking.goto(address)
    look(looking, "leave", axe)
    noor.goto(address)
    noor.get_by_role("button", name="Meld mij af").click()
    noor.get_by_role("heading", name="U bent afgemeld").wait_for()
    looking.goto(address)
    look(looking, "left", axe)


def _send(lotte: Page, tree: Tree, axe: Axe) -> None:
    """At the desk: what waits, an address that does not work, a draft, and the second step."""
    lotte.get_by_role("navigation").get_by_role("link", name="Mailing").click()
    look(lotte, "desk", axe)
    lotte.get_by_role("link", name="werkt niet").click()
    look(lotte, "bounced", axe)
    lotte.goto(f"{tree.desk}/mailing/")
    lotte.get_by_role("link", name="Schrijf een mailing").click()
    look(lotte, "new", axe)
    lotte.get_by_label("Onderwerp").fill("Training in mei")
    lotte.get_by_label("Tekst").fill("Beste collega,\n\nIn mei is er een training.")
    people.choose(lotte, re.compile("^onderwijs en jongerenwerk"))
    lotte.get_by_role("button", name="Bewaar het concept").click()
    lotte.get_by_text("Er is nog niets verstuurd.").wait_for()
    look(lotte, "draft", axe)
    lotte.get_by_role("link", name="Verder naar versturen").click()
    look(lotte, "send", axe)
    lotte.get_by_role("button", name="Verstuur aan").click()
    lotte.get_by_text("De mailing gaat naar").wait_for()
    look(lotte, "sending", axe)
