"""Somebody who walks through a door page by page and types a word of its own into every field that takes words."""

import re
from collections import deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import count
from urllib.parse import parse_qsl, urljoin, urlsplit

from tests.visitor import Fields, Page, Visitor

_TYPED = {"text", "email", "tel", "search", "url", "password", ""}
_NUMBERS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+")


@dataclass
class Field:
    """One field of a form: its name, kind (an input's type, "textarea" or "select"), and the values it offers or holds."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    chosen: str | None = None

    @property
    def takes_words(self) -> bool:
        return self.kind == "textarea" or self.kind in _TYPED


@dataclass
class Form:
    """A form as a page shows it. `buttons` are the named ones, of which one is pressed."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def signature(self) -> tuple[str, ...]:
        """The same for every record: the address and the names of the fields, without ids and numbers."""
        names = sorted({_NUMBERS.sub("#", one.name) for one in self.fields if one.kind != "hidden"})
        return (kind_of(self.action), *names)


@dataclass
class Robot:
    """Walks a door, and remembers what it typed where: word → (kind of address, name of the field)."""

    visitor: Visitor
    word: str
    skip: tuple[str, ...] = ()  # addresses that are left alone (signing out), as regular expressions
    typed: dict[str, tuple[str, str]] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)  # what a field needs to be accepted, by the end of its name
    faults: list[str] = field(default_factory=list)
    came_to: dict[str, str] = field(default_factory=dict)  # where each kind of form led
    met: dict[str, Page] = field(default_factory=dict)  # the first page of every kind
    _numbers: "count[int]" = field(default_factory=lambda: count(1))
    _done: set[tuple[str, ...]] = field(default_factory=set)
    _seen: set[str] = field(default_factory=set)

    def walk(self, start: str, most_pages: int = 120) -> None:
        """Visit every kind of page that can be reached from `start`, and fill in every kind of form on the way."""
        self._seen.discard(kind_of(start))  # of another record it may have told only why it can't be done
        waiting = deque([start])
        while waiting and most_pages:
            path = waiting.popleft()
            if kind_of(path) in self._seen or self._is_left_alone(path):
                continue
            self._seen.add(kind_of(path))
            most_pages -= 1
            page = self._fetch(path)
            waiting.extend(self._work(page))

    def _work(self, page: Page) -> list[str]:
        """Fill in what stands on a page, and on the pages this leads to; the links that were seen."""
        links: list[str] = []
        for _ in range(12):
            self.met.setdefault(page.path, page)
            reader = _Reader(page.path)
            reader.feed(page.text)
            links += reader.links
            form = next((form for form in reader.forms if self._is_new(form)), None)
            if form is None:
                break
            self._done.add(form.signature)
            came = self._send(form)
            # Onward with a page that asks on; back to where we were when it told of an end.
            page = came if came.status < 400 and self._has_new(came) else self._fetch(page.path)
        return links

    def _has_new(self, page: Page) -> bool:
        reader = _Reader(page.path)
        reader.feed(page.text)
        return any(self._is_new(form) for form in reader.forms)

    def _is_new(self, form: Form) -> bool:
        is_sent = form.method in ("get", "post")  # and not one that only closes a dialog
        return is_sent and form.signature not in self._done and not self._is_left_alone(form.action)

    def _is_left_alone(self, address: str) -> bool:
        return any(re.search(skip, address) for skip in self.skip)

    def _send(self, form: Form) -> Page:
        filled: Fields = []
        for one in form.fields:
            filled += self._fill(form, one)
        # The plain button if there is one: the others add a row, or look something up.
        if form.buttons and all(name for name, _ in form.buttons):
            filled += form.buttons[-1:]
        if form.method == "get":
            return self._fetch(f"{form.action}?{'&'.join(f'{name}={value}' for name, value in filled)}")
        page = self._post(form, filled)
        self.came_to[kind_of(form.action)] = kind_of(page.path)
        if page.status >= 500:
            self.faults.append(f"POST {form.action}: {page.status}")
        return page

    def _post(self, form: Form, filled: Fields) -> Page:
        """As a browser would; where files are asked, one whose name and content are words of the robot's own."""
        asked = [one.name for one in form.fields if one.kind == "file"]
        if not asked:
            return self.visitor.post(form.action, filled)
        words = [(name, self._word(form, f"{name} (name)"), self._word(form, f"{name} (content)")) for name in asked]
        files = [(name, f"{called}.txt", f"{content} staat er.".encode()) for name, called, content in words]
        return self.visitor.send_files(form.action, filled, files)

    def _word(self, form: Form, name: str) -> str:
        word = f"{self.word}{next(self._numbers):04d}"
        self.typed[word] = (kind_of(form.action), name)
        return word

    def _fill(self, form: Form, one: Field) -> Fields:
        needed = next((value for name, value in self.answers.items() if one.name.endswith(name)), None)
        if one.kind == "hidden":
            return [(one.name, one.chosen or "")]
        if needed is not None:
            return [(one.name, needed)]
        if one.kind == "file":
            return []
        if one.takes_words:
            word = self._word(form, one.name)
            return [(one.name, f"{word}@kanarie.example" if one.kind == "email" else word)]
        if one.kind == "checkbox":
            return [(one.name, one.values[0])]
        offered = [value for value in one.values if value]
        return [(one.name, one.chosen or offered[0])] if offered else [(one.name, one.chosen or "")]

    def _fetch(self, path: str) -> Page:
        page = self.visitor.get(path)
        if page.status >= 500:
            self.faults.append(f"GET {path}: {page.status}")
        return page


