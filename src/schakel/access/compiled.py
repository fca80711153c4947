"""Rules put into SQL once: Django takes milliseconds to do that, and a page asks who sees what a dozen times (decision 23)."""

import re
import uuid
from collections.abc import Callable, Collection, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from django.db import connection, connections
from django.db.models import DateField, DateTimeField, QuerySet, UUIDField
from django.db.models.expressions import RawSQL

from schakel.access.models import Compartment
from schakel.core import time
from schakel.core.lists import in_one_value, one_of


@dataclass(frozen=True)
class Asked:
    """Who asks, and when: by the real clock, and as pages tell time (`core.time`) with its day and the Sunday after it.

    And about which record or records, or since when, for the rules that need it.
    """

    user: uuid.UUID
    now: datetime
    shown: datetime
    today: date
    sunday: date
    record: uuid.UUID
    since: datetime
    records: tuple[uuid.UUID, ...] = ()


Rule = Callable[[str, Asked], QuerySet[Any]]

NOBODY = uuid.UUID(int=0)
# What stands where the one who asks and the moments go, in the SQL that is kept.
SOMEBODY = Asked(
    uuid.UUID("5c4a7e10-0000-4000-8000-000000000001"),
    datetime(1583, 1, 1, tzinfo=UTC),
    datetime(1583, 1, 2, tzinfo=UTC),
    date(1583, 1, 3),
    date(1583, 1, 4),
    uuid.UUID("5c4a7e10-0000-4000-8000-000000000002"),
    datetime(1583, 1, 5, tzinfo=UTC),
    (uuid.UUID("5c4a7e10-0000-4000-8000-000000000003"),),
)


def asked_by(
    user: uuid.UUID,
    *,
    record: uuid.UUID | None = None,
    since: datetime | None = None,
    records: Collection[uuid.UUID] = (),
) -> Asked:
    """A question of this moment. Without a record it is about none, and without `since` about what comes."""
    today, shown = time.today(), time.now()
    sunday = time.sunday_of(today)
    return Asked(user, time.real_now(), shown, today, sunday, record or NOBODY, since or shown, tuple(records))


def compiled(rule: Rule, kind: str, asked: Asked) -> RawSQL:
    """`rule(kind, asked)`, a queryset of ids, as a subquery for `filter(pk__in=...)`.

    The rule may differ by `kind`; with what was asked it may do nothing but compare columns.
    """
    # Django and its driver wrote the SQL, and what was asked stands beside it.
    return RawSQL(*_filled(rule, kind, asked))  # noqa: S611


def fetched(rule: Rule, kind: str, asked: Asked) -> QuerySet[Any]:
    """The rows of `rule(kind, asked)`, as it stands: to be read, and not to be narrowed any more."""
    once = _once(rule, kind)
    ready: Any = once.queryset.all()
    ready.query = _Ready(once.compiler, *_filled(rule, kind, asked))
    return ready  # type: ignore[no-any-return]  # whose query is only as much of one as reading needs


def listed(rule: Rule, kind: str, asked: Asked) -> list[tuple[Any, ...]]:
    """What `rule(kind, asked)`, a `values_list` of plain columns, finds."""
    once = _once(rule, kind)
    ready = _Ready(once.compiler, *_filled(rule, kind, asked))
    return list(ready.get_compiler(connection.alias).results_iter(tuple_expected=True))


def among(asked: Asked) -> RawSQL:
    """The records that were asked about, for `filter(pk__in=...)` in a rule."""
    return one_of(asked.records, connection)


def counted(asked: Asked, *rules: tuple[Rule, str]) -> list[int]:
    """How many rows `rule(kind, asked)` has, for each of these rules; asked together."""
    filled = [_filled(rule, kind, asked) for rule, kind in rules]
    # They wrote this SQL too, and what was asked stands beside it.
    counts = ", ".join(f"(SELECT COUNT(*) FROM ({sql}) counted)" for sql, _ in filled)  # noqa: S608  (no value in it)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", [value for _, values in filled for value in values])
        return [int(count) for count in cursor.fetchone()]


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


class _Ready:
    """Stands where a queryset of whole rows has its query, and answers with the SQL that is there."""

    values_select = ()

    def __init__(self, compiler: Any, sql: str, parameters: list[Any]) -> None:
        self._compiler, self._answer = compiler, (sql, tuple(parameters))

    def get_compiler(self, using: str, **_options: Any) -> Any:
        """What puts the query into SQL and reads its rows: a copy, for it remembers the connection."""
        compiler = copy(self._compiler)
        compiler.connection = connections[using]
        compiler.as_sql = lambda *_arguments, **_options: self._answer
        return compiler


def _filled(rule: Rule, kind: str, asked: Asked) -> tuple[str, list[Any]]:
    once = _once(rule, kind)
    given = dict(zip(_of_somebody(), _stored(asked), strict=True))
    return once.sql, [given.get(value, value) for value in once.parameters]


@dataclass(frozen=True)
class _Once:
    """A rule as Django put it into SQL, and what it did so with."""

    queryset: QuerySet[Any]
    compiler: Any
    sql: str
    parameters: tuple[Any, ...]


@cache
def _once(rule: Rule, kind: str) -> _Once:
    queryset = rule(kind, SOMEBODY)
    compiler = queryset.query.get_compiler(connection=connection)
    return _Once(queryset, compiler, *_with_constants(*compiler.as_sql()))


def _with_constants(sql: str, parameters: Sequence[Any]) -> tuple[str, tuple[Any, ...]]:
    """What is the same whoever asks stands in the SQL, as the driver writes it: of three values one is left.

    SQLite takes values as they are; for PostgreSQL the driver writes each of them out, in every question.
    """
    if connection.vendor != "postgresql":
        return sql, tuple(parameters)
    operations: Any = connection.ops
    asked, values, left = set(_of_somebody()), iter(parameters), []

    def written(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%%"
        value = next(values)
        if value in asked:
            left.append(value)
            return "%s"
        return str(operations.compose_sql("%s", [value])).replace("%", "%%")

    return re.sub("%[%s]", written, sql), tuple(left)


@cache
def _of_somebody() -> list[Any]:
    return _stored(SOMEBODY)


def _stored(asked: Asked) -> list[Any]:
    """Its values as the database driver gets them."""
    values = (getattr(asked, name) for name in _FIELDS)
    stored = [field.get_db_prep_value(value, connection) for field, value in zip(_FIELDS.values(), values, strict=True)]
    return [*stored, in_one_value(asked.records, connection)]


_FIELDS: dict[str, Any] = {
    "user": UUIDField(), "now": DateTimeField(), "shown": DateTimeField(), "today": DateField(),
    "sunday": DateField(), "record": UUIDField(), "since": DateTimeField(),
}  # fmt: skip
