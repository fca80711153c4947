"""At the public door: files go along with a report or with the code, or it is said why not."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from schakel.attachments import actions, envelopes, uploads
from schakel.attachments.models import Attachment, Piece
from schakel.audit.models import Event
from schakel.demo import phones
from schakel.intake import lookups
from schakel.intake.models import Report
from schakel.publicsite import pacing
from tests.methods import invented_files as invented
from tests.rooms import chain
from tests.rooms.attachments import sending
from tests.rooms.publicsite.invented import code_on, fill_in
from tests.rooms.publicsite.invented import send as send_report

pytestmark = [pytest.mark.django_db, pytest.mark.urls("schakel.config.urls.public")]


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(pacing, "attempts", pacing.TokenBucket(rate=20, burst=10_000))
    return


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def names_at_the_desk() -> list[str]:
    """What the files of the only report are called, opened with the desk's keys."""
    report = Report.objects.get()
    return [envelopes.read(file, report).name for file in Attachment.objects.all()]


def test_files_go_along_with_a_report(client: Client) -> None:
    fill_in(client)
    photo, paper = invented.photo(), invented.document()
    response = sending.send(client, ("foto.jpg", photo), ("loonstrook.pdf", paper))
    assert (response.status_code, response["Location"]) == (303, "/meesturen/?ontvangen=2")
    page = text_of(client.get(response["Location"]))
    assert "Er zijn 2 bestanden aangekomen." in page
    assert "loonstrook.pdf" in page
    assert "foto.jpg" in text_of(client.get("/melden/controle/"))
    send_report(client)
    assert names_at_the_desk() == ["foto.jpg", "loonstrook.pdf"]
    report, (first, _second) = Report.objects.get(), Attachment.objects.all()
    header = envelopes.read(first, report)
    assert (header.kind, header.size) == ("jpeg", len(photo))
    assert b"".join(envelopes.content_of(first.id, header)) == photo


def test_nothing_of_a_file_can_be_read_in_the_database(client: Client) -> None:
    fill_in(client)
    sending.send(client, ("Fleur Verzonnen.txt", b"zij woont boven de bakker"))
    (file,), pieces = Attachment.objects.all(), list(Piece.objects.all())
    stored = bytes(file.sealed or b"") + b"".join(bytes(piece.sealed) for piece in pieces)
    assert b"Fleur" not in stored
    assert b"bakker" not in stored
    details = "".join(Event.objects.values_list("detail_text", flat=True))
    assert "Fleur" not in details


def test_the_size_shows_in_steps_only(client: Client) -> None:
    fill_in(client)
    sending.send(client, ("a.txt", b"a"), ("b.txt", b"b" * 9_000))
    assert {file.pieces for file in Attachment.objects.all()} == {1}
    assert len({len(bytes(piece.sealed)) for piece in Piece.objects.all()}) == 1


def test_a_file_is_removed_before_sending(client: Client) -> None:
    fill_in(client)
    sending.send(client, ("foto.jpg", invented.photo()), ("b.txt", b"blijft"))
    first = Attachment.objects.order_by("sent_at", "id")[0]
    known = {"foto.jpg", "b.txt"} & set(re.findall(r"foto\.jpg|b\.txt", text_of(client.get("/meesturen/"))))
    assert known == {"foto.jpg", "b.txt"}
    assert client.post("/meesturen/weg/", {"bestand": str(first.pk)}).status_code == 303
    assert Attachment.objects.count() == 1
    left = set(re.findall(r"foto\.jpg|b\.txt", text_of(client.get("/meesturen/"))))
    assert len(left) == 1


def test_stopping_takes_the_files_along(client: Client) -> None:
    fill_in(client)
    sending.send(client, ("foto.jpg", invented.photo()))
    client.post("/stoppen/", {"unsent": "ja"})
    assert not Attachment.objects.exists()


