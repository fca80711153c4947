"""Wrong, strange and far too much input: a sentence beside the field, everything typed still there, never an error."""

from html import unescape
from typing import Any

import pytest
from django.test import Client

from schakel.core.words import tidy
from schakel.intake.models import Report
from tests.rooms.publicsite import invented

pytestmark = [pytest.mark.urls("schakel.config.urls.public"), pytest.mark.django_db]


def words(response: Any) -> str:
    return unescape(response.content.decode())


@pytest.fixture
def begun(client: Client) -> Client:
    invented.begin(client)
    return client


@pytest.mark.parametrize(
    ("slug", "answers", "sentence", "kept"),
    [
        (
            "wat",
            {"story": "", "municipality": "GM0141", "place": "Aan de haven"},
            "Schrijf hier iets op.",
            "Aan de haven",
        ),
        ("wat", {"story": "Een verhaal", "municipality": "GM9999"}, "Selecteer een geldige keuze", "Een verhaal"),
        ("wat", {"story": "é" * 20_001, "municipality": "unknown"}, "Dit is te lang: 20001 tekens", "é" * 20_001),
        ("wat", {"story": "a", "municipality": "unknown", "place": "b" * 501}, "501 tekens", "b" * 501),
        ("antwoord", {"hear_back": "phone", "hear_back_detail": "nul zes"}, "Vul een telefoonnummer in", "nul zes"),
        ("antwoord", {"hear_back": "email", "hear_back_detail": "ik@"}, "Vul een e-mailadres in", "ik@"),
        ("antwoord", {"hear_back": "", "hear_back_detail": "06 1"}, "Kies hoe je ons antwoord wilt krijgen", "06 1"),
    ],
)
def test_a_wrong_field_says_what_to_mend_and_keeps_the_rest(
    begun: Client, slug: str, answers: dict[str, str], sentence: str, kept: str
) -> None:
    response = begun.post(f"/melden/{slug}/", answers)
    assert response.status_code == 422
    assert words(response).count(sentence) >= 2, "in the summary and beside the field"
    assert kept in words(response)
    assert "<title>Fout: Stap " in words(response)


@pytest.mark.parametrize("count", [51, 500])
def test_too_many_people_are_refused_with_a_reason_and_all_kept(begun: Client, count: int) -> None:
    response = begun.post("/melden/personen/", invented.people(count))
    assert response.status_code == 422
    page = words(response)
    assert "Je kunt hier 50 mensen invullen" in page
    assert all(f'value="Persoon nummer {number} "' in page for number in range(count))


def test_fifty_people_are_accepted(client: Client) -> None:
    invented.fill_in(client, personen=invented.people(50))
    invented.send(client)
    assert Report.objects.count() == 1


def test_the_fifty_first_row_is_not_offered(begun: Client) -> None:
    response = begun.post("/melden/personen/", {**invented.people(50), "add": "ja"})
    assert len(response.context["form"].forms) == 50
    assert "Nog een persoon toevoegen" not in words(response)
    assert "Je kunt hier 50 mensen invullen" in words(response)


def test_people_are_added_and_removed_one_by_one(begun: Client) -> None:
    two = invented.people(2)
    response = begun.post("/melden/personen/", {**two, "add": "ja"})
    assert [form["name"].value() for form in response.context["form"]] == [
        "Persoon nummer 0 ",
        "Persoon nummer 1 ",
        None,
    ]
    response = begun.post("/melden/personen/", {**two, "remove": "0"})
    assert [form["name"].value() for form in response.context["form"]] == ["Persoon nummer 1 "]
    response = begun.post("/melden/personen/", {**two, "remove": "honderd"})
    assert len(response.context["form"].forms) == 2


def test_another_language_takes_along_what_was_typed_right_or_wrong(begun: Client) -> None:
    other = {"taal": ""}
    response = begun.post("/en/melden/wat/", {"story": "", "municipality": "GM0141", "place": "Aan de haven"} | other)
    assert response.status_code == 200
    page = words(response)
    assert 'lang="en"' in page
    assert "Aan de haven" in page
    assert 'value="GM0141" selected' in page
    assert 'role="alert"' not in page, "nobody asked whether it is right yet"
    response = begun.post("/pl/melden/personen/", invented.people(2) | other)
    assert [form["name"].value() for form in response.context["form"]] == ["Persoon nummer 0 ", "Persoon nummer 1 "]
    response = begun.post("/ar/melden/wie/", {"category": "neighbour", "danger_today": "on"} | other)
    assert response.context["form"]["danger_today"].value() is True


def test_every_language_is_a_button_where_something_can_be_typed_and_a_link_elsewhere(begun: Client) -> None:
    assert '<a href="/en/contact/"' in words(begun.get("/contact/"))
    page = words(begun.get("/melden/wie/"))
    assert 'formaction="/en/melden/wie/"' in page
    assert page.index(">Verder</button>") < page.index('formaction="'), "Enter goes on"


@pytest.mark.parametrize(
    "rows", [{}, {"people-TOTAL_FORMS": "veel"}, {"people-TOTAL_FORMS": "-3", "people-INITIAL_FORMS": "9"}]
)
def test_a_damaged_form_is_no_error_page(begun: Client, rows: dict[str, str]) -> None:
    response = begun.post("/melden/personen/", {**rows, "people-0-name": "Jan"})
    assert response.status_code in (303, 422)


@pytest.mark.parametrize(
    "typed",
    [
        "Zij zei: \x00\x07\x1b[31m stop",
        "😢👩‍👧‍👦🇳🇱 help",
        "اسمها فاطمة وهي لا تستطيع الخروج",
        "\u202edrow leovyna\u202c",
        "e\u0301e\u0301n",
        "<script>alert(1)</script> {{ settings.SECRET_KEY }} %(x)s",
        "regel een\r\nregel twee\rregel drie",
    ],
)
def test_strange_characters_are_kept_and_shown_as_text(client: Client, typed: str) -> None:
    people = {**invented.people(1), "people-0-name": typed[:100]}
    invented.fill_in(client, wat={"story": typed, "municipality": "unknown"}, personen=people)
    page = words(client.get("/melden/controle/"))
    assert tidy(typed).strip() in page
    assert "<script>alert" not in client.get("/melden/controle/").content.decode()
    invented.send(client)


@pytest.mark.parametrize(("age", "status"), [("2", 303), ("120", 303), ("130", 422), ("1-1-2090", 422)])
def test_a_toddler_is_believed_and_somebody_of_130_is_asked_again(begun: Client, age: str, status: int) -> None:
    response = begun.post("/melden/personen/", {**invented.people(1), "people-0-age": age})
    assert response.status_code == status
    if status == 422:
        assert f'value="{age}"' in words(response)
        assert "Klopt d" in words(response)


def test_half_a_character_is_dropped(begun: Client) -> None:
    body = b"municipality=unknown&story=hallo%ED%A0%BD+daar%FF"
    response = begun.post("/melden/wat/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 303
