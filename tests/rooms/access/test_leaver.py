"""Somebody leaves: in one step signed out, and their work with a successor."""

from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY

from schakel.access import actions, handover
from schakel.access.models import Exclusion, Grant, Invitation, Proposal, User
from schakel.access.policies import NotAllowed, NotPossible
from schakel.access.queries import unreviewed_break_glass, visible
from schakel.access.roles import Role
from schakel.audit.models import Event
from schakel.cases import assigning
from schakel.cases.actions import hand_over, open_case
from schakel.cases.models import Case
from schakel.cases.policies import NotPossible as ClosedCase
from schakel.cases.states import CaseUrgency
from schakel.core import time
from schakel.duty import actions as duty
from schakel.signin.session import SessionStore
from tests.rooms import chain

pytestmark = pytest.mark.django_db


@pytest.fixture
def otto() -> User:
    return chain.account(Role.ADMINISTRATOR, "Otto")


@pytest.fixture
def tarik() -> User:
    return chain.account(Role.CASE_COORDINATOR, "Tarik")


@pytest.fixture
def petra() -> User:
    return chain.account(Role.CASE_COORDINATOR, "Petra")


@pytest.fixture
def case(tarik: User) -> Case:
    return open_case(coordinator=tarik, urgency=CaseUrgency.ORDINARY, by=tarik)


def sees(user: User, case: Case) -> bool:
    return visible(user).filter(pk=case.compartment_id).exists()


