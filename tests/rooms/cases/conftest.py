"""What most tests of this room begin with."""

import pytest

from schakel.access.models import User
from schakel.cases.models import Case
from tests.rooms.cases import planning


@pytest.fixture
def case(sanne: User, tarik: User) -> Case:
    """A new case of Tarik's; Sanne judged the report."""
    return planning.case_of(tarik, sanne)
