"""A case on one page, to enter it elsewhere: short fields, recorded, and nothing that its reader may not see."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from schakel.access import actions as access
from schakel.access.models import User
from schakel.cases import actions as cases
from schakel.cases.life import actions as life
from schakel.cases.models import Case
from schakel.core import time
from tests.personas import recorded
from tests.rooms.sharing import telling

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def case(sanne: User, tarik: User) -> Case:
    case = telling.case_of(tarik, sanne)
    life.change_facts(case=case, municipality="GM0153", forms=("labour",), goal="Veilig wonen.", by=tarik)
    cases.add_note(case=case, text="Een notitie die hier niet hoort.", by=tarik)
    telling.suspect(case, tarik)
    return case


def test_it_holds_what_another_system_asks_and_no_story(case: Case, tarik: User, desk: Desk) -> None:
    page = desk(tarik).get(f"/casussen/{case.id}/overnemen/").content.decode()
    for words in (case.number, "Veilig wonen.", "Marek Nowak", telling.PHONE, "Boris Baas", "arbeidsuitbuiting"):
        assert words in page, words
    assert "Een notitie" not in page
    (event,) = recorded("case:overview_taken")
    assert event.detail["persons"]


def test_a_suspect_is_left_out_for_whoever_may_not_see_one(case: Case, sanne: User, desk: Desk) -> None:
    page = desk(sanne).get(f"/casussen/{case.id}/overnemen/").content.decode()
    assert "Marek Nowak" in page
    assert "Boris Baas" not in page


def test_it_is_there_for_nobody_of_elsewhere(case: Case, tarik: User, hanna: User, petra: User, desk: Desk) -> None:
    until = time.real_now() + timedelta(days=2)
    access.let_participate(compartment=case.compartment, user=hanna, need="Opvang.", until=until, by=tarik)
    for who in (hanna, petra):
        assert desk(who).get(f"/casussen/{case.id}/overnemen/").status_code == 404
