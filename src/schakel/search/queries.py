"""Looking for words in what a viewer may see."""

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet, Value

from schakel.access.compiled import Asked, among, asked_by, fetched, listed
from schakel.access.models import User
from schakel.access.policies import NotAllowed, check_sees_content, reads_whole_cases
from schakel.access.queries import sees_any
from schakel.audit.record import record
from schakel.cases.documents.queries import persons_about
from schakel.core.templatetags.work import day
from schakel.methods import fulltext
from schakel.methods.fulltext import Piece
from schakel.search.models import WordList
from schakel.search.sources import SOURCES, Source, Text, may_read, texts_of
from schakel.vault import records, tokens

MOST = 30
# How many lists are read together, first and then, and made before they are kept: whoever gives up halfway does not begin
# anew.
_READ_FIRST, _READ_TOGETHER, _KEPT_TOGETHER = 300, 1_000, 100
# Of what a list is and holds: another number makes them all anew.
_EDITION = b"1"
_WORDS, _TEXTS = "words", "texts"


@dataclass(frozen=True)
class Hit:
    """A record in which the words stand, and where the first of them do."""

    title: str
    url: str
    where: str
    pieces: Sequence[Piece]
    at: datetime
    tag: str
    id: uuid.UUID
    case_id: uuid.UUID | None = None


@dataclass(frozen=True)
class Found:
    """The newest hits; `has_more` says that there are others."""

    hits: list[Hit]
    has_more: bool = False


def check_searches(viewer: User) -> None:
    """Raises NotAllowed for maintenance, and for a guest: of a case they read what was shared with them, and no more."""
    check_sees_content(viewer)
    if not reads_whole_cases(viewer):
        raise NotAllowed("Zoeken is voor medewerkers van het centrum.")


def find(typed: str, *, viewer: User) -> Found:
    """Records in which every word of `typed` stands, as the beginning of a word, newest first; at most `MOST`.

    Recorded with a keyed hash of what was looked for and the ids of what was shown. Raises NotAllowed.
    """
    check_searches(viewer)
    wanted, allowed = fulltext.wanted_of(typed), may_read(viewer)
    found: list[_Listed] = []
    for some in _in_batches(_newest_first(viewer)):
        found += _saying(some, wanted, allowed, viewer)
        if len(found) > MOST:
            break
    hits = _hits(found[:MOST], wanted, allowed, viewer)
    shown: dict[str, Any] = {source.tag: [hit.id for hit in hits if hit.tag == source.tag] for source in SOURCES}
    # Whom a document is about, for whoever asks later who looked into what there is of them.
    shown["persons"] += [key for key in persons_about(shown["documents"]) if key not in shown["persons"]]
    shown["cases"] += sorted({hit.case_id for hit in hits if hit.case_id} - set(shown["cases"]))
    record("words:searched", by=viewer, query=tokens.token("search", " ".join(sorted(wanted))).hex(), **shown)
    return Found(hits, has_more=len(found) > MOST)


class _Listed(NamedTuple):
    """A record that a word may stand in: where its list stands, and the nonce of what it says itself."""

    at: datetime
    pk: uuid.UUID
    data_key: uuid.UUID | None
    nonce: bytes
    source: Source


def _newest_first(viewer: User) -> list[_Listed]:
    if not sees_any(viewer):
        return []
    asked = asked_by(viewer.pk)
    every = [
        _Listed(at, pk, data_key, bytes(nonce or b""), SOURCES[place])
        for pk, data_key, at, nonce, place in listed(_every, viewer.role, asked)
    ]
    return sorted(every, key=lambda one: (one.at, str(one.pk)), reverse=True)


def _every(role: str, asked: Asked) -> QuerySet[Any]:
    parts = (one.listing(role, asked).annotate(place=Value(place)) for place, one in enumerate(SOURCES))
    first: QuerySet[Any] = next(parts)
    return first.union(*parts, all=True)


def _saying(some: Sequence[_Listed], wanted: Sequence[str], allowed: set[str], viewer: User) -> list[_Listed]:
    """Those of these records in which all the words stand, in what this viewer may read."""
    with records.at_hand(one.data_key for one in some):
        words = _words_of(some, viewer)
        return [one for one in some if _says(_read(one, words.get(one.pk, b""), _WORDS), wanted, allowed)]


def _says(words: Mapping[str, str] | None, wanted: Sequence[str], allowed: set[str]) -> bool:
    return words is not None and fulltext.matches("".join(words.get(needs, "") for needs in allowed), wanted)


def _words_of(some: Sequence[_Listed], viewer: User) -> dict[uuid.UUID, bytes | memoryview]:
    """The word lists of these records, encrypted; made anew where a text is another than when they were made."""
    digests = _digests(some, viewer)
    asked = asked_by(viewer.pk, records=[one.pk for one in some])
    kept = {pk: words for pk, made_of, words in listed(_lists, _WORDS, asked) if bytes(made_of) == digests[pk]}
    for source in SOURCES:
        old = sorted(one.pk for one in some if one.source is source and one.pk not in kept)
        for start in range(0, len(old), _KEPT_TOGETHER):
            kept |= _made_anew(source, old[start : start + _KEPT_TOGETHER], digests, viewer)
    return kept


