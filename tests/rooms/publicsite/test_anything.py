"""Whatever is sent to whichever page: never an error, and nothing typed is lost."""

from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from schakel.core.words import tidy
from schakel.intake import ways
from tests.rooms.publicsite import invented

pytestmark = [
    pytest.mark.urls("schakel.config.urls.public"),
    pytest.mark.django_db,
    pytest.mark.usefixtures("naps"),
]

PATHS = [
    *(f"/melden/{slug}/" for slug in sorted(ways.SLUGS)),
    *("/melden/", "/melden/controle/", "/melden/ontvangen/", "/vervolg/", "/vervolg/gesprek/", "/stoppen/"),
    *("/melden/ontvangen/notitie/", "/bewijs/"),
]
NAMES = [
    *("category", "danger_today", "story", "municipality", "place", "since", "forms", "hear_back", "hear_back_detail"),
    *(
        "people-TOTAL_FORMS",
        "people-INITIAL_FORMS",
        "people-0-name",
        "people-0-age",
        "people-1-gender",
        "add",
        "remove",
    ),
    *("organisation", "reporter_name", "own_municipality", "ground", "wishes", "subject", "age", "gender", "is_minor"),
    *("code", "text", "number", "wie", "weg", "unsent", "again", "hide", "safe", "make", "first_digits"),
]
VALUES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "care",
            "GM0153",
            "sparren",
            "gedaan",
            "consent",
            "training",
            "yes",
            "unknown",
            "labour",
            "phone",
            "email",
            "code",
            "1",
            "50",
            "-1",
            "17",
            "on",
            "0" * 28,
        ]
    ),
)
# The database is rolled back after the test, not after each example: a visit just goes on.
anything = hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@anything
@given(
    path=st.sampled_from(PATHS),
    typed=st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=8),
    cookie=st.one_of(st.none(), st.text(max_size=50)),
    prefix=st.sampled_from(["", "/en"]),
    way=st.sampled_from([*sorted(ways.BY_SLUG), ""]),
)
def test_no_page_ever_breaks(  # noqa: PLR0917  (Hypothesis passes them by name)
    client: Client, path: str, typed: dict[str, str], cookie: str | None, prefix: str, way: str
) -> None:
    if way:
        invented.begin(client, prefix, way)
    if cookie is not None:
        client.cookies[settings.VISIT_COOKIE] = cookie.encode("ascii", "replace").decode()
    address = prefix + path
    assert client.post(address, typed).status_code < 500
    assert client.get(address, typed).status_code < 500


def shown(response: Any) -> str:
    """The page as a browser reads it: a textarea drops the line end right after its tag."""
    return tidy(unescape(response.content.decode()))


@anything
@given(
    story=st.text(max_size=200),
    place=st.text(max_size=520),
    since=st.text(max_size=40),
    town=st.sampled_from(["GM0153", "nergens"]),
)
def test_no_story_is_lost(client: Client, story: str, place: str, since: str, town: str) -> None:
    invented.begin(client)
    client.post("/melden/wie/", invented.ANSWERS["wie"])
    response = client.post("/melden/wat/", {"story": story, "place": place, "since": since, "municipality": town})
    assert response.status_code in (303, 422)
    page = shown(client.get("/melden/wat/") if response.status_code == 303 else response)
    for typed in (story, place, since):
        assert tidy(typed).strip() in page


@anything
@given(name=st.text(max_size=150), age=st.text(max_size=70), address=st.text(max_size=100))
def test_no_person_is_lost(client: Client, name: str, age: str, address: str) -> None:
    invented.fill_in(client)
    person = {"people-0-name": name, "people-0-age": age, "people-0-address": address}
    response = client.post("/melden/personen/", {**invented.people(1), **person})
    assert response.status_code in (303, 422)
    page = shown(client.get("/melden/personen/") if response.status_code == 303 else response)
    for typed in (name, age, address):
        assert tidy(typed).strip() in page


@anything
@given(nickname=st.text(max_size=150), phone=st.text(max_size=60))
def test_nothing_more_about_a_person_is_lost(client: Client, nickname: str, phone: str) -> None:
    invented.fill_in(client)
    said = {"people-0-nickname": nickname, "people-0-phone": phone}
    response = client.post("/melden/personen/", {**invented.people(1), **said})
    assert response.status_code in (303, 422)
    page = shown(client.get("/melden/personen/") if response.status_code == 303 else response)
    for typed in (nickname, phone):
        assert tidy(typed).strip() in page


@anything
@given(detail=st.text(min_size=1, max_size=280), how=st.sampled_from(["phone", "email"]))
def test_no_way_to_answer_is_lost(client: Client, detail: str, how: str) -> None:
    invented.fill_in(client)
    response = client.post("/melden/antwoord/", {"hear_back": how, "hear_back_detail": detail})
    assert response.status_code in (303, 422)
    page = shown(client.get("/melden/antwoord/") if response.status_code == 303 else response)
    assert tidy(detail).strip() in page


@anything
@given(typed=st.text(max_size=220))
def test_no_code_is_lost_that_was_typed(client: Client, typed: str) -> None:
    response = client.post("/vervolg/", {"code": typed})
    assert response.status_code == 422
    assert tidy(typed).strip() in shown(response)


@anything
@given(typed=st.text(max_size=300))
def test_no_message_is_lost_when_there_is_no_conversation(client: Client, typed: str) -> None:
    client.cookies.clear()
    response = client.post("/vervolg/gesprek/", {"text": typed, "number": "1"})
    assert response.status_code == 410
    assert tidy(typed).strip() in shown(response)
