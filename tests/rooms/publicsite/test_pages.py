"""Pages to read, in two languages, and the small files that machines ask for."""

from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.test import Client

from schakel.core import region

pytestmark = [pytest.mark.urls("schakel.config.urls.public"), pytest.mark.django_db]

PAGES = [
    "/",
    "/begin/werk/",
    "/begin/gemeente/",
    "/begin/weten/",
    "/melden/",
    "/vervolg/",
    "/factsheet/",
    "/contact/",
    "/privacy/",
    "/toegankelijkheid/",
    "/gestopt/",
    "/afgesloten/",
]


def words(response: Any) -> str:
    return unescape(response.content.decode())


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("prefix", "language"), [("", "nl"), ("/en", "en")])
def test_every_page_has_its_language_a_way_out_and_112(client: Client, prefix: str, language: str, path: str) -> None:
    response = client.get(prefix + path)
    assert response.status_code == 200
    page = words(response)
    assert f'<html lang="{language}"' in page
    assert 'href="/weg/"' in page
    assert 'href="tel:112"' in page
    assert "VERZONNEN" in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize("path", PAGES)
def test_no_title_betrays_the_subject(client: Client, path: str) -> None:
    title = words(client.get(path)).partition("<title>")[2].partition("</title>")[0]
    assert title
    assert not any(word in title.lower() for word in ("mensen", "meld", "slachtoffer", "hulp"))


@pytest.mark.parametrize("path", PAGES)
def test_the_other_language_is_the_same_page(client: Client, path: str) -> None:
    # Where something can be typed it is a button of the form, which takes along what was typed.
    kind = "formaction" if path == "/vervolg/" else "href"
    assert f'{kind}="/en{path}"' in words(client.get(path))
    assert f'{kind}="{path}"' in words(client.get(f"/en{path}"))


def test_the_language_of_the_browser_only_brings_its_link_forward(client: Client) -> None:
    response = client.get("/contact/", headers={"accept-language": "de-DE,pl-PL;q=0.9,en;q=0.8"})
    assert '<html lang="nl"' in words(response)
    assert not response.cookies
    navigation = words(response).partition('class="languages"')[2]
    assert 'href="/pl/contact/"' in navigation.partition("<details>")[0]
    assert 'href="/en/contact/"' not in navigation.partition("<details>")[0]


def test_a_language_that_this_region_does_not_offer_has_no_pages(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    fewer = replace(region.current(), languages=("nl", "en"))
    monkeypatch.setattr(region, "current", lambda: fewer)
    assert client.get("/en/contact/").status_code == 200
    response = client.get("/pl/contact/")
    assert response.status_code == 404
    assert '<html lang="nl"' in words(response)
    assert "Polski" not in words(response)


def test_the_first_page_says_what_the_centre_is_for_and_how_to_reach_it(client: Client) -> None:
    page, profile = words(client.get("/")), region.current()
    for said in (
        profile.telephone,
        profile.email,
        profile.hours["nl"],
        "Wij lezen meldingen op werkdagen tussen 09:00 en 17:00 uur.",
        "Mensensmokkel is iets anders",
    ):
        assert said in page
    for number in ("112", "0900-8844", "0800-7000", "0800-2000", "033-4481186"):
        assert number in page
    for form in ("Seks", "Werk", "Misdaad", "Lichaam"):
        assert form in page
    assert "Wat wil je doen?" in page
    for way in ("/melden/?wie=mij", "/melden/?wie=iemand", "/melden/?wie=gedaan", "/vervolg/"):
        assert f'href="{way}"' in page
    for question in ("/begin/werk/", "/begin/gemeente/", "/begin/weten/"):
        assert f'href="{question}"' in page


def test_who_comes_for_work_chooses_between_a_report_and_thinking_along(client: Client) -> None:
    for slug, way in (("werk", "werk"), ("gemeente", "gemeente")):
        page = words(client.get(f"/begin/{slug}/"))
        assert f'href="/melden/?wie={way}"' in page
        assert 'href="/melden/?wie=sparren"' in page
        assert "geen melding bij Veilig Thuis" in page
    assert 'href="/professionals/"' in words(client.get("/begin/weten/"))
    assert client.get("/begin/iets/").status_code == 404


def test_machines_are_asked_to_stay_out_of_the_form(client: Client) -> None:
    assert "Disallow: /melden/" in client.get("/robots.txt").content.decode()


@pytest.mark.parametrize("path", ["/", "/contact/", "/weg/", "/gezond", "/robots.txt", "/factsheet/"])
def test_pages_to_read_take_no_posts(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", ["/", "/melden/", "/contact/"])
def test_nothing_comes_from_elsewhere(client: Client, path: str) -> None:
    page = words(client.get(path))
    assert 'src="http' not in page
    assert 'href="http' not in page
    assert 'style="' not in page
    assert "<style" not in page


def test_the_first_page_is_light(client: Client) -> None:
    assert len(client.get("/").content) < 20_000
