"""The pages at the desk where texts are changed."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.access.roles import Role
from schakel.texts import queries
from schakel.texts.catalogue import PAGES
from schakel.texts.markup import MOST_CHARACTERS
from schakel.texts.shipped import shipped, source
from tests.rooms import chain

pytestmark = pytest.mark.django_db
Desk = Callable[[User], Client]
URL = "/teksten/contact/nl/"
NEW = "# Contact\n\nBel ons maar."


def words(response: Any) -> str:
    return unescape(response.content.decode())


def test_the_list_has_every_text_in_every_language_with_its_figure(bram: User, desk: Desk) -> None:
    page = words(desk(bram).get("/teksten/"))
    for key in PAGES:
        for language in queries.languages():
            assert f'href="/teksten/{key}/{language}/"' in page
    assert "Leesbaarheid" in page
    assert "meegeleverd" in page


def test_the_menu_leads_there_for_those_who_may(sanne: User, desk: Desk) -> None:
    writer = chain.account(Role.PREVENTION_OFFICER)
    assert 'href="/teksten/"' in words(desk(writer).get("/"))
    assert 'href="/teksten/"' not in words(desk(sanne).get("/"))
    assert desk(sanne).get("/teksten/").status_code == 403


def test_draft_preview_publish_and_back(bram: User, desk: Desk) -> None:
    browser = desk(bram)
    assert source("contact").content.splitlines()[2] in words(browser.get(URL))
    page = words(browser.post(URL, {"content": NEW, "version": "0"}, follow=True))
    assert "Het concept is bewaard" in page
    assert "Wat het concept verandert" in page
    preview = words(browser.get(URL + "voorbeeld/"))
    assert "Voorbeeld van het concept" in preview
    assert '<p class="lead">Bel ons maar.</p>' in preview
    page = words(browser.post(URL + "publiceren/", {"version": "1", "note": "Korter is beter."}, follow=True))
    assert "gepubliceerd" in page
    assert "Korter is beter." in page
    assert "Zoals de tekst nu op de website staat" in words(browser.get(URL + "voorbeeld/"))
    older = words(browser.get(URL + "versie/0/"))
    assert "De meegeleverde tekst" in older
    assert f'href="{URL}?van=versie:0"' in older
    taken = words(browser.get(URL + "?van=versie:0"))
    assert source("contact").content.splitlines()[2] in taken


def test_two_who_write_see_both_texts(bram: User, noor: User, desk: Desk) -> None:
    mine, theirs = NEW.replace("maar", "gerust"), NEW.replace("maar", "toch")
    desk(noor).post(URL, {"content": theirs, "version": "0"})
    response = desk(bram).post(URL, {"content": mine, "version": "0"})
    assert response.status_code == 409
    page = words(response)
    assert "Bel ons gerust." in page
    assert "Bel ons toch." in page
    assert noor.name in page
    assert 'name="version" value="1"' in page
    kept = queries.draft_of("contact", "nl")
    assert kept is not None
    assert kept.written_by == noor


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"content": "", "version": "0"}, 422),
        ({"content": "x" * (MOST_CHARACTERS + 1), "version": "0"}, 422),
        ({"content": NEW, "version": "veel"}, 422),
        ({"content": NEW, "version": "-1"}, 422),
        ({"content": NEW, "version": "7"}, 409),
        ({}, 422),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_the_words(
    data: dict[str, str], status: int, bram: User, desk: Desk
) -> None:
    response = desk(bram).post(URL, data)
    assert response.status_code == status
    assert data.get("content", "")[:50] in words(response)


def test_what_can_not_be_published_says_why(bram: User, desk: Desk) -> None:
    browser = desk(bram)
    assert browser.post(URL + "publiceren/", {"version": "1"}).status_code == 409
    browser.post(URL, {"content": "# T\n\nBel {telefon}.", "version": "0"})
    response = browser.post(URL + "publiceren/", {"version": "1"})
    assert response.status_code == 409
    assert "{telefon} bestaat niet" in words(response)
    assert browser.post(URL + "publiceren/", {"version": "1", "note": "x" * 201}).status_code == 422
    # And the preview leads back, with the same sentence.
    assert "{telefon} bestaat niet" in words(browser.get(URL + "voorbeeld/", follow=True))


def test_throwing_a_draft_away(bram: User, desk: Desk) -> None:
    browser = desk(bram)
    browser.post(URL, {"content": NEW, "version": "0"})
    assert "Het concept is veranderd" in words(browser.post(URL + "weggooien/", follow=True))
    assert "weggegooid" in words(browser.post(URL + "weggooien/", {"version": "1"}, follow=True))
    assert queries.draft_of("contact", "nl") is None


@pytest.mark.parametrize(
    "address",
    [
        "/teksten/bestaat-niet/nl/", "/teksten/contact/xx/", "/teksten/contact/nl/versie/99/", "/teksten/contact/nl/iets/0/",
        "/teksten/contact/nl/?van=versie:99", "/teksten/contact/nl/concept/1/", "/teksten/contact/fr/voorbeeld/",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(address: str, bram: User, desk: Desk) -> None:
    assert desk(bram).get(address).status_code == 404


def test_a_translator_begins_from_the_dutch_text_and_says_what_it_is_worth(
    bram: User, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As a language that was never translated.
    monkeypatch.setattr(queries, "shipped", lambda key, language: shipped(key, language) if language == "nl" else None)
    browser = desk(bram)
    url = "/teksten/contact/en/"
    assert "Deze taal heeft de tekst nog niet" in words(browser.get(url))
    assert "Iedereen mag ons bellen" in words(browser.get(url))
    browser.post(url, {"content": "# Contact\n\nCall us.", "version": "0"})
    assert '<html lang="en"' in words(browser.get(url + "voorbeeld/"))
    browser.post(url + "publiceren/", {"version": "1", "follows_dutch": "on"})
    assert "Geen moedertaalspreker" in words(browser.get(url))
