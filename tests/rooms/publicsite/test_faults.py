"""When the database fails: the visitor hears that it was NOT received, keeps the text, and sees whom to call."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from schakel.core import region
from schakel.intake import actions, queries, visits
from schakel.intake.models import Message, Report
from tests.rooms.publicsite import invented

pytestmark = [pytest.mark.urls("schakel.config.urls.public"), pytest.mark.django_db, pytest.mark.usefixtures("naps")]

Refuse = Callable[[], None]


def words(response: Any) -> str:
    return unescape(response.content.decode())


def fail(*_arguments: Any, **_named: Any) -> None:
    raise OperationalError("database is locked")


def assert_told(response: Any, sentence: str) -> None:
    assert response.status_code == 503
    assert sentence in words(response)
    assert region.current().telephone in words(response)


@pytest.mark.parametrize("slug", ["wie", "wat", "vormen", "personen", "antwoord"])
def test_every_page_of_questions_keeps_what_was_typed(client: Client, read_only_database: Refuse, slug: str) -> None:
    invented.begin(client)
    read_only_database()
    response = client.post(f"/melden/{slug}/", invented.ANSWERS[slug])
    assert_told(response, "Dit is NIET bewaard")
    for name, values in invented.ANSWERS[slug].items():
        for value in [values] if isinstance(values, str) else values:
            assert value in words(response), name


def test_sending_to_a_database_that_refuses_shows_the_whole_report(client: Client, read_only_database: Refuse) -> None:
    invented.fill_in(client)
    read_only_database()
    response = client.post("/melden/controle/")
    assert_told(response, "Je melding is NIET ontvangen")
    for said in (invented.STORY, "Fleur Verzonnen", "06 12 34 56 78"):
        assert said in words(response)
    assert not Report.objects.exists()


def test_sending_works_once_the_database_does(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    invented.fill_in(client)
    with monkeypatch.context() as broken:
        broken.setattr(actions, "hand_in", fail)
        assert_told(client.post("/melden/controle/"), "Je melding is NIET ontvangen")
    invented.send(client)
    assert Report.objects.count() == 1


def test_an_audit_that_fails_leaves_no_half_report(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    invented.fill_in(client)
    with monkeypatch.context() as broken:
        broken.setattr(actions, "record", fail)
        assert_told(client.post("/melden/controle/"), "Je melding is NIET ontvangen")
        assert not Report.objects.exists()
    invented.send(client)


def test_when_nothing_can_be_read_the_page_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    invented.fill_in(client)
    monkeypatch.setattr(visits, "load", fail)
    assert_told(client.post("/melden/controle/"), "Wat je net stuurde, is NIET ontvangen.")
    response = client.post("/melden/wat/", invented.ANSWERS["wat"])
    assert_told(response, "Dit is NIET bewaard")
    assert invented.STORY in words(response)
    assert_told(client.get("/melden/wat/"), "Er is bij ons een storing.")


def test_a_failure_is_logged_without_its_words(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    invented.fill_in(client)
    monkeypatch.setattr(actions, "hand_in", fail)
    client.post("/melden/controle/")
    assert caplog.messages == ["the database failed: OperationalError"]


def test_beginning_without_a_database(client: Client, read_only_database: Refuse) -> None:
    read_only_database()
    assert_told(client.post("/melden/"), "Het lukt nu niet")


def test_leaving_works_without_a_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    invented.begin(client)
    monkeypatch.setattr(visits, "end", fail)
    assert client.get("/weg/").status_code == 302
    assert client.post("/stoppen/").status_code == 303


def test_a_code_is_kept_when_the_database_fails(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    invented.fill_in(client)
    code = invented.send(client)
    monkeypatch.setattr(queries, "report_by_code", fail)
    response = client.post("/vervolg/", {"code": code})
    assert response.status_code == 503
    assert f'value="{code}"' in words(response)


def test_a_message_is_kept_when_the_database_fails(client: Client, read_only_database: Refuse) -> None:
    invented.fill_in(client)
    client.post("/vervolg/", {"code": invented.send(client)})
    read_only_database()
    response = client.post("/vervolg/gesprek/", {"text": "Zij is nu bij de bakker.", "number": "1"})
    assert_told(response, "Je bericht is NIET ontvangen")
    assert "Zij is nu bij de bakker." in words(response)
    assert not Message.objects.exists()


def test_the_health_page_needs_no_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", fail)
    assert client.get("/gezond").content == b"ok"
    assert client.get("/").status_code == 200
