"""What triage and the state of a case allow, each refusal with its own sentence."""

from datetime import date

import pytest

from schakel.access.models import User
from schakel.access.policies import NotAllowed
from schakel.access.roles import Role
from schakel.cases import actions
from schakel.cases.actions import Decision, Recognised
from schakel.cases.models import Case, Triage
from schakel.cases.policies import NotPossible
from schakel.cases.states import CaseUrgency, Outcome
from schakel.intake.actions import open_report
from schakel.intake.models import ReportState
from schakel.people.details import PersonDetails
from schakel.people.models import Person
from tests.rooms import chain

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)
SOMEBODY = Recognised(PersonDetails(DAY, name="Ana"))


@pytest.fixture
def coordinator() -> User:
    return chain.account(Role.CASE_COORDINATOR)


def case_of(coordinator: User) -> Case:
    return actions.open_case(coordinator=coordinator, urgency=CaseUrgency.ORDINARY, by=coordinator)


def test_an_unread_report_can_not_be_judged(coordinator: User) -> None:
    report, _ = chain.hand_in()
    decision = Decision(True, "Past.", CaseUrgency.ORDINARY, Outcome.ADVICE)
    with pytest.raises(NotPossible, match="Open de melding eerst"):
        actions.triage(report=report, decision=decision, people_named=[], by=coordinator)


def test_a_report_is_judged_once(coordinator: User) -> None:
    report, _ = chain.hand_in()
    chain.judge(report, SOMEBODY, by=coordinator)
    with pytest.raises(NotPossible, match="al beoordeeld"):
        chain.judge(report, SOMEBODY, by=coordinator)
    assert Person.objects.count() == 1


@pytest.mark.parametrize("outcome", [Outcome.NEW_CASE, Outcome.ADD_TO_CASE])
def test_what_does_not_fit_the_purpose_becomes_no_case(coordinator: User, outcome: Outcome) -> None:
    report, _ = chain.hand_in()
    with pytest.raises(NotPossible, match="niet bij het doel"):
        chain.judge(
            report,
            SOMEBODY,
            by=coordinator,
            fits_purpose=False,
            outcome=outcome,
            case=case_of(coordinator),
            coordinator=coordinator,
        )


def test_adding_to_a_case_needs_the_case(coordinator: User) -> None:
    report, _ = chain.hand_in()
    with pytest.raises(NotPossible, match="Kies de casus"):
        chain.judge(report, SOMEBODY, by=coordinator, outcome=Outcome.ADD_TO_CASE)


@pytest.mark.parametrize("role", [None, Role.INTAKE_WORKER, Role.ADMINISTRATOR])
def test_a_new_case_needs_somebody_who_coordinates(coordinator: User, role: Role | None) -> None:
    report, _ = chain.hand_in()
    chosen = chain.account(role) if role else None
    with pytest.raises(NotPossible, match="Kies een procesregisseur"):
        chain.judge(report, SOMEBODY, by=coordinator, outcome=Outcome.NEW_CASE, coordinator=chosen)


def test_a_coordinator_who_left_gets_no_new_case(coordinator: User) -> None:
    report, _ = chain.hand_in()
    left = chain.account(Role.CASE_COORDINATOR)
    left.is_active = False
    left.save(update_fields=["is_active"])
    with pytest.raises(NotPossible, match="Kies een procesregisseur"):
        chain.judge(report, SOMEBODY, by=coordinator, outcome=Outcome.NEW_CASE, coordinator=left)


def test_a_new_case_is_about_at_least_one_person(coordinator: User) -> None:
    report, _ = chain.hand_in()
    with pytest.raises(NotPossible, match="ten minste één persoon"):
        chain.judge(report, by=coordinator, outcome=Outcome.NEW_CASE, coordinator=coordinator)


def test_nothing_is_added_to_a_closed_case_even_by_somebody_who_saw_it_open(coordinator: User) -> None:
    case = case_of(coordinator)
    seen_open = Case.objects.get(pk=case.pk)
    chain.end_case(case, by=coordinator)
    for known in (case, seen_open):
        report, _ = chain.hand_in()
        with pytest.raises(NotPossible, match="is gesloten"):
            chain.judge(report, SOMEBODY, by=coordinator, outcome=Outcome.ADD_TO_CASE, case=known)


def test_a_refused_judgement_leaves_the_report_as_it_was(coordinator: User) -> None:
    report, _ = chain.hand_in()
    open_report(report=report, by=coordinator)
    with pytest.raises(NotPossible):
        chain.judge(report, SOMEBODY, by=coordinator, outcome=Outcome.ADD_TO_CASE)
    report.refresh_from_db()
    assert report.state == ReportState.OPENED
    assert not Person.objects.exists()
    assert not Triage.objects.exists()


@pytest.mark.parametrize("role", [Role.POLICY_ANALYST, Role.PARTNER, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER])
def test_only_who_does_triage_judges(role: Role) -> None:
    report, _ = chain.hand_in()
    with pytest.raises(NotAllowed):
        chain.judge(report, SOMEBODY, by=chain.account(role))
