"""Another role for a colleague: two people where it may show content, and what no longer fits ends or goes over."""

from datetime import timedelta

import pytest

from schakel.access import actions, four_eyes
from schakel.access.actions import role_changes
from schakel.access.models import Grant, Keying, Proposal, RoleChange, User
from schakel.access.policies import NotAllowed, NotPossible
from schakel.access.queries import visible
from schakel.access.roles import Role
from schakel.audit.models import Event
from schakel.cases.actions import open_case
from schakel.cases.models import Case
from schakel.cases.states import CaseUrgency
from schakel.core import time
from tests.rooms import chain

pytestmark = pytest.mark.django_db


@pytest.fixture
def otto() -> User:
    return chain.account(Role.ADMINISTRATOR, "Otto")


@pytest.fixture
def femke() -> User:
    return chain.account(Role.PRIVACY_OFFICER, "Femke")


@pytest.fixture
def tarik() -> User:
    return chain.account(Role.CASE_COORDINATOR, "Tarik")


@pytest.fixture
def case(tarik: User) -> Case:
    return open_case(coordinator=tarik, urgency=CaseUrgency.ORDINARY, by=tarik)


def asked(otto: User, account: User, role: Role, **more: object) -> Proposal:
    proposal = actions.change_role(account=account, role=role, by=otto, **more)  # type: ignore[arg-type]
    assert proposal is not None
    return proposal


def approved(proposal: Proposal, by: User) -> User:
    return actions.approve_role(proposal=proposal, digest=proposal.digest, by=by)


def test_a_role_that_shows_content_waits_for_the_privacy_officer(otto: User, femke: User) -> None:
    sanne = chain.account(Role.INTAKE_WORKER)
    proposal = asked(otto, sanne, Role.CASE_COORDINATOR)
    sanne.refresh_from_db()
    assert sanne.role == Role.INTAKE_WORKER
    for role in set(Role) - {Role.PRIVACY_OFFICER}:
        with pytest.raises(NotAllowed):
            approved(proposal, chain.account(role))
    approved(proposal, femke)
    sanne.refresh_from_db()
    assert sanne.role == Role.CASE_COORDINATOR
    assert (sanne.keyings.get().what, sanne.keyings.get().by) == (Keying.What.ROLE, otto)
    event = Event.objects.get(tag="account:role_changed")
    assert (event.actor_id, event.object_id) == (str(femke.id), str(sanne.id))
    assert (event.detail["was"], event.detail["role"]) == ("intake_worker", "case_coordinator")


def test_who_gave_a_role_and_who_got_it_approve_nothing_of_each_other(otto: User, femke: User) -> None:
    noor = chain.account(Role.POLICY_ANALYST)
    approved(asked(otto, noor, Role.PRIVACY_OFFICER), femke)
    noor.refresh_from_db()
    proposal = asked(otto, chain.account(Role.INTAKE_WORKER), Role.CASE_COORDINATOR)
    with pytest.raises(NotPossible, match="elkaars voorstellen"):
        approved(proposal, noor)
    assert four_eyes.can_approve(proposal, femke)


def test_nobody_approves_their_own_new_role(otto: User, femke: User) -> None:
    with pytest.raises(NotPossible, match="eigen account"):
        approved(asked(otto, femke, Role.CASE_COORDINATOR), femke)


def test_maintenance_is_given_at_once_and_all_sight_ends(otto: User, tarik: User) -> None:
    other, colleague = chain.account(Role.CASE_COORDINATOR), chain.account(Role.POLICY_ANALYST)
    shared = open_case(coordinator=other, urgency=CaseUrgency.ORDINARY, by=other)
    until = time.real_now() + timedelta(days=3)
    actions.let_participate(compartment=shared.compartment, user=colleague, need="Telt.", until=until, by=other)
    assert actions.change_role(account=colleague, role=Role.ADMINISTRATOR, by=otto) is None
    colleague.refresh_from_db()
    assert colleague.role == Role.ADMINISTRATOR
    assert not visible(colleague).exists()
    assert Grant.objects.get(user=colleague).ends_at <= time.real_now()  # type: ignore[operator]
    # Being made a coordinator again opens nothing that was closed.
    approved(asked(otto, colleague, Role.CASE_COORDINATOR), chain.account(Role.PRIVACY_OFFICER))
    assert not visible(colleague).filter(pk=shared.compartment_id).exists()


def test_cases_go_to_the_successor_when_the_new_role_leads_none(
    otto: User, femke: User, tarik: User, case: Case
) -> None:
    petra = chain.account(Role.CASE_COORDINATOR)
    with pytest.raises(NotPossible, match="Kies wie dat overneemt"):
        actions.change_role(account=tarik, role=Role.INTAKE_WORKER, by=otto)
    with pytest.raises(NotPossible, match="open account"):
        actions.change_role(account=tarik, role=Role.INTAKE_WORKER, successor=tarik, by=otto)
    proposal = asked(otto, tarik, Role.INTAKE_WORKER, successor=petra)
    case.refresh_from_db()
    assert case.coordinator == tarik
    approved(proposal, femke)
    case.refresh_from_db()
    assert case.coordinator == petra
    assert visible(petra).filter(pk=case.compartment_id).exists()
    tarik.refresh_from_db()
    assert not visible(tarik).filter(pk=case.compartment_id).exists()