def kind_of(address: str) -> str:
    """An address without ids, numbers and what is asked of it."""
    parts = urlsplit(address)
    return _NUMBERS.sub("#", parts.path) + "".join(f"?{name}" for name, _ in parse_qsl(parts.query)[:1])


class _Reader(HTMLParser):
    """Collects the forms and links of a page."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._path = path
        self._form: Form | None = None
        self._select: Field | None = None
        self._area: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "a" and told.get("href"):
            self._link(told["href"])
        elif tag == "form":
            self._form = Form(urljoin(self._path, told.get("action", "")), told.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None and tag == "button" and told.get("type", "submit") == "submit":
            self._form.buttons.append((told.get("name", ""), told.get("value", "")))
        elif self._form is not None and told.get("name"):
            self._named(tag, told)
        elif tag == "option" and self._select is not None:
            self._option(told)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.chosen = (self._area.chosen or "") + data

    def _link(self, href: str) -> None:
        parts = urlsplit(urljoin(self._path, href))
        if not parts.scheme and not parts.netloc and "." not in parts.path.rpartition("/")[2]:
            self.links.append(parts.path + (f"?{parts.query}" if parts.query else ""))

    def _option(self, told: dict[str, str]) -> None:
        assert self._select is not None
        self._select.values.append(told.get("value", ""))
        if "selected" in told:
            self._select.chosen = told.get("value", "")

    def _named(self, tag: str, told: dict[str, str]) -> None:
        assert self._form is not None
        name, kind, value = told["name"], told.get("type", "text").lower(), told.get("value", "")
        if tag == "select":
            self._select = Field(name, "select")
            self._form.fields.append(self._select)
        elif tag == "textarea":
            self._area = Field(name, "textarea")
            self._form.fields.append(self._area)
        elif tag == "input" and kind == "radio":
            self._radio(name, value, is_chosen="checked" in told)
        elif tag == "input":
            self._form.fields.append(Field(name, kind, [value or "on"], value))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def _radio(self, name: str, value: str, *, is_chosen: bool) -> None:
        assert self._form is not None
        known = next((one for one in self._form.fields if one.name == name), None)
        if known is None:
            known = Field(name, "radio")
            self._form.fields.append(known)
        known.values.append(value)
        if is_chosen:
            known.chosen = value
