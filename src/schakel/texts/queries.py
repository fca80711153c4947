"""Reading texts: what the public door shows now, and for those who write them drafts, states and history."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db import DatabaseError
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from schakel.access.models import User
from schakel.access.policies import check_may
from schakel.access.roles import Permission
from schakel.core import region
from schakel.methods.readability import Readability, measure
from schakel.texts import blocks, markup
from schakel.texts.catalogue import PAGES, SOURCE_LANGUAGE
from schakel.texts.markup import Article, TextError
from schakel.texts.models import Draft, Edition
from schakel.texts.shipped import shipped, source

logger = logging.getLogger("schakel.texts")


@dataclass(frozen=True)
class Current:
    """The text of a page in a language as the public door has it now. `number` is 0 for the file that was shipped."""

    content: str
    number: int
    made_from: str
    is_reviewed: bool
    published_at: datetime | None = None

    @property
    def digest(self) -> str:
        """The digest of its words."""
        return markup.digest(self.content)


@dataclass(frozen=True)
class Shown:
    """What a visitor reads: the article, and the language it is in (Dutch where there is no translation)."""

    article: Article
    language: str


@dataclass(frozen=True)
class State:
    """A text in the list at the desk. `concerns` are sentences about what asks for work."""

    key: str
    language: str
    title: str
    current: Current | None
    draft: Draft | None
    figure: float | None
    concerns: tuple[str, ...]
    is_shipped: bool
    is_behind: bool = False

    @property
    def word(self) -> str:
        """What there is to say of it in a list, in a word; empty when nothing."""
        if self.draft is not None:
            return "concept"
        if self.current is None:
            return "ontbreekt"
        if self.is_behind:
            return "loopt achter"
        if self.language != SOURCE_LANGUAGE and not self.current.is_reviewed:
            return "niet nagelezen"
        return "let op" if self.concerns else ""


def shown(key: str, language: str) -> Shown:
    """What the public door shows of a page: the latest edition, else the shipped file, else the same in Dutch.

    A database that fails, or an edition that no longer fits the region profile, keeps nobody from reading: the shipped
    file stands in.
    """
    for tongue in dict.fromkeys((language, SOURCE_LANGUAGE)):
        for content in _candidates(key, tongue):
            try:
                return Shown(markup.read(content, tongue), tongue)
            except TextError:
                logger.error("the text %s in %s can't be shown as it is", key, tongue)  # noqa: TRY400  (the sentence quotes it)
    raise Http404


def _candidates(key: str, language: str) -> Iterator[str]:
    try:
        edition = latest(key, language)
    except DatabaseError as error:
        logger.error("the database failed: %s", type(error).__name__)  # noqa: TRY400  (its message may quote what was asked)
        edition = None
    if edition is not None:
        yield edition.content
    file = shipped(key, language)
    if file is not None:
        yield file.content


def latest(key: str, language: str) -> Edition | None:
    """The latest edition; of it no more than the public door may read."""
    found = Edition.objects.filter(page=key, language=language)
    return found.only("page", "language", "number", "content").order_by("-number").first()


def current(key: str, language: str) -> Current | None:
    """The text as it is now, with where it comes from; None when a language has none."""
    return _current(key, language, _editions(page=key, language=language).get((key, language)))


def _current(key: str, language: str, edition: Edition | None) -> Current | None:
    if edition is not None:
        return Current(edition.content, edition.number, edition.made_from, edition.is_reviewed, edition.published_at)
    file = shipped(key, language)
    return Current(file.content, 0, file.made_from, file.is_reviewed) if file is not None else None


def draft_of(key: str, language: str) -> Draft | None:
    """The draft as it was last kept."""
    return going_on(key, language).select_related("written_by").first()


def going_on(key: str, language: str) -> QuerySet[Draft]:
    """The versions of the draft that is being written, newest first."""
    return Draft.objects.filter(page=key, language=language, is_over=False)


def state_for(viewer: User, key: str, language: str) -> State:
    """One text, for those who write them, or 404."""
    check_may(viewer, Permission.EDIT_TEXTS)
    if key not in PAGES or language not in languages():
        raise Http404
    return _state(key, language, _editions(page=key), _drafts(page=key))


def states(viewer: User) -> list[State]:
    """Every page in every language the profile offers, in the order of the index."""
    check_may(viewer, Permission.EDIT_TEXTS)
    editions, drafts = _editions(), _drafts()
    return [_state(key, language, editions, drafts) for key in PAGES for language in languages()]


def _editions(**where: str) -> dict[tuple[str, str], Edition]:
    """The latest edition of each text."""
    later = Edition.objects.filter(page=OuterRef("page"), language=OuterRef("language"), number__gt=OuterRef("number"))
    return {(one.page, one.language): one for one in Edition.objects.filter(~Exists(later), **where)}


def _drafts(**where: str) -> dict[tuple[str, str], Draft]:
    """The draft of each text that has one, as it was last kept."""
    found = Draft.objects.filter(is_over=False, **where).select_related("written_by").order_by("version")
    return {(one.page, one.language): one for one in found}


def _state(
    key: str, language: str, editions: dict[tuple[str, str], Edition], drafts: dict[tuple[str, str], Draft]
) -> State:
    now = _current(key, language, editions.get((key, language)))
    dutch = _current(key, SOURCE_LANGUAGE, editions.get((key, SOURCE_LANGUAGE)))
    title, figure, unreadable = _measured(now, language)
    is_translation = language != SOURCE_LANGUAGE
    is_behind = is_translation and now is not None and dutch is not None and now.made_from != dutch.digest
    concerns = {
        unreadable: bool(unreadable),
        "Deze taal heeft de tekst nog niet. Bezoekers lezen hem in het Nederlands.": now is None,
        "De Nederlandse tekst is daarna gewijzigd.": is_behind,
        "Geen moedertaalspreker heeft deze tekst gelezen.": is_translation and now is not None and not now.is_reviewed,
        "Met het programma kwam daarna een nieuwe tekst mee.": _shipped_since(editions.get((key, language))),
    }
    return State(
        key=key,
        language=language,
        title=title or _title(dutch) or key,
        current=now,
        draft=drafts.get((key, language)),
        figure=figure,
        concerns=tuple(sentence for sentence, is_so in concerns.items() if is_so),
        is_shipped=shipped(key, language) is not None,
        is_behind=is_behind,
    )


def languages() -> list[str]:
    """The languages texts are written in here: Dutch, and what the profile offers."""
    return list(dict.fromkeys((SOURCE_LANGUAGE, *region.current().languages)))


def history_for(viewer: User, key: str, language: str) -> list[Edition]:
    """Every edition of a text, newest first."""
    check_may(viewer, Permission.EDIT_TEXTS)
    return list(Edition.objects.filter(page=key, language=language).select_related("published_by"))


def kept_for(viewer: User, key: str, language: str) -> list[Draft]:
    """Every version of the draft that is still kept, newest first."""
    check_may(viewer, Permission.EDIT_TEXTS)
    return list(going_on(key, language).select_related("written_by"))


def figure_of(content: str, language: str) -> float | None:
    """How easily these words read; None where that can't be said."""
    return _measured(Current(content, 0, "", is_reviewed=False), language)[1]


