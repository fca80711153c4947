"""Letters from templates: filled in, named what is missing, never read as commands; templates of staff, with versions."""

import io
from collections.abc import Callable
from typing import Any

import pdfplumber
import pikepdf
import pytest
from django.test import Client

from schakel.access.models import User
from schakel.cases.documents import letters, paper
from schakel.cases.documents.models import Document, LetterTemplate
from schakel.cases.models import Case
from schakel.search.queries import find
from tests.personas import recorded
from tests.rooms.cases.filing import posted, room
from tests.rooms.cases.planning import TODAY
from tests.rooms.partners import known as partners

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
# What a typesetter, a template engine or a browser could take for a command.
COMMANDS = (
    r"#panic() *vet* _schuin_ @bron $x$ \ `code` <script>alert(1)</script> #import \"/a\" [haak] // weg {% now %} = kop"
)


@pytest.fixture(autouse=True)
def _pinned(settings: Any) -> None:
    settings.SCHAKEL_PINNED_DAY = TODAY


def begun(case: Case, browser: Client, template: str = "informatieverzoek", organisation: str = "") -> Document:
    victim = case.involvements.get()
    browser.post(f"{room(case)}brief/{template}/", {"person": str(victim.id), "organisation": organisation})
    return Document.objects.latest("created_at")


def written(body: str, **changed: Any) -> dict[str, Any]:
    return {"title": "Verzoek", "recipient": "De gemeente", "body": body, "revision": "1", **changed}


def made(body: str, **changed: Any) -> dict[str, Any]:
    """What the button sends that keeps the text and makes the letter."""
    return {**written(body), "maak": "ja", **changed}


def words_in(content: bytes) -> str:
    with pdfplumber.open(io.BytesIO(content)) as opened:
        return " ".join(page.extract_text() for page in opened.pages)


def test_a_letter_is_filled_in_names_what_is_missing_and_is_made(case: Case, tarik: User, desk: Desk) -> None:
    browser = desk(tarik)
    here = partners.organisation(by=tarik, name="Opvang Nergens")
    assert "Verzoek om informatie" in browser.get(f"{room(case)}brief/").content.decode()
    assert "wat u wilt weten" in browser.get(f"{room(case)}brief/informatieverzoek/").content.decode()
    document = begun(case, browser, organisation=str(here.id))
    page = browser.get(room(case, document, "tekst/")).content.decode()
    assert "Geachte Opvang Nergens" in page
    assert "Marek Nowak, geboren 1999" in page
    assert "Regel 6: vul nog in wat u wilt weten" in page
    assert "dan is dat een verstrekking" in page
    unfinished = made("Wij vragen u:\n\n\n\n\n{{ vraag }}")
    refused = browser.post(room(case, document, "tekst/"), unfinished, follow=True).content.decode()
    assert "De tekst is bewaard." in refused
    assert "De brief is nog niet af." in refused
    assert "Regel 6: vul nog in" in refused
    assert not document.files.exists()
    browser.post(room(case, document, "tekst/"), made("Wij vragen u: is hij verzekerd?\n\n- Ja\n- Nee", revision="2"))
    file = document.files.get()
    assert (file.number, file.made_of) == (1, 3)
    content = b"".join(browser.post(room(case, document, "1/origineel/")).streaming_content)  # type: ignore[attr-defined]
    assert "is hij verzekerd?" in words_in(content)
    assert case.number in words_in(content)
    with pikepdf.open(io.BytesIO(content)) as opened, opened.open_metadata() as told:
        assert told["pdfuaid:part"] == "1"
    shown = browser.get(room(case, document)).content.decode()
    assert "Verzoek om informatie, versie 1" in shown
    assert "Gaat deze brief naar buiten?" in shown
    assert recorded("letter:made")[-1].object_id == str(case.id)
    assert find("verzekerd", viewer=tarik).hits[0].url == room(case, document)


def test_another_text_makes_another_version_and_the_same_text_none(case: Case, tarik: User, desk: Desk) -> None:
    browser = desk(tarik)
    document = begun(case, browser)
    for revision in ("1", "2"):
        browser.post(room(case, document, "tekst/"), made("Eén.", revision=revision))
    assert document.files.count() == 1
    # To say otherwise whom it came from makes no other letter.
    browser.post(
        room(case, document, "wijzigen/"), {"title": "Verzoek", "kind": "letter", "received_from": "-", "revision": "2"}
    )
    assert "De tekst is gewijzigd" not in browser.get(room(case, document)).content.decode()
    browser.post(room(case, document, "tekst/"), written("Twee.", revision="3"))
    assert "De tekst is gewijzigd na versie 1" in browser.get(room(case, document)).content.decode()
    browser.post(room(case, document, "tekst/"), made("Twee.", revision="4"))
    assert sorted(document.files.values_list("number", "made_of")) == [(1, 2), (2, 4)]


def test_nothing_that_is_typed_is_read_as_a_command(case: Case, tarik: User, desk: Desk) -> None:
    browser = desk(tarik)
    document = begun(case, browser)
    browser.post(room(case, document, "tekst/"), made(COMMANDS, title=COMMANDS[:100], recipient=COMMANDS[:200]))
    content = b"".join(browser.post(room(case, document, "1/origineel/")).streaming_content)  # type: ignore[attr-defined]
    text = words_in(content)
    for word in ("#panic()", "*vet*", "_schuin_", "@bron", "$x$", "`code`", "<script>", "[haak]", "//", "{% now %}"):
        assert word in text, word
    assert b"/JavaScript" not in content


