"""What professionals order and borrow at the public door: without an account, once however often it is sent, and seen by its link alone."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client

from schakel.prevention import opening
from schakel.prevention.asking import new_token
from schakel.prevention.loans import queries as loans
from schakel.prevention.loans.actions import things
from schakel.prevention.loans.models import Loan, Thing
from schakel.prevention.materials.actions import catalogue
from schakel.prevention.materials.models import Material, Order
from schakel.publicsite import pacing
from tests.personas import account_of, recorded
from tests.rooms.prevention import stocked

pytestmark = [pytest.mark.urls("schakel.config.urls.public"), pytest.mark.django_db]
SAID = stocked.SAID | {"municipality": "GM0164", "remark": "Graag voor maandag."}


@pytest.fixture
def poster() -> Material:
    made = stocked.material(by=account_of("lotte"))
    catalogue.put_file(material=made, name="p.png", content=stocked.picture(), is_picture=True, by=account_of("lotte"))
    catalogue.put_file(material=made, name="p.pdf", content=b"%PDF-1.7", is_picture=False, by=account_of("lotte"))
    return made


@pytest.fixture
def headset(settings: Any) -> Thing:
    settings.SCHAKEL_PINNED_DAY = date(2026, 11, 19)
    return stocked.thing(stocked.kind(by=account_of("lotte")), by=account_of("lotte"))


def words(response: Any) -> str:
    return unescape(response.content.decode())


def test_the_catalogue_is_narrowed_by_audience_form_and_language(client: Client, poster: Material) -> None:
    lotte = account_of("lotte")
    stocked.material(by=lotte, title="Werk", audience="employer", form="labour", languages="Nederlands, pools")
    stocked.material(by=lotte, title="Wijk", audience="care", form="criminal")
    titles = ("Kijk verder", "Werk", "Wijk")

    def shown(query: str) -> list[bool]:
        page = words(client.get(f"/professionals/materiaal/{query}"))
        return [f">{title}</a>" in page for title in titles]

    assert shown("?voor=employer") == [False, True, False]
    assert shown("?taal=Pools") == [False, True, False]
    assert shown("?over=labour") == [True, True, False], "what is about every form stays"
    assert shown("?over=labour&voor=care") == [False, False, False]
    assert shown("?over=verzonnen&voor=&taal=") == [True, True, True]


def test_the_catalogue_shows_what_is_listed_and_hands_out_its_files(client: Client, poster: Material) -> None:
    hidden = stocked.material(by=account_of("lotte"), title="Nog geheim", is_listed=False)
    shown = words(client.get("/professionals/materiaal/"))
    assert "Kijk verder" in shown
    assert "Nog geheim" not in shown
    page = f"/professionals/materiaal/{poster.pk}/"
    download = re.search(rf"{page}bestand/[0-9a-f-]+/", words(client.get(page)))
    assert download is not None
    assert client.get(download.group())["Content-Disposition"] == 'attachment; filename="p.pdf"'
    assert client.get(f"{page}afbeelding/")["Content-Type"] == "image/jpeg"
    assert client.get(f"/professionals/materiaal/{hidden.pk}/").status_code == 404


def test_an_order_is_received_once_shown_by_its_link_and_taken_back(client: Client, poster: Material) -> None:
    form = words(client.get(f"/professionals/bestellen/?materiaal={poster.pk}"))
    token = re.search(r'name="token" value="([^"]+)"', form)
    assert token is not None
    said = SAID | {"token": token.group(1), f"count-{poster.pk}": "20"}
    for _ in range(2):
        answer = client.post("/professionals/bestellen/", said)
        assert answer.status_code == 303
    order = Order.objects.get()
    shown = words(client.get(answer["Location"]))  # type: ignore[possibly-undefined]
    assert order.number in shown
    assert "20 × Kijk verder" in shown
    assert "Dora" not in shown
    assert [event.actor_id for event in recorded("order:received")] == ["professional"]
    page = f"/professionals/bestelling/{token.group(1)}/"
    client.post(page)
    assert "Zij gaat niet door" in words(client.get(page))
    assert client.post(page).status_code == 409
    assert client.get(f"/professionals/bestelling/{new_token()}/").status_code == 404


def test_what_is_wrong_stands_beside_the_field_and_nothing_typed_is_lost(client: Client, poster: Material) -> None:
    for changed, sentence in (
        ({}, "ten minste één materiaal"),
        ({f"count-{poster.pk}": "51"}, "ten hoogste 50"),
        ({f"count-{poster.pk}": "5", "email": "dora"}, "bijvoorbeeld naam@"),
        ({f"count-{poster.pk}": "5", "municipality": ""}, "buiten de regio"),
    ):
        answer = client.post("/professionals/bestellen/", SAID | changed)
        assert answer.status_code == 422
        assert sentence in words(answer)
        assert "Graag voor maandag." in words(answer)
    assert not Order.objects.exists()


def test_a_flood_is_slowed_and_says_so(client: Client, poster: Material, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "requests", pacing.TokenBucket(rate=0.001, burst=1))
    said = SAID | {f"count-{poster.pk}": "5"}
    answers = [client.post("/professionals/bestellen/", said) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 429]
    assert "Wacht een minuut" in words(answers[1])


def test_something_is_asked_for_across_the_end_of_a_month(client: Client, headset: Thing) -> None:
    assert "VR-bril" in words(client.get("/professionals/lenen/"))
    page = f"/professionals/lenen/{headset.kind_id}/"
    assert "1 vrij" in words(client.get(f"{page}?maand=2026-12"))
    wrong = client.post(page, SAID | {"first_day": "2026-12-02", "last_day": "2026-12-01"})
    assert wrong.status_code == 409
    assert "voor de eerste" in words(wrong)
    answer = client.post(page, SAID | {"first_day": "2026-11-29", "last_day": "2026-12-01"})
    loan = Loan.objects.get()
    assert loan.content is None
    shown = words(client.get(answer["Location"]))
    assert "zondag 29 november tot en met dinsdag 1 december" in shown
    client.post(answer["Location"])
    loan.refresh_from_db()
    assert loan.state == "cancelled"
    assert client.get(f"/professionals/leenaanvraag/{new_token()}/").status_code == 404


def test_a_kind_shows_its_picture_and_is_brought_to_an_address_if_that_is_asked(client: Client, headset: Thing) -> None:
    page = f"/professionals/lenen/{headset.kind_id}/"
    assert client.get(f"{page}afbeelding/").status_code == 404
    things.put_picture(kind=headset.kind, content=stocked.picture(), by=account_of("lotte"))
    assert f'src="{page}afbeelding/" alt="Een bril."' in words(client.get("/professionals/lenen/"))
    assert client.get(f"{page}afbeelding/")["Content-Type"] == "image/jpeg"
    days = {"first_day": "2026-12-01", "last_day": "2026-12-02"}
    said = SAID | days | {"delivery": "deliver"}
    wrong = client.post(page, said | {"address": " "})
    assert wrong.status_code == 422
    assert "Vul in waar wij het kunnen bezorgen" in words(wrong)
    client.post(page, said)
    client.post(page, said | {"delivery": "fetch", "email": "an@school.example"})
    opening.open_waiting()
    seen = [loans.read(row, viewer=account_of("lotte")).said["address"] for row in Loan.objects.order_by("created_at")]
    # Of whoever fetches it no address is kept, though one was typed.
    assert seen == [SAID["address"], ""]


@pytest.mark.parametrize("path", ["", "materiaal/", "bestellen/", "lenen/"])
def test_an_empty_page_says_so(client: Client, path: str) -> None:
    assert client.get(f"/professionals/{path}").status_code == 200
