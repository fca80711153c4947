"""The public door speaks every language it offers: nothing untranslated, nothing out of date, no Dutch left over."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from babel.messages import Catalog
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils import translation

from schakel.core import region
from schakel.core.management.commands import messages
from schakel.publicsite import pacing
from tests.rooms.publicsite import invented

public_pages = [pytest.mark.urls("schakel.config.urls.public"), pytest.mark.django_db]

READING = [
    "",
    "begin/werk/",
    "begin/weten/",
    "informatie/",
    "informatie/rechten/",
    "informatie/professionals/",
    "melden/",
    "vervolg/",
    "factsheet/",
    "factsheet/2025/",
    "contact/",
    "privacy/",
    "toegankelijkheid/",
]
ENDS = ["gestopt/", "afgesloten/", "bestaat-niet/"]


@pytest.fixture(autouse=True)
def _dutch_again() -> Iterator[None]:
    """A request leaves its language behind in the thread; the next test starts in Dutch."""
    yield
    translation.deactivate()


@pytest.fixture(scope="module")
def said() -> Catalog:
    """Every message there is, looked for once."""
    return messages.extracted()


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_message_has_a_finished_translation(said: Catalog, language: str) -> None:
    catalog = messages.updated(language, said)
    assert len(catalog) > 200
    assert messages.missing(catalog) == []


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_both_files_of_a_catalogue_are_current(said: Catalog, language: str) -> None:
    catalog, path = messages.updated(language, said), messages.po_path(language)
    assert path.read_bytes() == messages.written(catalog)
    assert path.with_suffix(".mo").read_bytes() == messages.compiled(catalog)


def test_the_check_finds_nothing_to_do() -> None:
    call_command("messages", "--check", verbosity=0)


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_placeholders_and_markup_survive_translation(language: str) -> None:
    for message in messages.stored(language):
        if not message.id:
            continue
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        translations = message.string if isinstance(message.string, tuple) else (message.string,)
        for translated in translations:
            assert _machinery(translated) in [_machinery(source) for source in sources], translated


def test_a_missing_translation_stops_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = messages.stored("en")
    catalog["Versturen"].string = ""
    monkeypatch.setattr(messages, "stored", lambda _language: catalog)
    with pytest.raises(CommandError, match="Versturen"):
        call_command("messages", "--check")


def test_the_languages_of_every_region_have_a_catalogue() -> None:
    for profile in ("demo", "twente"):
        assert set(region.load(profile).languages) <= {"nl", *messages.LANGUAGES}


def test_templates_hold_no_words_outside_translations() -> None:
    for path in sorted((messages.SOURCES / "publicsite" / "templates").rglob("*.html")):
        if path.parent.name == "professionals":
            continue  # in Dutch alone (decision 22)
        text = path.read_text(encoding="utf-8")
        text = re.sub(
            r"{% blocktranslate.*?{% endblocktranslate %}|{% block page_class %}[^{]*|{#.*?#}",
            "",
            text,
            flags=re.DOTALL,
        )
        text = re.sub(r"{%.*?%}|{{.*?}}", "", text)
        words = re.sub(r"<[^>]*>", " ", text)
        # The demo mark is the same in every language.
        assert re.findall(r"[^\W\d_]{2,}", words.replace("DEMO – VERZONNEN.", "")) == [], path.name


class PagesInALanguage:
    """Every page of the public door, read in another language than Dutch."""

    pytestmark = public_pages

    @pytest.mark.parametrize("path", [*READING, *ENDS])
    def test_pages_to_read(self, client: Client, language: str, path: str) -> None:
        invented.publish()
        assert_no_dutch(language, client.get(f"/{language}/{path}"))

    def test_the_report_form(self, client: Client, language: str) -> None:
        invented.begin(client, f"/{language}")
        for slug, answers in invented.ANSWERS.items():
            address = f"/{language}/melden/{slug}/"
            assert_no_dutch(language, client.get(address))
            wrong = {"hear_back": "email", "people-0-age": "130", **invented.people(51)}
            assert_no_dutch(language, client.post(address, wrong, follow=True))
            client.post(address, answers)
        assert_no_dutch(language, client.get(f"/{language}/melden/"))
        assert_no_dutch(language, client.get(f"/{language}/melden/controle/"))
        invented.send(client, f"/{language}")
        assert_no_dutch(language, client.get(f"/{language}/melden/ontvangen/"))

    def test_the_way_back(self, client: Client, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pacing, "wrong_code", pacing.Hesitation(sleep=lambda _seconds: None))
        invented.fill_in(client, f"/{language}")
        code = invented.send(client, f"/{language}")
        assert_no_dutch(language, client.post(f"/{language}/vervolg/", {"code": "1"}))
        client.post(f"/{language}/vervolg/", {"code": code})
        assert_no_dutch(language, client.get(f"/{language}/vervolg/gesprek/"))
        assert_no_dutch(language, client.post(f"/{language}/vervolg/gesprek/", {"text": ""}))
        client.post(f"/{language}/vervolg/gesprek/", {"text": "Hello", "number": "1"})
        assert_no_dutch(language, client.get(f"/{language}/vervolg/gesprek/?ontvangen=ja"))

    def test_what_went_wrong(self, client: Client, language: str) -> None:
        assert_no_dutch(language, client.post(f"/{language}/melden/controle/"))
        strict = Client(enforce_csrf_checks=True)
        assert_no_dutch(language, strict.post(f"/{language}/melden/wat/", {"story": "Hello"}))


# The other languages are read in the long run: where a catalogue is complete and current, little can go wrong on a page.
READ_HERE = ("en", "ar")


@pytest.mark.parametrize("language", READ_HERE)
class TestTranslatedPages(PagesInALanguage):
    """A language that is read from left to right, and the one that is not."""


def _machinery(text: str) -> tuple[list[str], list[str]]:
    return sorted(re.findall(r"%\(\w+\)s|{}", text)), re.findall(r"</?\w+", text)


def assert_no_dutch(language: str, response: Any) -> None:
    """The page says that it is in `language`, and no Dutch message stands on it, whole or as a part of a sentence."""
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}"' in response.content.decode()
    reader = _Words()
    reader.feed(response.content.decode())
    assert reader.words
    catalog = [message for message in messages.stored(language) if isinstance(message.id, str) and message.id]
    dutch = {message.id for message in catalog if message.string != message.id} - {m.string for m in catalog}
    long = [words for words in dutch if " " in words and "%" not in words and "<" not in words]
    for words in reader.words:
        assert words not in dutch
        assert not [sentence for sentence in long if sentence in words], words


class _Words(HTMLParser):
    """The words on a page, and in what a screen reader says; not those marked as Dutch, and not what was typed."""

    _VOID = ("br", "img", "input", "link", "meta", "rect", "circle", "path")

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.words += [str(told[name]) for name in ("aria-label", "alt", "title", "placeholder") if told.get(name)]
        is_kept_as_it_is = told.get("lang") == "nl" or "as-typed" in str(told.get("class")) or tag == "textarea"
        if tag not in self._VOID and (self._skipped or is_kept_as_it_is):
            self._skipped += 1

    def handle_endtag(self, tag: str) -> None:
        if self._skipped and tag not in self._VOID:
            self._skipped -= 1

    def handle_data(self, data: str) -> None:
        if not self._skipped and data.strip():
            self.words.append(" ".join(data.split()))