def _made_anew(
    source: Source, ids: Sequence[uuid.UUID], digests: Mapping[uuid.UUID, bytes], viewer: User
) -> dict[uuid.UUID, bytes | memoryview]:
    # In the order of their ids, so that two who make the same never wait for each other.
    rows = sorted(_rows(source, ids, viewer), key=lambda row: str(row.pk))
    with transaction.atomic():
        made = WordList.objects.bulk_create(
            [_list_of(source, row, digests[row.pk]) for row in rows],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["made_of", "words", "texts"],
        )
    return {one.pk: one.words for one in made}


def _rows(source: Source, ids: Sequence[uuid.UUID], viewer: User) -> QuerySet[Any]:
    return fetched(source.among, viewer.role, asked_by(viewer.pk, records=ids))


def _lists(blob: str, asked: Asked) -> QuerySet[Any]:
    return WordList.objects.filter(pk__in=among(asked)).order_by().values_list("pk", "made_of", blob)


def _list_of(source: Source, row: Any, made_of: bytes) -> WordList:
    texts = texts_of(source, row)
    words: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        words[text.needs] |= fulltext.words_of(text.words)
    lists = {needs: fulltext.as_list(found) for needs, found in words.items()}
    try:
        return WordList(
            id=row.pk,
            made_of=made_of,
            words=records.encrypt(row.data_key, lists, label=_WORDS, record_id=row.pk),
            texts=records.encrypt(row.data_key, [astuple(text) for text in texts], label=_TEXTS, record_id=row.pk),
        )
    except records.Destroyed:
        return WordList(id=row.pk, made_of=made_of)


def _digests(some: Sequence[_Listed], viewer: User) -> dict[uuid.UUID, bytes]:
    nonces = {one.pk: [one.nonce] for one in some}
    for source in SOURCES:
        ids = [one.pk for one in some if one.source is source]
        if source.nonces is not None and ids:
            for pk, nonce in listed(source.nonces, "", asked_by(viewer.pk, records=ids)):
                nonces[pk].append(bytes(nonce or b""))
    return {pk: hashlib.sha256(_EDITION + b"".join(sorted(found))).digest() for pk, found in nonces.items()}


def _read(one: _Listed, blob: bytes | memoryview, label: str) -> Any:
    try:
        return records.decrypt(one.data_key, blob, label=label, record_id=one.pk) if blob else None
    except records.Destroyed:
        return None


def _in_batches(every: Sequence[_Listed]) -> Iterator[Sequence[_Listed]]:
    """Few at first: a word that stands in many records stands in some of the newest."""
    yield every[:_READ_FIRST]
    for start in range(_READ_FIRST, len(every), _READ_TOGETHER):
        yield every[start : start + _READ_TOGETHER]


def _hits(found: Sequence[_Listed], wanted: Sequence[str], allowed: set[str], viewer: User) -> list[Hit]:
    texts = {pk: blob for pk, _, blob in listed(_lists, _TEXTS, asked_by(viewer.pk, records=[one.pk for one in found]))}
    rows = {
        row.pk: row
        for source in SOURCES
        if (ids := [one.pk for one in found if one.source is source])
        for row in _rows(source, ids, viewer)
    }
    with records.at_hand(one.data_key for one in found):
        hits = [
            _hit(one, rows[one.pk], _read(one, texts.get(one.pk, b""), _TEXTS) or [], wanted, allowed)
            for one in found
            if one.pk in rows
        ]
    # Somebody else may have made a list anew since it matched.
    return [hit for hit in hits if hit is not None]


def _hit(
    one: _Listed, row: Any, texts: Sequence[Sequence[str]], wanted: Sequence[str], allowed: set[str]
) -> Hit | None:
    best = _best(texts, wanted, allowed)
    if best is None:
        return None
    text, pieces = best
    where = f"{text.where} van {day(date.fromisoformat(text.on))}" if text.on else text.where
    source = one.source
    return Hit(source.title(row), source.url(row), where, pieces, one.at, source.tag, one.pk, source.case_id(row))


def _best(texts: Sequence[Sequence[str]], wanted: Sequence[str], allowed: set[str]) -> tuple[Text, list[Piece]] | None:
    """The text with most of what was looked for; the first that has it all is as good as any."""
    best: tuple[int, Text, list[Piece]] | None = None
    for text in (Text(*values) for values in texts):
        if text.needs not in allowed:
            continue
        said = fulltext.as_list(fulltext.words_of(text.words))
        count = sum(fulltext.matches(said, [word]) for word in wanted)
        if count and (best is None or count > best[0]):
            best = count, text, fulltext.fragment(text.words, wanted)
            if count == len(wanted):
                break
    return best[1:] if best is not None else None
