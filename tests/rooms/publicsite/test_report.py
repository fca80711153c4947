"""Reporting, from the first page to the receipt."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from schakel.access.models import User
from schakel.access.roles import Role
from schakel.audit.models import Event
from schakel.core import time
from schakel.intake import actions, queries, receipts
from schakel.intake.models import Report, Visit
from tests.rooms.publicsite import invented

pytestmark = [pytest.mark.urls("schakel.config.urls.public"), pytest.mark.django_db]


@pytest.fixture
def staff() -> User:
    return User.objects.create(email="medewerker@kenniscentrum.example", role=Role.INTAKE_WORKER)


def run_out() -> None:
    Visit.objects.update(expires_at=time.real_now() - timedelta(seconds=1))


def words(response: Any) -> str:
    return str(response.content.decode())


def test_a_report_arrives_whole(client: Client, staff: User) -> None:
    invented.fill_in(client)
    code = invented.send(client)
    report = queries.report_by_code(code)
    assert report is not None
    assert (report.language, report.urgency) == ("nl", "under_18")
    said = actions.open_report(report=report, by=staff)
    assert said.body.story == invented.STORY
    assert (said.routing.category, said.routing.municipality) == ("other", "GM0153")
    assert (said.body.place, said.body.since) == ("Boven de bakker", "Sinds de zomer")
    assert set(said.body.forms) == {"labour", "sexual"}
    assert [(person.name, person.age) for person in said.body.people] == [("Fleur Verzonnen", "ongeveer 16")]
    assert (said.body.hear_back, said.body.hear_back_detail) == ("phone", "06 12 34 56 78")


def test_a_report_in_english_says_so(client: Client) -> None:
    invented.fill_in(client, "/en")
    report = queries.report_by_code(invented.send(client, "/en"))
    assert report is not None
    assert report.language == "en"


def test_no_cookie_before_the_button(client: Client) -> None:
    for path in ("/", "/contact/", "/privacy/", "/factsheet/"):
        assert not client.get(path).cookies, path
    assert set(client.get("/melden/?wie=mij").cookies) == {settings.CSRF_COOKIE_NAME}
    assert not Visit.objects.exists()


def test_the_cookie_is_gone_with_the_browser_and_shut_for_scripts(client: Client) -> None:
    cookie = client.post("/melden/").cookies[settings.VISIT_COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    assert (cookie["max-age"], cookie["expires"]) == ("", "")


def test_beginning_again_asks_first_and_starts_clean(client: Client) -> None:
    invented.fill_in(client)
    assert "Ga verder waar je was" in words(client.get("/melden/"))
    assert invented.STORY in words(client.get("/melden/wat/"))
    invented.begin(client)
    client.post("/melden/wie/", invented.ANSWERS["wie"])
    assert invented.STORY not in words(client.get("/melden/wat/"))
    assert Visit.objects.count() == 1


def test_pages_cannot_be_skipped(client: Client) -> None:
    invented.begin(client)
    assert client.get("/melden/antwoord/").headers["Location"] == "/melden/wie/"
    assert client.get("/melden/controle/").headers["Location"] == "/melden/wie/"
    assert client.post("/melden/controle/").headers["Location"] == "/melden/wie/"
    assert client.get("/melden/iets-anders/").status_code == 404


def test_without_a_visit_the_form_begins_at_the_beginning(client: Client) -> None:
    for slug in (*invented.ANSWERS, "controle", "ontvangen"):
        assert client.get(f"/melden/{slug}/").headers["Location"] == "/melden/"


def test_going_back_shows_what_was_answered(client: Client) -> None:
    invented.fill_in(client)
    assert client.get("/melden/wie/").context["form"]["under_18"].value() is True
    assert invented.STORY in words(client.get("/melden/wat/"))
    assert client.get("/melden/vormen/").context["form"]["forms"].value() == ["labour", "sexual"]
    assert "Fleur Verzonnen" in words(client.get("/melden/personen/"))
    assert "06 12 34 56 78" in words(client.get("/melden/antwoord/"))


def test_a_change_from_the_last_page_leads_back_to_it(client: Client) -> None:
    invented.fill_in(client)
    changed = {**invented.ANSWERS["wat"], "story": "Anders gezegd."}
    assert client.post("/melden/wat/?wijzig=ja", changed).headers["Location"] == "/melden/controle/"
    assert "Anders gezegd." in words(client.get("/melden/controle/"))


def test_the_last_page_shows_every_answer(client: Client) -> None:
    invented.fill_in(client)
    page = words(client.get("/melden/controle/"))
    for said in (invented.STORY, "Enschede", "Boven de bakker", "Sinds de zomer", "Seks", "Werk", "Fleur Verzonnen"):
        assert said in page
    assert "ongeveer 16" in page
    assert "06 12 34 56 78" in page


def test_sending_twice_makes_one_report_and_shows_the_same_code(client: Client) -> None:
    invented.fill_in(client)
    code = invented.send(client)
    assert invented.send(client) == code
    assert invented.code_on(client) == code
    assert Report.objects.count() == 1


def test_going_back_after_sending_leads_to_the_receipt(client: Client) -> None:
    invented.fill_in(client)
    invented.send(client)
    for slug in ("wie", "wat", "personen"):
        assert client.get(f"/melden/{slug}/").headers["Location"] == "/melden/ontvangen/"
        assert client.post(f"/melden/{slug}/", invented.ANSWERS[slug]).headers["Location"] == "/melden/ontvangen/"
    assert client.get("/melden/controle/").headers["Location"] == "/melden/ontvangen/"


def test_the_receipt_shows_the_code_in_groups_and_the_day_of_the_answer(client: Client) -> None:
    invented.fill_in(client)
    code = invented.send(client)
    response = client.get("/melden/ontvangen/")
    for group in receipts.grouped(code):
        # A space between the digits, so that a screen reader reads them one by one.
        assert f"<li>{' '.join(group)}</li>" in words(response)
    # The pinned day is Thursday 19 November 2026; three working days later is a Tuesday.
    assert "dinsdag 24 november" in words(response)
    assert "Tuesday 24 November" in words(client.get("/en/melden/ontvangen/"))


def test_no_receipt_without_a_stored_report(client: Client) -> None:
    invented.fill_in(client)
    response = client.get("/melden/ontvangen/")
    assert response.status_code == 410
    assert "Er is niets verstuurd" in words(response)


def test_closing_the_receipt_ends_the_visit(client: Client) -> None:
    invented.fill_in(client)
    code = invented.send(client)
    response = client.post("/stoppen/")
    assert response.headers["Location"] == "/afgesloten/"
    assert "cookies" in response.headers["Clear-Site-Data"]
    assert not Visit.objects.exists()
    assert code not in words(client.get("/melden/ontvangen/", follow=True))


def test_stopping_keeps_nothing(client: Client) -> None:
    invented.fill_in(client)
    response = client.post("/stoppen/", {"unsent": "ja"})
    assert response.headers["Location"] == "/gestopt/"
    assert not Visit.objects.exists()
    assert not Report.objects.exists()
    assert "Er is niets verstuurd" in words(client.get("/gestopt/"))


def test_the_quick_exit_forgets_and_leaves(client: Client) -> None:
    invented.fill_in(client)
    response = client.get("/weg/")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("https://")
    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert response.cookies[settings.VISIT_COOKIE]["max-age"] == 0
    assert not Visit.objects.exists()


def test_a_form_that_ran_out_says_that_nothing_was_sent(client: Client) -> None:
    invented.fill_in(client)
    run_out()
    for response in (client.get("/melden/wat/"), client.get("/melden/controle/"), client.post("/melden/controle/")):
        assert response.status_code == 410
        assert "Er is niets verstuurd" in words(response)
    assert not Report.objects.exists()


def test_a_receipt_that_ran_out_says_that_the_report_was_received(client: Client) -> None:
    invented.fill_in(client)
    code = invented.send(client)
    run_out()
    for response in (client.get("/melden/ontvangen/"), client.post("/melden/controle/")):
        assert response.status_code == 410
        assert "Je melding is wel ontvangen" in words(response)
        assert code[:4] + "</span>" not in words(response)


def test_what_was_typed_on_a_page_that_ran_out_is_kept(client: Client) -> None:
    invented.fill_in(client)
    run_out()
    response = client.post("/melden/wat/", invented.ANSWERS["wat"], follow=True)
    assert response.redirect_chain == [("/melden/wie/?verlopen=ja", 303)]
    assert "Je formulier was verlopen" in words(response)
    client.post("/melden/wie/", invented.ANSWERS["wie"])
    assert invented.STORY in words(client.get("/melden/wat/"))


def test_a_page_posted_without_any_visit_is_kept_too(client: Client) -> None:
    client.post("/melden/wat/", invented.ANSWERS["wat"])
    client.post("/melden/wie/", invented.ANSWERS["wie"])
    assert invented.STORY in words(client.get("/melden/wat/"))


@pytest.mark.parametrize("key", ["", "x", "AAAA", "é", "!" * 43, "A" * 43, "A" * 400])
def test_a_made_up_cookie_opens_nothing(client: Client, key: str) -> None:
    client.cookies[settings.VISIT_COOKIE] = key
    assert client.get("/melden/wie/").status_code in (302, 410)
    assert client.post("/melden/controle/").status_code == 410


def test_nothing_about_the_visitor_is_kept(client: Client) -> None:
    told = {
        "REMOTE_ADDR": "203.0.113.77",
        "HTTP_USER_AGENT": "Verraderlijk/9.9",
        "HTTP_X_FORWARDED_FOR": "203.0.113.78",
    }
    client.defaults.update(told)
    invented.fill_in(client)
    code = invented.send(client)
    client.post("/vervolg/", {"code": code})
    client.post("/vervolg/gesprek/", {"text": "Nog iets", "number": "1"})
    for model in (Report, Visit, Event):
        for row in model.objects.values():
            stored = b"".join(v if isinstance(v, bytes) else str(v).encode() for v in row.values())
            for value in (*told.values(), invented.STORY, "Fleur", code):
                assert value.encode() not in stored


def test_every_answer_is_quiet(client: Client) -> None:
    invented.fill_in(client)
    for path in ("/", "/melden/", "/melden/wat/", "/melden/controle/", "/vervolg/", "/bestaat-niet/"):
        headers = client.get(path).headers
        assert headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"
