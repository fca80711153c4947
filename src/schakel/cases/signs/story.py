"""What the story of a case tells of signs: that a source was added, and which critical signs, for who may see whom it is about."""

import uuid
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db.models import QuerySet

from schakel.access.compiled import Asked
from schakel.access.models import User
from schakel.cases.life.involved import in_words, rows_of
from schakel.cases.life.story import Entry, Happened, Kind
from schakel.cases.models import Case, CriticalSign, Involvement, SignSource
from schakel.cases.signs import policies, said
from schakel.cases.signs.actions.sources import read_critical
from schakel.vault.records import DESTROYED


def some(_kind: str, asked: Asked) -> QuerySet[Any]:
    """Whether there is any."""
    return SignSource.objects.filter(case=asked.record).values("pk")


def happened(case: Case, viewer: User) -> Iterator[Happened]:
    """A line for each source, and for each time that critical signs were filled in."""
    if not policies.sees_signs(viewer):
        return
    rows = {row.pk: row for row in rows_of(case, viewer)}
    for source in case.sign_sources.filter(involvement__in=rows).select_related("case", "added_by"):
        who = rows[source.involvement_id]
        yield Happened(source.added_at, Kind.SIGNS, partial(_added, source, who), _key(who))
    critical = case.critical_signs.filter(source__involvement__in=rows).select_related("case", "made_by", "source")
    for one in critical:
        who = rows[one.source.involvement_id]
        yield Happened(one.made_at, Kind.SIGNS, partial(_critical, one, who), _key(who))


def _added(source: SignSource, who: Involvement) -> Entry:
    told = said.read_if_left(source)
    words = f"{told.form.words}. {told.origin.title}." if told is not None else DESTROYED
    return Entry(source.added_at, Kind.SIGNS, f"Signalen ingevuld over {_name(who)}", words, source.added_by.name)


def _critical(row: CriticalSign, who: Involvement) -> Entry:
    terms = "\n".join(read_critical(row)) or DESTROYED
    return Entry(row.made_at, Kind.SIGNS, f"Kritiek signaal over {_name(who)}", terms, row.made_by.name)


def _name(row: Involvement) -> str:
    (one,) = in_words([row])
    return one.details.display_name


def _key(row: Involvement) -> uuid.UUID | None:
    return row.person.data_key if row.person is not None else None
