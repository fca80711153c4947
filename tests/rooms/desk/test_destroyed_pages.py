"""Where keys were destroyed, pages say so: lists stay whole, what is left is shown, and nothing looks like a fault."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from schakel.access import actions as access
from schakel.access.models import User
from schakel.access.queries import read_reason
from schakel.cases import actions as cases
from schakel.cases.models import Case
from schakel.cases.states import Outcome
from schakel.intake import actions as intake
from schakel.intake.models import Report
from schakel.people import actions as people
from schakel.people.details import PersonDetails
from schakel.people.models import Person
from schakel.people.queries import proposals
from schakel.vault import store
from tests.personas import judgement, recorded
from tests.rooms import chain

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
NAME, STORY, NOTE = "Aleksandra Zielinska", "Zij sliep achter de keuken.", "Belde met de advocaat."
REASON = "Past bij het doel."


@pytest.fixture
def person(sanne: User, tarik: User) -> Person:
    """Somebody in a case with a note, after a report with a conversation."""
    details = PersonDetails(date(2026, 3, 1), name=NAME, birth_year=2004)
    made = chain.person(details, by=sanne, content=chain.said(story=STORY), outcome=Outcome.NEW_CASE, coordinator=tarik)
    intake.add_from_reporter(report=made.report, text="En nog iets.")
    intake.answer(report=Report.objects.get(), text="Dank u.", by=sanne)
    cases.add_note(case=Case.objects.get(), text=NOTE, by=tarik)
    return made


def destroy(*rows: Report | Person | Case) -> None:
    assert store.erase([row.data_key for row in rows if row.data_key]) != []


def shown(browser: Client, path: str) -> str:
    """The page there, which is no error."""
    response = browser.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_a_destroyed_report_still_has_its_page_and_its_line(person: Person, sanne: User, desk: Desk) -> None:
    browser, path = desk(sanne), f"/meldingen/{person.report_id}/"
    before = shown(browser, path)
    assert STORY in before
    assert REASON in before
    destroy(person.report)
    page = shown(browser, path)
    assert "De inhoud van deze melding en het gesprek met de melder zijn vernietigd." in page
    assert "(vernietigd)" in page, "the reason of the judgement"
    assert not [words for words in (STORY, REASON, "En nog iets.", "Dank u.") if words in page]
    assert "Niet bellen, niet mailen." in page
    assert "/antwoord/" not in page
    assert "/herzien/" not in page
    assert [event.actor_id for event in recorded("report:remains_read")] == [str(sanne.id)]
    assert "vernietigd" in shown(browser, "/meldingen/?lijst=beoordeeld")


def test_a_report_destroyed_before_it_was_judged(sanne: User, desk: Desk) -> None:
    report, _ = chain.hand_in(chain.said(story=STORY))
    intake.open_report(report=report, by=sanne)
    destroy(Report.objects.get())
    browser = desk(sanne)
    page = shown(browser, f"/meldingen/{report.id}/")
    assert "zijn vernietigd" in page
    assert STORY not in page
    assert "/beoordelen/" not in page
    assert "vernietigd" in shown(browser, "/meldingen/")
    assert shown(browser, "/")
    refused = browser.post(f"/meldingen/{report.id}/beoordelen/", judgement())
    assert refused.status_code == 410
    assert "Dwang en geld: dit past." in refused.content.decode(), "what was typed can be copied"


def test_an_answer_to_a_destroyed_report_is_not_sent_and_not_lost(person: Person, sanne: User, desk: Desk) -> None:
    destroy(person.report)
    refused = desk(sanne).post(f"/meldingen/{person.report_id}/antwoord/", {"text": "Wij bellen u morgen."})
    page = refused.content.decode()
    assert refused.status_code == 410
    assert "Deze gegevens zijn vernietigd" in page
    assert "Wij bellen u morgen." in page
    assert Report.objects.get().messages.count() == 2


def test_a_destroyed_person_is_named_so_wherever_they_are_listed(person: Person, tarik: User, desk: Desk) -> None:
    browser, case = desk(tarik), Case.objects.get()
    destroy(person)
    for path in (f"/casussen/{case.id}/", f"/personen/{person.id}/"):
        page = shown(browser, path)
        assert "Gegevens vernietigd" in page
        assert NAME not in page
        assert "mogelijk slachtoffer" not in page
        # Of the case itself there is still something to change; of the person nothing.
        assert "Wijzig<" not in page.replace('Wijzig<span class="visually-hidden"> de gegevens van de casus', "")
    found = browser.post("/personen/", {"name": NAME})
    assert found.status_code == 200
    assert "Niemand gevonden" in found.content.decode()
    correcting = browser.get(f"/personen/{person.id}/wijzigen/", follow=True)
    assert "Er is niets meer om te wijzigen." in correcting.content.decode()


def test_of_linked_descriptions_those_that_are_left_are_shown(
    person: Person, sanne: User, tarik: User, desk: Desk
) -> None:
    other = chain.person(PersonDetails(date(2026, 4, 1), name="Ola Zielinska"), by=sanne)
    people.link(one=person, other=other, by=tarik)
    destroy(person)
    page = shown(desk(tarik), f"/personen/{person.id}/")
    assert "Gegevens vernietigd" in page
    assert '<h1 dir="auto">Ola Zielinska</h1>' in page
    assert NAME not in page


def test_a_destroyed_person_is_proposed_to_nobody(person: Person, sanne: User) -> None:
    wanted = PersonDetails(date(2026, 3, 1), name=NAME)
    assert len(proposals(wanted, viewer=sanne)) == 1
    destroy(person)
    assert proposals(wanted, viewer=sanne) == []


def test_a_destroyed_case_keeps_its_course_without_the_words(person: Person, tarik: User, desk: Desk) -> None:
    browser, case = desk(tarik), Case.objects.get()
    assert NOTE in shown(browser, f"/casussen/{case.id}/")
    destroy(case)
    page = shown(browser, f"/casussen/{case.id}/")
    assert NOTE not in page
    assert "Notitie</" in page
    assert "De notities van deze casus zijn vernietigd." in page
    assert "/notitie/" not in page
    assert browser.post(f"/casussen/{case.id}/notitie/", {"text": "Nog iets."}).status_code == 410


def test_the_years_figures_leave_out_what_can_not_be_counted_any_more(person: Person, bram: User, desk: Desk) -> None:
    browser = desk(bram)
    assert browser.get("/cijfers/2026/").context["counted"].persons == 1
    destroy(person.report)
    assert browser.get("/cijfers/2026/").context["counted"].persons == 0


def test_a_destroyed_reason_for_a_grant_reads_as_destroyed(person: Person, petra: User) -> None:
    grant = access.break_glass(compartment=person.compartment, reason="Gevaar.", duration=timedelta(hours=1), by=petra)
    assert read_reason(grant, viewer=petra) == "Gevaar."
    assert store.erase([grant.data_key] if grant.data_key else [])
    assert read_reason(grant, viewer=petra) == "(vernietigd)"
