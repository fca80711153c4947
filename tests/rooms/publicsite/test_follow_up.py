"""The way back with a code: one answer to every wrong code, and a conversation that stores each message once."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from stdnum import damm

from schakel.access.models import User
from schakel.access.roles import Role
from schakel.core import time
from schakel.intake import actions, queries
from schakel.intake.content import Urgency
from schakel.intake.models import Message, Report, Visit
from schakel.publicsite import pacing
from tests.rooms.publicsite import invented

pytestmark = [pytest.mark.urls("schakel.config.urls.public"), pytest.mark.django_db]

# Well-formed, and nobody's.
UNKNOWN = "1" * 27 + str(damm.calc_check_digit("1" * 27))
WRONG = "Deze code kennen wij niet. Kijk of je alle 28 cijfers goed hebt overgenomen."


@pytest.fixture(autouse=True)
def _quick(naps: list[float]) -> None:
    """No test here sleeps."""


@pytest.fixture
def code(client: Client) -> str:
    invented.fill_in(client)
    code = invented.send(client)
    client.post("/stoppen/")
    return code


def words(response: Any) -> str:
    return unescape(response.content.decode())


def answer(code: str, text: str) -> None:
    """The desk opens the report and answers."""
    staff, _ = User.objects.get_or_create(email="medewerker@kenniscentrum.example", role=Role.INTAKE_WORKER)
    report = queries.report_by_code(code)
    assert report is not None
    actions.open_report(report=report, by=staff)
    report.refresh_from_db()
    actions.answer(report=report, text=text, by=staff)


@pytest.mark.parametrize("spacing", [lambda c: c, lambda c: " ".join(c[i : i + 4] for i in range(0, 28, 4)), "-".join])
def test_a_code_opens_the_conversation_in_any_spacing(client: Client, code: str, spacing: Any) -> None:
    response = client.post("/vervolg/", {"code": spacing(code)})
    assert (response.status_code, response.headers["Location"]) == (303, "/vervolg/gesprek/")
    assert "donderdag 19 november" in words(client.get("/vervolg/gesprek/"))


def test_a_code_in_other_digits_opens_the_conversation(client: Client, code: str) -> None:
    arabic = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert client.post("/vervolg/", {"code": arabic}).status_code == 303


def test_a_code_that_nobody_has_is_told_so_after_a_moment(client: Client, naps: list[float]) -> None:
    response = client.post("/vervolg/", {"code": UNKNOWN})
    assert response.status_code == 422
    assert words(response).count(WRONG) == 2
    assert naps == [1.0]


@pytest.mark.parametrize(
    ("mistake", "sentence"),
    [
        (lambda code: code[:-1] + str((int(code[-1]) + 1) % 10), "Er zit een tikfout in je code."),
        (lambda code: code[:-1], "Aantal cijfers dat je invulde: 27. Een code heeft er 28."),
        (lambda code: code + "1", "Aantal cijfers dat je invulde: 29."),
        (lambda _: "geen code", "Een code heeft alleen cijfers."),
    ],
)
def test_a_typing_error_is_told_before_anything_is_looked_up(
    client: Client, code: str, naps: list[float], mistake: Callable[[str], str], sentence: str
) -> None:
    said = set()
    for whose in (code, UNKNOWN):
        response = client.post("/vervolg/", {"code": mistake(whose)})
        assert response.status_code == 422
        assert sentence in words(response)
        assert f'value="{mistake(whose)}"' in words(response)
        page = words(response).replace(mistake(whose), "")
        said.add("".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line))
    assert len(said) == 1, "whether there is such a code makes no difference"
    assert naps == []


def test_a_right_code_does_not_wait(client: Client, code: str, naps: list[float]) -> None:
    client.post("/vervolg/", {"code": code})
    assert naps == []


def test_too_many_attempts_at_once_are_told_to_wait_and_keep_the_code(
    client: Client, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacing, "attempts", pacing.TokenBucket(rate=0, burst=2))
    assert [client.post("/vervolg/", {"code": UNKNOWN}).status_code for _ in range(2)] == [422, 422]
    response = client.post("/vervolg/", {"code": code})
    assert response.status_code == 429
    assert "Het is nu druk" in words(response)
    assert f'value="{code}"' in words(response)


def test_an_empty_code_is_asked_for(client: Client) -> None:
    assert "Vul hier je code in." in words(client.post("/vervolg/", {"code": "  "}))


def test_no_cookie_for_a_wrong_code(client: Client) -> None:
    assert settings.VISIT_COOKIE not in client.post("/vervolg/", {"code": UNKNOWN}).cookies


def test_the_answer_of_the_desk_can_be_read(client: Client, code: str) -> None:
    answer(code, "Dank je wel.\nKun je ons bellen? <b>نعم</b>")
    client.post("/vervolg/", {"code": code})
    page = words(client.get("/vervolg/gesprek/"))
    assert "Dank je wel.\nKun je ons bellen? <b>نعم</b>" in page
    assert "<b>" not in client.get("/vervolg/gesprek/").content.decode()


def test_own_words_are_not_shown_again(client: Client, code: str) -> None:
    client.post("/vervolg/", {"code": code})
    client.post("/vervolg/gesprek/", {"text": "Zij heet Roos Verzonnen.", "number": "1"})
    page = words(client.get("/vervolg/gesprek/"))
    assert "hij is verzegeld" in page
    assert "Roos" not in page


def test_a_message_arrives_at_the_desk(client: Client, code: str) -> None:
    answer(code, "Hallo")
    client.post("/vervolg/", {"code": code})
    response = client.post("/vervolg/gesprek/", {"text": "Zij is weg. 😢", "number": "1"}, follow=True)
    assert "Je bericht is aangekomen." in words(response)
    report = queries.report_by_code(code)
    assert report is not None
    staff = User.objects.get()
    assert [text for _message, text in actions.read_conversation(report=report, by=staff)] == [
        "Hallo",
        "Zij is weg. 😢",
    ]


def test_the_same_page_sent_twice_is_one_message(client: Client, code: str) -> None:
    client.post("/vervolg/", {"code": code})
    number = client.get("/vervolg/gesprek/").context["form"]["number"].value()
    for _ in range(3):
        assert client.post("/vervolg/gesprek/", {"text": "Een keer", "number": number}).status_code == 303
    assert Message.objects.count() == 1
    other = client.get("/vervolg/gesprek/").context["form"]["number"].value()
    client.post("/vervolg/gesprek/", {"text": "Een keer", "number": other})
    assert Message.objects.count() == 2


@pytest.mark.parametrize(("text", "sentence"), [("", "Schrijf hier eerst iets op."), ("é" * 20_001, "20001 tekens")])
def test_a_message_that_cannot_be_sent_is_kept(client: Client, code: str, text: str, sentence: str) -> None:
    client.post("/vervolg/", {"code": code})
    response = client.post("/vervolg/gesprek/", {"text": text, "number": "1"})
    assert response.status_code == 422
    assert sentence in words(response)
    assert text in words(response)
    assert not Message.objects.exists()


def test_a_message_on_a_page_that_ran_out_can_be_copied(client: Client, code: str) -> None:
    client.post("/vervolg/", {"code": code})
    Visit.objects.update(expires_at=time.real_now() - timedelta(seconds=1))
    response = client.post("/vervolg/gesprek/", {"text": "Nog iets belangrijks", "number": "1"})
    assert response.status_code == 410
    assert "Je tekst is NIET verstuurd" in words(response)
    assert "Nog iets belangrijks" in words(response)
    assert not Message.objects.exists()


def test_without_a_code_there_is_no_conversation(client: Client) -> None:
    assert client.get("/vervolg/gesprek/").headers["Location"] == "/vervolg/"
    invented.begin(client)
    assert client.get("/vervolg/gesprek/").headers["Location"] == "/vervolg/"


def test_closing_ends_the_visit(client: Client, code: str) -> None:
    client.post("/vervolg/", {"code": code})
    assert client.post("/stoppen/").headers["Location"] == "/afgesloten/"
    assert not Visit.objects.exists()


def test_a_conversation_is_no_report_form(client: Client, code: str) -> None:
    client.post("/vervolg/", {"code": code})
    assert client.get("/melden/controle/").headers["Location"] == "/melden/wie/"
    assert client.get("/melden/ontvangen/").headers["Location"] == "/vervolg/gesprek/"


def come_back(client: Client, code: str, *, again: bool = False) -> str:
    """Enter the code and read the page."""
    client.post("/stoppen/")
    client.post("/vervolg/", {"code": code, **({"again": "ja"} if again else {})})
    return words(client.get("/vervolg/gesprek/"))


def test_what_was_read_in_an_earlier_visit_is_not_shown_by_itself(client: Client, code: str) -> None:
    answer(code, "Kun je ons bellen?")
    assert "Kun je ons bellen?" in come_back(client, code)
    # As long as the visit goes on it stays, also after sending something.
    client.post("/vervolg/gesprek/", {"text": "Ja.", "number": "1"})
    assert "Kun je ons bellen?" in words(client.get("/vervolg/gesprek/"))
    assert "Laat opnieuw zien" not in words(client.get("/vervolg/gesprek/"))

    answer(code, "Tot morgen.")
    page = come_back(client, code)
    assert "Tot morgen." in page
    assert "Kun je ons bellen?" not in page
    assert "Gelezen op donderdag 19 november." in page
    assert 'href="/vervolg/?again=ja"' in page


def test_with_the_code_a_second_time_everything_is_shown(client: Client, code: str) -> None:
    answer(code, "Kun je ons bellen?")
    come_back(client, code)
    assert "Kun je ons bellen?" not in come_back(client, code)
    asked = words(client.get("/vervolg/?again=ja"))
    assert 'name="again"' in asked
    assert "Vul je code nog een keer in." in asked
    assert "Kun je ons bellen?" in come_back(client, code, again=True)
    assert "Kun je ons bellen?" not in come_back(client, code), "and the next visit hides it once more"


def test_a_look_without_reading_leaves_an_answer_unread(client: Client, code: str) -> None:
    answer(code, "Kun je ons bellen?")
    client.post("/vervolg/", {"code": code})
    client.head("/vervolg/gesprek/")
    client.post("/vervolg/gesprek/", {"text": "", "number": "1"})
    assert Message.objects.get().read_at is None
    assert "Kun je ons bellen?" in come_back(client, code)
    assert Message.objects.get().read_at is not None


def test_an_answer_is_shown_even_when_reading_it_cannot_be_noted(
    client: Client, code: str, read_only_database: Callable[[], None]
) -> None:
    answer(code, "Kun je ons bellen?")
    client.post("/vervolg/", {"code": code})
    read_only_database()
    assert "Kun je ons bellen?" in words(client.get("/vervolg/gesprek/"))


@pytest.mark.parametrize(
    ("before", "ticked", "after"),
    [
        (Urgency.NONE, {"danger_today": "on"}, Urgency.DANGER_TODAY),
        (Urgency.NONE, {"under_18": "on"}, Urgency.UNDER_18),
        (Urgency.NONE, {"danger_today": "on", "under_18": "on"}, Urgency.DANGER_TODAY),
        (Urgency.UNDER_18, {"danger_today": "on"}, Urgency.DANGER_TODAY),
        (Urgency.DANGER_TODAY, {"under_18": "on"}, Urgency.DANGER_TODAY),
        (Urgency.DANGER_TODAY, {}, Urgency.DANGER_TODAY),
    ],
)
def test_a_message_can_raise_the_mark_and_never_lowers_it(
    client: Client, code: str, before: Urgency, ticked: dict[str, str], after: Urgency
) -> None:
    Report.objects.update(urgency=before)
    client.post("/vervolg/", {"code": code})
    page = words(client.post("/vervolg/gesprek/", {"text": "Hij komt eraan.", "number": "1", **ticked}, follow=True))
    assert Report.objects.get().urgency == after
    assert ("Wij zien nu ook het kruisje" in page) is bool(ticked)


def test_a_tick_without_words_marks_nothing_yet_and_stays_ticked(client: Client, code: str) -> None:
    Report.objects.update(urgency=Urgency.NONE)
    client.post("/vervolg/", {"code": code})
    response = client.post("/vervolg/gesprek/", {"text": "", "danger_today": "on", "number": "1"})
    assert response.status_code == 422
    assert response.context["form"]["danger_today"].value() is True
    assert Report.objects.get().urgency == Urgency.NONE
