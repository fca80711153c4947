"""After sending: hiding it all at once, what comes only on a safe phone, and a proof that says nothing."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from schakel.core import region
from schakel.intake import proofs, queries, receipts
from schakel.intake.models import Proof, Visit
from tests.rooms.publicsite import invented

pytestmark = [pytest.mark.urls("schakel.config.urls.public"), pytest.mark.django_db]

RECEIPT, NOTE, PROOF = "/melden/ontvangen/", "/melden/ontvangen/notitie/", "/bewijs/"
ONLY_ON_A_SAFE_PHONE = ("Bewaar als bestand", "Afdrukken", "Zo kom je terug", "Maak een bewijs")


@pytest.fixture(autouse=True)
def _quick(naps: list[float]) -> None:
    """No test here sleeps."""


@pytest.fixture
def code(client: Client) -> str:
    """A report was sent, and its receipt is on the screen."""
    invented.fill_in(client)
    return invented.send(client)


def words(response: Any) -> str:
    return unescape(response.content.decode())


def shows(page: str, code: str) -> bool:
    """Whether the code, or a part of it by which it would be known, stands on the page."""
    bare = re.sub(r"\s", "", re.sub(r"<[^>]+>", "", page))
    return any(code[start : start + 12] in bare for start in range(len(code) - 12))


def hide(client: Client) -> None:
    response = client.post(RECEIPT, {"hide": "ja"})
    assert (response.status_code, response.headers["Location"]) == (303, RECEIPT)


def other_digits(code: str) -> str:
    return code[:3] + str((int(code[3]) + 1) % 10)


def test_hiding_takes_everything_away_and_says_nothing_of_what_was_there(client: Client, code: str) -> None:
    assert shows(words(client.get(RECEIPT)), code)
    hide(client)
    page = words(client.get(RECEIPT))
    assert not shows(page, code)
    left = re.sub(r"<[^>]+>", " ", page[page.index("exit-rail") : page.index("</body")])
    assert not re.search(r"meld|code|antwoord|aangekomen|centrum|handel", left, re.IGNORECASE)
    assert region.current().name not in page
    assert "Snel weg" in left
    assert "<title>Informatie</title>" in page


@pytest.mark.parametrize("path", ["/melden/wie/", "/melden/controle/", NOTE, PROOF])
def test_no_other_page_shows_what_is_hidden(client: Client, code: str, path: str) -> None:
    client.post(RECEIPT, {"safe": "ja"})
    hide(client)
    for response in (client.get(path, follow=True), client.post(path, {"make": "ja"}, follow=True)):
        assert not shows(words(response), code)
        assert code[:4] not in str(response.headers)


def test_hidden_it_takes_no_other_answer(client: Client, code: str) -> None:
    hide(client)
    client.post(RECEIPT, {"safe": "ja"})
    client.post(RECEIPT, {"hide": ""})
    assert not shows(words(client.get(RECEIPT)), code)


@pytest.mark.parametrize(
    "written", [lambda d: d, " ".join, lambda d: d.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))]
)
def test_whoever_began_to_copy_it_sees_it_again(client: Client, code: str, written: Any) -> None:
    hide(client)
    response = client.post(RECEIPT, {"first_digits": written(code[:4])})
    assert response.status_code == 303
    assert shows(words(client.get(RECEIPT)), code)


def test_nobody_can_go_on_guessing(client: Client, code: str) -> None:
    hide(client)
    for _ in range(2):
        response = client.post(RECEIPT, {"first_digits": other_digits(code)})
        assert response.status_code == 422
        assert "Deze cijfers kloppen niet." in words(response)
    response = client.post(RECEIPT, {"first_digits": other_digits(code)})
    assert response.headers["Location"] == "/afgesloten/"
    assert response.headers["Clear-Site-Data"]
    assert not Visit.objects.exists()
    assert client.post("/vervolg/", {"code": code}).status_code == 303, "the code itself goes on working"


def test_forgetting_to_type_anything_is_no_guess(client: Client, code: str) -> None:
    hide(client)
    for _ in range(5):
        assert "Vul hier vier cijfers in." in words(client.post(RECEIPT, {"first_digits": " "}))
    assert client.post(RECEIPT, {"first_digits": code[:4]}).status_code == 303


def test_how_to_keep_it_comes_after_the_question_whether_the_phone_is_safe(client: Client, code: str) -> None:
    page = words(client.get(RECEIPT))
    assert "Is deze telefoon van jou, en veilig?" in page
    assert not [one for one in ONLY_ON_A_SAFE_PHONE if one in page]
    client.post(RECEIPT, {"safe": "ja"})
    page = words(client.get(RECEIPT))
    assert [one for one in ONLY_ON_A_SAFE_PHONE if one in page] == list(ONLY_ON_A_SAFE_PHONE)
    assert shows(page, code)


def test_on_a_phone_that_is_not_safe_there_is_paper_or_memory(client: Client, code: str) -> None:
    for answers in (["nee"], ["ja", "nee"]):
        for safe in answers:
            client.post(RECEIPT, {"safe": safe})
        page = words(client.get(RECEIPT))
        assert "Bewaar niets op deze telefoon" in page
        assert not [one for one in ONLY_ON_A_SAFE_PHONE if one in page]
        assert shows(page, code)
        assert client.post(NOTE).headers["Location"] == RECEIPT


def test_an_answer_nobody_could_give_changes_nothing(client: Client, code: str) -> None:
    client.post(RECEIPT, {"safe": "misschien"})
    assert "Is deze telefoon van jou, en veilig?" in words(client.get(RECEIPT))
    assert shows(words(client.get(RECEIPT)), code)


def test_the_file_holds_the_digits_alone_under_a_name_that_says_nothing(
    client: Client, code: str, settings: Any
) -> None:
    settings.SCHAKEL_DEMO = False
    assert client.post(NOTE).status_code == 303, "not before the question was answered"
    client.post(RECEIPT, {"safe": "ja"})
    response = client.post(NOTE)
    assert response.headers["Content-Disposition"] == 'attachment; filename="notitie.txt"'
    assert response.headers["Cache-Control"] == "no-store"
    assert response.content.decode() == " ".join(receipts.grouped(code)) + "\n"


def test_a_file_of_the_demo_says_so(client: Client, code: str, settings: Any) -> None:
    settings.SCHAKEL_DEMO = True
    client.post(RECEIPT, {"safe": "ja"})
    assert client.post(NOTE).content.decode() == " ".join(receipts.grouped(code)) + "\nDEMO – VERZONNEN\n"


def paper_on(page: str) -> str:
    """The words of what is printed."""
    found = re.search(r'<div class="receipt paper">(.*?)</div>\s*<p>', page, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


def test_a_proof_shows_a_date_and_a_number_and_nothing_else(client: Client, code: str) -> None:
    client.post(RECEIPT, {"safe": "ja"})
    assert client.post(PROOF, {"make": "ja"}).headers["Location"] == PROOF
    page = words(client.get(PROOF))
    number = proofs.number_of(code)
    assert paper_on(page) == f"Datum 19-11-2026 Controlenummer {' '.join(number)}"
    assert not shows(page, code)
    assert not re.search(r"mensenhandel|uitbuiting", page[page.index("<main") : page.index("</main")])
    assert region.current().name not in paper_on(page)


def test_with_the_code_the_same_proof_can_be_made_later(client: Client, code: str) -> None:
    client.post("/stoppen/")
    client.post("/vervolg/", {"code": code})
    assert "Is deze telefoon van jou, en veilig?" in words(client.get(PROOF))
    client.post(PROOF, {"make": "ja"})
    assert not Proof.objects.exists(), "not before the question was answered"
    for _ in range(2):
        client.post(PROOF, {"safe": "ja"})
        client.post(PROOF, {"make": "ja"})
    assert " ".join(proofs.number_of(code)[:4]) in words(client.get(PROOF))
    assert Proof.objects.count() == 1


def test_no_proof_is_made_on_a_phone_that_is_not_safe(client: Client, code: str) -> None:
    client.post(PROOF, {"safe": "nee"})
    client.post(PROOF, {"make": "ja"})
    page = words(client.get(PROOF))
    assert "Dan maken we hier geen bewijs." in page
    assert " ".join(proofs.number_of(code)[:4]) not in page
    assert not Proof.objects.exists()


def test_without_a_report_there_is_no_proof_and_no_file(client: Client) -> None:
    assert client.get(PROOF).headers["Location"] == "/vervolg/"
    invented.begin(client)
    assert client.post(PROOF, {"safe": "ja", "make": "ja"}).headers["Location"] == "/vervolg/"
    assert client.post(NOTE).status_code == 303
    assert not Proof.objects.exists()


def test_nothing_that_leads_to_a_report_is_kept_with_a_proof(client: Client, code: str) -> None:
    client.post(RECEIPT, {"safe": "ja"})
    client.post(PROOF, {"make": "ja"})
    report = queries.report_by_code(code)
    kept = Proof.objects.values().get()
    assert report is not None
    assert kept.keys() == {"id", "day", "token"}
    assert bytes(kept["token"]) not in (bytes(report.lookup), code.encode())
    report.delete()
    assert Proof.objects.exists(), "a proof outlives the report"


def test_leaving_takes_the_receipt_with_it(client: Client, code: str) -> None:
    client.get("/weg/")
    assert not Visit.objects.exists()
    assert not shows(words(client.get(RECEIPT, follow=True)), code)
