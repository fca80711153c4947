"""What stays behind on somebody's phone says nothing: titles of pages, the mark in the tab, and names of files."""

import re
from collections.abc import Iterator
from html import unescape
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver
from django.utils import translation

from schakel.core import region
from schakel.publicsite import pacing
from tests.rooms.publicsite import invented

pytestmark = [pytest.mark.urls("schakel.config.urls.public"), pytest.mark.django_db]

STATIC = Path(__file__).resolve().parents[2] / "src" / "schakel" / "core" / "static"

# The subject, and whom one would tell, as parts of words in each language.
SUBJECT = {
    "nl": "handel|uitbuit|slachtoffer|dader|seks|prostitu|dwang|dwongen|misbruik|mishandel|geweld|meld|aangifte|politie|gevaar|hulp",
    "en": "traffick|exploit|victim|offender|sex|prostitut|forced|coer|abus|violen|report|police|danger|help",
    "pl": "handel ludźmi|handlu ludźmi|wyzysk|ofiar|sprawc|seks|prostytu|przymus|zmusz|przemoc|zgłosz|zgłoś|policj|pomoc",
    "ro": "trafic|exploat|victim|agresor|sex|prostitu|forțat|constrân|abuz|violen|sesiz|raport|poliți|ajutor",
    "bg": "трафик|експлоат|жертв|извършител|секс|проститу|принуд|насили|сигнал|полици|помощ",
    "hu": "emberkeresked|kizsákmány|áldozat|elkövető|szex|prostitú|kényszer|bántalmaz|erőszak|bejelent|rendőr|segítség",
    "uk": "торгівл|експлуат|жертв|злочин|секс|проститу|примус|насил|повідомити про|заяв|поліці|допомог",
    "es": "trata|explota|víctima|agresor|sex|prostitu|forzad|coac|abus|violen|denunc|policía|ayuda",
    "pt": "tráfico|explora|vítima|agressor|sex|prostitui|forçad|coaç|abus|violên|denún|polícia|ajuda",
    "ar": "الاتجار|استغلال|ضحية|ضحايا|جنس|دعارة|إكراه|قسر|عنف|بلاغ|إبلاغ|شرطة|مساعدة",
}
# A word of the list that says nothing of it in its place.
HARMLESS = {"nl": "behandel"}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing sleeps, and the next test starts in Dutch."""
    monkeypatch.setattr(pacing, "wrong_code", pacing.Hesitation(sleep=lambda _: None))
    yield
    translation.deactivate()


def addresses() -> list[str]:
    """Every address of the public door, with invented parts where it takes any; the first language's."""
    parts = {"slug": "wie", "year": "2025", "name": "factsheet-2025.pdf"}

    def walk(patterns: list[Any], before: str) -> Iterator[str]:
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, route)
            elif isinstance(pattern, URLPattern):
                yield "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda name: parts.get(name[1], "1"), route)

    return sorted(set(walk(import_module("schakel.config.urls.public").urlpatterns, "")))


def offered() -> list[str]:
    return [code for code in region.current().languages if code in dict(settings.LANGUAGES)]


def told(response: Any) -> list[str]:
    """What a browser remembers of an answer: its title, its icon, and the name it is kept under."""
    kept = [response.headers.get("Content-Disposition", "").partition("filename=")[2]]
    if response.headers.get("Content-Type", "").startswith("text/html") and response.content:
        page = unescape(response.content.decode())
        titles = re.findall(r"<title>(.*?)</title>", page, re.DOTALL)
        icons = re.findall(r'<link rel="icon" href="([^"]+)"', page)
        assert len(titles) == len(icons) == 1, "one title and one icon"
        assert titles[0].strip()
        kept += titles + icons
    return kept


def betrayed(words: list[str], language: str) -> list[str]:
    """Which of these name the subject or the centre, in the page's language or in Dutch."""
    names = [re.escape(region.current().name), "schakel"]
    pattern = "|".join({SUBJECT[language], SUBJECT["nl"], *names})
    harmless = HARMLESS.get(language, "(?!)")
    # Where a file lies on the server is said by neither its name nor its picture.
    bare = [re.sub(rf"^/static/core/|{harmless}", "", one) for one in words]
    return [one for one in bare if re.search(pattern, one, re.IGNORECASE)]


def everywhere(client: Client, language: str) -> Iterator[tuple[str, Any]]:
    """Every page of the door as this visitor finds it, and what comes of a form without anything in it."""
    prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
    with translation.override(settings.LANGUAGE_CODE):
        found = addresses()
    for path in found:
        address = path if path.startswith(("/weg", "/gezond", "/robots", "/.well")) else prefix + path
        yield address, client.get(address)
        if not re.search(r"/(weg|stoppen|melden)/$", path):
            yield f"POST {address}", client.post(address)
    yield "404", client.get(f"{prefix}/bestaat-niet/")
    yield "400", client.get(f"{prefix}/", headers={"host": "nergens.example"})
    yield "403", Client(enforce_csrf_checks=True).post(f"{prefix}/vervolg/", {"code": "1"})


@pytest.mark.parametrize("language", offered())
def test_no_title_icon_or_file_name_says_what_this_is_about(client: Client, language: str) -> None:
    prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
    invented.publish()
    seen = {}
    # As somebody new; halfway; with a receipt, on a safe phone and hidden; and come back with the code.
    seen |= {f"new {name}": told(response) for name, response in everywhere(client, language)}
    invented.fill_in(client, prefix)
    seen |= {f"halfway {name}": told(response) for name, response in everywhere(client, language)}
    client.post(f"{prefix}/stoppen/")
    invented.fill_in(client, prefix)
    code = invented.send(client, prefix)
    for state, changed in (("sent", {}), ("safe", {"safe": "ja"}), ("hidden", {"hide": "ja"})):
        client.post(f"{prefix}/melden/ontvangen/", changed)
        seen[f"{state} receipt"] = told(client.get(f"{prefix}/melden/ontvangen/"))
        seen[f"{state} file"] = told(client.post(f"{prefix}/melden/ontvangen/notitie/"))
        seen[f"{state} proof"] = told(client.get(f"{prefix}/bewijs/"))
    client.post(f"{prefix}/vervolg/", {"code": code})
    seen |= {f"back {name}": told(response) for name, response in everywhere(client, language)}
    assert {name: said for name, words in seen.items() if (said := betrayed(words, language))} == {}
    assert len(seen) > 60


def test_an_unforeseen_error_and_an_address_of_a_form_have_neutral_titles(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("schakel.publicsite.pages.frame", lambda _: 1 / 0)
    for response in (client.get("/contact/"), client.get("/stoppen/")):
        assert response.status_code in (500, 405)
        assert betrayed(told(response), "nl") == []
        assert "<title>Informatie</title>" in response.content.decode()


def test_the_mark_in_the_tab_holds_no_words() -> None:
    drawing = (STATIC / "core" / "favicon.svg").read_text(encoding="utf-8")
    assert not re.search(r"<(text|title|desc)\b|aria-label", drawing)


def test_every_language_that_can_be_offered_has_its_list() -> None:
    assert dict(settings.LANGUAGES).keys() <= SUBJECT.keys()
