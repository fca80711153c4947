"""Looking for words in what a viewer may see."""

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from schakel.access.models import User
from schakel.access.policies import check_sees_content
from schakel.audit.record import record
from schakel.core.templatetags.work import day
from schakel.methods import fulltext
from schakel.methods.fulltext import Piece
from schakel.search.models import WordList
from schakel.search.sources import SOURCES, Source, Text, may_read, texts_of
from schakel.vault import records, tokens

MOST = 30
_LABEL = "words"


@dataclass(frozen=True)
class Listed:
    """What a list holds: the words by who may read them, and the texts they stand in."""

    words: dict[str, str]
    texts: list[list[str]]

    def matches(self, wanted: Sequence[str], allowed: Iterable[str]) -> bool:
        """Whether all wanted words stand in what may be read."""
        readable = "".join(self.words.get(needs, "") for needs in allowed)
        return fulltext.matches(readable, wanted)


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
    wanted, allowed = fulltext.wanted_of(typed), may_read(viewer)
    found = [one for source in SOURCES for one in _matching(source, wanted, allowed, viewer)]
    found.sort(key=lambda one: (one[0].at(one[1]), str(one[1].pk)), reverse=True)
    with records.at_hand(row.data_key for _, row, _ in found[:MOST]):
        hits = [_hit(source, row, listed, wanted, allowed) for source, row, listed in found[:MOST]]
    shown: dict[str, Any] = {source.tag: [hit.id for hit in hits if hit.tag == source.tag] for source in SOURCES}
    record("words:searched", by=viewer, query=tokens.token("search", " ".join(sorted(wanted))).hex(), **shown)
    return Found(hits, has_more=len(found) > MOST)


def _matching(
    source: Source, wanted: Sequence[str], allowed: set[str], viewer: User
) -> Iterator[tuple[Source, Any, Listed]]:
    rows = source.rows(viewer)
    lists = {pk: listed for pk, listed in _lists(source, rows).items() if listed.matches(wanted, allowed)}
    for row in rows.filter(pk__in=lists) if lists else []:
        yield source, row, lists[row.pk]


def _lists(source: Source, rows: Any) -> dict[uuid.UUID, Listed]:
    """What every record says, the lists that were out of date made anew."""
    digests = _digests(source, rows)
    keys = dict(rows.order_by().values_list("pk", "data_key"))
    known = {one.pk: one for one in WordList.objects.filter(pk__in=rows.order_by().values("pk"))}
    old = {pk for pk, digest in digests.items() if pk not in known or bytes(known[pk].made_of) != digest}
    with records.at_hand(keys.values()):
        lists = {pk: _read(one, keys[pk]) for pk, one in known.items() if pk in keys and pk not in old}
        made = {row.pk: _listed(texts_of(source, row)) for row in rows.filter(pk__in=old)} if old else {}
        _keep(made, digests, keys)
    return lists | made


def _listed(texts: Sequence[Text]) -> Listed:
    words: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        words[text.needs] |= fulltext.words_of(text.words)
    return Listed(
        {needs: fulltext.as_list(found) for needs, found in words.items()}, [[*astuple(text)] for text in texts]
    )


def _digests(source: Source, rows: Any) -> dict[uuid.UUID, bytes]:
    nonces: dict[uuid.UUID, list[bytes]] = defaultdict(list)
    for key, nonce in source.nonces(rows):
        nonces[key].append(nonce)
    return {key: hashlib.sha256(b"".join(sorted(found))).digest() for key, found in nonces.items()}


def _read(one: WordList, data_key: uuid.UUID | None) -> Listed:
    try:
        return Listed(**records.decrypt(data_key, one.content, label=_LABEL, record_id=one.pk))
    except records.Destroyed:
        return Listed({}, [])


def _keep(made: dict[uuid.UUID, Listed], digests: dict[uuid.UUID, bytes], keys: dict[uuid.UUID, Any]) -> None:
    lists = []
    for pk, listed in made.items():
        try:
            content = records.encrypt(keys[pk], vars(listed), label=_LABEL, record_id=pk)
        except records.Destroyed:
            continue
        lists.append(WordList(id=pk, made_of=digests[pk], content=content))
    if lists:
        with transaction.atomic():
            WordList.objects.bulk_create(
                lists, update_conflicts=True, unique_fields=["id"], update_fields=["made_of", "content"]
            )


def _hit(source: Source, row: Any, listed: Listed, wanted: Sequence[str], allowed: set[str]) -> Hit:
    text, pieces = _best(listed, wanted, allowed)
    where = f"{text.where} van {day(date.fromisoformat(text.on))}" if text.on else text.where
    return Hit(source.title(row), source.url(row), where, pieces, source.at(row), source.tag, row.pk)


def _best(listed: Listed, wanted: Sequence[str], allowed: set[str]) -> tuple[Text, list[Piece]]:
    """The text with most of what was looked for; the first that has it all is as good as any."""
    best: tuple[int, Text, list[Piece]] | None = None
    for text in (Text(*values) for values in listed.texts):
        if text.needs not in allowed:
            continue
        said = fulltext.as_list(fulltext.words_of(text.words))
        count = sum(fulltext.matches(said, [word]) for word in wanted)
        if count and (best is None or count > best[0]):
            best = count, text, fulltext.fragment(text.words, wanted)
            if count == len(wanted):
                break
    assert best is not None  # noqa: S101  (the list matched, so one of its texts does)
    return best[1:]
