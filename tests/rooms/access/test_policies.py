"""What each role may do, and that an account without a role's work does none."""

import pytest

from schakel.access.models import User
from schakel.access.policies import NotAllowed, check_may
from schakel.access.roles import AUTHORISATIONS, PERMISSIONS, Authorisation, Permission, Role
from tests.rooms import chain

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_check_may_raises_exactly_where_the_role_has_no_such_work(role: Role, permission: Permission) -> None:
    user = chain.account(role)
    assert user.may(permission) == (permission in PERMISSIONS[role])
    if user.may(permission):
        check_may(user, permission)
    else:
        with pytest.raises(NotAllowed, match=permission.label):
            check_may(user, permission)


@pytest.mark.parametrize("permission", Permission)
def test_an_inactive_account_may_nothing(permission: Permission) -> None:
    for role in Role:
        assert not User(role=role, is_active=False).may(permission)


def test_whoever_maintains_the_system_does_no_work_on_content() -> None:
    maintaining = [role for role in Role if AUTHORISATIONS[role] == Authorisation.MAINTENANCE]
    content = {Permission.TRIAGE, Permission.COORDINATE, Permission.READ_FIGURES}
    assert maintaining == [Role.ADMINISTRATOR]
    assert all(not content & PERMISSIONS[role] for role in maintaining)


def test_an_account_is_found_by_its_address_in_any_capitals() -> None:
    user = chain.account(Role.INTAKE_WORKER)
    assert User.objects.get_by_natural_key(user.email.upper()) == user


def test_an_account_without_a_password_can_not_sign_in_with_one() -> None:
    user = chain.account(Role.INTAKE_WORKER)
    assert not user.has_usable_password()
    assert not user.check_password("")
