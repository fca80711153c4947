"""At the desk: no picture and no copy until somebody looked, a lock that nobody opens, and originals by a deliberate act."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from schakel.access.models import User
from schakel.access.roles import Role
from schakel.attachments.models import Attachment
from schakel.attachments.states import State
from schakel.intake import actions as intake
from schakel.vault import actions as vault
from tests.methods import invented_files as invented
from tests.personas import recorded
from tests.rooms import chain
from tests.rooms.attachments import sending
from tests.rooms.attachments.sending import address

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db

# Every page of a file, and what is posted where.
CONTENT_PAGES = ("grof/", "grof/?hoe=fijner", "werkkopie/")


def text_of(response: Any) -> str:
    """What stands in the middle of the page."""
    return re.sub(r"\s+", " ", response.content.decode()).partition("<main")[2]


def content_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_sealed_report_shows_how_many_files_it_has_and_no_name(sanne: User, desk: Desk) -> None:
    report = sending.report_with(("Fleur.jpg", invented.photo()), ("b.txt", b"x"))
    page = text_of(desk(sanne).get(f"/meldingen/{report.pk}/"))
    assert "<dt>Bestanden</dt><dd>2</dd>" in page
    assert "Fleur" not in page
    file = Attachment.objects.all()[0]
    assert desk(sanne).get(address(report, file)).status_code == 404


def test_opening_a_report_moves_the_keys_of_its_files_under_its_own(sanne: User) -> None:
    report = sending.report_with(("foto.jpg", invented.photo()))
    (file,) = sending.opened(report, by=sanne)
    assert (file.sealed, file.key_id) == (None, "")
    assert file.content is not None
    assert [event.detail["files"] for event in recorded("file:listed")] == [[str(file.pk)]]


def test_an_image_has_no_preview_and_no_copy_until_somebody_looked(sanne: User, desk: Desk) -> None:
    report = sending.report_with(("foto.jpg", invented.photo()))
    (file,) = sending.opened(report, by=sanne)
    assert (file.state, file.copy_id) == (State.UNCLEARED, None)
    browser = desk(sanne)
    assert "<img" not in text_of(browser.get(f"/meldingen/{report.pk}/"))
    page = text_of(browser.get(address(report, file)))
    assert "<img" not in page
    assert "640 × 480" in page
    assert browser.get(address(report, file, "werkkopie/")).status_code == 409
    assert recorded("file:mosaic_seen") == []


def test_a_look_is_coarse_made_for_once_and_recorded(sanne: User, desk: Desk) -> None:
    report = sending.report_with(("foto.jpg", invented.photo()))
    (file,) = sending.opened(report, by=sanne)
    browser = desk(sanne)
    assert f'src="{address(report, file, "grof/")}?hoe=grof"' in text_of(
        browser.get(address(report, file) + "?bekijk=grof")
    )
    for how, level in (("grof", "mosaic"), ("fijner", "finer")):
        response = browser.get(address(report, file, f"grof/?hoe={how}"))
        assert response["Cache-Control"] == "no-store"
        assert response["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
        assert response["X-Content-Type-Options"] == "nosniff"
        with Image.open(io.BytesIO(response.content)) as picture:
            assert len(picture.convert("RGB").resize((64, 64), Image.Resampling.NEAREST).getcolors() or []) < 64 * 64
        assert recorded("file:mosaic_seen")[-1].detail["level"] == level
    file.refresh_from_db()
    assert (file.state, file.copy_id) == (State.UNCLEARED, None)


def test_no_nude_image_makes_a_working_copy_without_metadata(sanne: User, desk: Desk) -> None:
    report = sending.report_with(("foto.jpg", invented.photo()))
    (file,) = sending.opened(report, by=sanne)
    browser = desk(sanne)
    assert browser.post(address(report, file, "besluit/"), {"besluit": "geen_naakt"}).status_code == 303
    file.refresh_from_db()
    assert (file.state, file.decided_by) == (State.READY, sanne)
    response = browser.get(address(report, file, "werkkopie/"))
    made = content_of(response)
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"].startswith("inline")
    assert "sandbox" in response["Content-Security-Policy"]
    assert invented.PLACE.encode() not in made
    with Image.open(io.BytesIO(made)) as picture:
        assert picture.size == (640, 480)
    assert [event.detail["file"] for event in recorded("file:cleared")] == [str(file.pk)]
    assert [event.detail["file"] for event in recorded("file:copy_read")] == [str(file.pk)]


def test_a_suspected_image_of_a_minor_is_locked_for_everybody(sanne: User, petra: User, desk: Desk) -> None:
    report = sending.report_with(("foto.jpg", invented.photo()))
    (file,) = sending.opened(report, by=sanne)
    assert desk(sanne).post(address(report, file, "besluit/"), {"besluit": "minderjarige"}).status_code == 303
    assert [event.detail["file"] for event in recorded("file:locked")] == [str(file.pk)]
    for who in (sanne, petra):
        browser = desk(who)
        page = text_of(browser.get(address(report, file)))
        assert "0900-8844" in page
        assert "Stuur niets door." in page
        assert "<img" not in page
        assert "foto.jpg" not in page
        assert "foto.jpg" not in text_of(browser.get(f"/meldingen/{report.pk}/"))
        assert [browser.get(address(report, file, page)).status_code for page in CONTENT_PAGES] == [409, 409, 409]
        assert browser.post(address(report, file, "origineel/"), {"zeker": "ja"}).status_code == 303
        for decision in ("geen_naakt", "naakt", "minderjarige"):
            browser.post(address(report, file, "besluit/"), {"besluit": decision})
    file.refresh_from_db()
    assert file.state == State.LOCKED
    # Nothing of it is gone: it is evidence.
    assert file.content is not None
    assert recorded("file:original_taken") == []


def test_a_picture_that_was_cleared_can_still_be_locked(sanne: User, desk: Desk) -> None:
    report = sending.report_with(("foto.jpg", invented.photo()))
    (file,) = sending.opened(report, by=sanne)
    browser = desk(sanne)
    browser.post(address(report, file, "besluit/"), {"besluit": "geen_naakt"})
    browser.post(address(report, file, "besluit/"), {"besluit": "minderjarige"})
    assert browser.get(address(report, file, "werkkopie/")).status_code == 409


def test_a_nude_image_of_an_adult_stays_closed(sanne: User, desk: Desk) -> None:
    report = sending.report_with(("foto.jpg", invented.photo()))
    (file,) = sending.opened(report, by=sanne)
    browser = desk(sanne)
    browser.post(address(report, file, "besluit/"), {"besluit": "naakt"})
    file.refresh_from_db()
    assert (file.state, file.copy_id) == (State.CLOSED, None)
    assert [browser.get(address(report, file, page)).status_code for page in CONTENT_PAGES] == [409, 409, 409]
    assert "Dit beeld blijft dicht" in text_of(browser.get(address(report, file)))


@pytest.mark.parametrize(
    ("name", "content", "kept", "gone"),
    [
        ("stuk.pdf", invented.document(), b"/Page", invented.AUTHOR.encode()),
        ("tekst.txt", b"Zij werkt elke nacht.\r\n", b"elke nacht", b"\r"),
        ("brief.docx", invented.letter(), b"word/document.xml", b"vbaProject"),
    ],
)
def test_of_documents_the_worker_makes_a_working_copy(  # noqa: PLR0917  (two fixtures and four columns)
    sanne: User, desk: Desk, name: str, content: bytes, kept: bytes, gone: bytes
) -> None:
    report = sending.report_with((name, content))
    (file,) = sending.opened(report, by=sanne)
    assert file.state == State.READY
    browser = desk(sanne)
    response = browser.get(address(report, file, "werkkopie/"))
    made = content_of(response)
    assert response["Content-Disposition"].startswith("attachment")
    assert kept in made
    assert gone not in made


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("bom.png", invented.bomb_png(), "Uitgepakt is dit bestand veel te groot."),
        ("foto.jpg", invented.photo() + invented.zipped({"a.exe": b"MZ"}), "Dit bestand is twee soorten tegelijk."),
        ("slot.pdf", invented.locked_document(), "Op dit bestand staat een wachtwoord."),
        ("kapot.pdf", b"%PDF-1.7 kapot", "Dit bestand is beschadigd"),
    ],
    ids=["bomb", "polyglot", "password", "damaged"],
)
def test_what_could_do_harm_is_held_back_with_a_sentence(
    sanne: User, desk: Desk, name: str, content: bytes, sentence: str
) -> None:
    report = sending.report_with((name, content))
    (file,) = sending.opened(report, by=sanne)
    assert file.state == State.QUARANTINED
    browser = desk(sanne)
    assert sentence in text_of(browser.get(address(report, file)))
    assert [browser.get(address(report, file, page)).status_code for page in CONTENT_PAGES] == [409, 409, 409]
    assert browser.post(address(report, file, "origineel/"), {"zeker": "ja"}).status_code == 303
    assert recorded("file:original_taken") == []


def test_the_original_comes_after_a_warning_whole_and_recorded(sanne: User, desk: Desk) -> None:
    content = invented.film() + b"x" * 3_000_000
    report = sending.report_with(("film.mp4", content))
    (file,) = sending.opened(report, by=sanne)
    assert file.state == State.ORIGINAL_ONLY
    browser = desk(sanne)
    assert "Het origineel is niet veilig gemaakt" in text_of(browser.get(address(report, file, "origineel/")))
    assert browser.post(address(report, file, "origineel/")).status_code == 422
    assert recorded("file:original_taken") == []
    response = browser.post(address(report, file, "origineel/"), {"zeker": "ja"})
    assert content_of(response) == content
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    assert len(recorded("file:original_taken")) == 1


def test_who_may_not_judge_reports_decides_nothing_and_who_does_not_see_them_finds_nothing(
    sanne: User, bram: User, hanna: User, desk: Desk
) -> None:
    report = sending.report_with(("foto.jpg", invented.photo()))
    (file,) = sending.opened(report, by=sanne)
    other = sending.report_with(("b.jpg", invented.photo()))
    (strange,) = sending.opened(other, by=sanne)
    # A file of another report does not exist here.
    assert desk(sanne).get(address(report, strange)).status_code == 404
    for who in (bram, hanna):
        assert desk(who).get(address(report, file)).status_code in (403, 404)
        assert desk(who).post(address(report, file, "besluit/"), {"besluit": "geen_naakt"}).status_code in (403, 404)
    file.refresh_from_db()
    assert file.state == State.UNCLEARED


def test_files_that_come_later_are_opened_with_the_conversation(sanne: User, desk: Desk) -> None:
    report = sending.report_with()
    intake.open_report(report=report, by=sanne)
    from schakel.attachments import actions

    actions.attach(lookup=bytes(report.lookup), taken=[sending.arrived("later.jpg", invented.photo())])
    assert "later.jpg" in text_of(desk(sanne).get(f"/meldingen/{report.pk}/"))


def test_with_the_data_key_of_the_report_its_files_are_destroyed(
    sanne: User, desk: Desk, django_capture_on_commit_callbacks: Any
) -> None:
    report = sending.report_with(("foto.jpg", invented.photo()))
    (file,) = sending.opened(report, by=sanne)
    desk(sanne).post(address(report, file, "besluit/"), {"besluit": "geen_naakt"})
    report.refresh_from_db()
    assert report.data_key is not None
    with django_capture_on_commit_callbacks(execute=True):
        vault.shred(key_ids=[report.data_key], by=sanne)
    browser = desk(sanne)
    assert browser.get(address(report, file, "werkkopie/")).status_code == 409
    assert "foto.jpg" not in text_of(browser.get(address(report, file)))
    assert browser.get(f"/meldingen/{report.pk}/").status_code == 200


def test_an_intake_worker_of_a_closed_role_is_kept_out(desk: Desk, sanne: User) -> None:
    report = sending.report_with(("foto.jpg", invented.photo()))
    (file,) = sending.opened(report, by=sanne)
    partner = chain.account(Role.PARTNER)
    assert desk(partner).get(address(report, file)).status_code == 404
