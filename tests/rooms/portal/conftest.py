"""A case of Tarik's in which Hanna, of a shelter, takes part."""

from typing import Any

import pytest

from schakel.access.models import User
from schakel.cases.models import Case
from schakel.partners.models import Professional
from tests.rooms.portal import sharing_with
from tests.rooms.sharing import telling


@pytest.fixture(autouse=True)
def _a_tuesday(settings: Any) -> None:
    settings.SCHAKEL_PINNED_DAY = sharing_with.TODAY


@pytest.fixture
def case(sanne: User, tarik: User) -> Case:
    return telling.case_of(tarik, sanne)


@pytest.fixture
def guest(case: Case, hanna: User) -> User:
    """Hanna, let in for a week."""
    sharing_with.let_in(case, hanna)
    return hanna


@pytest.fixture
def known(guest: User, tarik: User) -> Professional:
    """Hanna in the address book, with her account."""
    return sharing_with.in_the_book(guest, tarik)
