"""What the story of a case tells of signs: that a source was added, and which critical signs, for who may see whom it is about."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from schakel.access.compiled import Asked
from schakel.access.models import User
from schakel.cases.life.involved import in_words, rows_of
from schakel.cases.life.story import Entry, Happened, Kind
from schakel.cases.models import Case, CriticalSign, Involvement, SignSource
from schakel.cases.signs import policies, said
from schakel.cases.signs.actions.sources import read_critical
from schakel.vault.records import DESTROYED

_Rows = Mapping[UUID, Involvement]


def some(_kind: str, asked: Asked) -> QuerySet[Any]:
    """Whether there is any."""
    return SignSource.objects.filter(case=asked.record).values("pk")


def happened(case: Case, viewer: User) -> Iterator[Happened]:
    """A line for each source, and for each time that critical signs were filled in."""
    if not policies.sees_signs(viewer):
        return
    rows = {row.pk: row for row in rows_of(case, viewer)}
    sources, critical = partial(_added, case, rows), partial(_critical, case, rows)
    for pk, at in case.sign_sources.filter(involvement__in=rows).values_list("pk", "added_at"):
        yield Happened(at, Kind.SIGNS, sources, pk)
    for pk, at in case.critical_signs.filter(source__involvement__in=rows).values_list("pk", "made_at"):
        yield Happened(at, Kind.SIGNS, critical, pk)


def _added(case: Case, rows: _Rows, ids: Sequence[UUID]) -> dict[UUID, Entry]:
    sources = list(case.sign_sources.filter(pk__in=ids).select_related("case", "added_by"))
    names = _names(rows, [source.involvement_id for source in sources])
    return {source.pk: _source(source, names[source.involvement_id]) for source in sources}


def _critical(case: Case, rows: _Rows, ids: Sequence[UUID]) -> dict[UUID, Entry]:
    found = list(case.critical_signs.filter(pk__in=ids).select_related("case", "made_by", "source"))
    names = _names(rows, [row.source.involvement_id for row in found])
    return {row.pk: _alarm(row, names[row.source.involvement_id]) for row in found}


def _names(rows: _Rows, ids: Collection[UUID]) -> dict[UUID, str]:
    return {one.row.pk: one.details.display_name for one in in_words([rows[pk] for pk in set(ids)])}


def _source(source: SignSource, name: str) -> Entry:
    told = said.read_if_left(source)
    words = f"{told.form.words}. {told.origin.title}." if told is not None else DESTROYED
    return Entry(source.added_at, Kind.SIGNS, f"Signalen ingevuld over {name}", words, source.added_by.name)


def _alarm(row: CriticalSign, name: str) -> Entry:
    terms = "\n".join(read_critical(row)) or DESTROYED
    return Entry(row.made_at, Kind.SIGNS, f"Kritiek signaal over {name}", terms, row.made_by.name)
