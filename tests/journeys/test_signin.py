"""Signing in with a real browser: code app, recovery code, passkey, and an identity provider on another port."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from schakel.core import time
from schakel.signin import totp
from tests import processes, provider
from tests.journeys import people
from tests.journeys.test_keyboard import go, tab_to
from tests.processes import Tree

pytestmark = pytest.mark.long_run

Opens = Callable[..., BrowserContext]
Check = Callable[[Page], None]
EMAIL, PASSWORD = "ada@kenniscentrum.example", "een lange zin die niemand raadt"
MAKE_ADA = f"""
from schakel.access.actions import create_account
from schakel.access.roles import Role
from schakel.core.actors import system
create_account(email={EMAIL!r}, name="Ada Gefingeerd", role=Role.INTAKE_WORKER, password={PASSWORD!r}, by=system("tests"))
"""


SIX_MINUTES_LATER = """
from schakel.signin.session import SessionStore
session = SessionStore(input())
session["proved"] -= 360
session.save()
"""
LOCK_ADA = """
from datetime import timedelta
from schakel.access.models import User
from schakel.core import time
from schakel.signin.models import Attempts
ada = User.objects.get(name="Ada Gefingeerd")
Attempts.objects.create(subject=b"x" * 32, account=ada, failures=6, locked_until=time.real_now() + timedelta(minutes=30))
"""


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with provider.running(processes.free_port()) as issuer:
        yield issuer


@pytest.fixture(scope="module")
def tree(filled_home: Path, tmp_path_factory: pytest.TempPathFactory, issuer: str) -> Iterator[Tree]:
    """The running demo with an account that has a password, and a provider."""
    folder = tmp_path_factory.mktemp("tree")
    home = Path(shutil.copytree(filled_home, folder / "home"))
    secret = folder / "provider-secret"
    secret.write_text(provider.SECRET)
    settings = processes.DEMO | {
        "SCHAKEL_OIDC": "gemeente",
        "SCHAKEL_OIDC_GEMEENTE_NAME": "Gemeente Verzonnen",
        "SCHAKEL_OIDC_GEMEENTE_ISSUER": issuer,
        "SCHAKEL_OIDC_GEMEENTE_CLIENT_ID": provider.CLIENT,
        "SCHAKEL_OIDC_GEMEENTE_SECRET_FILE": str(secret),
        "SCHAKEL_OIDC_GEMEENTE_SECOND_FACTOR": "mfa",
    }
    processes.in_installation(home, "desk", MAKE_ADA)
    with processes.running(home, "demo", log=folder / "log", settings=settings) as tree:
        yield tree


def type_password(page: Page, tree: Tree) -> None:
    page.goto(f"{tree.desk}/aanmelden/")
    page.get_by_label("E-mailadres").fill(EMAIL)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Verder").click()


def code_of(secret: str, *, later: int = 0) -> str:
    """What the app shows now, or a period later: each code works once."""
    return totp.code_at(secret, totp.step_of(time.real_now()) + later)


def has_authenticator(page: Page) -> None:
    """A passkey device of the browser's own making, that knows a finger when it feels one."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )


