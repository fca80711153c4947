"""Writers of one thing take turns, where no row can be held: it isn't there yet, or holding it takes a right that a door lacks."""

import uuid

from django.db import connection


def take_turn(key: uuid.UUID) -> None:
    """Whoever else takes a turn with this key waits until the end of the transaction.

    By an advisory lock of PostgreSQL. On SQLite nothing is needed: its transactions begin IMMEDIATE.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(key.bytes[:8], "big", signed=True)])
