"""The published year as a page and as files."""

from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.test import Client

from schakel.publications.models import Publication, PublicationState
from tests.rooms.publicsite import invented

pytestmark = [pytest.mark.urls("schakel.config.urls.public"), pytest.mark.django_db]


def words(response: Any) -> str:
    return unescape(response.content.decode())


def test_without_a_published_year_the_list_says_so(client: Client) -> None:
    assert "Er zijn nog geen cijfers" in words(client.get("/factsheet/"))
    assert client.get("/factsheet/2025/").status_code == 404


def test_a_draft_is_not_shown(client: Client) -> None:
    sheet = invented.FACTSHEET
    Publication.objects.create(year=2025, revision=1, state=PublicationState.PROPOSED, content=sheet.to_json())
    assert "2025" not in words(client.get("/factsheet/"))
    assert client.get("/factsheet/2025/").status_code == 404
    assert client.get("/factsheet/2025/factsheet-2025.pdf").status_code == 404


def test_a_published_year_shows_every_number(client: Client) -> None:
    invented.publish()
    assert 'href="/factsheet/2025/"' in words(client.get("/factsheet/"))
    page = words(client.get("/factsheet/2025/"))
    for number in (178, 41, 27, 221, 115, 49, 14, 7, 26, 11, 8, 3, 123, 81, 40, 52, 5, 12):
        assert f">{number}<" in page, number
    sheet = invented.FACTSHEET
    for said in (sheet.introduction, sheet.definition, sheet.not_smuggling, *sheet.core_tasks, *sheet.achievements):
        assert said in page
    assert "DEMO – VERZONNEN" in page
    assert page.count("<svg") == 4
    assert page.count('role="img"') == 4
    assert page.count("<table") == 3


def test_the_page_in_english_keeps_the_approved_sentences_in_dutch(client: Client) -> None:
    invented.publish()
    page = words(client.get("/en/factsheet/2025/"))
    assert "Who reported?" in page
    assert f'<p class="lead as-typed" lang="nl">{invented.FACTSHEET.introduction}</p>' in page


def test_withheld_numbers_are_not_there(client: Client) -> None:
    figures = replace(invented.FACTSHEET.figures, minors=None, adults=None, age_unknown=None, forms=None)
    invented.publish(figures=figures)
    page = words(client.get("/factsheet/2025/"))
    for number in (41, 81, 52, 40):
        assert f">{number}<" not in page
    assert "Deze cijfers laten we niet zien" in page
    assert page.count("<table") == 2


def test_the_latest_revision_is_shown_with_what_changed(client: Client) -> None:
    invented.publish()
    invented.publish(revision=2, correction="Er was iemand dubbel geteld.")
    page = words(client.get("/factsheet/2025/"))
    assert "Dit is versie 2" in page
    assert "Er was iemand dubbel geteld." in page


@pytest.mark.parametrize(
    ("ending", "content_type", "kind"),
    [
        ("pdf", "application/pdf", "attachment"),
        ("png", "image/png", "inline"),
        ("csv", "text/csv; charset=utf-8", "attachment"),
    ],
)
def test_files_are_what_was_frozen(client: Client, ending: str, content_type: str, kind: str) -> None:
    invented.publish()
    name = f"factsheet-2025.{ending}"
    response = client.get(f"/factsheet/2025/{name}")
    assert response.content == f"inhoud van {ending}".encode()
    assert response.headers["Content-Type"] == content_type
    assert response.headers["Content-Disposition"] == f'{kind}; filename="{name}"'


@pytest.mark.parametrize("name", ["factsheet-2024.pdf", "factsheet-2025.html", "..%2Fsecret.pdf", "x"])
def test_other_files_do_not_exist(client: Client, name: str) -> None:
    invented.publish()
    assert client.get(f"/factsheet/2025/{name}").status_code == 404
