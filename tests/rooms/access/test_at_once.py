"""Two people change who sees a case, or an account, at the same moment: the second is told what is so by then."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from schakel.access import actions
from schakel.access.models import Compartment, Exclusion, Grant, User
from schakel.access.policies import NotAllowed, NotPossible
from schakel.access.roles import Role
from schakel.core import time
from tests.rooms import chain

WEEK = timedelta(days=7)
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def refusals(*acts: Callable[[], object]) -> list[str]:
    """The sentences of those that were refused; nothing else may go wrong."""
    outcomes = chain.at_once(*acts)
    refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    for outcome in refused:
        assert isinstance(outcome, NotAllowed | NotPossible), repr(outcome)
    return [str(outcome) for outcome in refused]


@pytest.fixture
def tarik() -> User:
    return chain.account(Role.CASE_COORDINATOR, "Tarik")


@pytest.fixture
def compartment(tarik: User) -> Compartment:
    made = actions.open_compartment(by=tarik)
    actions.grant(compartment=made, user=tarik, ground=Grant.Ground.COORDINATOR, by=tarik)
    return made


def test_a_double_click_lets_somebody_in_once(compartment: Compartment, tarik: User) -> None:
    karel, until = chain.account(Role.PARTNER, "Karel"), time.real_now() + WEEK

    def let_in() -> object:
        return actions.let_participate(compartment=compartment, user=karel, need="Opvang.", until=until, by=tarik)

    assert ["heeft deze toegang al" in sentence for sentence in refusals(let_in, let_in, let_in)] == [True, True]
    assert Grant.objects.filter(user=karel).count() == 1


def test_a_double_click_breaks_the_glass_and_shuts_out_once(compartment: Compartment, tarik: User) -> None:
    petra = chain.account(Role.CASE_COORDINATOR, "Petra")

    def break_glass() -> object:
        return actions.break_glass(compartment=compartment, reason="Nood.", duration=timedelta(hours=1), by=petra)

    def exclude() -> object:
        return actions.exclude(compartment=compartment, user=petra, by=tarik)

    assert ["al inzien" in sentence for sentence in refusals(break_glass, break_glass)] == [True]
    assert ["al uitgesloten" in sentence for sentence in refusals(exclude, exclude)] == [True]
    assert Grant.objects.filter(user=petra).count() == Exclusion.objects.count() == 1


def test_a_case_handed_to_two_people_at_once_gets_one_coordinator(compartment: Compartment, tarik: User) -> None:
    colleagues = [chain.account(Role.CASE_COORDINATOR) for _ in range(2)]

    def hand_over(to: User) -> Callable[[], object]:
        return lambda: actions.hand_over(compartment=compartment, to=to, by=tarik)

    assert len(refusals(*map(hand_over, colleagues))) == 1
    leading = Grant.objects.filter(compartment=compartment, ground=Grant.Ground.COORDINATOR, ends_at=None)
    assert leading.get().user in colleagues


def test_of_two_administrators_who_close_each_other_one_stays() -> None:
    one, other = (chain.account(Role.ADMINISTRATOR) for _ in range(2))

    def close(user: User, by: User) -> Callable[[], object]:
        # As each request reads them for itself.
        user, by = (User.objects.get(pk=account.pk) for account in (user, by))
        return lambda: actions.deactivate(user=user, successor=None, by=by)

    assert len(refusals(close(one, other), close(other, one))) == 1
    assert User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).count() == 1
