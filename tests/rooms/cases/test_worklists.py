"""The lists that somebody works from, and the views they keep."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from schakel.access import actions as access
from schakel.access.models import User
from schakel.access.roles import Role
from schakel.cases import actions as cases
from schakel.cases.actions import Recognised
from schakel.cases.life import actions as life
from schakel.cases.life import people
from schakel.cases.life.people import Newcomer
from schakel.cases.models import Case, SavedView
from schakel.cases.plan.actions import steps
from schakel.cases.plan.actions.steps import Said
from schakel.cases.states import CaseUrgency, InvolvedAs, Outcome
from schakel.cases.worklists import MOST_VIEWS
from schakel.core import time
from schakel.intake import actions as intake
from schakel.people.details import PersonDetails
from schakel.people.models import Person
from tests.personas import recorded
from tests.rooms import chain
from tests.rooms.cases import filing, signing

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def case_of(coordinator: User, judge: User, name: str) -> Case:
    details = PersonDetails(date(2026, 3, 1), name=name)
    person = chain.person(details, by=judge, outcome=Outcome.NEW_CASE, coordinator=coordinator)
    return Case.objects.select_related("compartment", "coordinator").get(compartment=person.compartment_id)


@pytest.fixture
def one(sanne: User, tarik: User) -> Case:
    return case_of(tarik, sanne, "Ana Bos")


@pytest.fixture
def other(sanne: User, tarik: User) -> Case:
    return case_of(tarik, sanne, "Bo Daal")


def numbers(browser: Client, asked: str) -> set[str]:
    page = browser.get(f"/casussen/?{asked}")
    return {case.number for case in page.context["page"]}


def test_each_list_holds_its_own(one: Case, other: Case, tarik: User, petra: User, desk: Desk) -> None:
    browser = desk(tarik)
    late = Said("Bel de opvang", due_on=time.today() - timedelta(days=1))
    steps.plan_step(case=one, kind="action", said=late, by=tarik)
    steps.plan_step(case=other, kind="action", said=Said("Stuurt het verslag", outside="Opvang De Haven"), by=tarik)
    assert one.number in numbers(browser, "lijst=laat")
    assert numbers(browser, "lijst=partner") == {other.number}
    assert numbers(browser, "lijst=mijn") == {one.number, other.number}
    until = time.real_now() + timedelta(days=2)
    access.let_stand_in(compartment=one.compartment, user=petra, reason="Verlof.", until=until, by=tarik)
    access.let_participate(compartment=other.compartment, user=petra, need="Denkt mee.", until=until, by=tarik)
    assert numbers(desk(petra), "lijst=mijn") == {one.number}
    assert numbers(desk(petra), "lijst=open") == {one.number, other.number}


def test_a_case_whose_coordinator_does_other_work_now_is_adrift(
    one: Case, other: Case, sanne: User, desk: Desk
) -> None:
    leaver = chain.account(Role.CASE_COORDINATOR)
    Case.objects.filter(pk=one.pk).update(coordinator=leaver)
    browser = desk(sanne)
    assert numbers(browser, "lijst=zonder") == set()
    leaver.role = Role.POLICY_ANALYST
    leaver.save()
    assert numbers(browser, "lijst=zonder") == {one.number}


def test_there_is_news_since_the_viewer_looked_and_not_of_what_they_did_themselves(
    one: Case, other: Case, sanne: User, tarik: User, desk: Desk
) -> None:
    browser = desk(tarik)
    assert numbers(browser, "lijst=nieuws") == {one.number, other.number}, "never opened"
    for case in (one, other):
        browser.get(f"/casussen/{case.id}/")
    assert numbers(browser, "lijst=nieuws") == set()
    cases.add_note(case=one, text="Zelf geschreven.", by=tarik)
    assert numbers(browser, "lijst=nieuws") == set()
    cases.add_note(case=one, text="Zij belde.", by=sanne)
    assert numbers(browser, "lijst=nieuws") == {one.number}
    page = browser.get(f"/casussen/{one.id}/").content.decode()
    assert page.count(">nieuw<") == 1
    assert numbers(browser, "lijst=nieuws") == set()
    life.change_urgency(case=other, urgency=CaseUrgency.URGENT, because="Hij is vrij.", by=sanne)
    assert numbers(browser, "lijst=nieuws") == {other.number}


def test_somebody_whom_the_viewer_may_not_see_is_no_news(
    one: Case, other: Case, sanne: User, tarik: User, desk: Desk
) -> None:
    browser = desk(sanne)
    browser.get(f"/casussen/{one.id}/")
    access.exclude(compartment=other.compartment, user=sanne, by=tarik)
    assert numbers(browser, "lijst=nieuws") == set()
    bo = Person.objects.get(compartment=other.compartment)
    people.add(case=one, newcomer=Newcomer(person=bo), role=InvolvedAs.WITNESS, by=tarik)
    assert numbers(browser, "lijst=nieuws") == set()
    people.add(case=one, newcomer=Newcomer(details=bo_himself()), role=InvolvedAs.FAMILY, by=tarik)
    assert numbers(browser, "lijst=nieuws") == {one.number}


def test_what_was_written_about_whom_the_viewer_may_not_see_is_no_news(
    one: Case, sanne: User, tarik: User, desk: Desk
) -> None:
    browser = desk(sanne)
    browser.get(f"/casussen/{one.id}/")
    suspect = people.add(case=one, newcomer=Newcomer(details=bo_himself()), role=InvolvedAs.SUSPECT, by=tarik)
    signing.filled_in(one, "exploited-pay", by=tarik, about=suspect)
    filing.added(one, about=(str(suspect.pk),), by=tarik)
    assert numbers(browser, "lijst=nieuws") == set()
    filing.added(one, by=tarik)
    assert numbers(browser, "lijst=nieuws") == {one.number}
    browser.get(f"/casussen/{one.id}/")
    signing.begun(one, by=tarik)
    assert numbers(browser, "lijst=nieuws") == {one.number}


def bo_himself() -> PersonDetails:
    return PersonDetails(time.today(), name="Bo Daal")


def test_a_message_of_the_reporter_is_news(sanne: User, tarik: User, desk: Desk) -> None:
    report, _ = chain.hand_in()
    ana = Recognised(PersonDetails(time.today(), name="Ana Bos"))
    chain.judge(report, ana, by=sanne, outcome=Outcome.NEW_CASE, coordinator=tarik)
    case = Case.objects.get()
    browser = desk(tarik)
    browser.get(f"/casussen/{case.id}/")
    assert numbers(browser, "lijst=nieuws") == set()
    intake.add_from_reporter(report=report, text="Hij kwam terug.")
    assert numbers(browser, "lijst=nieuws") == {case.number}


def test_a_list_is_narrowed_and_nonsense_narrows_nothing(
    one: Case, other: Case, sanne: User, tarik: User, desk: Desk
) -> None:
    life.change_urgency(case=one, urgency=CaseUrgency.URGENT, because="Hij is vrij.", by=tarik)
    browser = desk(tarik)
    assert numbers(browser, "lijst=open&dringend=urgent") == {one.number}
    assert numbers(browser, "lijst=open&staat=closed") == set()
    assert numbers(browser, f"regisseur={tarik.id}") == {one.number, other.number}
    assert numbers(browser, "lijst=onzin&dringend=onzin&staat=onzin&regisseur=onzin") == {one.number, other.number}


def test_a_view_is_kept_for_oneself_opens_what_it_was_and_goes_again(
    one: Case, tarik: User, petra: User, desk: Desk
) -> None:
    browser = desk(tarik)
    asked = "lijst=mijn&dringend=urgent&page=3&next=https://elders.example/"
    page = browser.post("/casussen/weergaven/", {"view_name": "Ana eerst", "asked": asked}, follow=True)
    assert "Ana eerst" in page.content.decode()
    assert "?lijst=mijn&amp;dringend=urgent&quot;" not in page.content.decode()
    (view,) = browser.get("/casussen/").context["kept"]
    assert view.query == "lijst=mijn&dringend=urgent"
    assert b"Ana" not in bytes(SavedView.objects.get().content)
    assert recorded("view:kept")
    assert "Ana eerst" not in desk(petra).get("/casussen/").content.decode()
    assert desk(petra).post(f"/casussen/weergaven/{view.id}/weg/").status_code == 404
    browser.post(f"/casussen/weergaven/{view.id}/weg/")
    assert not SavedView.objects.exists()


def test_a_view_needs_a_name_and_there_is_an_end_to_them(tarik: User, desk: Desk) -> None:
    browser = desk(tarik)
    wrong = browser.post("/casussen/weergaven/", {"view_name": " ", "asked": "lijst=mijn"})
    assert wrong.status_code == 422
    assert "Geef de weergave een naam." in wrong.content.decode()
    assert 'value="lijst=mijn"' in wrong.content.decode()
    for number in range(MOST_VIEWS):
        browser.post("/casussen/weergaven/", {"view_name": f"Lijst {number}", "asked": ""})
    full = browser.post("/casussen/weergaven/", {"view_name": "Nog een", "asked": ""})
    assert f"U bewaart al {MOST_VIEWS} weergaven" in full.content.decode()
    assert 'value="Nog een"' in full.content.decode()


def test_a_guest_sees_no_list_of_the_work(one: Case, tarik: User, hanna: User, desk: Desk) -> None:
    until = time.real_now() + timedelta(days=2)
    access.let_participate(compartment=one.compartment, user=hanna, need="Opvang.", until=until, by=tarik)
    steps.plan_step(case=one, kind="action", said=Said("Iets", outside="Opvang"), by=tarik)
    browser = desk(hanna)
    assert browser.get("/casussen/?lijst=partner").headers["Location"] == "/"
