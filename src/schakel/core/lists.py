"""Asking about many records at once."""

import json
import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models.expressions import RawSQL


def one_of(ids: Iterable[uuid.UUID], connection: Any) -> RawSQL:
    """These ids for `filter(pk__in=...)`: one value however many there are, where Django sends a value for each."""
    is_array, written = connection.vendor == "postgresql", in_one_value(ids, connection)
    # One of two texts that stand here, and the value beside it.
    read = "unnest(%s::uuid[])" if is_array else "value FROM json_each(%s)"
    return RawSQL(f"SELECT {read}", (written,))  # noqa: S611


def in_one_value(ids: Iterable[uuid.UUID], connection: Any) -> str:
    """The value itself: an array for PostgreSQL, and for SQLite JSON, with ids as it keeps them."""
    hexadecimal = [one.hex for one in ids]
    return f"{{{','.join(hexadecimal)}}}" if connection.vendor == "postgresql" else json.dumps(hexadecimal)
