"""A case goes along the table of its moves: who may, what must be there, what is written down, and shielding at its end."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from schakel.access import actions as access
from schakel.access.actions.sight import NOT_OPENED
from schakel.access.models import User
from schakel.access.policies import NotAllowed
from schakel.access.policies import NotPossible as AccessNotPossible
from schakel.access.queries import grants_of, leads, matchable, viewers_of, visible
from schakel.access.roles import Role
from schakel.cases.life import actions
from schakel.cases.life.content import Risk, Said, read_facts, read_said
from schakel.cases.models import Case, Change
from schakel.cases.moves import MOVES, Who, moves_from
from schakel.cases.policies import NotPossible
from schakel.cases.queries import cases_for, find_case, match_cards
from schakel.cases.states import ENDED, CaseState, CaseUrgency, ClosingOutcome, ClosingReason, Outcome
from schakel.core import time
from schakel.people.details import PersonDetails
from schakel.people.queries import find_by_name
from schakel.vault.models import DataKey
from tests.personas import account_of, recorded
from tests.rooms import chain

Desk = Callable[[User], Client]
pytestmark = pytest.mark.django_db
ANA = PersonDetails(date(2026, 3, 1), name="Ana Bos", birth_year=2004)
ENDING = Said("Zij woont op zichzelf.", ClosingOutcome.SAFE, ClosingReason.GOALS_MET)
RISK = Risk("high", "Hij weet waar zij werkt.", "Bij onraad 112.")


@pytest.fixture
def case(sanne: User, tarik: User) -> Case:
    chain.person(ANA, by=sanne, outcome=Outcome.NEW_CASE, coordinator=tarik)
    return Case.objects.get()


def move(case: Case, *keys: str, by: User | None = None) -> None:
    for key in keys:
        said = ENDING if key in ("close", "stop") else Said(f"Woorden bij {key}.")
        actions.make_move(case=case, key=key, said=said, by=by or case.coordinator)
    case.refresh_from_db()


def ready(case: Case) -> None:
    """Everything that the chain asks for."""
    actions.change_facts(
        case=case, municipality="GM0153", forms=("labour",), goal="Zij woont veilig.", by=case.coordinator
    )
    assess(case)


def assess(case: Case) -> None:
    actions.assess_risk(case=case, risk=RISK, on=time.today(), by=case.coordinator)


def shielded(case: Case) -> None:
    move(case, "redirect", "shield")


def test_a_case_goes_along_the_whole_chain(case: Case, tarik: User) -> None:
    assert case.state == CaseState.NOTIFIED
    ready(case)
    move(case, "check_purpose", "gather", "choose_participants", "confer", "execute", "evaluate")
    assert (case.state, case.is_open) == (CaseState.EVALUATING, True)
    with pytest.raises(NotPossible, match="van na het laatste overleg"):
        move(case, "close")
    assess(case)
    move(case, "close")
    assert (case.state, case.is_open) == (CaseState.CLOSED, False)
    facts = read_facts(case)
    assert (facts.outcome, facts.reason, facts.goal) == ("safe", "goals_met", "Zij woont veilig.")
    steps = [step for step in case.changes.all() if step.kind == Change.Kind.MOVE]
    assert [step.move for step in steps][:2] == ["check_purpose", "gather"]
    assert read_said(steps[0]).words == "Woorden bij check_purpose."
    assert b"Woorden" not in bytes(steps[0].content)
    assert [event.detail["after"] for event in recorded("case:moved")][-1] == "closed"
    move(case, "reopen")
    assert (case.state, case.closed_at, read_facts(case).outcome) == (CaseState.GATHERING, None, "")


@pytest.mark.parametrize("wanted", MOVES, ids=lambda wanted: wanted.key)
def test_a_move_is_made_from_its_own_states_alone(wanted: object, case: Case, tarik: User, femke: User) -> None:
    assert isinstance(wanted, type(MOVES[0]))
    by = tarik if wanted.who == Who.LEADS else femke
    for state in set(CaseState) - set(wanted.sources):
        now = time.now() if state in ENDED else None
        Case.objects.filter(pk=case.pk).update(state=state, closed_at=now)
        assert wanted not in moves_from(state)
        with pytest.raises(NotPossible, match="Deze stap kan nu niet"):
            actions.make_move(case=case, key=wanted.key, said=ENDING, by=by)
    assert not recorded("case:moved")


def test_what_is_missing_is_said_in_a_sentence(case: Case, tarik: User) -> None:
    case.involvements.update(until=time.today())
    with pytest.raises(NotPossible, match="nog niemand als"):
        move(case, "check_purpose")
    case.involvements.update(until=None)
    move(case, "check_purpose", "gather")
    with pytest.raises(NotPossible, match=r"Het doel staat er nog niet.*nog geen risico"):
        move(case, "choose_participants")
    with pytest.raises(NotPossible, match="Schrijf op: waarom stopt de casus nu"):
        actions.make_move(case=case, key="stop", said=Said(" "), by=tarik)
    with pytest.raises(NotPossible, match="Kies hoe de casus eindigt"):
        actions.make_move(case=case, key="stop", said=Said("Klaar."), by=tarik)


def test_where_and_which_form_come_from_the_report(case: Case) -> None:
    facts = read_facts(case)
    assert (facts.municipality, facts.forms, facts.municipality_name) == ("GM0153", ("labour",), "Enschede")
    assert b"GM0153" not in bytes(case.facts)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CASE_COORDINATOR], ids=str)
def test_only_who_leads_it_moves_a_case(role: Role, case: Case) -> None:
    with pytest.raises(NotAllowed):
        move(case, "check_purpose", by=chain.account(role))


def test_another_coordinator_moves_nothing_and_who_stands_in_does(case: Case, tarik: User, petra: User) -> None:
    with pytest.raises(NotAllowed):
        move(case, "check_purpose", by=petra)
    until = time.real_now() + timedelta(days=2)
    access.let_stand_in(compartment=case.compartment, user=petra, reason="Verlof.", until=until, by=tarik)
    move(case, "check_purpose", by=petra)
    assert case.state == CaseState.CHECKED


def test_urgency_has_a_reason_and_a_risk_keeps_its_versions(case: Case, sanne: User, tarik: User) -> None:
    with pytest.raises(NotPossible, match="Schrijf waarom"):
        actions.change_urgency(case=case, urgency=CaseUrgency.URGENT, because=" ", by=tarik)
    actions.change_urgency(case=case, urgency=CaseUrgency.URGENT, because="Hij is vrij.", by=sanne)
    case.refresh_from_db()
    assert (case.urgency, read_facts(case).urgent_because) == ("urgent", "Hij is vrij.")
    assess(case)
    assess(case)
    assert case.risks.count() == 2
    assert all(b"weet waar" not in bytes(row.content) and b"high" not in bytes(row.content) for row in case.risks.all())
    with pytest.raises(NotPossible, match="toekomst"):
        actions.assess_risk(case=case, risk=RISK, on=time.today() + timedelta(days=1), by=tarik)


def test_a_case_whose_key_is_gone_stays_where_it_is(case: Case, tarik: User, desk: Desk) -> None:
    ready(case)
    DataKey.objects.filter(pk=case.data_key).delete()
    with pytest.raises(NotPossible, match="vernietigd"):
        move(case, "check_purpose")
    with pytest.raises(NotPossible, match="vernietigd"):
        assess(case)
    browser = desk(tarik)
    for path in ("", "verloop/", "risico/", "stap/check_purpose/", "gegevens/", "personen/", "splitsen/"):
        page = browser.get(f"/casussen/{case.id}/{path}")
        assert page.status_code == 200, path
        assert "Hij weet waar zij werkt" not in page.content.decode()


def test_a_shielded_case_is_there_for_the_privacy_officer_alone(
    case: Case, tarik: User, petra: User, femke: User, desk: Desk
) -> None:
    sanne = account_of("sanne")
    until = time.real_now() + timedelta(days=2)
    access.let_participate(compartment=case.compartment, user=petra, need="Meelezen.", until=until, by=tarik)
    assert not visible(femke).filter(pk=case.compartment_id).exists()
    shielded(case)
    case.compartment.refresh_from_db()
    for somebody in (sanne, tarik, petra):
        assert not cases_for(somebody).exists()
        assert not leads(somebody, case.compartment)
        assert not matchable(somebody).filter(pk=case.compartment_id).exists()
        assert find_case(case.number, viewer=somebody) is None
        assert find_by_name("Ana Bos", viewer=somebody) == []
        assert match_cards(ANA, viewer=somebody) == []
        assert all(sight.compartment != case.compartment for sight in grants_of(somebody))
        browser = desk(somebody)
        for path in ("", "verloop/", "risico/", "gegevens/", "toegang/", "stap/unshield/"):
            assert browser.get(f"/casussen/{case.id}/{path}").status_code == 404
        for path in ("/", "/casussen/?lijst=alle", "/casussen/?lijst=shielded"):
            assert case.number not in browser.get(path).content.decode()
        if somebody != tarik:
            with pytest.raises(AccessNotPossible, match=NOT_OPENED[:40]):
                access.break_glass(
                    compartment=case.compartment, reason="Nood.", duration=timedelta(hours=1), by=somebody
                )
    assert viewers_of(case.compartment) == [(femke, "privacyfunctionaris")]
    assert case.number in desk(femke).get("/casussen/?lijst=shielded").content.decode()
    assert "Ana Bos" in desk(femke).get(f"/casussen/{case.id}/").content.decode()


def test_an_officer_who_is_excluded_does_not_see_what_is_shielded(case: Case, tarik: User, femke: User) -> None:
    access.exclude(compartment=case.compartment, user=femke, by=tarik)
    shielded(case)
    assert not cases_for(femke).exists()
    with pytest.raises(NotAllowed):
        access.unshield(compartment=case.compartment, by=femke)


def test_lifting_the_shield_gives_back_what_was_granted(case: Case, tarik: User, femke: User, desk: Desk) -> None:
    shielded(case)
    with pytest.raises(NotAllowed):
        move(case, "unshield", by=tarik)
    answer = desk(femke).post(f"/casussen/{case.id}/stap/unshield/", {"words": "Zij vraagt haar gegevens op."})
    assert (answer.status_code, answer["Location"]) == (303, "/casussen/")
    case.refresh_from_db()
    assert (case.state, case.is_open) == (CaseState.CLOSED, False)
    assert list(cases_for(tarik)) == [case]
    assert not cases_for(femke).exists()
    assert len(recorded("access:unshielded")) == 1
