"""Every answer of both doors, pages and errors and files alike, carries the headers that keep its words where they are."""

import http.client
import re
import socket
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.cookies import SimpleCookie
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, reverse

from schakel.core import region, time
from tests import headers, processes
from tests.meta import test_access_sweep as sweep
from tests.personas import signed_in
from tests.rooms import chain
from tests.rooms.publicsite import invented

SOURCE = Path(__file__).parents[2] / "src" / "schakel"
STATIC = ("/static/core/tokens.css", "/static/core/exit.js", "/static/core/favicon.svg")
# Where the public door may set the cookie of its form; the visit's own follows when the form is begun.
WITH_A_FORM = {"report", "questions", "task", "follow_up", "mailing", "request_training"}

world = sweep.world


def public_address(pattern: URLPattern) -> str:
    known = {"slug": "wie", "key": "rechten", "year": 2025, "name": "factsheet-2025.csv", "token": "nobody"}
    known |= {"secret": "niets", "room": "niets", "door": "niets"}
    known |= dict.fromkeys(("session_id", "material_id", "material_file_id", "loan_kind_id"), uuid.uuid4())
    return reverse(
        str(pattern.name), urlconf=sweep.PUBLIC, kwargs={name: known[name] for name in pattern.pattern.converters}
    )


def complaints(door: str, where: str, response: HttpResponse) -> list[str]:
    is_static = where.split()[1].startswith("/static/") and response.status_code == 200
    found = headers.wrong(response.headers, door, is_static=is_static)
    if response.headers.get("Content-Type", "").startswith("text/html"):
        found += headers.inline(response.content.decode())
    if response.streaming:
        b"".join(response)  # a file is closed by whoever reads it to its end
    return [f"{where} ({response.status_code}): {complaint}" for complaint in found]


@pytest.mark.long_run
def test_every_answer_of_the_desk(world: sweep.World) -> None:
    addresses = [world.address(pattern) for pattern in sweep.DESK_ADDRESSES] + ["/nergens/", "/static/nergens.css"]
    wrong = []
    for who in ("its coordinator", "let in as partner", "outsider: policy_analyst"):
        cookies = sweep.signed_in(world.everybody[who])
        for method, address in product(sweep.METHODS, [*addresses, *STATIC]):
            wrong += complaints("desk", f"{method} {address}", sweep.answer(cookies, method, address))
    for method, address in product(sweep.METHODS, addresses):
        wrong += complaints("desk", f"{method} {address}", sweep.answer(SimpleCookie(), method, address))
    assert "\n".join(wrong) == ""


@pytest.mark.urls(sweep.PUBLIC)
@pytest.mark.django_db
def test_every_answer_of_the_public_door() -> None:
    invented.publish()
    addresses = [public_address(pattern) for pattern in sweep.PUBLIC_ADDRESSES] + ["/nergens/", "/en/", *STATIC]
    on_the_way = Client()
    invented.begin(on_the_way)
    wrong, set_by = [], set()
    for method, address in product(sweep.METHODS, addresses):
        response = sweep.answer(SimpleCookie(), method, address)
        wrong += complaints("public", f"{method} {address}", response)
        if method == "GET" and [cookie for cookie in response.cookies.values() if cookie["max-age"] != 0]:
            set_by.add(response.resolver_match.view_name if response.resolver_match else address)
        wrong += complaints("public", f"{method} {address}", sweep.answer(on_the_way.cookies, method, address))
    assert "\n".join(wrong) == ""
    assert set_by == WITH_A_FORM


def test_a_header_that_is_missing_is_noticed() -> None:
    found = headers.wrong({"Content-Security-Policy": "default-src 'self'", "Server": "x"}, "public")
    assert len(found) == len(headers.EXACTLY) + 4
    assert headers.wrong_cookie("desk=1; Path=/") == [
        "desk has no __Host-",
        "desk lacks secure",
        "desk lacks httponly",
        "desk: {'path': '/'}",
    ]
    page = "<p style='x' onclick='y'><script>z</script><style></style><img src='//elsewhere'><a href='javascript:0'>"
    assert len(headers.inline(page)) == 6


INLINE = re.compile(
    r"""<style|\sstyle\s*=|\son[a-z]+\s*=\s*["']|<script(?![^>]*\ssrc=)|javascript:|unsafe-""", re.IGNORECASE
)


