"""Text that the installation keeps secret for itself: readable with its keys, in its place, and wrapped like all else."""

import pytest

from schakel.core.actors import system
from schakel.vault import actions, secrets
from schakel.vault.models import INSTALLATION_KEY, DataKey
from schakel.vault.records import DecryptionError
from tests.rooms import chain

pytestmark = pytest.mark.django_db


def test_a_secret_comes_back_and_stands_nowhere_readable() -> None:
    secret = secrets.encrypt("JBSWY3DPEHPK3PXP", label="totp")
    assert "JBSWY3DPEHPK3PXP" not in secret
    assert secrets.decrypt(secret, label="totp") == "JBSWY3DPEHPK3PXP"
    assert secrets.encrypt("JBSWY3DPEHPK3PXP", label="totp") != secret
    assert DataKey.objects.filter(pk=INSTALLATION_KEY).count() == 1


@pytest.mark.parametrize("changed", ["", "~", "AAAA", "geheim"])
def test_what_is_no_secret_is_refused(changed: str) -> None:
    secrets.encrypt("x", label="totp")
    with pytest.raises(DecryptionError):
        secrets.decrypt(changed, label="totp")


def test_a_secret_opens_under_its_own_label_alone() -> None:
    secret = secrets.encrypt("x", label="totp")
    with pytest.raises(DecryptionError):
        secrets.decrypt(secret, label="recovery")


def test_a_secret_outlives_a_rotation() -> None:
    secret = secrets.encrypt("x", label="totp")
    actions.rotate(by=system("tests"))
    assert secrets.decrypt(secret, label="totp") == "x"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_processes_that_need_the_key_at_the_same_moment_share_one() -> None:
    made = chain.at_once(*[lambda: secrets.encrypt("x", label="totp")] * 6)
    assert [secrets.decrypt(str(secret), label="totp") for secret in made] == ["x"] * 6
