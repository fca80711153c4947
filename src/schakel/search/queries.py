"""Looking for words in what a viewer may see."""

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

from schakel.access.models import User
from schakel.access.policies import NotAllowed, check_sees_content, reads_whole_cases
from schakel.audit.record import record
from schakel.cases.documents.queries import persons_about
from schakel.core.templatetags.work import day
from schakel.methods import fulltext
from schakel.methods.fulltext import Piece
from schakel.search.models import WordList
from schakel.search.sources import SOURCES, Source, Text, may_read, nonce_of, texts_of
from schakel.vault import records, tokens

MOST = 30
# How many lists are read in one query, and made before they are kept: whoever gives up halfway does not begin anew.
_READ_TOGETHER, _KEPT_TOGETHER = 500, 100
# Of what a list is and holds: another number makes them all anew.
_EDITION = b"1"
_WORDS, _TEXTS = "words", "texts"

_Any = TypeVar("_Any")


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
    found = [(source, row) for source in SOURCES for row in _matching(source, wanted, allowed, viewer)]
    found.sort(key=lambda one: (one[0].at(one[1]), str(one[1].pk)), reverse=True)
    hits = _hits(found[:MOST], wanted, allowed)
    shown: dict[str, Any] = {source.tag: [hit.id for hit in hits if hit.tag == source.tag] for source in SOURCES}
    # Whom a document is about, for whoever asks later who looked into what there is of them.
    shown["persons"] += [key for key in persons_about(shown["documents"]) if key not in shown["persons"]]
    shown["cases"] += sorted({hit.case_id for hit in hits if hit.case_id} - set(shown["cases"]))
    record("words:searched", by=viewer, query=tokens.token("search", " ".join(sorted(wanted))).hex(), **shown)
    return Found(hits, has_more=len(found) > MOST)


@dataclass
class _Listed:
    """A record and its word list: `words` as it was encrypted, and a digest of what it was made of; neither before the first
    search that may find it."""

    pk: uuid.UUID
    data_key: uuid.UUID | None
    nonce: bytes
    made_of: bytes
    words: bytes | memoryview


def _matching(source: Source, wanted: Sequence[str], allowed: set[str], viewer: User) -> list[Any]:
    """The records of a kind in which all the words stand, in what this viewer may read."""
    rows = source.rows(viewer)
    found: list[Any] = []
    for some in _in_batches(_listed(source, rows), _READ_TOGETHER):
        with records.at_hand(one.data_key for one in some):
            _bring_up_to_date(source, rows, some)
            saying = [one.pk for one in some if _says(_read(one.pk, one.words, one.data_key, _WORDS), wanted, allowed)]
        found += rows.filter(pk__in=saying) if saying else []
    return found


def _says(words: Mapping[str, str] | None, wanted: Sequence[str], allowed: set[str]) -> bool:
    return words is not None and fulltext.matches("".join(words.get(needs, "") for needs in allowed), wanted)


def _listed(source: Source, rows: QuerySet[Any]) -> list[_Listed]:
    lists = WordList.objects.filter(pk=OuterRef("pk"))
    found = rows.order_by().annotate(
        nonce=nonce_of(source.blob), made_of=Subquery(lists.values("made_of")), words=Subquery(lists.values("words"))
    )
    return [
        _Listed(pk, data_key, bytes(nonce or b""), bytes(made_of or b""), words or b"")
        for pk, data_key, nonce, made_of, words in found.values_list("pk", "data_key", "nonce", "made_of", "words")
    ]


def _bring_up_to_date(source: Source, rows: QuerySet[Any], listed: Sequence[_Listed]) -> None:
    """Make the lists anew of which a text is another than when they were made."""
    digests = _digests(source, listed)
    old = {one.pk: one for one in listed if one.made_of != digests[one.pk]}
    for some in _in_batches(sorted(old), _KEPT_TOGETHER):
        batch = sorted(rows.filter(pk__in=some), key=lambda row: str(row.pk))
        with transaction.atomic():
            made = WordList.objects.bulk_create(
                [_list_of(source, row, digests[row.pk]) for row in batch],
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=["made_of", "words", "texts"],
            )
        for list_ in made:
            old[list_.pk].words = list_.words


def _list_of(source: Source, row: Any, made_of: bytes) -> WordList:
    texts = texts_of(source, row)
    words: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        words[text.needs] |= fulltext.words_of(text.words)
    listed = {needs: fulltext.as_list(found) for needs, found in words.items()}
    try:
        return WordList(
            id=row.pk,
            made_of=made_of,
            words=records.encrypt(row.data_key, listed, label=_WORDS, record_id=row.pk),
            texts=records.encrypt(row.data_key, [astuple(text) for text in texts], label=_TEXTS, record_id=row.pk),
        )
    except records.Destroyed:
        return WordList(id=row.pk, made_of=made_of)


def _hits(found: Sequence[tuple[Source, Any]], wanted: Sequence[str], allowed: set[str]) -> list[Hit]:
    blobs = dict(WordList.objects.filter(pk__in=[row.pk for _, row in found]).values_list("pk", "texts"))
    with records.at_hand(row.data_key for _, row in found):
        told = [
            (source, row, _read(row.pk, blobs.get(row.pk, b""), row.data_key, _TEXTS) or []) for source, row in found
        ]
        hits = [_hit(source, row, texts, wanted, allowed) for source, row, texts in told]
    # Somebody else may have made a list anew since it matched.
    return [hit for hit in hits if hit is not None]


def _digests(source: Source, listed: Sequence[_Listed]) -> dict[uuid.UUID, bytes]:
    nonces = {one.pk: [one.nonce] for one in listed}
    for pk, nonce in source.nonces(nonces):
        nonces[pk].append(nonce)
    return {pk: hashlib.sha256(_EDITION + b"".join(sorted(found))).digest() for pk, found in nonces.items()}


def _read(pk: uuid.UUID, blob: bytes | memoryview, data_key: uuid.UUID | None, label: str) -> Any:
    try:
        return records.decrypt(data_key, blob, label=label, record_id=pk) if blob else None
    except records.Destroyed:
        return None


def _in_batches(every: Sequence[_Any], size: int) -> Iterator[Sequence[_Any]]:
    for start in range(0, len(every), size):
        yield every[start : start + size]


def _hit(
    source: Source, row: Any, texts: Sequence[Sequence[str]], wanted: Sequence[str], allowed: set[str]
) -> Hit | None:
    best = _best(texts, wanted, allowed)
    if best is None:
        return None
    text, pieces = best
    where = f"{text.where} van {day(date.fromisoformat(text.on))}" if text.on else text.where
    return Hit(
        source.title(row), source.url(row), where, pieces, source.at(row), source.tag, row.pk, source.case_id(row)
    )


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
