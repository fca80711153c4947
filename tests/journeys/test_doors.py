"""What the browser itself makes of the two doors: cookies that stay home, no referrer, no use of the device, no breach of policy."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, Request, Response

from tests.headers import PASSKEYS
from tests.journeys import people
from tests.processes import Tree

pytestmark = pytest.mark.long_run

Opens = Callable[..., BrowserContext]

READ_AT_THE_PUBLIC_DOOR = (
    "/",
    "/en/",
    "/contact/",
    "/privacy/",
    "/toegankelijkheid/",
    "/factsheet/",
    "/factsheet/2025/",
    "/vervolg/",
)
# An answer that is an error, and a feature that only other browsers know, or Chromium before 156: none is news. They are
# named, so that a mistake in writing one in the header is seen.
ELSEWHERE = (
    *("ambient-light-sensor", "attribution-reporting", "bluetooth", "join-ad-interest-group", "private-aggregation"),
    *("run-ad-auction", "shared-storage", "shared-storage-select-url", "speaker-selection"),
)
# What Chromium before 156 knows but has switched off.
NOT_YET = ("digital-credentials-create", "media-playback-while-not-visible")
EXPECTED = (
    rf"status of (403|404)|Unrecognized feature: '({'|'.join(ELSEWHERE)})'"
    rf"|Origin trial controlled feature not enabled: '({'|'.join(NOT_YET)})'"
)
# Runs before anything on the page, and keeps what the browser refused it.
NOTE_VIOLATIONS = """document.addEventListener("securitypolicyviolation", event =>
  console.error(`violation: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`))"""
SAID = people.Telling(
    who="Ik maak me zorgen om iemand", story="Hij werkt zonder loon.", name="Jan Vos", age="30", gender="man"
)


def told(page: Page) -> list[str]:
    """What the console of a page says from now on."""
    lines: list[str] = []
    page.on("console", lambda message: lines.append(f"{urlsplit(page.url).path}: {message.text}"))
    page.on("pageerror", lambda error: lines.append(f"{urlsplit(page.url).path}: {error}"))
    return lines


def nothing(page: Page) -> None:
    """For journeys that check nothing on the way."""


def links_of(page: Page, tree: Tree) -> list[str]:
    """Every page of the same door that this page links to."""
    found = [urlsplit(str(link)) for link in page.evaluate("[...document.links].map(link => link.href)")]
    origin = urlsplit(tree.desk)
    return sorted({parts.path for parts in found if parts.netloc == origin.netloc and "." not in parts.path})


def test_neither_door_ever_gets_the_other_doors_cookies(opens: Opens, tree: Tree) -> None:
    context = opens()
    sent: list[tuple[str, str]] = []

    def note(response: Response) -> None:
        headers = response.request.all_headers()
        sent.append((str(urlsplit(response.url).hostname), headers.get("cookie", "")))

    desk = people.signed_in(context, tree, "Sanne")
    code = people.report(context.new_page(), tree, SAID, nothing)
    public = context.new_page()
    for page in (desk, public):
        page.on("response", note)
    desk.goto(f"{tree.desk}/meldingen/")
    people.read_answer(public, tree, code, nothing)
    desk.goto(f"{tree.desk}/")
    public.goto(f"{tree.public}/")
    held = {(cookie["name"], cookie["domain"]) for cookie in context.cookies()}
    assert held == {("desk", "localhost"), ("desk-form", "localhost"), ("visit", "127.0.0.1"), ("form", "127.0.0.1")}
    names = {
        host: {name for at, cookies in sent for name in re.findall(r"([\w-]+)=", cookies) if at == host}
        for host, _ in sent
    }
    assert names == {"localhost": {"desk", "desk-form"}, "127.0.0.1": {"visit", "form"}}


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_form_goes_through_without_telling_where_it_was(opens: Opens, tree: Tree, script: bool) -> None:  # noqa: FBT001
    context = opens(script=script)
    forms: list[Request] = []
    context.on("request", lambda request: forms.append(request) if request.method == "POST" else None)
    referrers: list[str] = []
    context.on("response", lambda response: referrers.append(response.request.all_headers().get("referer", "")))
    people.report(context.new_page(), tree, SAID, nothing)
    desk = people.signed_in(context, tree, "Sanne")
    assert desk.get_by_role("link", name="Meldingen").count()
    # With scripts the answers leave once, sealed; without them each page is a form.
    assert len(forms) == 2 if script else len(forms) > 6
    headers = [request.all_headers() for request in forms]
    assert {header["sec-fetch-site"] for header in headers} == {"same-origin"}
    # A script that sends names its own door, and no page of it.
    assert {header["origin"] for header in headers} <= ({"null", tree.public} if script else {"null"})
    assert set(referrers) == {""}
    # A refused form that is loaded again is the visitor's own as well.
    page = context.new_page()
    page.goto(f"{tree.public}/vervolg/")
    page.get_by_label("code", exact=False).first.fill("1234")
    with page.expect_navigation():
        people.forward(page)
    again = page.reload()
    assert again is not None
    assert again.status == 422


@pytest.mark.parametrize("door", ["public", "desk"])
def test_another_sites_form_is_refused(opens: Opens, tree: Tree, door: str) -> None:
    context = opens()
    desk = people.signed_in(context, tree, "Sanne")
    target, elsewhere = (
        (f"{tree.public}/melden/", tree.desk) if door == "public" else (f"{tree.desk}/aanmelden/afmelden/", tree.public)
    )
    page = context.new_page()
    page.goto(f"{tree.public}/melden/")
    form = f'<form method="post" action="{target}" referrerpolicy="no-referrer"><button>Win een prijs</button></form>'
    page.route("**/prijs", lambda route: route.fulfill(body=form, content_type="text/html"))
    page.goto(f"{elsewhere}/prijs")
    with page.expect_response(target) as answered:
        page.get_by_role("button").click()
    assert answered.value.status == 403
    desk.reload()
    assert desk.get_by_role("link", name="Meldingen").count(), "still signed in"


def test_no_page_of_the_public_door_breaks_its_policy_or_uses_the_device(opens: Opens, tree: Tree) -> None:
    context = opens()
    context.add_init_script(NOTE_VIOLATIONS)
    page = context.new_page()
    lines = told(page)
    for path in READ_AT_THE_PUBLIC_DOOR:
        page.goto(f"{tree.public}{path}")
    people.report(page, tree, SAID, nothing)
    page.goto(f"{tree.public}/nergens/")
    assert [line for line in lines if not re.search(EXPECTED, line)] == []
    assert page.evaluate("document.featurePolicy.allowedFeatures()") == []
    assert len(page.evaluate("document.featurePolicy.features()")) > 30


def test_no_page_of_the_desk_breaks_its_policy_or_uses_more_than_passkeys(opens: Opens, tree: Tree) -> None:
    context = opens()
    context.add_init_script(NOTE_VIOLATIONS)
    visited: set[str] = set()
    for name in ("Sanne", "Femke"):
        context.clear_cookies()
        page = people.signed_in(context, tree, name)
        lines = told(page)
        # The pages in the navigation, and the first few that each of those leads to.
        for path in links_of(page, tree):
            page.goto(f"{tree.desk}{path}")
            visited.add(path)
            for deeper in [link for link in links_of(page, tree) if link not in visited][:4]:
                page.goto(f"{tree.desk}{deeper}")
                visited.add(deeper)
        assert [line for line in lines if not re.search(EXPECTED, line)] == []
        assert set(page.evaluate("document.featurePolicy.allowedFeatures()")) == PASSKEYS
    assert len(visited) > 12


def test_the_browser_would_tell_of_a_breach(opens: Opens, tree: Tree) -> None:
    context = opens()
    context.add_init_script(NOTE_VIOLATIONS)
    page = context.new_page()
    lines = told(page)
    page.goto(f"{tree.public}/")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('img'), {src: 'data:image/gif;base64,R0lG'}))"
    )
    page.wait_for_timeout(200)
    assert any("violation: style-src-attr" in line for line in lines)
    assert any("violation: img-src" in line for line in lines)
