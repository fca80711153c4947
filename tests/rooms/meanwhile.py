"""What somebody else did just before this one came to hold a row: on one connection, and so the same each time."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Model, QuerySet

from schakel.audit.models import Event


def before_held(monkeypatch: pytest.MonkeyPatch, kind: type[Model], happens: Callable[[], object]) -> None:
    """Whoever held rows of this kind before did that: it is done once, when the next one asks to hold some."""
    really, waiting = QuerySet.select_for_update, [happens]

    def hold(rows: Any, **options: Any) -> Any:
        if rows.model is kind and waiting:
            waiting.pop()()
        return really(rows, **options)

    monkeypatch.setattr(QuerySet, "select_for_update", hold)


def held_at(monkeypatch: pytest.MonkeyPatch) -> dict[Any, int]:
    """Of every row that is held from now on, by its key: how many events the log had when it was held first."""
    really = QuerySet._fetch_all  # noqa: SLF001  (where each query is made)
    found: dict[Any, int] = {}

    def fetch(rows: Any) -> None:
        really(rows)
        if getattr(rows.query, "select_for_update", False):
            for row in rows._result_cache:  # noqa: SLF001  (what it found)
                found.setdefault(getattr(row, "pk", row), Event.objects.count())

    monkeypatch.setattr(QuerySet, "_fetch_all", fetch)
    return found