def test_what_was_sent_stays_when_the_visitor_leaves_or_tries_to_take_it_back(client: Client) -> None:
    fill_in(client)
    sending.send(client, ("foto.jpg", invented.photo()))
    send_report(client)
    file = Attachment.objects.get()
    client.post("/meesturen/weg/", {"bestand": str(file.pk)})
    client.post("/stoppen/")
    assert Attachment.objects.filter(pk=file.pk).exists()


def test_what_is_being_sent_when_its_visitor_leaves_keeps_its_files(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_in(client)
    sending.send(client, ("foto.jpg", invented.photo()))
    lookup = bytes(Attachment.objects.get().lookup)
    before = iter([send_report])
    # Whoever waits for a turn finds what was done in the one before.
    monkeypatch.setattr(lookups, "take_turn", lambda _: [act(client) for act in before])
    assert actions.take_back(lookup=lookup) == 0
    assert names_at_the_desk() == ["foto.jpg"]


def test_sending_a_report_and_its_files_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[uuid.UUID] = []
    monkeypatch.setattr(lookups, "take_turn", turns.append)
    lookup = bytes(chain.hand_in()[0].lookup)
    actions.attach(lookup=lookup, taken=[])
    actions.take_back(lookup=lookup)
    assert turns == [uuid.UUID(bytes=lookup[:16])] * 3
    phones.hand_in_from_a_phone()
    assert turns[3:] == [uuid.UUID(bytes=bytes(Report.objects.exclude(lookup=lookup).get().lookup)[:16])]


def test_with_the_code_more_can_be_sent_and_the_desk_sees_a_new_message(client: Client) -> None:
    fill_in(client)
    code = send_report(client)
    client.post("/vervolg/", {"code": code})
    assert "/meesturen/" in text_of(client.get("/vervolg/gesprek/"))
    response = sending.send(client, ("later.jpg", invented.photo()))
    assert response.status_code == 303
    assert Report.objects.get().messages.count() == 1
    page = text_of(client.get("/meesturen/"))
    assert "later.jpg" in page
    # Another day: that there is a file still shows, what it is called does not.
    client.post("/stoppen/")
    client.post("/vervolg/", {"code": code})
    page = text_of(client.get("/meesturen/"))
    assert "later.jpg" not in page
    assert "Bestand 1, hooguit 1 MB" in page
    assert "/meesturen/weg/" not in page


REFUSED = [
    ("leeg.jpg", b"", "dit bestand is leeg."),
    ("foto.pdf", invented.photo(), "dit bestand is iets anders dan de naam zegt."),
    ("spel.exe", b"MZ" + b"\0" * 5000, "dit is een programma."),
    ("alles.zip", invented.zipped({"a.txt": b"a"}), "dit is een ingepakt bestand."),
    ("brief.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 5000, "dit is een oud soort document."),
    ("IMG_1.heic", b"\0\0\0\x20ftypheic" + b"\0" * 5000, "dit soort foto kunnen wij niet openen."),
    ("iets.xyz", b"\0\1\2", "dit soort bestand kennen wij niet."),
]


@pytest.mark.parametrize(("name", "content", "sentence"), REFUSED, ids=[name for name, *_ in REFUSED])
def test_what_is_not_taken_is_said_in_a_sentence_and_the_rest_arrives(
    client: Client, name: str, content: bytes, sentence: str
) -> None:
    fill_in(client)
    response = sending.send(client, (name, content), ("goed.txt", b"goed"))
    assert response.status_code == 422
    page = text_of(response)
    assert f"{name}: {sentence}" in page
    assert "Er is één bestand aangekomen." in page
    assert Attachment.objects.count() == 1
    send_report(client)
    assert names_at_the_desk() == ["goed.txt"]


def test_a_file_that_is_too_large_is_refused_and_leaves_no_file(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 100_000)
    fill_in(client)
    page = text_of(sending.send(client, ("groot.txt", b"x" * 100_001)))
    assert "groot.txt: dit bestand is te groot." in page
    assert not Attachment.objects.exists()
    assert sending.send(client, ("past.txt", b"x" * 100_000)).status_code == 303


def test_a_request_that_is_far_too_large_is_not_even_read(client: Client) -> None:
    fill_in(client)
    length = str(12 * uploads.MOST_BYTES)
    response = client.post("/meesturen/", {"einde": "ja"}, CONTENT_LENGTH=length)
    assert response.status_code == 413
    assert "Dit is te veel om in één keer te sturen." in text_of(response)
    # What was typed is still there.
    assert client.get("/melden/controle/").status_code == 200


def test_the_eleventh_file_is_one_too_many(client: Client) -> None:
    fill_in(client)
    ten = [(f"{number}.txt", b"x") for number in range(1, 11)]
    assert sending.send(client, *ten[:6]).status_code == 303
    page = text_of(sending.send(client, *ten[6:], ("elf.txt", b"x")))
    assert "elf.txt: je kunt 10 bestanden sturen." in page
    assert Attachment.objects.count() == sending.MOST
    code = send_report(client)
    client.post("/vervolg/", {"code": code})
    assert "Je hebt 10 bestanden gestuurd." in text_of(client.get("/meesturen/"))
    assert sending.send(client, ("nog.txt", b"x")).status_code == 422
    assert Attachment.objects.count() == sending.MOST


def test_an_upload_that_breaks_off_leaves_no_file_and_can_be_done_again(client: Client) -> None:
    fill_in(client)
    response = sending.send(client, ("foto.jpg", invented.photo()), whole=False)
    assert response.status_code == 400
    assert "Het versturen brak af. Er is niets aangekomen." in text_of(response)
    assert not Attachment.objects.exists()
    assert sending.send(client, ("foto.jpg", invented.photo())).status_code == 303


def test_no_file_chosen(client: Client) -> None:
    fill_in(client)
    response = client.post("/meesturen/", {"einde": "ja"})
    assert response.status_code == 422
    assert "Kies eerst een bestand." in text_of(response)


def test_without_a_visit_there_is_nothing_to_send_files_with(client: Client) -> None:
    assert client.get("/meesturen/")["Location"] == "/melden/"
    assert sending.send(client, ("foto.jpg", invented.photo())).status_code == 410
    assert client.post("/meesturen/weg/", {"bestand": "x"}).status_code == 410
    assert not Piece.objects.exists()


def test_after_the_report_was_sent_the_page_leads_to_the_receipt(client: Client) -> None:
    fill_in(client)
    send_report(client)
    assert client.get("/meesturen/")["Location"] == "/melden/ontvangen/"
    assert code_on(client)


def test_a_form_of_another_site_attaches_nothing() -> None:
    strict = Client(enforce_csrf_checks=True)
    page = strict.get("/melden/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
    assert token is not None
    assert strict.post("/melden/", {"csrfmiddlewaretoken": token[1]}).status_code == 303
    assert sending.send(strict, ("foto.jpg", invented.photo())).status_code == 403
    assert not Attachment.objects.exists()


def test_when_every_place_is_taken_it_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "uploads", pacing.Places(at_once=1, waiting=1, seconds=0))
    fill_in(client)
    assert pacing.uploads.enter()
    response = sending.send(client, ("foto.jpg", invented.photo()))
    assert response.status_code == 503
    assert "Het is nu druk." in text_of(response)
    pacing.uploads.leave()
    assert sending.send(client, ("foto.jpg", invented.photo())).status_code == 303


def test_a_database_that_fails_says_that_nothing_came(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import DatabaseError

    def fail(**_: object) -> None:
        raise DatabaseError

    fill_in(client)
    monkeypatch.setattr(actions, "attach", fail)
    response = sending.send(client, ("foto.jpg", invented.photo()))
    assert response.status_code == 503
    assert "Je bestand is NIET ontvangen" in text_of(response)


def test_no_other_page_takes_a_file(client: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    fill_in(client)
    client.post("/melden/wat/", {"story": "x", "files": SimpleUploadedFile("a.txt", b"x" * 3_000_000)})
    assert not Piece.objects.exists()
