"""The desk pages of materials and loans: from the list to what was sent, and from the question to the return with damage."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from schakel.access.models import User
from schakel.core import time
from schakel.prevention.loans.models import Loan, LoanKind, Thing
from schakel.prevention.materials.models import Material, Order
from tests.personas import signed_in
from tests.rooms.prevention import stocked

Desk = Callable[[User], Client]
FORM = {
    "title": "Kijk om", "kind": "leaflet", "audience": "care", "form": "labour", "languages": "Nederlands, Pools", "summary": "Folder.",
    "alternative": "Een man.", "low_at": "5", "most_at_once": "40", "is_listed": "on", "stock": "30",
}  # fmt: skip


def test_material_is_added_with_a_picture_and_replaced_by_a_new_version(lotte: User, desk: Desk) -> None:
    browser = desk(lotte)
    answer = browser.post("/materiaal/nieuw/", FORM)
    material = Material.objects.get()
    assert answer["Location"] == f"/materiaal/{material.pk}/"
    page = f"/materiaal/{material.pk}/"
    for name, content, kind, status in (
        ("kijk.png", stocked.picture(), "picture", 303),
        ("kijk.txt", b"woorden", "picture", 422),
        ("kijk.pdf", b"%PDF-1.7", "download", 303),
        ("groot.pdf", b"%PDF-" + bytes(9 * 2**20), "download", 413),
    ):
        answer = browser.post(f"{page}bestand/", {"file": SimpleUploadedFile(name, content), "as": kind})
        assert answer.status_code == status, name
    shown = browser.get(page).content.decode()
    assert 'alt="Een man."' in shown
    picture = material.files.get(is_picture=True)
    assert browser.get(f"{page}bestand/{picture.pk}/")["Content-Type"] == "image/jpeg"
    stocked.ordered(material, 10)
    assert browser.post(f"{page}versie/", FORM | {"title": "Kijk weer om", "stock": "x"}).status_code == 422
    browser.post(f"{page}versie/", FORM | {"title": "Kijk weer om", "stock": "7"})
    new = Material.objects.get(edition=2)
    assert (new.stock, new.files.count()) == (7, 1)
    assert "nieuwe versie" in browser.get(page).content.decode()
    assert "Wie heeft de vorige versie?" in browser.get(f"/materiaal/{new.pk}/").content.decode()


def test_whoever_is_later_sees_what_the_other_kept_beside_their_own_words(
    poster: Material, lotte: User, desk: Desk
) -> None:
    browser = desk(lotte)
    page = f"/materiaal/{poster.pk}/wijzigen/"
    assert browser.post(page, FORM | {"version": "1", "summary": "Eerst."}).status_code == 302 + 1
    answer = browser.post(page, FORM | {"version": "1", "summary": "Later."})
    assert answer.status_code == 409
    words = answer.content.decode()
    assert '<td dir="auto">Eerst.</td><td dir="auto">Later.</td>' in words
    assert 'name="version" value="2"' in words


def test_an_order_is_approved_picked_and_sent_and_fewer_asks_why(poster: Material, lotte: User, desk: Desk) -> None:
    browser, order = desk(lotte), stocked.ordered(poster, 20)
    assert "Het Voorbeeldcollege" in browser.get("/bestellingen/").content.decode()
    page, line = f"/bestellingen/{order.pk}/", order.lines.get()
    assert "Schoolplein 1" in browser.get(page).content.decode()
    for act in ("goedkeuren", "klaarleggen"):
        assert browser.post(f"{page}{act}/").status_code == 303
    answer = browser.post(f"{page}versturen/", {str(line.pk): "15", "why": ""})
    assert answer.status_code == 409
    assert "Schrijf op waarom" in answer.content.decode()
    assert browser.post(f"{page}versturen/", {str(line.pk): "15", "why": "De rest volgt."}).status_code == 303
    assert browser.post(f"{page}goedkeuren/").status_code == 409
    assert browser.post(f"{page}iets/").status_code == 404
    assert "15 × Kijk verder" in browser.get("/bestellingen/gemeenten/").content.decode()
    assert "Het Voorbeeldcollege" in browser.get("/bestellingen/?stand=sent").content.decode()


def test_a_municipality_orders_and_borrows_signed_in(poster: Material, headset: Thing, gijs: User, desk: Desk) -> None:
    browser = desk(gijs)
    said = {key: value for key, value in stocked.SAID.items() if value}
    assert browser.post("/mijn-gemeente/materiaal/", said).status_code == 422
    assert browser.post("/mijn-gemeente/materiaal/", said | {f"count-{poster.pk}": "3"}).status_code == 303
    order = Order.objects.get()
    assert order.municipality == gijs.municipality
    assert order.number in browser.get("/mijn-gemeente/materiaal/").content.decode()
    browser.post(f"/mijn-gemeente/materiaal/{order.pk}/intrekken/")
    order.refresh_from_db()
    assert order.state == "cancelled"
    first = time.today() + timedelta(days=3)
    wanted = {"kind": str(headset.kind_id), "first_day": f"{first}", "last_day": f"{first}"}
    assert browser.post("/mijn-gemeente/lenen/", said | wanted).status_code == 303
    assert Loan.objects.get().number in browser.get("/mijn-gemeente/lenen/").content.decode()


def test_a_headset_is_confirmed_handed_out_and_returned_with_damage(headset: Thing, lotte: User, desk: Desk) -> None:
    browser = desk(lotte)
    loan = stocked.asked(headset.kind, time.today(), time.today() + timedelta(days=2))
    page = f"/uitleen/aanvragen/{loan.pk}/"
    assert "Het Voorbeeldcollege" in browser.get("/uitleen/").content.decode()
    assert browser.post(f"{page}bevestigen/", {}).status_code == 422
    assert browser.post(f"{page}bevestigen/", {"thing": str(headset.pk)}).status_code == 303
    assert loan.number in browser.get("/uitleen/kalender/").content.decode()
    photo = SimpleUploadedFile("foto.png", stocked.picture())
    assert browser.post(f"{page}meegeven/", {"out-words": "Heel.", "file": photo}).status_code == 303
    answer = browser.post(f"{page}terugnemen/", {"back-words": "", "back-is_damaged": "on"})
    assert answer.status_code == 409
    assert "wat er stuk" in answer.content.decode()
    browser.post(f"{page}terugnemen/", {"back-words": "Band gescheurd.", "back-is_damaged": "on"})
    thing = browser.get(f"/uitleen/dingen/{headset.pk}/").content.decode()
    assert "Band gescheurd." in thing
    assert "in onderhoud" in thing
    shown = headset.history.get(photo__isnull=False)
    assert browser.get(f"/uitleen/fotos/{shown.pk}/")["Content-Type"] == "image/jpeg"
    browser.post(f"/uitleen/dingen/{headset.pk}/in-gebruik/", {"words": "Hersteld."})
    assert "<svg" in browser.get(f"/uitleen/dingen/{headset.pk}/label/").content.decode()
    assert "Het Voorbeeldcollege" in browser.get("/uitleen/afgelopen/").content.decode()


def test_kinds_and_things_are_added_and_written_off_with_a_reason(lotte: User, desk: Desk) -> None:
    browser = desk(lotte)
    said = {"name": "Rolbanner", "description": "Twee meter hoog.", "cleaning_days": "0", "most_days": "14"}
    browser.post("/uitleen/soorten/nieuw/", said)
    kind = LoanKind.objects.get()
    browser.post(f"/uitleen/soorten/{kind.pk}/", said | {"name": "Banner", "version": "1"})
    shown = f"/uitleen/soorten/{kind.pk}/afbeelding/"
    assert browser.get(shown).status_code == 404
    assert browser.post(f"{shown}plaatsen/").status_code == 422
    no_photo = SimpleUploadedFile("foto.png", b"geen foto")
    assert "Kies een foto" in browser.post(f"{shown}plaatsen/", {"file": no_photo}).content.decode()
    browser.post(f"{shown}plaatsen/", {"file": SimpleUploadedFile("foto.png", stocked.picture())})
    assert browser.get(shown)["Content-Type"] == "image/jpeg"
    assert f'src="{shown}"' in browser.get(f"/uitleen/soorten/{kind.pk}/").content.decode()
    added = f"/uitleen/soorten/{kind.pk}/toevoegen/"
    browser.post(added, {"label": "RB-1"})
    assert browser.post(added, {"label": "RB-1"}).status_code == 409
    thing = Thing.objects.get()
    page = f"/uitleen/dingen/{thing.pk}/"
    browser.post(f"{page}wijzigen/", {"label": "RB-01", "version": "1"})
    for act, words, status in (
        ("schoongemaakt", "", 303), ("onderhoud", "Scheur.", 303), ("in-gebruik", "Genaaid.", 303),
        ("afschrijven", "", 409), ("afschrijven", "Kwijt.", 303), ("iets", "", 404),
    ):  # fmt: skip
        photo = SimpleUploadedFile("foto.png", stocked.picture())
        assert browser.post(f"{page}{act}/", {"words": words, "file": photo}).status_code == status, act
    assert thing.history.filter(photo__isnull=False).count() == 4
    assert "Kwijt." in browser.get(page).content.decode()
    assert "Banner" in browser.get("/uitleen/dingen/").content.decode()


@pytest.mark.parametrize("path", ["materiaal/", "bestellingen/", "uitleen/", "uitleen/kalender/", "uitleen/dingen/", "uitleen/afgelopen/"])  # fmt: skip
def test_an_empty_page_says_what_to_do(lotte: User, desk: Desk, path: str) -> None:
    assert desk(lotte).get(f"/{path}").status_code == 200


def test_a_form_that_takes_a_file_and_lacks_its_token_changes_nothing(
    lotte: User, poster: Material, headset: Thing
) -> None:
    strict = signed_in(lotte, client=Client(enforce_csrf_checks=True))
    loan = stocked.lent(headset, by=lotte)
    for page in (
        f"/materiaal/{poster.pk}/bestand/",
        f"/uitleen/aanvragen/{loan.pk}/terugnemen/",
        f"/uitleen/dingen/{headset.pk}/schade/",
    ):
        sent = {"file": SimpleUploadedFile("kijk.png", stocked.picture()), "as": "picture", "back-words": "Heel."}
        assert strict.post(page, sent).status_code == 403, page
    assert not poster.files.exists()
    loan.refresh_from_db()
    assert loan.ended_at is None