def version_for(viewer: User, key: str, language: str, kind: str, number: int) -> tuple[str, str]:
    """The words of an edition or of a kept draft, and those before it; edition 0 is the shipped file. Or 404."""
    check_may(viewer, Permission.EDIT_TEXTS)
    if key not in PAGES or language not in languages():
        raise Http404
    asked, before = (_content(key, language, kind, one) for one in (number, number - 1))
    if asked is None:
        raise Http404
    if kind == "concept" and before is None:
        now = current(key, language)
        before = now.content if now else ""
    return asked, before or ""


def measured(article: Article, language: str) -> Readability | None:
    """How easily an article reads, its signs included; None for another language than Dutch and for no words."""
    if language != SOURCE_LANGUAGE:
        return None
    lines = [*article.sentences, *(sign for part in article.parts for sign in blocks.sentences(part))]
    found = measure("\n".join(line for line in lines if not line.startswith("{")))
    return found if found.words else None


def dutch_texts() -> Iterator[tuple[str, Readability]]:
    """Every shipped Dutch page with its figures."""
    for key in PAGES:
        figures = measured(markup.read(source(key).content, SOURCE_LANGUAGE), SOURCE_LANGUAGE)
        if figures is not None:
            yield key, figures


def _measured(now: Current | None, language: str) -> tuple[str, float | None, str]:
    """Title, figure, and what is wrong with the text (empty when nothing is)."""
    return _measured_words(now.content, language, region.current().name) if now is not None else ("", None, "")


@lru_cache(maxsize=512)
def _measured_words(content: str, language: str, _of_region: str) -> tuple[str, float | None, str]:
    try:
        article = markup.read(content, language)
    except TextError as error:
        return "", None, str(error)
    figures = measured(article, language)
    return article.title, figures.flesch_douma if figures else None, ""


def _title(now: Current | None) -> str:
    return _measured(now, SOURCE_LANGUAGE)[0]


def _shipped_since(edition: Edition | None) -> bool:
    """Whether the program came with another text after this edition was published."""
    file = shipped(edition.page, edition.language) if edition is not None else None
    return edition is not None and file is not None and edition.shipped != file.digest


def _content(key: str, language: str, kind: str, number: int) -> str | None:
    if kind == "concept":
        return going_on(key, language).filter(version=number).values_list("content", flat=True).first()
    if number == 0:
        file = shipped(key, language)
        return file.content if file else None
    return Edition.objects.filter(page=key, language=language, number=number).values_list("content", flat=True).first()
