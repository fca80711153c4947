"""The texts as a visitor reads them: always there, never a request elsewhere, and in the visitor's language where it is."""

import re
from html import unescape
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from schakel.access.models import User
from schakel.core import time
from schakel.methods.indicators import Form, load
from schakel.texts import queries
from schakel.texts.catalogue import INFORMING, PAGES
from schakel.texts.models import Edition

pytestmark = [pytest.mark.urls("schakel.config.urls.public"), pytest.mark.django_db]
ADDRESSES = ["/informatie/", *(page.address for page in PAGES.values())]
FORMS = {"liefde": Form.SEXUAL, "werk": Form.LABOUR, "opdrachten": Form.CRIMINAL, "gezondheid": Form.ORGAN}


def words(response: Any) -> str:
    return unescape(response.content.decode())


def edition(by: User, content: str, *, page: str = "wat", language: str = "nl", number: int = 1) -> Edition:
    return Edition.objects.create(
        page=page, language=language, number=number, content=content, published_by=by, published_at=time.now()
    )


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_text_is_light_neutral_and_asks_nothing_of_another_host(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    page = words(response)
    title = page.partition("<title>")[2].partition("</title>")[0]
    assert title in ("Informatie", "Contact", "Privacy", "Toegankelijkheid")
    assert len(response.content) < 40_000
    assert page.count("<h1") == 1
    assert 'src="http' not in page
    assert not re.search(r'<link[^>]+href="http', page)
    assert not re.search(r"\{[a-z]", page), "a place that nothing filled in"
    assert client.post(address).status_code == 405


def test_no_address_names_the_subject() -> None:
    for page in PAGES.values():
        assert not re.search(r"mensen|handel|uitbuit|slachtoffer|seks|dader|hulp", page.address)


def test_the_index_leads_to_every_text_and_every_page_leads_to_the_index(client: Client) -> None:
    index = words(client.get("/informatie/"))
    for page in PAGES.values():
        assert f'href="{page.address}"' in index
    for address in ("/", *ADDRESSES):
        assert 'href="/informatie/"' in words(client.get(address))


@pytest.mark.parametrize(("key", "form"), FORMS.items())
def test_the_signs_come_out_of_the_catalogue(client: Client, key: str, form: Form) -> None:
    page = words(client.get(f"/informatie/{key}/"))
    for one in load(form).indicators:
        assert (one.sign in page) == one.is_public or not one.is_public, one.id


def test_professionals_get_every_indicator_with_weight_source_and_status(client: Client) -> None:
    page = words(client.get("/informatie/professionals/"))
    for form in Form:
        catalogue = load(form)
        assert catalogue.source in page
        assert catalogue.status.words in page
        for one in catalogue.indicators:
            assert one.term in page
    assert "Veilig Thuis" in page


def test_what_is_not_there_is_not_found(client: Client) -> None:
    for key in ("bestaat-niet", "contact", "nl"):
        assert client.get(f"/informatie/{key}/").status_code == 404
    assert "wat" in INFORMING


def test_staffs_edition_stands_in_the_place_of_the_file(client: Client, bram: User) -> None:
    edition(bram, "# Anders\n\nDit schreef Bram.")
    edition(bram, "# Nog anders\n\nEn dit later. Wij zijn {naam}.", number=2)
    page = words(client.get("/informatie/wat/"))
    assert "En dit later. Wij zijn Kenniscentrum" in page
    assert "Dit schreef Bram" not in page
    assert "Nog anders" in words(client.get("/informatie/"))


def test_an_edition_that_can_not_be_drawn_any_more_keeps_nobody_from_reading(client: Client, bram: User) -> None:
    edition(bram, "# Stuk\n\nZie {bestaat-niet}.")
    assert "Vier soorten" in words(client.get("/informatie/wat/"))


def test_without_the_database_the_shipped_text_is_read(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(queries, "latest", broken)
    assert "Vier soorten" in words(client.get("/informatie/wat/"))


def test_a_text_that_is_not_translated_is_read_in_dutch_and_says_so(client: Client, bram: User) -> None:
    # A page of which no language has a file: whatever is translated later, this stays so.
    edition(bram, "# Anders\n\nDit is Nederlands.")
    edition(bram, "# Different\n\nThis is English. [Contact](/contact/)", language="en")
    english = words(client.get("/en/informatie/wat/"))
    assert "This is English." in english
    assert 'href="/en/contact/"' in english
    assert 'lang="nl"' not in english.partition("<article")[2].partition(">")[0]


def test_dutch_words_on_another_page_are_marked_as_dutch(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    known = queries.shipped
    monkeypatch.setattr(queries, "shipped", lambda key, language: known(key, language) if language == "nl" else None)
    english = words(client.get("/en/informatie/wat/"))
    assert '<html lang="en"' in english
    assert '<article class="text" lang="nl" dir="ltr">' in english
    assert 'class="notice' in english.partition("<article")[0]
