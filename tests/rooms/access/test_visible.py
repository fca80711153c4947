"""What a role by itself shows: the inbox to whoever does triage, and nothing else to anybody."""

import pytest

from schakel.access.models import INBOX_ID, Compartment
from schakel.access.queries import colleagues, viewers_of, visible
from schakel.access.roles import PERMISSIONS, Permission, Role
from tests.rooms import chain

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role)
def test_only_who_does_triage_sees_the_inbox(role: Role) -> None:
    assert visible(chain.account(role)).filter(pk=INBOX_ID).exists() == (Permission.TRIAGE in PERMISSIONS[role])


@pytest.mark.parametrize("role", Role)
def test_a_new_compartment_is_seen_by_nobody(role: Role) -> None:
    compartment = Compartment.objects.create()
    assert not visible(chain.account(role)).filter(pk=compartment.pk).exists()
    assert list(viewers_of(compartment)) == []


def test_colleagues_are_active_and_do_that_kind_of_work() -> None:
    zoe, adam = chain.account(Role.CASE_COORDINATOR, "Zoë"), chain.account(Role.CASE_COORDINATOR, "Adam")
    chain.account(Role.POLICY_ANALYST)
    left = chain.account(Role.CASE_COORDINATOR)
    left.is_active = False
    left.save()
    assert list(colleagues(Permission.COORDINATE)) == [adam, zoe]
