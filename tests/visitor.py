"""A visitor without a browser: keeps cookies, fills in the forms it finds, and reports through every page."""

import http.client
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

_SEND = "/melden/controle/"
_FORM = "application/x-www-form-urlencoded"
_CODE = re.compile(r"(?:\d(?: \d){3}\D{1,40}){6}\d(?: \d){3}")

Fields = list[tuple[str, str]]


@dataclass(frozen=True)
class Page:
    """An answer: its status, where it was found after redirects, and its text."""

    status: int
    path: str
    text: str

    @property
    def fields(self) -> Fields:
        """The fields of the form that the page sends to itself, as they stand filled in."""
        reader = _Forms(self.path)
        reader.feed(self.text)
        return reader.forms[0] if reader.forms else []


class Stopped(Exception):
    """A question was not accepted; `page` is what came instead of the next one."""

    def __init__(self, page: Page) -> None:
        super().__init__(f"stopped at {page.path} ({page.status})")
        self.page = page


@dataclass
class Visitor:
    """One visitor of the public door at a port of this machine; not for use by two threads."""

    port: int
    host_name: str = "127.0.0.1"
    cookies: dict[str, str] = field(default_factory=dict)
    timeout_seconds: float = 60
    _connection: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Page:
        return self._ask("GET", path)

    def fetch(self, path: str) -> bytes:
        """A file that a page loads, as it was sent."""
        status, _, content = self._exchange("GET", path, None)
        assert status == 200, f"{status} at {path}"
        return content

    def post(self, path: str, fields: Fields) -> Page:
        """Send a form and follow where it leads."""
        return self._ask("POST", path, urlencode(fields))

    def send_files(self, path: str, fields: Fields, files: list[tuple[str, str, bytes]]) -> Page:
        """Send a form with files (name of the field, of the file, and content) and follow where it leads.

        The files stand before the last field, as a page's end mark wants.
        """
        mark = "grens-van-een-deel"
        parts = [(f'name="{name}"', value.encode()) for name, value in fields]
        sent = [(f'name="{name}"; filename="{called}"', content) for name, called, content in files]
        body = b"".join(
            f"--{mark}\r\nContent-Disposition: form-data; {told}\r\n\r\n".encode() + content + b"\r\n"
            for told, content in [*parts[:-1], *sent, *parts[-1:]]
        )
        kind = f"multipart/form-data; boundary={mark}"
        return self._ask("POST", path, body + f"--{mark}--\r\n".encode(), kind)

    def answer(self, page: Page, said: dict[str, str | list[str]] | None = None) -> Page:
        """Fill in the form of `page` and send it."""
        said = said or {}
        kept = [(name, value) for name, value in page.fields if name not in said]
        typed = [
            (name, value)
            for name, values in said.items()
            for value in ([values] if isinstance(values, str) else values)
        ]
        return self.post(page.path, kept + typed)

    def fill_in(self, story: str, names: Iterable[str] = ()) -> Page:
        """Answer every question; the page that comes back is the one to read over and send. Raises Stopped."""
        page = self.get("/melden/")
        people = list(names)
        another_row: dict[str, str | list[str]] = {"add": "1"}
        answers: list[dict[str, str | list[str]]] = [
            {},
            {},
            {"story": story},
            {"forms": ["labour"]},
            *[another_row for _ in people[1:]],
            {f"people-{number}-name": name for number, name in enumerate(people)},
            {"hear_back": "code"},
        ]
        for answer in answers:
            if page.status != 200:
                raise Stopped(page)
            page = self.answer(page, answer)
        if page.path != _SEND:
            raise Stopped(page)
        return page

    def send(self, page: Page, *, follow: bool = True) -> Page:
        """Send the report that was read over; the receipt, or, when not following, what points to it."""
        if follow:
            return self.answer(page)
        status, headers, content = self._exchange("POST", page.path, urlencode(page.fields))
        return Page(status, headers.get("Location", page.path), content.decode())

    def report(self, story: str, names: Iterable[str] = ()) -> str:
        """Report from the first page to the last; the code."""
        return code_on(self.send(self.fill_in(story, names)))

    def close(self) -> None:
        """Hang up; the next request connects again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __del__(self) -> None:
        # A visitor that nobody holds any more has hung up.
        self.close()

    def _ask(self, method: str, path: str, body: str | bytes | None = None, kind: str = _FORM) -> Page:
        for _ in range(5):
            status, headers, content = self._exchange(method, path, body, kind)
            if status not in (301, 302, 303):
                # Of a file there is nothing to read on.
                is_page = headers.get_content_type().startswith("text/")
                return Page(status, path.partition("?")[0], content.decode() if is_page else "")
            method, path, body = "GET", headers["Location"], None
        raise AssertionError(f"too many redirects, the last to {path}")

    def _exchange(
        self, method: str, path: str, body: str | bytes | None, kind: str = _FORM
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout_seconds)
        headers = {
            "Host": self.host_name,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if body is not None:
            headers["Content-Type"] = kind
        try:
            self._connection.request(method, path, body=body, headers=headers)
            response = self._connection.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return response.status, response.headers, content


def code_on(page: Page) -> str:
    """The receipt code that a page shows. Raises AssertionError when it shows none."""
    words = re.sub(r"<[^>]+>", " ", page.text)
    found = _CODE.search(words)
    assert found is not None, f"no code at {page.path} ({page.status})"
    return re.sub(r"\D", "", found[0])


class _Forms(HTMLParser):
    """Collects, for every form that a page posts to its own address, the fields a browser would send."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path
        self.forms: list[Fields] = []
        self._open = False
        self._area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = told.get("method", "get").lower() == "post" and told.get("action", "") in ("", self._path)
            if self._open:
                self.forms.append([])
        elif not self._open:
            return
        elif tag == "input" and told.get("name"):
            is_choice = told.get("type") in ("radio", "checkbox")
            if not is_choice or "checked" in told:
                self._add(told["name"], told.get("value", "on" if is_choice else ""))
        elif tag == "textarea" and told.get("name"):
            self._area = told["name"]
            self._add(self._area, "")
        elif tag == "select":
            self._select = told.get("name")
        elif tag == "option" and self._select:
            known = [name for name, _ in self.forms[-1]]
            if self._select not in known or "selected" in told:
                self.forms[-1][:] = [item for item in self.forms[-1] if item[0] != self._select]
                self._add(self._select, told.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = False
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            name, value = self.forms[-1][-1]
            # A browser drops the line end right after the tag.
            self.forms[-1][-1] = (name, (value + data).removeprefix("\n") if not value else value + data)

    def _add(self, name: str, value: str) -> None:
        self.forms[-1].append((name, value))