def test_no_source_of_a_page_holds_script_or_style_of_its_own() -> None:
    kinds = ("*.html", "*.svg", "*.js")
    sources = [path for kind in kinds for path in SOURCE.rglob(kind)]
    assert len(sources) > 40
    found = [
        f"{path.relative_to(SOURCE)}: {match[0]}"
        for path in sources
        for match in INLINE.finditer(re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8")))
    ]
    assert found == []


def failing(*arguments: Any, **named: Any) -> HttpResponse:
    raise ValueError(CAUSE)


CAUSE = "Kwikstaartjeszomer"
ERRORS: list[tuple[int, Callable[[Any], HttpResponse]]] = [
    (400, lambda client: client.get("/", headers={"host": "elders.example"})),
    (403, lambda client: Client(enforce_csrf_checks=True).post(client.begins, {"x": "y"})),
    (404, lambda client: client.get("/nergens/")),
    (405, lambda client: client.put("/")),
    (413, lambda client: client.post(client.begins, {"story": "x" * 1_600_000})),
]
REVEALS = re.compile(
    rf"{CAUSE}|Traceback|Error|Exception|\.py\b|site-packages|django|python|granian|/src/|\b\d+\.\d+\.\d+\b",
    re.IGNORECASE,
)


@pytest.mark.django_db
@pytest.mark.parametrize("door", ["public", "desk"])
def test_an_error_page_reveals_nothing(request: pytest.FixtureRequest, door: str) -> None:
    """All of them in one world, which takes longer to make than they take to ask for."""
    client: Any = Client()
    if door == "public":
        request.getfixturevalue("public_door")
        client.begins = "/melden/wat/"
    else:
        signed_in(request.getfixturevalue("world").everybody["its coordinator"], client=client)
        client.begins = "/meldingen/invoeren/"
    wrong = []
    for status, ask in ERRORS:
        with chain.rolled_back():
            response = ask(client)
        page = response.content.decode()
        wrong += complaints(door, "GET /", response) + [f"{status} reveals {word}" for word in REVEALS.findall(page)]
        if response.status_code != status:
            wrong.append(f"{response.status_code} instead of {status}")
    assert "\n".join(wrong) == ""


@pytest.mark.django_db
@pytest.mark.parametrize("door", ["public", "desk"])
def test_an_error_nobody_foresaw_reveals_nothing(
    request: pytest.FixtureRequest, door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(raise_request_exception=False)
    if door == "public":
        request.getfixturevalue("public_door")
    else:
        signed_in(request.getfixturevalue("world").everybody["its coordinator"], client=client)
    monkeypatch.setattr("schakel.core.context.installation", failing)
    monkeypatch.setattr("django.template.engine.Engine.template_context_processors", (failing,))
    response = client.get("/")
    assert response.status_code == 500
    assert complaints(door, "GET /", response) == []
    assert REVEALS.findall(response.content.decode()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("door", ["public", "desk"])
def test_both_doors_say_where_to_report_a_weakness(request: pytest.FixtureRequest, door: str) -> None:
    if door == "public":
        request.getfixturevalue("public_door")
    response = Client().get("/.well-known/security.txt", headers={"host": "localhost"}, secure=True)
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert fields["Contact"] == f"mailto:{region.current().email}"
    assert timedelta() < datetime.fromisoformat(fields["Expires"]) - time.real_now() < timedelta(days=365)
    assert fields["Preferred-Languages"] == ", ".join(region.current().languages)
    assert fields["Canonical"] == "https://localhost/.well-known/security.txt"


# With production settings, in the real processes.

ACCOUNT = """
from schakel.access.actions import create_account
from schakel.access.roles import Role
from schakel.core.actors import system
create_account(email="inge@centrum.example", name="Inge Tas", role=Role.INTAKE_WORKER,
    password="een-lang-wachtwoord", by=system("test"))
"""
DOORS = {"public": (sweep.PUBLIC, sweep.PUBLIC_ADDRESSES), "desk": (sweep.DESK, sweep.DESK_ADDRESSES)}
HOSTS = {"public": "melden.example", "desk": "balie.example"}


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("production") / "home"
    done = processes.command(home, "prepare", settings=processes.PRODUCTION)
    assert (done.returncode, done.stderr) == (0, "")
    processes.in_installation(home, "desk", ACCOUNT, settings=processes.PRODUCTION)
    return home


Asks = Callable[..., tuple[int, http.client.HTTPMessage, str]]


@contextmanager
def asking(home: Path, door: str) -> Iterator[Asks]:
    """One door as it runs behind nginx; `ask(method, path)` gives status, headers and text."""
    port = processes.free_port()
    cookies: dict[str, str] = {}

    def ask(
        method: str, path: str, body: str | None = None, *, host: str = HOSTS[door]
    ) -> tuple[int, http.client.HTTPMessage, str]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        sent = {"Host": host, "X-Forwarded-Proto": "https", "Origin": "null", "Sec-Fetch-Site": "same-origin"}
        sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, sent)
        response = connection.getresponse()
        text = response.read().decode(errors="replace")
        connection.close()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            cookies[name] = value
        return response.status, response.headers, text

    with processes.serving(home, door, port=port, settings=processes.PRODUCTION):
        yield ask


def token_in(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("door", ["public", "desk"])
def test_in_production_every_answer_is_for_https_alone_and_names_nothing(production: Path, door: str) -> None:
    urlconf, patterns = DOORS[door]
    plain = [pattern for pattern in patterns if not pattern.pattern.converters and pattern.name != "persona_sign_in"]
    paths = {reverse(str(pattern.name), urlconf=urlconf) for pattern in plain}
    wrong = []
    with asking(production, door) as ask:
        for method, path in product(("GET", "POST", "PUT"), [*sorted(paths), "/nergens/", *STATIC]):
            status, found, _ = ask(method, path)
            complaints = headers.wrong(found, door, is_static=path in STATIC and status == 200)
            if found.get("Strict-Transport-Security") != headers.ONE_YEAR:
                complaints.append(f"Strict-Transport-Security: {found.get('Strict-Transport-Security')}")
            for cookie in found.get_all("Set-Cookie") or []:
                complaints += headers.wrong_cookie(cookie)
            wrong += [f"{method} {path} ({status}): {complaint}" for complaint in complaints]
    assert "\n".join(wrong) == ""


def test_in_production_the_cookies_of_a_visit_belong_to_this_host_and_go_at_the_exit(production: Path) -> None:
    with asking(production, "public") as ask:
        _, first, page = ask("GET", "/melden/")
        status, begun, _ = ask("POST", "/melden/", f"csrfmiddlewaretoken={token_in(page)}")
        _, left, _ = ask("GET", "/weg/")
    assert status == 303
    given = [cookie for found in (first, begun) for cookie in found.get_all("Set-Cookie") or []]
    assert [cookie.partition("=")[0] for cookie in given] == ["__Host-form", "__Host-visit"]
    assert [complaint for cookie in given for complaint in headers.wrong_cookie(cookie)] == []
    assert left["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    taken = left.get_all("Set-Cookie") or []
    assert all("Max-Age=0" in cookie and headers.wrong_cookie(cookie) == [] for cookie in taken)
    assert len(taken) == 2


def test_in_production_the_desks_cookies_belong_to_its_host_and_go_at_signing_out(production: Path) -> None:
    with asking(production, "desk") as ask:
        _, _, page = ask("GET", "/aanmelden/")
        typed = "email=inge%40centrum.example&password=een-lang-wachtwoord"
        status, signed_in, _ = ask("POST", "/aanmelden/", f"csrfmiddlewaretoken={token_in(page)}&{typed}")
        # Without a second step yet, only the page to set one up opens, and leaving.
        _, _, home = ask("GET", reverse("second_factor", urlconf=sweep.DESK))
        _, signed_out, _ = ask("POST", "/aanmelden/afmelden/", f"csrfmiddlewaretoken={token_in(home)}")
    assert status == 303
    given = signed_in.get_all("Set-Cookie") or []
    assert {cookie.partition("=")[0] for cookie in given} == {"__Host-desk", "__Host-form"}
    assert [complaint for cookie in given for complaint in headers.wrong_cookie(cookie)] == []
    assert signed_out["Clear-Site-Data"] == '"cache", "cookies", "storage"'


@pytest.mark.parametrize("door", ["public", "desk"])
def test_in_production_a_door_answers_to_its_own_name_alone(production: Path, door: str) -> None:
    other = HOSTS["desk" if door == "public" else "public"]
    with asking(production, door) as ask:
        assert ask("GET", "/.well-known/security.txt")[0] == 200
        assert [ask("GET", "/gezond", host=name)[0] for name in (other, "127.0.0.1", "x.example")] == [400, 400, 400]


def test_what_is_no_request_gets_no_page_and_no_name(production: Path) -> None:
    port = processes.free_port()
    with processes.serving(production, "public", port=port, settings=processes.PRODUCTION):
        for sent in (
            b"GET / HTTP/9.9\r\n\r\n",
            b"\x16\x03\x01\r\n\r\n",
            b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
        ):
            with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
                line.sendall(sent)
                head, _, body = line.recv(10_000).partition(b"\r\n\r\n")
            assert re.match(rb"HTTP/1\.1 4\d\d ", head)
            assert b"server" not in head.lower()
            assert body == b""
