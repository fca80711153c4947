"""Real Chromium against the real processes: both doors and the worker, on a filled demo."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, ViewportSize, sync_playwright

from tests import processes
from tests.filled import filled_home

__all__ = ["filled_home"]

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=360, height=740)
_OURS = ("127.0.0.1", "localhost")

Opens = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def tree(filled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[processes.Tree]:
    """The running demo, on a copy of the filled home that one module has for itself."""
    folder = tmp_path_factory.mktemp("tree")
    home = Path(shutil.copytree(filled_home, folder / "home"))
    with processes.running(home, "demo", log=folder / "log") as tree:
        yield tree


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The machine's own Chromium; without it these tests fail, they are never skipped."""
    path = shutil.which("chromium")
    assert path is not None, "Chromium is not installed (Debian package: chromium)"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session", autouse=True)
def clicks_wait() -> Iterator[None]:
    """A click ends when the page that it leads to is whole: by itself Playwright goes on as soon as its first byte came, and
    what a journey counts or reads then may be missing."""
    click = Locator.click

    def click_and_wait(button: Locator, **options: Any) -> None:
        click(button, **options)
        button.page.wait_for_load_state()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Locator, "click", click_and_wait)
        yield


@pytest.fixture
def opens(chromium: Browser) -> Iterator[Opens]:
    """Opens a browser of somebody's own, `opens(phone=True, script=False)`; at the end, no request left this machine."""
    contexts: list[BrowserContext] = []
    strangers: list[str] = []

    def look(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in _OURS:
            strangers.append(request.url)

    def open_one(*, phone: bool = False, script: bool = True, language: str = "nl-NL") -> BrowserContext:
        context = chromium.new_context(
            viewport=PHONE if phone else WIDE,
            java_script_enabled=script,
            locale=language,
            timezone_id="Europe/Amsterdam",
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        context.on("request", look)
        contexts.append(context)
        return context

    yield open_one
    for context in contexts:
        context.close()
    assert strangers == []


@pytest.fixture
def page(opens: Opens) -> Page:
    """A page of an ordinary browser on a wide screen."""
    return opens().new_page()


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """Fails when the page breaks a rule of WCAG 2.2 AA or axe's own best practices."""
    source = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")

    def check(page: Page) -> None:
        page.wait_for_load_state()
        # Evaluated, not put in a script tag: our own policy forbids that, and should. Where a form changes in place it is
        # there already.
        if not page.evaluate("'axe' in window"):
            page.evaluate(source)
        # The same rules and findings; what passes is not written out at length.
        found = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
        told = [
            f"{rule['id']} ({rule['impact']}): {rule['help']}\n    "
            + "\n    ".join(node["html"] for node in rule["nodes"])
            for rule in found
        ]
        assert not told, f"axe on {urlsplit(page.url).path}:\n" + "\n".join(told)

    return check
