"""Which row a visitor's secret names: to the public door's role, PostgreSQL shows that row and no other."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.db import connection, transaction

from schakel.core.turns import take_turn


@contextmanager
def shown(*, report: bytes | None = None, visit: bytes | None = None, **others: bytes) -> Iterator[None]:
    """Within: the report (with its conversation) or the visit of this lookup id exists for the public door.

    Or the row of a room above, such as `subscription`, under the name that its row rule reads.

    The row rules in `config.privileges` read what is set here, and it is forgotten with the transaction. Who may see
    every row (the desk, and whatever runs on SQLite) is not concerned.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with nullcontext() if connection.in_atomic_block else transaction.atomic():
        with connection.cursor() as cursor:
            for name, lookup in {"report": report, "visit": visit, **others}.items():
                if lookup is not None:
                    cursor.execute("SELECT set_config(%s, %s, true)", [f"schakel.{name}", lookup.hex()])
        yield


def take_turn_at(lookup: bytes) -> None:
    """Take turns with whoever sends a report with this lookup id, adds files to it or takes them back: it may not be there yet."""
    take_turn(uuid.UUID(bytes=lookup[:16]))
