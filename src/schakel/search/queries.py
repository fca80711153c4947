"""Looking for words in what a viewer may see."""

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from schakel.access.models import User
from schakel.access.policies import check_sees_content
from schakel.audit.record import record
from schakel.methods import fulltext
from schakel.methods.fulltext import Piece
from schakel.search.models import WordList
from schakel.search.sources import SOURCES, Source, Text, texts_of
from schakel.vault import records, tokens

MOST = 30
_LABEL = "words"


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


@dataclass(frozen=True)
class Found:
    """The newest hits; `has_more` says that there are others."""

    hits: list[Hit]
    has_more: bool = False


def find(typed: str, *, viewer: User) -> Found:
    """Records in which every word of `typed` stands, as the beginning of a word, newest first; at most `MOST`.

    Recorded with a keyed hash of what was looked for and the ids of what was shown. Raises NotAllowed.
    """
    check_sees_content(viewer)
    wanted = fulltext.wanted_of(typed)
    likely = [pair for source in SOURCES for pair in _likely(source, wanted, viewer)]
    likely.sort(key=lambda pair: (pair[0].at(pair[1]), str(pair[1].pk)), reverse=True)
    hits: list[Hit] = []
    with records.at_hand(row.data_key for _, row in likely[: 2 * MOST]):
        for source, row in likely:
            # A list holds what anybody may read: what this viewer may not is no hit.
            hit = _hit(source, row, wanted, viewer)
            if hit is not None:
                hits.append(hit)
            if len(hits) > MOST:
                break
    shown = hits[:MOST]
    _record(wanted, shown, viewer)
    return Found(shown, has_more=len(hits) > MOST)


def _likely(source: Source, wanted: Sequence[str], viewer: User) -> Iterator[tuple[Source, Any]]:
    rows = source.rows(viewer)
    lists = _lists(source, rows)
    found = {pk for pk, words in lists.items() if fulltext.matches(words, wanted)}
    for row in rows.filter(pk__in=found) if found else []:
        yield source, row


def _lists(source: Source, rows: Any) -> dict[uuid.UUID, str]:
    """The words of every record, the lists that were out of date made anew."""
    digests = _digests(source, rows)
    keys = dict(rows.order_by().values_list("pk", "data_key"))
    known = {one.pk: one for one in WordList.objects.filter(pk__in=rows.order_by().values("pk"))}
    old = {pk for pk, digest in digests.items() if pk not in known or bytes(known[pk].made_of) != digest}
    with records.at_hand(keys.values()):
        words = {pk: _read(one, keys[pk]) for pk, one in known.items() if pk in keys and pk not in old}
        made = [(row, _words_of(texts_of(source, row, None))) for row in rows.filter(pk__in=old)] if old else []
        _keep(made, digests, keys)
    return words | {row.pk: listed for row, listed in made}


def _words_of(texts: Sequence[Text]) -> str:
    return fulltext.as_list({word for text in texts for word in fulltext.words_of(text.words)})


def _digests(source: Source, rows: Any) -> dict[uuid.UUID, bytes]:
    nonces: dict[uuid.UUID, list[bytes]] = defaultdict(list)
    for key, nonce in source.nonces(rows):
        nonces[key].append(nonce)
    return {key: hashlib.sha256(b"".join(sorted(found))).digest() for key, found in nonces.items()}


def _read(one: WordList, data_key: uuid.UUID | None) -> str:
    try:
        return str(records.decrypt(data_key, one.words, label=_LABEL, record_id=one.pk))
    except records.Destroyed:
        return ""


def _keep(made: Sequence[tuple[Any, str]], digests: dict[uuid.UUID, bytes], keys: dict[uuid.UUID, Any]) -> None:
    lists = []
    for row, listed in made:
        try:
            words = records.encrypt(keys[row.pk], listed, label=_LABEL, record_id=row.pk)
        except records.Destroyed:
            continue
        lists.append(WordList(id=row.pk, made_of=digests[row.pk], words=words))
    if lists:
        with transaction.atomic():
            WordList.objects.bulk_create(
                lists, update_conflicts=True, unique_fields=["id"], update_fields=["made_of", "words"]
            )


def _hit(source: Source, row: Any, wanted: Sequence[str], viewer: User) -> Hit | None:
    texts = texts_of(source, row, viewer)
    if not fulltext.matches(_words_of(texts), wanted):
        return None
    shown = [(text, pieces) for text in texts if (pieces := fulltext.fragment(text.words, wanted))]
    text, pieces = max(shown, key=lambda pair: len({piece.text.lower() for piece in pair[1] if piece.is_hit}))
    return Hit(source.title(row), source.url(row), text.where, pieces, source.at(row), source.tag, row.pk)


def _record(wanted: Sequence[str], hits: Sequence[Hit], viewer: User) -> None:
    shown: dict[str, Any] = {source.tag: [hit.id for hit in hits if hit.tag == source.tag] for source in SOURCES}
    record("words:searched", by=viewer, query=tokens.token("search", " ".join(sorted(wanted))).hex(), **shown)
