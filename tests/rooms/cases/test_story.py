"""The story of a case: everything in it, by kind, a page at a time, however long it is."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from schakel.access import actions as access
from schakel.access.models import User
from schakel.cases import actions as cases
from schakel.cases.life import actions
from schakel.cases.life.content import Risk, Said
from schakel.cases.models import Case
from schakel.cases.states import CaseUrgency, Outcome
from schakel.core import time
from schakel.intake import actions as intake
from schakel.people.details import PersonDetails
from tests.personas import recorded
from tests.rooms import chain

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
ANA = PersonDetails(date(2026, 3, 1), name="Ana Bos", birth_year=2004)


@pytest.fixture
def case(sanne: User, tarik: User) -> Case:
    chain.person(ANA, by=sanne, outcome=Outcome.NEW_CASE, coordinator=tarik)
    return Case.objects.get()


def live(case: Case, by: User) -> None:
    """Something of every kind."""
    actions.change_facts(case=case, municipality="GM0153", forms=(), goal="Zij woont veilig.", by=by)
    actions.change_urgency(case=case, urgency=CaseUrgency.URGENT, because="Hij is vrij.", by=by)
    risk = Risk("high", "Hij weet waar zij werkt.")
    actions.assess_risk(case=case, risk=risk, on=time.today(), by=by)
    actions.make_move(case=case, key="check_purpose", said=Said("Zorg en politie nodig."), by=by)
    cases.add_note(case=case, text="Zij belde zelf.", by=by)
    report = case.triages.get().report
    intake.answer(report=report, text="Dank je wel.", by=by)


def test_it_tells_something_of_every_kind(case: Case, tarik: User, petra: User, desk: Desk) -> None:
    live(case, tarik)
    until = time.real_now() + timedelta(days=2)
    access.let_stand_in(compartment=case.compartment, user=petra, reason="Verlof.", until=until, by=tarik)
    browser = desk(tarik)
    page = browser.get(f"/casussen/{case.id}/verloop/").content.decode()
    told = {
        "step": "Zorg en politie nodig.",
        "report": "Melding ontvangen",
        "talk": "Antwoord aan de melder",
        "person": "Ana Bos",
        "risk": "Hij weet waar zij werkt.",
        "note": "Zij belde zelf.",
        "facts": "Hij is vrij.",
        "who": "Petra Persona neemt waar",
    }
    for kind, words in told.items():
        assert words in page, kind
        chosen = browser.get(f"/casussen/{case.id}/verloop/?soort={kind}").content.decode()
        assert [other for other in told.values() if other in chosen] == [words]
    assert "Dank je wel." not in page
    assert "Zij belde zelf." in browser.get(f"/casussen/{case.id}/verloop/?soort=onzin").content.decode()
    assert recorded("case:timeline_read")[0].object_id == str(case.id)


def test_a_guest_has_no_story(case: Case, tarik: User, hanna: User, desk: Desk) -> None:
    live(case, tarik)
    until = time.real_now() + timedelta(days=2)
    access.let_participate(compartment=case.compartment, user=hanna, need="Opvang.", until=until, by=tarik)
    assert desk(hanna).get(f"/casussen/{case.id}/verloop/").status_code == 404


def test_four_hundred_events_come_a_page_at_a_time_and_ask_no_more(case: Case, tarik: User, desk: Desk) -> None:
    browser, address = desk(tarik), f"/casussen/{case.id}/verloop/?soort=note"
    cases.add_note(case=case, text="Notitie 0.", by=tarik)

    def asked() -> int:
        with (
            CaptureQueriesContext(connections["default"]) as queries,
            CaptureQueriesContext(connections["keys"]) as keys,
        ):
            browser.get(address)
        return len(queries) + len(keys)

    few = asked()
    for number in range(1, 400):
        cases.add_note(case=case, text=f"Notitie {number}.", by=tarik)
    page = browser.get(address).content.decode()
    assert page.count("timeline__title") == 50
    assert "Notitie 399." in page
    assert "Notitie 0." not in page
    assert "Notitie 0." in browser.get(f"{address}&page=8").content.decode()
    assert asked() <= few + 1
    front = browser.get(f"/casussen/{case.id}/").content.decode()
    assert front.count("timeline__title") == 12
