"""Fixtures of the public door's tests."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection, transaction
from django.utils import translation

from schakel.publicsite import pacing


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """No test sleeps: how long it would have slept is written down, and every test may try as often as it likes."""
    slept: list[float] = []
    monkeypatch.setattr(pacing, "wrong_code", pacing.Hesitation(sleep=slept.append))
    monkeypatch.setattr(pacing, "attempts", pacing.TokenBucket(rate=20, burst=10_000))
    return slept


@pytest.fixture
def read_only_database(db: None) -> Iterator[Callable[[], None]]:
    """Call it, and from then on the database really refuses every write, as when the disk is full."""
    savepoints: list[str] = []

    def refuse() -> None:
        savepoints.append(transaction.savepoint())
        with connection.cursor() as cursor:
            is_sqlite = connection.vendor == "sqlite"
            cursor.execute("PRAGMA query_only = ON" if is_sqlite else "SET LOCAL transaction_read_only = on")

    yield refuse
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = OFF")
    for savepoint in savepoints:
        # PostgreSQL allows writing again only where the refusal itself is undone.
        transaction.savepoint_rollback(savepoint)


@pytest.fixture(autouse=True)
def _dutch_again() -> Iterator[None]:
    """A request leaves its language behind in the thread; the next test starts in Dutch."""
    yield
    translation.deactivate()
