"""Pages that stand where another one can't be: they say that nothing was sent."""

from html import unescape
from typing import Any

import pytest
from django.test import Client

from schakel.core import region
from schakel.publicsite import pages
from tests.rooms.publicsite import invented

pytestmark = [pytest.mark.urls("schakel.config.urls.public"), pytest.mark.django_db]


def words(response: Any) -> str:
    return unescape(response.content.decode())


@pytest.mark.parametrize("path", ["/bestaat-niet/", "/en/bestaat-niet/", "/factsheet/1999/", "/melden/iets/"])
def test_a_page_that_is_not_there(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert ("Page not found" if path.startswith("/en") else "Pagina niet gevonden") in words(response)
    assert region.current().telephone in words(response)


def test_the_address_of_a_form_is_no_blank_page(client: Client) -> None:
    response = client.get("/stoppen/")
    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"
    assert response.headers["Content-Length"] == str(len(response.content))
    assert "Hier staat niets om te lezen" in words(response)
    assert "Snel weg" in words(response)


@pytest.mark.parametrize(("slug", "prefix"), [("wat", ""), ("personen", "/en")])
def test_a_form_without_its_token_says_so_and_shows_no_answer(slug: str, prefix: str) -> None:
    # This is also what a browser gets that goes back after leaving, and sends an old form once more.
    client = Client(enforce_csrf_checks=True)
    path = f"{prefix}/melden/{slug}/"
    response = client.post(path, {**invented.ANSWERS[slug], "csrfmiddlewaretoken": "geheim"})
    assert response.status_code == 403
    page = words(response)
    assert ("Nothing was sent." if prefix else "Er is niets verstuurd.") in page
    assert f'href="{path}"' in page
    for answer in (invented.STORY, "Boven de bakker", "Fleur Verzonnen", "geheim"):
        assert answer not in page


def test_a_form_with_its_token_goes_on() -> None:
    client = Client(enforce_csrf_checks=True)
    token = client.get("/melden/").cookies["form"].value
    assert client.post("/melden/", {"csrfmiddlewaretoken": token}).status_code == 303


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_s_form_is_refused_even_with_a_token(site: str) -> None:
    client = Client(enforce_csrf_checks=True)
    token = client.get("/melden/").cookies["form"].value
    sent = {"csrfmiddlewaretoken": token}
    headers = {"origin": "null", "sec-fetch-site": site}
    assert client.post("/melden/", sent, headers=headers).status_code == 403
    assert client.post("/melden/", sent, headers={**headers, "sec-fetch-site": "same-origin"}).status_code == 303


@pytest.mark.parametrize("setting", ["DATA_UPLOAD_MAX_MEMORY_SIZE", "DATA_UPLOAD_MAX_NUMBER_FIELDS"])
def test_far_too_much_at_once_is_refused_with_a_reason(client: Client, settings: Any, setting: str) -> None:
    setattr(settings, setting, 5)
    response = client.post("/melden/personen/", invented.people(10))
    assert response.status_code == 413
    assert "Dit is te veel om in één keer te sturen." in words(response)
    assert "Er is niets verstuurd." in words(response)


def test_an_unforeseen_error_shows_a_number_and_nothing_else(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_arguments: Any) -> None:
        raise RuntimeError(invented.STORY)

    monkeypatch.setattr(pages, "frame", fail)
    response = client.get("/contact/")
    assert response.status_code == 500
    assert "RuntimeError" not in words(response)
    assert invented.STORY not in words(response) + caplog.text
    number = caplog.text.partition("error ")[2][:8]
    assert number in words(response)
