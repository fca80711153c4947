"""What most tests of this room begin with."""

import pytest

from schakel.access.models import User
from schakel.cases.models import Case
from tests.rooms.sharing import telling


@pytest.fixture
def case(sanne: User, tarik: User) -> Case:
    """A new case of Tarik's about Marek; Sanne judged the report."""
    return telling.case_of(tarik, sanne)