def session_of(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session.save()
    assert session.session_key is not None
    return session.session_key


def test_the_work_goes_over_in_one_step(otto: User, tarik: User, petra: User, case: Case) -> None:
    closed = open_case(coordinator=tarik, urgency=CaseUrgency.ORDINARY, by=tarik)
    chain.end_case(closed, by=tarik)
    actions.deactivate(user=tarik, successor=petra, by=otto)
    tarik.refresh_from_db()
    assert not tarik.is_active
    for taken in (case, closed):
        taken.refresh_from_db()
        assert taken.coordinator == petra
        assert sees(petra, taken)
        assert not sees(tarik, taken)
    assert not Grant.objects.filter(user=tarik, ends_at=None).exists()
    assert Event.objects.filter(tag="case:handed_over", actor_id=str(otto.id)).count() == 2
    detail = Event.objects.get(tag="account:deactivated").detail
    assert detail["successor"] == str(petra.id)
    assert set(detail["grants"]) == {str(grant.id) for grant in Grant.objects.filter(user=petra)}
    # Whoever does the handing over still sees nothing of it.
    assert not visible(otto).exists()


def test_coming_back_opens_nothing_that_was_handed_over(otto: User, tarik: User, petra: User, case: Case) -> None:
    actions.deactivate(user=tarik, successor=petra, by=otto)
    tarik.is_active = True
    tarik.save()
    assert not sees(tarik, case)


def test_every_session_ends_and_nobody_elses(otto: User, tarik: User, petra: User) -> None:
    ends, stays = [session_of(tarik), session_of(tarik)], session_of(petra)
    actions.deactivate(user=tarik, successor=None, by=otto)
    assert not any(SessionStore().exists(key) for key in ends)
    assert SessionStore().exists(stays)


def test_what_ends_at_a_moment_keeps_that_end(otto: User, case: Case) -> None:
    sanne, zoe = chain.account(Role.INTAKE_WORKER), chain.account(Role.INTAKE_WORKER)
    until = time.real_now() + timedelta(days=3)
    actions.grant(compartment=case.compartment, user=sanne, ground=Grant.Ground.TRIAGE, until=until, by=sanne)
    actions.deactivate(user=sanne, successor=zoe, by=otto)
    assert Grant.objects.get(user=zoe).ends_at == until


def test_participation_and_emergencies_are_personal(otto: User, tarik: User, petra: User, case: Case) -> None:
    other = open_case(coordinator=petra, urgency=CaseUrgency.ORDINARY, by=petra)
    glass = actions.break_glass(compartment=other.compartment, reason="Nood.", duration=timedelta(hours=2), by=tarik)
    partner, colleague = chain.account(Role.PARTNER), chain.account(Role.PARTNER)
    until = time.real_now() + timedelta(days=3)
    actions.let_participate(compartment=case.compartment, user=partner, need="Zorgt.", until=until, by=tarik)
    actions.deactivate(user=partner, successor=colleague, by=otto)
    assert not visible(colleague).exists()
    noor = chain.account(Role.CASE_COORDINATOR)
    actions.deactivate(user=tarik, successor=noor, by=otto)
    assert sees(noor, case)
    assert not sees(noor, other)
    # Leaving does not save anybody from the review.
    assert [row.grant for row in unreviewed_break_glass(chain.account(Role.PRIVACY_OFFICER))] == [glass]


def test_work_needs_a_successor_who_can_do_it(otto: User, tarik: User, petra: User, case: Case) -> None:
    refused: list[tuple[User | None, str]] = [
        (None, "procesregisseur"),
        (chain.account(Role.POLICY_ANALYST), "procesregisseur"),
        (chain.account(Role.ADMINISTRATOR), "procesregisseur"),
        (tarik, "open account"),
    ]
    left = chain.account(Role.CASE_COORDINATOR)
    left.is_active = False
    left.save()
    refused.append((left, "open account"))
    for successor, sentence in refused:
        with pytest.raises(NotPossible, match=sentence):
            actions.deactivate(user=tarik, successor=successor, by=otto)
    Exclusion.objects.create(compartment=case.compartment, user=petra)
    with pytest.raises(NotPossible, match="uitgesloten"):
        actions.deactivate(user=tarik, successor=petra, by=otto)
    tarik.refresh_from_db()
    assert tarik.is_active
    case.refresh_from_db()
    assert case.coordinator == tarik


def test_a_grant_without_a_case_needs_the_right_work_too(otto: User, tarik: User) -> None:
    sanne = chain.account(Role.INTAKE_WORKER)
    compartment = actions.open_compartment(by=tarik)
    actions.grant(compartment=compartment, user=sanne, ground=Grant.Ground.TRIAGE, by=tarik)
    with pytest.raises(NotPossible, match="nog werk"):
        actions.deactivate(user=sanne, successor=None, by=otto)
    with pytest.raises(NotPossible, match="past niet bij dit werk"):
        actions.deactivate(user=sanne, successor=chain.account(Role.POLICY_ANALYST), by=otto)


def test_who_closes_an_account(otto: User, tarik: User, petra: User) -> None:
    for role in set(Role) - {Role.ADMINISTRATOR}:
        with pytest.raises(NotAllowed):
            actions.deactivate(user=tarik, successor=petra, by=chain.account(role))
    with pytest.raises(NotPossible, match="eigen account"):
        actions.deactivate(user=otto, successor=None, by=otto)
    actions.deactivate(user=tarik, successor=None, by=otto)
    with pytest.raises(NotPossible, match="al gesloten"):
        actions.deactivate(user=tarik, successor=None, by=otto)


def test_two_administrators_never_close_each_other(otto: User) -> None:
    second = chain.account(Role.ADMINISTRATOR)
    # As each was read when their own request began.
    otto_before, second_before = (User.objects.get(pk=one.pk) for one in (otto, second))
    actions.deactivate(user=second, successor=None, by=otto)
    with pytest.raises(NotAllowed):
        actions.deactivate(user=otto_before, successor=None, by=second_before)
    otto.refresh_from_db()
    assert otto.is_active


def test_nobody_takes_over_from_a_leaver_when_they_left_themselves(otto: User, tarik: User, petra: User) -> None:
    before = User.objects.get(pk=petra.pk)
    actions.deactivate(user=petra, successor=None, by=otto)
    with pytest.raises(NotPossible, match="open account"):
        actions.deactivate(user=tarik, successor=before, by=otto)


def test_nothing_new_comes_to_whoever_left_a_moment_ago(otto: User, tarik: User, petra: User, case: Case) -> None:
    report, _ = chain.hand_in()
    before = User.objects.get(pk=petra.pk)
    actions.deactivate(user=petra, successor=None, by=otto)
    tomorrow = time.today() + timedelta(days=1)
    for give, refusal in (
        (lambda: open_case(coordinator=before, urgency=CaseUrgency.ORDINARY, by=tarik), ClosedCase),
        (lambda: hand_over(case=case, to=before, by=tarik), NotPossible),
        (lambda: assigning.hand_over(report=report, to=before, note="", by=tarik), ClosedCase),
        (lambda: assigning.take(report=report, by=before), NotAllowed),
        (lambda: duty.give(day=tomorrow, person=before, by=tarik), NotPossible),
        (lambda: duty.plan(person=before, first_day=tomorrow, weekdays=range(1, 8), by=tarik), NotPossible),
    ):
        before.is_active = True
        with pytest.raises(refusal):
            give()
    assert handover.work_of(petra) == []


def test_links_and_proposals_to_and_from_a_leaver_are_closed(otto: User, tarik: User) -> None:
    second = chain.account(Role.ADMINISTRATOR)
    actions.invite_to_new_password(account=tarik, by=otto)
    actions.change_role(account=tarik, role=Role.INTAKE_WORKER, by=otto)
    actions.invite(email="nieuw@kenniscentrum.example", name="Nienke", role=Role.INTAKE_WORKER, by=otto)
    sanne = chain.account(Role.INTAKE_WORKER)
    actions.change_role(account=sanne, role=Role.POLICY_ANALYST, by=second)
    actions.deactivate(user=tarik, successor=None, by=second)
    waiting = Proposal.objects.filter(state=Proposal.State.OPEN)
    assert sorted(waiting.values_list("kind", flat=True)) == ["account", "role"]
    assert Invitation.objects.filter(withdrawn_at=None).get().account is None
    actions.deactivate(user=otto, successor=None, by=second)
    assert waiting.get().account == sanne, "somebody else's proposal about somebody else"
    assert not Invitation.objects.filter(withdrawn_at=None).exists()
