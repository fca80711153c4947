"""Documents of a case: taken in, versions, who sees which, what is kept of an image, and what is left after destroying."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from schakel.access import actions as access
from schakel.access.models import Grant, User
from schakel.attachments import orphans
from schakel.attachments.models import Piece
from schakel.attachments.states import Scan, State
from schakel.cases.documents.actions import checking, filing
from schakel.cases.documents.models import Document, DocumentFile
from schakel.cases.documents.queries import documents_for
from schakel.cases.models import Case
from schakel.core import time
from schakel.search.queries import find
from schakel.vault.actions import shred
from tests.personas import recorded
from tests.rooms import chain
from tests.rooms.attachments import sending
from tests.rooms.cases import filing as documents
from tests.rooms.cases.filing import added, checked, posted, room, suspect_in
from tests.rooms.cases.planning import TODAY

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
SECRET = "Zij slaapt bij tante Halina"


@pytest.fixture(autouse=True)
def _pinned(settings: Any) -> None:
    settings.SCHAKEL_PINNED_DAY = TODAY


def let_in(case: Case, who: User) -> None:
    until = time.now() + timedelta(days=7)
    access.grant(
        compartment=case.compartment, user=who, ground=Grant.Ground.PARTICIPANT, until=until, by=case.coordinator
    )


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_a_file_is_taken_in_checked_and_can_be_taken_along(case: Case, tarik: User, desk: Desk) -> None:
    browser = desk(tarik)
    assert room(case) in browser.get(f"/casussen/{case.id}/").content.decode()
    assert "Er zijn nog geen documenten" in browser.get(room(case)).content.decode()
    content = documents.pdf()
    victim = case.involvements.get()
    response = browser.post(
        f"{room(case)}toevoegen/", posted(content=content, about=[str(victim.id)], conditions=SECRET)
    )
    document = Document.objects.get()
    assert response["Location"] == room(case, document)
    assert "wordt gecontroleerd" in browser.get(room(case, document)).content.decode()
    checking.examine_waiting()
    page = browser.get(room(case, document)).content.decode()
    assert SECRET in page
    assert hashlib.sha256(content).hexdigest() in page
    assert "besluit.pdf" in page
    original = browser.post(room(case, document, "1/origineel/"))
    assert body_of(original) == content
    assert original["Content-Disposition"] == 'attachment; filename="besluit.pdf"'
    assert original["Content-Security-Policy"].endswith("sandbox")
    copy = body_of(browser.get(room(case, document, "1/werkkopie/")))
    assert copy.startswith(b"%PDF")
    assert b"Verzonnen" not in copy
    events = [
        recorded(tag)[-1]
        for tag in ("document:added", "document:read", "document:original_taken", "document:copy_read")
    ]
    assert {event.object_id for event in events} == {str(case.id)}
    assert (
        "Document toegevoegd: Besluit van de gemeente"
        in browser.get(f"/casussen/{case.id}/verloop/?soort=document").content.decode()
    )


def test_what_is_refused_is_said_and_nothing_typed_is_lost(case: Case, tarik: User, desk: Desk) -> None:
    browser, address = desk(tarik), f"{room(case)}toevoegen/"
    refused = {
        ("besluit.pdf", b"MZ" + bytes(100)): "Dit is een programma",
        ("besluit.pdf", b"<p>Hallo</p>"): "iets anders dan de naam zegt",
        ("alles.zip", b"PK\x03\x04" + bytes(60)): "ingepakt bestand",
        ("leeg.pdf", b""): "Dit bestand is leeg",
    }
    for (name, content), sentence in refused.items():
        response = browser.post(address, posted(name, content, conditions=SECRET))
        assert response.status_code == 422
        page = response.content.decode()
        assert sentence in page
        assert SECRET in page
        assert "Gemeente Fictief" in page
    assert "Kies een bestand." in browser.post(address, posted("")).content.decode()
    broken = browser.post(address, posted(einde=""))
    assert "brak af" in broken.content.decode()
    assert not Document.objects.exists()


def test_a_file_that_arrived_need_not_be_sent_again_and_is_not_added_twice(case: Case, tarik: User, desk: Desk) -> None:
    browser, address = desk(tarik), f"{room(case)}toevoegen/"
    response = browser.post(address, posted("brief.txt", b"Woorden.", title=""))
    assert response.status_code == 422
    assert "Uw bestand is al binnen" in response.content.decode()
    arrived = response.context["kept"]
    browser.post(address, posted("", arrived=arrived))
    assert DocumentFile.objects.get().number == 1
    again = browser.post(address, posted("", arrived=arrived))
    assert "al toegevoegd" in again.content.decode()
    assert Document.objects.count() == 1
    # Another that is refused does not take the first one away.
    other = browser.post(address, posted("leeg.pdf", b"", arrived=arrived))
    assert "Dit bestand is leeg" in other.content.decode()
    assert "Uw bestand is al binnen" in other.content.decode()
    for forged in ("abc", arrived[:-8] + "AAAAAAA=", "é"):
        assert "Kies een bestand." in browser.post(address, posted("", arrived=forged)).content.decode()


def test_what_arrived_for_one_person_is_of_no_use_to_another(case: Case, sanne: User, tarik: User, desk: Desk) -> None:
    arrived = desk(tarik).post(f"{room(case)}toevoegen/", posted(title="")).context["kept"]
    assert (
        "Kies een bestand." in desk(sanne).post(f"{room(case)}toevoegen/", posted("", arrived=arrived)).content.decode()
    )


def test_pieces_of_documents_stay_and_those_nobody_came_back_for_go(case: Case) -> None:
    kept, dropped = added(case), sending.arrived("los.txt", b"Los.")
    Piece.objects.update(created_at=time.now() - timedelta(days=3))
    orphans.remove()
    assert set(Piece.objects.values_list("file_id", flat=True)) == {kept.files.get().pk}
    assert dropped.id not in set(Piece.objects.values_list("file_id", flat=True))


def test_two_new_versions_at_once_are_both_kept_and_the_later_is_told(
    case: Case, sanne: User, tarik: User, desk: Desk
) -> None:
    document = checked(case)
    address = room(case, document, "versie/")
    sent = [{"newest": "1", "einde": "ja", "file": posted("brief.txt", text)["file"]} for text in (b"Een.", b"Twee.")]
    desk(tarik).post(address, sent[0])
    later = desk(sanne).post(address, sent[1], follow=True).content.decode()
    assert f"{tarik.name} voegde intussen versie 2 toe. Uw bestand is bewaard als versie 3." in later
    checking.examine_waiting()
    taken = [body_of(desk(tarik).post(room(case, document, f"{number}/origineel/"))) for number in (1, 2, 3)]
    assert taken == [b"Woorden.", b"Een.", b"Twee."]


def test_setting_aside_asks_a_reason_and_loses_nothing(case: Case, tarik: User, desk: Desk) -> None:
    document, browser = checked(case), desk(tarik)
    assert browser.post(room(case, document, "apart/"), {"reason": ""}).status_code == 422
    browser.post(room(case, document, "apart/"), {"reason": "Verkeerde casus."})
    assert "Besluit</a>" not in browser.get(room(case)).content.decode()
    assert "Besluit</a>" in browser.get(f"{room(case)}?apart=1").content.decode()
    assert "Verkeerde casus." in browser.get(room(case, document)).content.decode()
    assert body_of(browser.post(room(case, document, "1/origineel/"))) == b"Woorden."
    refused = browser.post(room(case, document, "versie/"), {"einde": "ja", "file": posted("b.txt", b"B.")["file"]})
    assert "apart gelegd" in refused.content.decode()
    browser.post(room(case, document, "terug/"))
    assert "Besluit</a>" in browser.get(room(case)).content.decode()


def test_two_people_who_describe_it_otherwise_see_the_difference(
    case: Case, sanne: User, tarik: User, desk: Desk
) -> None:
    document = checked(case)
    said = {"title": "Besluit", "kind": "decision", "revision": "1"}
    desk(tarik).post(room(case, document, "wijzigen/"), {**said, "conditions": "Niet doorgeven."})
    response = desk(sanne).post(room(case, document, "wijzigen/"), {**said, "conditions": SECRET})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Niet doorgeven." in page
    assert SECRET in page
    desk(sanne).post(room(case, document, "wijzigen/"), {**said, "conditions": SECRET, "revision": "2"})
    assert SECRET in desk(tarik).get(room(case, document)).content.decode()


def test_who_may_not_see_somebody_or_police_data_sees_no_document_of_it(
    case: Case, sanne: User, tarik: User, hanna: User, desk: Desk
) -> None:
    of_suspect = added(case, title="Brief over Dirk", about=(str(suspect_in(case).id),))
    of_police = added(case, title="Proces-verbaal", kind="police")
    open_one = added(case, title="Huurcontract", about=(str(case.involvements.filter(role="victim").get().id),))
    assert of_police.is_police
    assert set(documents_for(tarik)) == {of_suspect, of_police, open_one}
    # Sanne judges reports: she sees the case, and neither suspects nor police data.
    assert set(documents_for(sanne)) == {open_one}
    page = desk(sanne).get(room(case)).content.decode()
    assert "Huurcontract" in page
    assert "Dirk" not in page
    for hidden in (of_suspect, of_police):
        for address in ("", "wijzigen/", "1/werkkopie/", "1/beeld/"):
            assert desk(sanne).get(room(case, hidden, address)).status_code == 404
        assert desk(sanne).post(room(case, hidden, "1/origineel/")).status_code == 404
    assert "Dirk" not in desk(sanne).get(f"/casussen/{case.id}/verloop/").content.decode()
    assert [hit.title for hit in find("Dirk", viewer=sanne).hits] == []
    assert "Brief over Dirk" in find("brief Dirk", viewer=tarik).hits[0].title
    assert find("Huurcontract", viewer=sanne).hits
    # A guest meets no documents at all, and neither does whoever was shut out.
    let_in(case, hanna)
    assert desk(hanna).get(room(case)).status_code == 404
    assert not documents_for(hanna)
    access.exclude(compartment=case.compartment, user=sanne, by=tarik)
    assert desk(sanne).get(room(case, open_one)).status_code == 404
    assert not find("Huurcontract", viewer=sanne).hits


def test_files_that_cannot_be_read_keep_no_other_waiting(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_AT_ONCE", 2)
    files = [added(case).files.get() for _ in range(3)]
    broken = DocumentFile.objects.filter(pk__in=[file.pk for file in files[:2]])
    broken.update(content=b"kapot")
    for _ in range(2):
        checking.examine_waiting()
    states = dict(DocumentFile.objects.values_list("pk", "state"))
    assert [states[file.pk] for file in files] == [State.QUARANTINED, State.QUARANTINED, State.READY]
    broken.update(state=State.READY, scan=Scan.NOT_SCANNED)
    checking.scan_again()
    assert set(broken.values_list("state", "scan")) == {(State.READY, Scan.NONE)}


def test_nobody_puts_away_what_they_may_not_see(case: Case, sanne: User, desk: Desk) -> None:
    response = desk(sanne).post(f"{room(case)}toevoegen/", posted(kind="police"))
    assert response.status_code == 422
    stranger = chain.person(by=sanne).report  # of another case
    assert stranger is not None
    other = posted(about=["00000000-0000-4000-8000-000000000000"])
    assert desk(sanne).post(f"{room(case)}toevoegen/", other).status_code == 422
    assert not Document.objects.exists()


def test_search_finds_titles_and_names_of_files_as_they_are_now(case: Case, tarik: User) -> None:
    document = checked(case, "huurcontract.txt", title="Overeenkomst")
    for words in ("overeenkomst", "huurcontract"):
        (hit,) = find(words, viewer=tarik).hits
        assert hit.url == room(case, document)
    filing.describe(document=document, said=filing.Described("Pachtbrief"), revision=1, by=tarik)
    assert find("pachtbrief", viewer=tarik).hits
    assert not find("overeenkomst", viewer=tarik).hits
    event = recorded("words:searched")[-2]
    assert event.detail["documents"] == [str(document.id)]
    assert event.detail["cases"] == [str(case.id)]


def test_an_image_is_shown_nowhere_and_taken_by_nobody_before_somebody_judged_it(
    case: Case, tarik: User, desk: Desk
) -> None:
    document, browser = checked(case, "foto.jpg"), desk(tarik)
    page = browser.get(room(case, document)).content.decode()
    assert "nog te bekijken" in page
    assert "<img" not in page.split("<main", 1)[1]
    assert browser.get(room(case, document, "1/werkkopie/")).status_code == 409
    assert browser.post(room(case, document, "1/origineel/")).status_code == 303
    assert browser.get(room(case, document, "1/grof/")).content.startswith(b"\x89PNG")
    browser.post(room(case, document, "1/besluit/"), {"besluit": "geen_naakt"})
    assert body_of(browser.get(room(case, document, "1/werkkopie/")))
    locked = checked(case, "kelder.jpg")
    assert find("kelder", viewer=tarik).hits
    browser.post(room(case, locked, "1/besluit/"), {"besluit": "minderjarige"})
    assert locked.files.get().state == State.LOCKED
    assert not find("kelder", viewer=tarik).hits
    assert "kelder.jpg" not in browser.get(room(case, locked)).content.decode()
    assert browser.get(room(case, locked, "1/grof/")).status_code == 409
    assert [event.detail["document"] for event in recorded("document:locked")] == [str(locked.id)]


def test_after_the_key_of_the_case_nothing_of_a_document_can_be_read(
    case: Case, tarik: User, desk: Desk, django_capture_on_commit_callbacks: Any
) -> None:
    document, browser = checked(case, title="Huurcontract", conditions=SECRET), desk(tarik)
    assert find("Huurcontract", viewer=tarik).hits
    assert case.data_key is not None
    with django_capture_on_commit_callbacks(execute=True):
        shred(key_ids=[case.data_key], by=tarik)
    for address in (room(case), room(case, document), f"/casussen/{case.id}/verloop/"):
        response = browser.get(address)
        assert response.status_code == 200
        assert "Huurcontract" not in response.content.decode()
        assert SECRET not in response.content.decode()
    assert browser.get(room(case, document, "1/werkkopie/")).status_code == 409
    assert browser.post(room(case, document, "1/origineel/")).status_code == 303
    assert not find("Huurcontract", viewer=tarik).hits
    assert browser.post(f"{room(case)}toevoegen/", posted()).status_code in (409, 410, 422)
    assert Document.objects.count() == 1


def test_a_closed_case_is_read_and_takes_nothing_more(case: Case, tarik: User, desk: Desk) -> None:
    document = checked(case)
    chain.end_case(case, by=tarik)
    assert desk(tarik).get(room(case, document)).status_code == 200
    assert "Heropen die eerst" in desk(tarik).post(f"{room(case)}toevoegen/", posted()).content.decode()


def test_the_list_is_narrowed_paged_and_as_fast_with_sixty(case: Case, tarik: User, desk: Desk) -> None:
    victim = str(case.involvements.get().id)
    few = [added(case, title="Eerste", kind="medical", about=(victim,)), added(case, title="Tweede")]
    browser = desk(tarik)
    browser.get(room(case))
    with CaptureQueriesContext(
        connection,
    ) as with_two:
        browser.get(room(case))
    for number in range(60):
        added(case, title=f"Document {number}", about=(victim,))
    with CaptureQueriesContext(connection) as with_sixty:
        page = browser.get(room(case)).content.decode()
    assert len(with_sixty) == len(with_two)
    assert "Document 59<" in page
    assert "Eerste<" not in page
    assert "Eerste<" in browser.get(f"{room(case)}?page=3").content.decode()
    narrowed = browser.get(f"{room(case)}?soort=medical&wie={victim}").content.decode()
    assert "Eerste<" in narrowed
    assert "Document 59<" not in narrowed
    assert "Geen documenten gevonden" in browser.get(f"{room(case)}?soort=form").content.decode()
    assert len(few) == 2
