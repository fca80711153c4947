"""Staff look whether a proof of reporting is ours, and learn nothing else."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from schakel.access.models import User
from schakel.intake import proofs
from tests.rooms import chain

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
URL = "/meldingen/bewijs/"


@pytest.fixture
def number() -> str:
    report, code = chain.hand_in()
    proofs.make(report=report, code=code)
    return proofs.number_of(code)


def words(response: Any) -> str:
    return unescape(response.content.decode())


def ask(browser: Client, day: str, number: str) -> Any:
    return browser.post(URL, {"day": day, "number": number})


def test_a_proof_of_ours_is_confirmed_by_its_day_alone(sanne: User, desk: Desk, number: str) -> None:
    browser = desk(sanne)
    for day, written in (("2026-11-19", number), ("19-11-2026", f"{number[:4]} {number[4:8]} {number[8:]}")):
        page = words(ask(browser, day, written))
        assert "Ja, dit bewijs klopt" in page
        assert "Op 19 november 2026 is er iets ingediend" in page
        assert chain.STORY not in page


def test_another_day_or_number_is_not_confirmed(sanne: User, desk: Desk, number: str) -> None:
    for day, other in (("2026-11-18", number), ("2026-11-19", "0" * 12)):
        assert "Wij kunnen dit niet bevestigen" in words(ask(desk(sanne), day, other))


@pytest.mark.parametrize(
    ("day", "typed", "sentence"),
    [
        ("", "000000000000", "Vul de datum in die op het bewijs staat."),
        ("2026-11-20", "000000000000", "Deze dag moet nog komen."),
        ("gisteren", "000000000000", "Dit is geen datum."),
        ("2026-11-19", "", "Vul het controlenummer in."),
        ("2026-11-19", "000000000001", "Er zit een tikfout in het controlenummer."),
        ("2026-11-19", "0000", "Aantal cijfers dat u invulde: 4. Een controlenummer heeft er 12."),
        ("2026-11-19", "twaalf", "Er zit een tikfout in het controlenummer."),
    ],
)
def test_a_mistake_is_told_and_what_was_typed_stays(
    sanne: User, desk: Desk, day: str, typed: str, sentence: str
) -> None:
    response = ask(desk(sanne), day, typed)
    assert response.status_code == 422
    assert sentence in words(response)
    assert not typed or f'value="{typed}"' in words(response)


def test_the_inbox_leads_to_it(sanne: User, desk: Desk) -> None:
    assert f'href="{URL}"' in words(desk(sanne).get("/meldingen/"))
