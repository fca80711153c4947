"""Who does the work of prevention, and a few things to order and to lend."""

import pytest

from schakel.access.models import User
from schakel.prevention.loans.models import LoanKind, Thing
from schakel.prevention.materials.models import Material
from tests.personas import account_of
from tests.rooms.prevention import stocked


@pytest.fixture
def lotte(db: None) -> User:
    return account_of("lotte")


@pytest.fixture
def poster(lotte: User) -> Material:
    return stocked.material(by=lotte)


@pytest.fixture
def headsets(lotte: User) -> LoanKind:
    return stocked.kind(by=lotte)


@pytest.fixture
def headset(headsets: LoanKind, lotte: User) -> Thing:
    return stocked.thing(headsets, by=lotte)
