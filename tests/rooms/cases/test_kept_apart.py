"""Data on offenders and from the police: nothing of them shows to roles without the permission, nor to a search for a victim."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from schakel.access import actions as access
from schakel.access.models import Compartment, Grant, User
from schakel.access.queries import matchable, visible
from schakel.access.roles import PERMISSIONS, Permission, Role
from schakel.cases import queries as cases
from schakel.cases.models import Case, Involvement
from schakel.cases.states import CaseUrgency, InvolvedAs, Outcome
from schakel.core.actors import system
from schakel.figures.factsheet import count_year
from schakel.figures.queries import people_behind, reports_behind
from schakel.intake.queries import reports_for, triaged
from schakel.people import actions as people
from schakel.people import queries as persons
from schakel.people.details import PersonDetails
from schakel.people.models import Person
from tests.rooms import chain

Desk = Callable[[User], Client]
Kind = Compartment.Kind
pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)
DARIO = PersonDetails(DAY, name="Dario Schaduw", gender="man", birth_year=1980)
NEEDED = {Kind.OFFENDER: Permission.OFFENDERS, Kind.POLICE: Permission.POLICE_DATA}
APART = pytest.mark.parametrize("kind", NEEDED)


def kept_apart(kind: Compartment.Kind, by: User) -> tuple[Person, Case]:
    """Somebody, with the report and a case, in a compartment of that kind."""
    compartment = access.open_compartment(by=system("tests"), kind=kind)
    report, _ = chain.hand_in(chain.said())
    chain.judge(report, by=by)
    report.refresh_from_db()
    report.compartment = compartment
    report.save()
    person = people.create(report=report, details=DARIO, compartment=compartment, by=by)
    case = Case.objects.create(
        compartment=compartment, number="K-2026-0777", urgency=CaseUrgency.ORDINARY, coordinator=by
    )
    Involvement.objects.create(case=case, person=person, role=InvolvedAs.VICTIM)
    return person, case


def let_in(user: User, compartment: Compartment) -> None:
    """A grant of every ground that needs no end, whether it should be there or not."""
    for ground in (Grant.Ground.COORDINATOR, Grant.Ground.TRIAGE):
        Grant.objects.create(compartment=compartment, user=user, ground=ground)


@APART
@pytest.mark.parametrize("role", Role, ids=str)
def test_a_role_without_the_permission_meets_no_trace_whatever_it_was_granted(
    kind: Compartment.Kind, role: Role, sanne: User, desk: Desk
) -> None:
    if NEEDED[kind] in PERMISSIONS[role]:
        role = Role.INTAKE_WORKER  # these may; the same is asked of somebody who may not
    person, case = kept_apart(kind, sanne)
    user = chain.account(role)
    let_in(user, case.compartment)
    browser = desk(user)
    for address in (f"/casussen/{case.id}/", f"/personen/{person.id}/", f"/meldingen/{person.report_id}/"):
        assert browser.get(address).status_code == 404, address
    pages = ["/", "/casussen/?lijst=alle", "/meldingen/?lijst=beoordeeld", "/cijfers/2026/", "/cijfers/2026/meldingen/"]
    found = [browser.get(address).content.decode() for address in pages]
    found.append(browser.post("/personen/", {"name": DARIO.name}).content.decode().replace(DARIO.name, "", 1))
    found.append(browser.post("/casussen/zoeken/", {"number": case.number}).content.decode().replace(case.number, ""))
    for text in found:
        for word in (str(person.id), str(case.id), str(person.report_id), case.number, DARIO.name):
            assert word not in text
    assert not persons.persons_for(user).filter(pk=person.pk).exists()
    assert not reports_for(user).filter(pk=person.report_id).exists()


@APART
def test_whoever_may_see_it_does_so_with_a_grant_only(kind: Compartment.Kind, sanne: User) -> None:
    _, case = kept_apart(kind, sanne)
    user = chain.account(Role.OFFENDER_SPECIALIST)
    assert not visible(user).filter(pk=case.compartment_id).exists()
    let_in(user, case.compartment)
    assert visible(user).filter(pk=case.compartment_id).exists()


@APART
@pytest.mark.parametrize("role", [Role.CASE_COORDINATOR, Role.OFFENDER_SPECIALIST, Role.INTAKE_WORKER], ids=str)
def test_a_search_for_a_victim_and_a_match_card_never_reach_it(kind: Compartment.Kind, role: Role, sanne: User) -> None:
    """Not even for somebody who may see it; and what is known of a victim of that name says nothing of it."""
    person, case = kept_apart(kind, sanne)
    victim = chain.person(
        PersonDetails(DAY, name=DARIO.name), by=sanne, outcome=Outcome.NEW_CASE, coordinator=sanne_s()
    )
    people.link(one=victim, other=person, by=sanne)
    user = chain.account(role)
    let_in(user, case.compartment)
    let_in(user, victim.compartment)
    found = persons.find_by_name(DARIO.name, viewer=user)
    assert [(row.pk, details.birth_year) for row, details in found] == [(victim.pk, None)]
    assert not matchable(user).filter(pk=case.compartment_id).exists()
    for card in cases.match_cards(PersonDetails(DAY, name=DARIO.name), viewer=user):
        assert card.proposal.person.pk == victim.pk
        assert card.proposal.details.birth_year is None
        assert card.case is None or card.case.pk != case.pk


def sanne_s() -> User:
    """A coordinator whom nothing else here is about."""
    return chain.account(Role.CASE_COORDINATOR)


@APART
def test_it_counts_in_no_figure_and_no_list_behind_one(kind: Compartment.Kind, sanne: User) -> None:
    before = count_year(2026)
    person, case = kept_apart(kind, sanne)
    assert count_year(2026) == before
    reader = chain.account(Role.CASE_COORDINATOR)
    let_in(reader, case.compartment)
    assert not people_behind(2026, "gender", "man", viewer=reader).people
    shown, _ = reports_behind(2026, viewer=reader)
    assert person.report_id not in [report.id for report in shown]
    # A coordinator may see what came from the police, in the list of what they judged and nowhere else.
    assert triaged(reader).filter(pk=person.report_id).exists() == (kind == Kind.POLICE)
