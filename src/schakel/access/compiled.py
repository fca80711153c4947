"""A rule put into SQL once: Django takes milliseconds to do that, and a page asks who sees what a dozen times."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import DateField, DateTimeField, QuerySet, UUIDField
from django.db.models.expressions import RawSQL

from schakel.access.models import Compartment
from schakel.core import time


@dataclass(frozen=True)
class Asked:
    """Who asks, and when: by the real clock, and as pages tell time (`core.time`)."""

    user: uuid.UUID
    now: datetime
    shown: datetime
    today: date


Rule = Callable[[str, Asked], QuerySet[Any]]

# What stands where the one who asks and the moments go, in the SQL that is kept.
_SOMEBODY = Asked(
    uuid.UUID("5c4a7e10-0000-4000-8000-000000000001"),
    datetime(1583, 1, 1, tzinfo=UTC),
    datetime(1583, 1, 2, tzinfo=UTC),
    date(1583, 1, 3),
)


def asked_by(user: uuid.UUID) -> Asked:
    """A question of this moment."""
    return Asked(user, time.real_now(), time.now(), time.today())


def compiled(rule: Rule, kind: str, asked: Asked) -> RawSQL:
    """`rule(kind, asked)`, a queryset of ids, as a subquery for `filter(pk__in=...)`.

    The rule may differ by `kind`; with what was asked it may do nothing but compare columns.
    """
    # Django wrote the SQL, and every value stands beside it.
    return RawSQL(*_filled(rule, kind, asked))  # noqa: S611


def counted(rule: Rule, kind: str, user: uuid.UUID) -> int:
    """How many rows `rule(kind, asked)` has."""
    sql, parameters = _filled(rule, kind, asked_by(user))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({sql}) counted", parameters)  # noqa: S608  (as above)
        (count,) = cursor.fetchone()
    return int(count)


class Seen(QuerySet[Compartment]):
    """The compartments of a rule. As it stands, the right side of `compartment__in` is the rule and nothing around it.

    Another layer is a table more to join: with poor statistics PostgreSQL goes through all of it for every row.
    """

    ids: RawSQL | None = None

    def resolve_expression(self, *arguments: Any, **options: Any) -> Any:
        """What stands in the query that this is part of. A copy, narrowed or not, has no `ids` and is a query of its own."""
        if self.ids is not None:
            return self.ids.resolve_expression(*arguments, **options)
        return super().resolve_expression(*arguments, **options)


def seen_through(ids: RawSQL) -> Seen:
    """The compartments with these ids."""
    seen = Seen(Compartment).filter(pk__in=ids)
    seen.ids = ids
    return seen


def _filled(rule: Rule, kind: str, asked: Asked) -> tuple[str, list[Any]]:
    sql, parameters = _once(rule, kind)
    given = dict(zip(_stored(_SOMEBODY), _stored(asked), strict=True))
    return sql, [given.get(value, value) for value in parameters]


@cache
def _once(rule: Rule, kind: str) -> tuple[str, tuple[Any, ...]]:
    sql, parameters = rule(kind, _SOMEBODY).query.sql_with_params()
    return sql, tuple(parameters)


def _stored(asked: Asked) -> list[Any]:
    """Its values as the database driver gets them."""
    moment, day = DateTimeField(), DateField()
    fields: list[tuple[Any, Any]] = [
        (UUIDField(), asked.user), (moment, asked.now), (moment, asked.shown), (day, asked.today)
    ]  # fmt: skip
    return [field.get_db_prep_value(value, connection) for field, value in fields]
