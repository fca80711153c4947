"""What the processes print when all goes wrong: that it did, and nothing of what anybody typed, asked for or is."""

import http.client
import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest

from schakel.config import serve
from tests import processes
from tests.visitor import Visitor

Prepared = Callable[..., Path]

# In every place where a visitor or a colleague could leave a word.
IN_PATH, IN_QUERY, IN_BODY, IN_COOKIE, IN_HEADER, IN_HOST, IN_METHOD = (
    "Padkwikstaart", "Vraagkwikstaart", "Tekstkwikstaart", "Koekkwikstaart", "Kopkwikstaart", "hostkwikstaart.example",
    "METHODEKWIKSTAART",
)  # fmt: skip
WORDS = (IN_PATH, IN_QUERY, IN_BODY, IN_COOKIE, IN_HEADER, IN_HOST, IN_METHOD, "kwikstaart")


@contextmanager
def printing(home: Path, door: str, port: int, into: Path) -> Iterator[None]:
    """One door, with all it prints in a file."""
    with into.open("w") as file:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "schakel.config.cli",
                "serve",
                door,
                "--port",
                str(port),
                "--parent",
                str(os.getpid()),
            ],
            stdout=file,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            cwd=processes.ROOT,
            env=processes.environment(home, processes.DEMO),
        )
        try:
            processes.wait_for_port(port, process)
            yield
        finally:
            processes.stop(process)


def ask(port: int, method: str, path: str, body: str | None = None, **headers: str) -> int:
    """The status of one request, with a word of its own in every header a browser sends."""
    sent = {
        "Cookie": f"visit={IN_COOKIE}; desk={IN_COOKIE}; form={IN_COOKIE}",
        "User-Agent": IN_HEADER,
        "Referer": f"https://elders.example/{IN_HEADER}",
        "X-Forwarded-For": IN_HEADER,
        "Accept-Language": IN_HEADER,
        **headers,
    }
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body, sent)
        return connection.getresponse().status
    finally:
        connection.close()


def send_raw(port: int, sent: bytes) -> None:
    """What no browser sends, and whatever comes back."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(sent)
        line.recv(100)


def make_errors(port: int, host: str, form: str, button: str) -> set[int]:
    """Every kind of error a request can be; the statuses that came of it."""
    named = {"Host": host, "Content-Type": "application/x-www-form-urlencoded"}
    said = urlencode({"story": IN_BODY, "login": IN_BODY, "password": IN_BODY, "code": IN_BODY})
    got = {
        ask(port, "GET", f"/{IN_PATH}/?q={IN_QUERY}", Host=host),
        ask(port, "GET", f"/static/{IN_PATH}.css?q={IN_QUERY}", Host=host),
        ask(port, "POST", f"{form}?q={IN_QUERY}", said, **named),
        ask(port, "POST", form, said * 20_000, **named),
        ask(port, "PUT", f"{form}?q={IN_QUERY}", said, **named),
        ask(port, "GET", f"{button}?q={IN_QUERY}", Host=host),
        ask(port, IN_METHOD, f"{form}?q={IN_QUERY}", Host=host),
        ask(port, "GET", f"/?q={IN_QUERY}", Host=IN_HOST),
        ask(port, "POST", form, f"--x\r\n{IN_BODY}", Host=host, **{"Content-Type": "multipart/form-data; boundary=y"}),
        ask(port, "GET", f"/{IN_PATH}%00%ff/?q=%00{IN_QUERY}", Host=host),
    }
    send_raw(port, f"GET /{IN_PATH} HTTP/7.7\r\nHost: {IN_HOST}\r\n\r\n".encode())
    send_raw(port, f"POST {form} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {IN_BODY}\r\n\r\n".encode())
    send_raw(port, f"GET /{IN_PATH * 20_000} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    return got


@pytest.mark.parametrize(
    ("door", "host", "pages"),
    [
        ("public", "127.0.0.1", ("/melden/wat/", "/stoppen/")),
        ("desk", "localhost", ("/aanmelden/", "/aanmelden/afmelden/")),
    ],
)
def test_errors_of_every_kind_leave_no_word_behind(
    prepared: Prepared, tmp_path: Path, door: str, host: str, pages: tuple[str, str]
) -> None:
    port, log = processes.free_port(), tmp_path / "log"
    with printing(prepared(), door, port, log):
        got = make_errors(port, host, *pages)
    # The public door refuses a form without its token before it reads how long the form is.
    assert got == {400, 403, 404, 405} | ({413} if door == "desk" else set())
    assert found_in(log) == []


def test_a_database_that_fails_is_told_without_its_words(prepared: Prepared, tmp_path: Path) -> None:
    home, port, log = prepared(), processes.free_port(), tmp_path / "log"
    with printing(home, "public", port, log):
        visitor = Visitor(port)
        page = visitor.get("/melden/")
        asked = visitor.answer(visitor.answer(page), {"category": "other"})
        database = sqlite3.connect(home / "schakel.sqlite3")
        database.execute("DROP TABLE intake_visit")
        database.commit()
        database.close()
        assert visitor.answer(asked, {"story": IN_BODY}).status == 503
    assert "the database failed" in log.read_text()
    assert found_in(log) == []


def test_an_error_that_nobody_foresaw_is_told_by_its_place(prepared: Prepared, tmp_path: Path) -> None:
    home, port, log = prepared(), processes.free_port(), tmp_path / "log"
    with printing(home, "desk", port, log):
        database = sqlite3.connect(home / "schakel.sqlite3")
        database.execute("DROP TABLE signin_staffsession")
        database.commit()
        database.close()
        cookie = f"desk={'a' * 32}"
        assert ask(port, "GET", f"/meldingen/?q={IN_QUERY}", Host="localhost", Cookie=cookie) == 500
    assert "ERROR schakel.request error" in log.read_text()
    assert found_in(log) == []


def test_what_gets_past_every_page_says_nothing_but_its_number(caplog: pytest.LogCaptureFixture) -> None:
    def application(environ: object, start_response: object) -> list[bytes]:
        raise ValueError(IN_BODY)

    started: list[tuple[str, dict[str, str]]] = []
    said = serve.answer(application, {}, lambda status, headers: started.append((status, dict(headers))))
    ((status, headers),) = started
    assert (status, list(said)) == ("500 Internal Server Error", [b"500"])
    assert headers["Content-Security-Policy"] == "default-src 'none'"
    assert (headers["Cache-Control"], headers["Server"]) == ("no-store", "")
    assert IN_BODY not in caplog.text
    assert "ValueError" in caplog.text


def found_in(log: Path) -> list[str]:
    text = log.read_text().lower()
    return [word for word in WORDS if word.lower() in text]