def test_what_still_fits_the_new_role_stays(otto: User, femke: User) -> None:
    sanne, other = chain.account(Role.INTAKE_WORKER), chain.account(Role.CASE_COORDINATOR)
    shared = open_case(coordinator=other, urgency=CaseUrgency.ORDINARY, by=other)
    until = time.real_now() + timedelta(days=3)
    actions.let_participate(compartment=shared.compartment, user=sanne, need="Belt.", until=until, by=other)
    approved(asked(otto, sanne, Role.POLICY_ANALYST), femke)
    sanne.refresh_from_db()
    assert visible(sanne).filter(pk=shared.compartment_id).exists()


def test_the_approval_binds_what_was_shown(otto: User, femke: User) -> None:
    sanne = chain.account(Role.INTAKE_WORKER)
    proposal = asked(otto, sanne, Role.CASE_COORDINATOR)
    RoleChange.objects.update(role=Role.OFFENDER_SPECIALIST)
    with pytest.raises(NotPossible, match="veranderd"):
        approved(proposal, femke)
    RoleChange.objects.update(role=Role.CASE_COORDINATOR)
    # The account itself became another one meanwhile: then too it is something else.
    User.objects.filter(pk=sanne.pk).update(role=Role.POLICY_ANALYST)
    with pytest.raises(NotPossible, match="veranderd"):
        approved(proposal, femke)


def test_a_proposal_of_somebody_who_left_or_about_somebody_who_left_comes_to_nothing(otto: User, femke: User) -> None:
    sanne = chain.account(Role.INTAKE_WORKER)
    proposal = asked(otto, sanne, Role.CASE_COORDINATOR)
    User.objects.filter(pk=otto.pk).update(is_active=False)
    with pytest.raises(NotPossible, match="werkt hier niet meer"):
        approved(proposal, femke)
    User.objects.filter(pk=otto.pk).update(is_active=True)
    User.objects.filter(pk=sanne.pk).update(is_active=False)
    with pytest.raises(NotPossible, match="is gesloten"):
        approved(proposal, femke)


def test_what_can_not_be_asked(otto: User, femke: User) -> None:
    sanne = chain.account(Role.INTAKE_WORKER)
    with pytest.raises(NotPossible, match="heeft deze rol al"):
        actions.change_role(account=sanne, role=Role.INTAKE_WORKER, by=otto)
    with pytest.raises(NotPossible, match="eigen account"):
        actions.change_role(account=otto, role=Role.INTAKE_WORKER, by=otto)
    with pytest.raises(NotPossible, match="Kies de gemeente"):
        actions.change_role(account=sanne, role=Role.MUNICIPAL_CONTACT, by=otto)
    with pytest.raises(NotAllowed):
        actions.change_role(account=sanne, role=Role.ADMINISTRATOR, by=femke)
    proposal = asked(otto, sanne, Role.CASE_COORDINATOR)
    with pytest.raises(NotPossible, match="al een andere rol"):
        actions.change_role(account=sanne, role=Role.POLICY_ANALYST, by=otto)
    four_eyes.withdraw(proposal=proposal, by=otto)
    approved(asked(otto, sanne, Role.MUNICIPAL_CONTACT, municipality="GM0153"), femke)
    sanne.refresh_from_db()
    # The same role in another municipality opens other numbers: two people again.
    approved(asked(otto, sanne, Role.MUNICIPAL_CONTACT, municipality="GM0164"), femke)
    sanne.refresh_from_db()
    assert sanne.municipality == "GM0164"


def test_of_two_who_ask_for_another_role_at_once_the_second_is_told(
    otto: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sanne, second = chain.account(Role.INTAKE_WORKER), chain.account(Role.ADMINISTRATOR)
    first = iter([lambda: asked(second, sanne, Role.POLICY_ANALYST)])
    # Whoever waits for the account finds what was done by whoever held it.
    monkeypatch.setattr(role_changes, "hold", lambda *_: [act() for act in first])
    with pytest.raises(NotPossible, match="al een andere rol"):
        asked(otto, sanne, Role.CASE_COORDINATOR)
    assert list(first) == [], "the other one came first"


def test_an_administrator_who_left_a_moment_ago_changes_no_role(otto: User) -> None:
    sanne, second = chain.account(Role.INTAKE_WORKER), chain.account(Role.ADMINISTRATOR)
    before = User.objects.get(pk=second.pk)
    actions.deactivate(user=second, successor=None, by=otto)
    with pytest.raises(NotAllowed):
        actions.change_role(account=sanne, role=Role.ADMINISTRATOR, by=before)


def test_another_kind_of_approval_changes_no_role(otto: User, femke: User) -> None:
    made = actions.invite(email="nieuw@kenniscentrum.example", name="Nienke", role=Role.INTAKE_WORKER, by=otto)
    assert made.proposal is not None
    with pytest.raises(NotPossible, match="niet over een rol"):
        approved(made.proposal, femke)


def test_whoever_goes_to_another_organisation_takes_no_case_along(otto: User, femke: User, case: Case) -> None:
    hanna = chain.account(Role.PARTNER, "Hanna")
    until = time.real_now() + timedelta(days=3)
    actions.let_participate(compartment=case.compartment, user=hanna, need="Een bed.", until=until, by=case.coordinator)
    assert visible(hanna).exists()
    approved(asked(otto, hanna, Role.PARTNER, organisation="Elders"), femke)
    hanna.refresh_from_db()
    assert not visible(hanna).exists()