def picture(page: Page, name: str) -> None:
    """A picture for whoever looks at the pages while making them (SCHAKEL_TEST_PICTURES)."""
    folder = os.environ.get("SCHAKEL_TEST_PICTURES")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_code_app_recovery_code_passkey_and_provider(opens: Opens, tree: Tree, issuer: str, axe: Check) -> None:
    page = opens().new_page()
    has_authenticator(page)
    secret, codes = sets_up_a_code_app(page, tree, axe)
    adds_a_passkey(page, axe)
    comes_back_with_the_passkey(page, tree, axe)

    other = opens(script=False).new_page()
    type_password(other, tree)
    other.get_by_label("Code van zes cijfers").fill(code_of(secret, later=1))
    picture(other, "second-step")
    other.get_by_role("button", name="Aanmelden").click()
    expect(other).to_have_url(f"{tree.desk}/")
    uses_a_recovery_code(opens().new_page(), tree, axe, codes[0])

    page.reload()
    expect(page.get_by_role("row")).to_have_count(4)
    page.get_by_role("button", name="Beëindig alle andere sessies").click()
    expect(page.get_by_role("row")).to_have_count(2)
    other.reload()
    expect(other.get_by_role("heading", level=1)).to_have_text("Kies wie u bent")

    shows_who_she_is_once_more(page, tree, axe)

    # Linked to the organisation, and in from there: a visit that comes from another site.
    provider.tell(issuer, sub="ada-123", claims={"amr": ["mfa"]})
    page.goto(f"{tree.desk}/mijn-account/")
    page.get_by_role("button", name="Koppel Gemeente Verzonnen").click()
    expect(page.get_by_text("U kunt u nu aanmelden bij Gemeente Verzonnen")).to_be_visible()
    comes_from_the_provider(opens().new_page(), tree)
    provider.tell(issuer, sub="iemand anders", claims={"amr": ["mfa"]})
    unknown = opens().new_page()
    unknown.goto(f"{tree.desk}/aanmelden/")
    unknown.get_by_role("link", name="Met Gemeente Verzonnen").click()
    expect(unknown.get_by_role("heading", level=1)).to_have_text("Hier is geen account voor u")
    axe(unknown)
    picture(unknown, "unknown")


