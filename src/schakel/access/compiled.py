"""A rule put into SQL once: Django takes milliseconds to do that, and a page asks who sees what a dozen times."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, QuerySet, UUIDField
from django.db.models.expressions import RawSQL

from schakel.access.models import Compartment

Rule = Callable[[str, uuid.UUID, datetime], QuerySet[Any]]

# What stands where the viewer and the moment go, in the SQL that is kept.
_SOMEBODY = uuid.UUID("5c4a7e10-0000-4000-8000-000000000001")
_ONCE = datetime(1583, 1, 1, tzinfo=UTC)


def compiled(rule: Rule, kind: str, user: uuid.UUID, now: datetime) -> RawSQL:
    """`rule(kind, user, now)`, a queryset of ids, as a subquery for `filter(pk__in=...)`.

    The rule may differ by `kind`; of `user` and `now` it may do nothing but compare columns with them.
    """
    sql, parameters = _once(rule, kind)
    given = {_stored(_SOMEBODY): _stored(user), _stored(_ONCE): _stored(now)}
    # Django wrote the SQL, and every value stands beside it.
    return RawSQL(sql, [given.get(value, value) for value in parameters])  # noqa: S611


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


@cache
def _once(rule: Rule, kind: str) -> tuple[str, tuple[Any, ...]]:
    sql, parameters = rule(kind, _SOMEBODY, _ONCE).query.sql_with_params()
    return sql, tuple(parameters)


def _stored(value: uuid.UUID | datetime) -> Any:
    """The value as the database driver gets it."""
    field: Any = UUIDField() if isinstance(value, uuid.UUID) else DateTimeField()
    return field.get_db_prep_value(value, connection)
