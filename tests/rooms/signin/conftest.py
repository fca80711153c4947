"""Somebody with a password, her code app, and a clock that can be put forward."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from schakel.access.models import User
from schakel.access.roles import Role
from schakel.core import time
from schakel.core.actors import system
from schakel.signin.actions import factors
from tests.rooms.chain import create_account
from tests.rooms.signin.ada import PASSWORD, SECRET, code_now

Clock = Callable[..., datetime]


@pytest.fixture
def ada(db: None) -> User:
    """Somebody with a password, and no second step yet."""
    return create_account(
        email="ada@kenniscentrum.example",
        name="Ada Gefingeerd",
        role=Role.INTAKE_WORKER,
        password=PASSWORD,
        by=system("tests"),
    )


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Puts the real clock forward: `clock(minutes=31)`."""
    passed = [timedelta(0)]
    begun = datetime.now(time.REGION_ZONE)
    monkeypatch.setattr(time, "real_now", lambda: begun + passed[0])

    def forward(**span: float) -> datetime:
        passed[0] += timedelta(**span)
        return begun + passed[0]

    return forward


@pytest.fixture
def app(ada: User, clock: Clock) -> list[str]:
    """Ada's code app, set up an hour ago; her recovery codes."""
    codes = factors.add_code_app(account=ada, secret=SECRET, code=code_now())
    clock(hours=1)
    return codes
