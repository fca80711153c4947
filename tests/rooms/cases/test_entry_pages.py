"""Staff type in a report that came by telephone, and read out its code."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.core import time
from schakel.intake import queries, ways
from schakel.intake.envelopes import read_content
from schakel.intake.models import Channel, Report, ReportState

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
URL = "/meldingen/invoeren/"


def moment(minutes: int) -> str:
    """That many minutes from now, as the browser's own field for a moment says it."""
    return f"{(time.now() + timedelta(minutes=minutes)).astimezone(time.REGION_ZONE):%Y-%m-%dT%H:%M}"


def typed(browser: Client, **changed: Any) -> dict[str, Any]:
    """What the browser posts for a report by telephone about one person, for somebody's work."""
    key = re.search(r'name="key" value="([^"]+)"', browser.get(URL).content.decode())
    assert key is not None
    return {
        "key": key[1],
        "weg": "werk",
        "channel": "phone",
        "received_at": moment(0),
        "reporter_language": "nl",
        "ground": "task",
        "category": "police",
        "story": "De agent zag vier mensen in een schuur.",
        "municipality": "GM0189",
        "place": "",
        "since": "",
        "forms": ["labour"],
        "people-TOTAL_FORMS": 1,
        "people-INITIAL_FORMS": 1,
        "people-0-name": "Ion Popa",
        "people-0-gender": "man",
        "hear_back": "code",
        "hear_back_detail": "",
    } | changed


def test_stores_an_opened_report_and_shows_a_code_that_opens_it(sanne: User, desk: Desk) -> None:
    browser = desk(sanne)
    response = browser.post(URL, typed(browser))
    report = Report.objects.get()
    assert (report.channel, report.state) == (Channel.PHONE, ReportState.OPENED)
    said = read_content(report)
    assert (said.routing.category, said.body.people[0].name) == ("police", "Ion Popa")
    assert queries.report_by_code(response.context["code"]) == report


def test_sending_twice_makes_one_report_and_the_same_code(sanne: User, desk: Desk) -> None:
    browser = desk(sanne)
    posted = typed(browser)
    first, second = browser.post(URL, posted), browser.post(URL, posted)
    assert first.context["code"] == second.context["code"]
    assert Report.objects.count() == 1


def test_the_code_stays_in_no_session(sanne: User, desk: Desk) -> None:
    browser = desk(sanne)
    code = browser.post(URL, typed(browser)).context["code"]
    kept = dict(browser.session)
    assert kept  # whoever is signed in has one
    assert code not in str(kept)


def test_what_is_missing_is_said_and_everything_else_stays(sanne: User, desk: Desk) -> None:
    browser = desk(sanne)
    response = browser.post(URL, typed(browser, story="", channel=""))
    page = response.content.decode()
    assert response.status_code == 422
    assert "Er kloppen nog 2 dingen niet" in page
    assert "Ion Popa" in page
    assert not Report.objects.exists()


def test_one_more_person_keeps_what_was_typed_and_judges_nothing_yet(sanne: User, desk: Desk) -> None:
    browser = desk(sanne)
    response = browser.post(URL, typed(browser, add="ja", story=""))
    page = response.content.decode()
    assert response.status_code == 200
    assert 'name="people-1-name"' in page
    assert "Ion Popa" in page
    assert "field__error" not in page
    assert not Report.objects.exists()


@pytest.mark.parametrize("key", ["", "geen sleutel", "AAAA", "é"])
def test_a_key_that_is_none_is_replaced_by_a_fresh_one(key: str, sanne: User, desk: Desk) -> None:
    browser = desk(sanne)
    assert browser.post(URL, typed(browser, key=key)).status_code == 200
    assert Report.objects.count() == 1


def test_other_roles_enter_nothing(bram: User, desk: Desk) -> None:
    browser = desk(bram)
    assert browser.get(URL).status_code == 403
    assert browser.post(URL, {"story": "x"}).status_code == 403
    assert not Report.objects.exists()


ASKED = {
    "mij": {"channel": "counter", "story": "Ik mag niet weg.", "municipality": "unknown", "age": "19"},
    "iemand": {"story": "De buurvrouw mag niet weg.", "municipality": "GM0141"},
    "werk": {"category": "care", "ground": "unknown", "story": "Iets valt op.", "municipality": "GM0141"},
    "sparren": {"category": "care", "story": "Is dit dwang?", "municipality": "GM0141"},
    "gemeente": {"own_municipality": "GM0147", "ground": "wgs", "story": "Een pand.", "municipality": "own"},
    "gedaan": {"story": "Ik wil stoppen.", "municipality": "unknown", "wishes": ["safe"]},
}


@pytest.mark.parametrize("way", ASKED)
def test_every_way_can_be_entered_and_asks_only_its_own(way: str, sanne: User, desk: Desk) -> None:
    browser = desk(sanne)
    page = browser.get(f"{URL}?weg={way}").content.decode()
    assert set(ASKED) == set(ways.BY_SLUG)
    for field in ASKED[way]:
        assert f'name="{field}"' in page
    assert ('name="people-0-name"' in page) == (way in ("iemand", "werk", "gemeente"))
    posted = {"weg": way, "channel": "email", "received_at": moment(-90), "hear_back": "code", **ASKED[way]}
    people = {"people-TOTAL_FORMS": 0, "people-INITIAL_FORMS": 0}
    assert browser.post(URL, posted | people).status_code == 200
    said = read_content(Report.objects.get())
    assert (said.routing.way, said.body.story) == (ways.BY_SLUG[way].way, ASKED[way]["story"])


def test_a_report_came_in_when_staff_say_so(sanne: User, desk: Desk) -> None:
    browser = desk(sanne)
    browser.post(URL, typed(browser, received_at=moment(-3 * 24 * 60), reporter_language="en"))
    report = Report.objects.get()
    assert timedelta(days=3) <= time.now() - report.received_at < timedelta(days=3, minutes=2)
    assert report.language == "en"


@pytest.mark.parametrize(
    ("typed_in", "sentence"),
    [
        ("2999-01-01T10:00", "toekomst"),
        ("2020-01-01T10:00", "meer dan een jaar geleden"),
        ("", "Vul in wanneer"),
        ("gisteren", "Vul een dag en een tijd in"),
    ],
)
def test_a_moment_that_cannot_be_is_asked_again(typed_in: str, sentence: str, sanne: User, desk: Desk) -> None:
    browser = desk(sanne)
    response = browser.post(URL, typed(browser, received_at=typed_in))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Report.objects.exists()


def test_another_way_keeps_what_was_typed(sanne: User, desk: Desk) -> None:
    browser = desk(sanne)
    response = browser.post(URL, typed(browser, switch="gemeente"))
    page = response.content.decode()
    assert response.status_code == 200
    assert response.context["path"].slug == "gemeente"
    for said in ("De agent zag vier mensen in een schuur.", "Ion Popa"):
        assert said in page
    assert "field__error" not in page
    assert not Report.objects.exists()
