"""Who is in a case: a row per role, suspects kept from whoever may not see them, newcomers found by no search."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from schakel.access import actions as access
from schakel.access.models import User
from schakel.access.policies import NotAllowed
from schakel.access.roles import Role
from schakel.audit.models import Event
from schakel.cases.life import people
from schakel.cases.life.involved import in_words, rows_of, victims_of
from schakel.cases.life.people import Newcomer
from schakel.cases.models import Case, Involvement
from schakel.cases.policies import NotPossible
from schakel.cases.queries import cases_of, match_cards
from schakel.cases.states import InvolvedAs, Outcome
from schakel.core import time
from schakel.figures import facts
from schakel.people.details import PersonDetails
from schakel.people.models import Person
from schakel.people.queries import find_by_name
from tests.rooms import chain

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
ANA = PersonDetails(date(2026, 3, 1), name="Ana Bos", birth_year=2004)
DARIO = PersonDetails(date(2026, 3, 1), name="Dario Kwaad")


@pytest.fixture
def case(sanne: User, tarik: User) -> Case:
    chain.person(ANA, by=sanne, outcome=Outcome.NEW_CASE, coordinator=tarik)
    return Case.objects.get()


@pytest.fixture
def ana(case: Case) -> Person:
    return Person.objects.get()


def add(case: Case, role: InvolvedAs, by: User, **who: Any) -> Involvement:
    return people.add(case=case, newcomer=Newcomer(**who), role=role, by=by)


def let_in(case: Case, role: Role) -> User:
    somebody = chain.account(role)
    until = time.real_now() + timedelta(days=2)
    access.let_participate(compartment=case.compartment, user=somebody, need="Nodig.", until=until, by=case.coordinator)
    return somebody


def roles_seen(case: Case, viewer: User) -> list[str]:
    return sorted(row.role for row in rows_of(case, viewer))


def test_somebody_is_victim_and_suspect_at_once(case: Case, ana: Person, tarik: User) -> None:
    add(case, InvolvedAs.SUSPECT, tarik, person=ana, relation="moest anderen werven")
    assert roles_seen(case, tarik) == ["suspect", "victim"]
    suspect = case.involvements.get(role=InvolvedAs.SUSPECT)
    people.end(row=suspect, because="Non-punishment: het OM vervolgt niet.", by=tarik)
    assert [row.role for row in case.involvements.filter(until=None)] == ["victim"]
    (told,) = in_words(list(case.involvements.filter(pk=suspect.pk)))
    assert (told.relation, told.ended_because) == ("moest anderen werven", "Non-punishment: het OM vervolgt niet.")
    assert b"anderen" not in bytes(told.row.content)
    with pytest.raises(NotPossible, match="al beëindigd"):
        people.end(row=suspect, because="Nog eens.", by=tarik)


def test_the_same_role_is_given_once(case: Case, ana: Person, tarik: User) -> None:
    with pytest.raises(NotPossible, match="staat al in de casus"):
        add(case, InvolvedAs.VICTIM, tarik, person=ana)


@pytest.mark.parametrize("role", [Role.INTAKE_WORKER, Role.POLICY_ANALYST], ids=str)
def test_a_suspect_is_not_there_without_the_permission(
    role: Role, case: Case, ana: Person, tarik: User, desk: Desk
) -> None:
    add(case, InvolvedAs.SUSPECT, tarik, details=DARIO, relation="de baas van het huis")
    row = add(case, InvolvedAs.SUSPECT, tarik, person=ana)
    somebody = let_in(case, role)
    assert roles_seen(case, somebody) == ["victim"]
    browser = desk(somebody)
    for path in ("", "verloop/", "verloop/?soort=person"):
        page = browser.get(f"/casussen/{case.id}/{path}").content.decode()
        assert "Ana Bos" in page, path
        for word in ("Dario", "verdachte", "baas van het huis", "strafrechtelijk"):
            assert word not in page, (path, word)
    assert browser.get(f"/casussen/{case.id}/personen/{row.id}/einde/").status_code == 404


def test_the_offender_specialist_sees_suspects_and_an_intake_worker_writes_none(case: Case, tarik: User) -> None:
    add(case, InvolvedAs.SUSPECT, tarik, details=DARIO)
    assert "suspect" in roles_seen(case, let_in(case, Role.OFFENDER_SPECIALIST))
    with pytest.raises(NotAllowed):
        add(case, InvolvedAs.SUSPECT, let_in(case, Role.INTAKE_WORKER), details=DARIO)


def test_who_is_suspect_only_elsewhere_is_named_in_no_list_of_cases(
    case: Case, ana: Person, sanne: User, tarik: User
) -> None:
    chain.person(DARIO, by=sanne, outcome=Outcome.NEW_CASE, coordinator=tarik)
    other = Case.objects.exclude(pk=case.pk).get()
    add(other, InvolvedAs.SUSPECT, tarik, person=ana)
    assert set(cases_of([ana], tarik)) == {case, other}
    assert cases_of([ana], sanne) == [case]


def test_whom_only_the_case_describes_is_found_and_counted_nowhere(case: Case, tarik: User, sanne: User) -> None:
    before = len(facts.of_year(time.today().year))
    for role in (InvolvedAs.SUSPECT, InvolvedAs.FAMILY, InvolvedAs.WITNESS):
        add(case, role, tarik, details=DARIO)
    assert find_by_name("Dario Kwaad", viewer=tarik) == []
    assert match_cards(DARIO, viewer=sanne) == []
    assert len(facts.of_year(time.today().year)) == before
    assert Person.objects.count() == 1


def test_a_new_victim_comes_from_a_report(case: Case, tarik: User) -> None:
    with pytest.raises(NotPossible, match="komt uit een melding"):
        add(case, InvolvedAs.VICTIM, tarik, details=DARIO)


def test_the_last_victim_stays_until_the_case_closes(case: Case, tarik: User) -> None:
    with pytest.raises(NotPossible, match="ten minste één slachtoffer"):
        people.end(row=case.involvements.get(), because="Toch niet.", by=tarik)


def test_nobody_comes_in_whom_the_writer_does_not_see_nor_in_a_closed_case(
    case: Case, sanne: User, petra: User, tarik: User
) -> None:
    unseen = chain.person(DARIO, by=sanne, outcome=Outcome.NEW_CASE, coordinator=petra)
    with pytest.raises(NotAllowed):
        add(case, InvolvedAs.FAMILY, tarik, person=unseen)
    chain.end_case(case, by=tarik)
    with pytest.raises(NotPossible, match="Er kan niets meer bij"):
        add(case, InvolvedAs.FAMILY, tarik, details=DARIO)


def test_somebody_from_a_case_that_a_viewer_does_not_see_is_not_shown(case: Case, sanne: User, tarik: User) -> None:
    stranger = chain.person(DARIO, by=sanne, outcome=Outcome.NEW_CASE, coordinator=tarik)
    add(case, InvolvedAs.WITNESS, tarik, person=stranger)
    assert roles_seen(case, tarik) == ["victim", "witness"]
    partner = let_in(case, Role.PARTNER)
    assert roles_seen(case, partner) == ["victim"]
    assert len(victims_of(case, partner)) == 1


def form(**changed: str) -> dict[str, str]:
    return {"role": "family", "known": "new", "name": "", "gender": "unknown", "relation": ""} | changed


def test_on_the_page_somebody_new_comes_in(case: Case, tarik: User, desk: Desk) -> None:
    browser, address = desk(tarik), f"/casussen/{case.id}/personen/"
    assert browser.post(address, form()).status_code == 422
    page = browser.post(address, form(name="Bo Bos", relation="broer van Ana"), follow=True).content.decode()
    assert "Bo Bos" in page
    assert "broer van Ana" in page
    refused = browser.post(address, form(name="Cas Bos", role="victim"))
    assert (refused.status_code, "komt uit een melding" in refused.content.decode()) == (409, True)


def test_on_the_page_whoever_is_known_by_that_name_is_offered_first(
    case: Case, ana: Person, tarik: User, desk: Desk
) -> None:
    browser, address = desk(tarik), f"/casussen/{case.id}/personen/"
    asked = browser.post(address, form(name="Ana Bos", role="suspect"))
    page = asked.content.decode()
    assert (asked.status_code, "al iemand met deze naam bekend" in page) == (422, True)
    assert 'name="asked"' in page
    assert not case.involvements.filter(role="suspect").exists()
    browser.post(address, form(name="Ana Bos", role="suspect", known=str(ana.id), asked="ja"))
    assert case.involvements.get(role="suspect").person == ana
    browser.post(address, form(name="Ana Bos", role="witness", asked="ja"))
    assert case.involvements.get(role="witness").person is None


def test_on_the_page_a_role_ends_with_a_reason(case: Case, ana: Person, tarik: User, desk: Desk) -> None:
    row = add(case, InvolvedAs.WITNESS, tarik, details=DARIO)
    browser, address = desk(tarik), f"/casussen/{case.id}/personen/{row.id}/einde/"
    assert "Dario Kwaad" in browser.get(address).content.decode()
    assert browser.post(address, {"because": ""}).status_code == 422
    assert browser.post(address, {"because": "Trok zich terug."}).status_code == 303
    story = browser.get(f"/casussen/{case.id}/verloop/?soort=person").content.decode()
    assert "niet langer getuige" in story
    assert "Trok zich terug." in story
    assert Event.objects.filter(tag="case:person_ended", object_id=str(case.id)).count() == 1