def test_two_people_who_write_one_letter_see_the_difference(case: Case, sanne: User, tarik: User, desk: Desk) -> None:
    document = begun(case, desk(tarik))
    desk(tarik).post(room(case, document, "tekst/"), written("Van Tarik."))
    response = desk(sanne).post(room(case, document, "tekst/"), written("Van Sanne."))
    assert response.status_code == 409
    assert "Van Tarik." in response.content.decode()
    assert "Van Sanne." in response.content.decode()
    # Nor is a letter made of a text that its maker never saw.
    assert desk(sanne).post(room(case, document, "tekst/"), made("Van Sanne.")).status_code == 409
    assert not document.files.exists()


def test_a_signed_scan_beside_a_letter_asks_for_no_other_letter_and_still_warns(
    case: Case, tarik: User, desk: Desk
) -> None:
    browser = desk(tarik)
    document = begun(case, browser)
    browser.post(room(case, document, "tekst/"), made("Eén."))
    scan = {"newest": "1", "einde": "ja", "file": posted("getekend.txt", b"Getekend.")["file"]}
    browser.post(room(case, document, "versie/"), scan)
    page = browser.get(room(case, document)).content.decode()
    assert "Versie 2" in page
    assert "De tekst is nog niet gemaakt" not in page
    assert "Dan is het een verstrekking" in page


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("Dag,\n\nUw {{ schoenmaat }} is", "Regel 3: “{{ schoenmaat }}” kennen wij niet."),
        ("{{ naam", "Regel 1: schrijf een woord uit de lijst tussen “{{” en “}}”."),
        ("naam }}", "Regel 1: schrijf een woord uit de lijst"),
        ("{{ naam|safe }}", "kennen wij niet"),
        ("{{ case.data_key }}", "kennen wij niet"),
    ],
)
def test_a_template_names_only_what_is_on_the_list(tarik: User, desk: Desk, body: str, sentence: str) -> None:
    response = desk(tarik).post("/casussen/sjablonen/nieuw/", {"title": "Brief", "audience": "client", "body": body})
    assert response.status_code == 422
    page = response.content.decode().replace("&quot;", '"')
    assert sentence in page
    assert body.split("{", maxsplit=1)[0] in page
    assert not LetterTemplate.objects.exists()


def test_staff_add_a_template_and_change_it_into_a_next_version(
    case: Case, sanne: User, tarik: User, petra: User, desk: Desk
) -> None:
    said = {"title": "Uitnodiging", "audience": "client", "body": f"Beste {{{{ naam }}}}, {COMMANDS}"}
    assert desk(sanne).post("/casussen/sjablonen/nieuw/", said).status_code == 403
    desk(tarik).post("/casussen/sjablonen/nieuw/", said)
    template = LetterTemplate.objects.get()
    document = begun(case, desk(tarik), str(template.id))
    assert "Beste Marek Nowak, #panic()" in desk(tarik).get(room(case, document, "tekst/")).content.decode()
    address = f"/casussen/sjablonen/{template.id}/"
    desk(tarik).post(address, {**said, "title": "Uitnodiging 2", "version": "1"})
    late = desk(petra).post(address, {**said, "title": "Uitnodiging 3", "version": "1"})
    assert late.status_code == 409
    assert "Uitnodiging 2" in late.content.decode()
    assert "Uitnodiging 3" in late.content.decode()
    desk(petra).post(address, {**said, "title": "Uitnodiging 3", "version": "2"})
    assert list(template.versions.values_list("number", "title")) == [
        (3, "Uitnodiging 3"), (2, "Uitnodiging 2"), (1, "Uitnodiging"),
    ]  # fmt: skip
    # The letter keeps the version that it was begun with.
    assert "Uitnodiging, versie 1" in desk(tarik).get(room(case, document)).content.decode()
    for _ in range(2):
        desk(tarik).post(f"{address}gebruik/", {"use": "out"})
    assert desk(tarik).get(f"{room(case)}brief/{template.id}/").status_code == 404


def test_every_letter_that_comes_along_names_only_what_is_known_and_can_be_set() -> None:
    for template in letters.shipped().values():
        assert letters.unknown_in(template.body) == []
        whole = letters.filled(template.body, dict.fromkeys(letters.KNOWN, "iets"))
        assert letters.faults_in(whole) == []
    said = {"title": template.title, "recipient": "A", "body": whole}
    assert paper.letter_pdf(said, number="K-1", on=TODAY) == paper.letter_pdf(said, number="K-1", on=TODAY)


def test_a_text_becomes_headings_points_and_paragraphs() -> None:
    told = letters.blocks_of("## Kop\nEén\ntwee\n\nDrie\n- a\n- b\n\n- c\n#geen kop")
    assert [(one["kind"], one["lines"]) for one in told] == [
        ("heading", ["Kop"]),
        ("paragraph", ["Eén", "twee"]),
        ("paragraph", ["Drie"]),
        ("list", ["a", "b"]),
        ("list", ["c"]),
        ("paragraph", ["#geen kop"]),
    ]
