"""What somebody else did just before this one came to hold a row: on one connection, and so the same each time."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Model, QuerySet


def before_held(monkeypatch: pytest.MonkeyPatch, kind: type[Model], happens: Callable[[], object]) -> None:
    """Whoever held rows of this kind before did that: it is done once, when the next one asks to hold some."""
    really, waiting = QuerySet.select_for_update, [happens]

    def hold(rows: Any, **options: Any) -> Any:
        if rows.model is kind and waiting:
            waiting.pop()()
        return really(rows, **options)

    monkeypatch.setattr(QuerySet, "select_for_update", hold)