def sets_up_a_code_app(page: Page, tree: Tree, axe: Check) -> tuple[str, list[str]]:
    """The first time: nothing of the desk opens before the second step stands. The secret and the codes on paper."""
    page.goto(f"{tree.desk}/aanmelden/")
    axe(page)
    picture(page, "enter")
    type_password(page, tree)
    expect(page.get_by_role("heading", level=1)).to_have_text("Tweede stap")
    axe(page)
    picture(page, "factors-none")
    page.goto(f"{tree.desk}/meldingen/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tweede stap")
    page.get_by_role("link", name="Stel een app in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("App met codes instellen")
    axe(page)
    picture(page, "code-app")
    secret = re.sub(r"\s", "", page.locator(".secret").inner_text())
    page.get_by_label("Code van zes cijfers").fill(code_of(secret))
    page.get_by_role("button", name="Stel in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw herstelcodes")
    axe(page)
    picture(page, "recovery-codes")
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    page.get_by_role("link", name="Ik heb ze bewaard").click()
    expect(page).to_have_url(f"{tree.desk}/")
    return secret, codes


def adds_a_passkey(page: Page, axe: Check) -> None:
    """A passkey beside the code app, with a name to know it by."""
    page.get_by_role("link", name="Ada Gefingeerd").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mijn account")
    axe(page)
    picture(page, "account")
    page.get_by_role("link", name="Beheer de tweede stap").click()
    page.get_by_role("link", name="Voeg een toegangssleutel toe").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Toegangssleutel toevoegen")
    axe(page)
    picture(page, "add-passkey")
    page.get_by_role("button", name="Maak de sleutel").click()
    expect(page.get_by_text("Geef de sleutel een naam").first).to_be_visible()
    page.get_by_label("Naam").fill("Zilveren laptop")
    page.get_by_role("button", name="Maak de sleutel").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tweede stap")
    expect(page.get_by_role("button", name="Verwijder Zilveren laptop")).to_be_visible()
    axe(page)
    picture(page, "factors")


def comes_back_with_the_passkey(page: Page, tree: Tree, axe: Check) -> None:
    """Out, and in with the passkey alone."""
    page.get_by_role("button", name="Afmelden").click()
    page.goto(f"{tree.desk}/aanmelden/")
    page.get_by_role("button", name="Met een toegangssleutel").click()
    expect(page).to_have_url(f"{tree.desk}/")
    page.goto(f"{tree.desk}/mijn-account/sessies/")
    expect(page.get_by_role("cell", name="toegangssleutel")).to_be_visible()
    axe(page)
    picture(page, "sessions")


def shows_who_she_is_once_more(page: Page, tree: Tree, axe: Check) -> None:
    """Six minutes later: what was asked for is still there after the proof, and done only then."""
    page.goto(f"{tree.desk}/mijn-account/tweede-stap/")
    (cookie,) = [cookie for cookie in page.context.cookies(tree.desk) if cookie["name"] == "desk"]
    processes.in_installation(tree.home, "desk", SIX_MINUTES_LATER, typed=cookie["value"])
    page.get_by_role("button", name="Maak nieuwe herstelcodes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bevestig dat u het bent")
    axe(page)
    picture(page, "prove")
    page.get_by_role("button", name="Met een toegangssleutel").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bevestigd")
    axe(page)
    picture(page, "go-on")
    page.get_by_role("button", name="Doe het nu").click()
    expect(page.locator(".codes code")).to_have_count(10)


def uses_a_recovery_code(page: Page, tree: Tree, axe: Check, code: str) -> None:
    """Without the telephone."""
    type_password(page, tree)
    expect(page.get_by_label("Code van zes cijfers")).to_be_visible()
    axe(page)
    picture(page, "second-step-script")
    page.get_by_role("link", name="Gebruik een herstelcode").click()
    expect(page.get_by_label("Herstelcode")).to_be_visible()
    axe(page)
    page.get_by_label("Herstelcode").fill(code)
    page.get_by_role("button", name="Aanmelden").click()
    expect(page).to_have_url(f"{tree.desk}/")


def comes_from_the_provider(page: Page, tree: Tree) -> None:
    """In through the organisation's own sign-in."""
    page.goto(f"{tree.desk}/aanmelden/")
    page.get_by_role("link", name="Met Gemeente Verzonnen").click()
    expect(page).to_have_url(f"{tree.desk}/")


def test_the_administrator_finds_who_is_locked_out(opens: Opens, tree: Tree, axe: Check) -> None:
    page = people.signed_in(opens(), tree, "Otto")
    page.get_by_role("link", name="Vergrendeld").click()
    expect(page.get_by_text("Niemand is vergrendeld")).to_be_visible()
    axe(page)
    processes.in_installation(tree.home, "desk", LOCK_ADA)
    page.reload()
    expect(page.get_by_role("button", name="Open nu het account van Ada Gefingeerd")).to_be_visible()
    axe(page)
    picture(page, "locked")


def test_another_device_s_passkey_is_refused_in_words(opens: Opens, tree: Tree, axe: Check) -> None:
    page = opens().new_page()
    has_authenticator(page)
    page.goto(f"{tree.desk}/aanmelden/")
    page.get_by_role("button", name="Met een toegangssleutel").click()
    expect(page.get_by_text("Het is niet gelukt, of u brak het af")).to_be_visible()
    axe(page)


def test_wrong_passwords_and_the_way_out_with_the_keyboard_alone(opens: Opens, tree: Tree, axe: Check) -> None:
    page = opens(phone=True).new_page()
    page.goto(f"{tree.desk}/aanmelden/")
    page.keyboard.type("wie@kenniscentrum.example")  # the field has the focus already
    tab_to(page, "Wachtwoord")
    page.keyboard.type("niet dit")
    go(page, "Verder")
    expect(page.get_by_text("horen niet bij elkaar")).to_be_visible()
    axe(page)
    picture(page, "wrong")
    go(page, "Gebruik een herstelcode")
    axe(page)
    picture(page, "recover")


def test_without_a_script_only_what_works_is_offered(chromium: Browser, tree: Tree) -> None:
    """Without a script the page still signs in: the passkey button, which could not work, is not there."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{tree.desk}/aanmelden/")
    expect(page.get_by_role("button", name="Verder")).to_be_visible()
    expect(page.get_by_role("button", name="Met een toegangssleutel")).to_be_hidden()
    context.close()
