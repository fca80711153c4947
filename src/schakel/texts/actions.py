"""Writing texts: keep a draft, throw it away, publish it. Nothing that was published is ever changed."""

from django.db import IntegrityError, transaction

from schakel.access.models import User
from schakel.access.policies import NotPossible, check_may
from schakel.access.roles import Permission
from schakel.audit.record import record
from schakel.core import time
from schakel.core.words import tidy
from schakel.texts import markup, queries
from schakel.texts.catalogue import SOURCE_LANGUAGE
from schakel.texts.models import Draft, Edition
from schakel.texts.shipped import shipped

# Of one draft no more versions are kept than this: the oldest go.
MOST_VERSIONS = 50


class SomebodyWasFirst(NotPossible):
    """Somebody else kept another text meanwhile; it is in the draft, and nothing was lost."""


def keep(*, page: str, language: str, content: str, version: int, by: User) -> Draft:
    """Keep a draft as the next version after `version` (0 when there was none).

    Raises SomebodyWasFirst when the draft is not at that version any more; NotPossible when it is too long.
    """
    check_may(by, Permission.EDIT_TEXTS)
    content = tidy(content).strip() + "\n"
    if len(content) > markup.MOST_CHARACTERS:
        raise NotPossible(f"De tekst is te lang. Er passen {markup.MOST_CHARACTERS} tekens.")
    try:
        with transaction.atomic():
            return _keep(page, language, content, version, by)
    except IntegrityError as error:
        # The other one was first by a moment: the constraint says so.
        raise SomebodyWasFirst(_FIRST) from error


_FIRST = "Iemand anders heeft intussen ook iets bewaard. Hieronder staan beide teksten. Neem over wat u nodig hebt."


def _keep(page: str, language: str, content: str, version: int, by: User) -> Draft:
    rows = Draft.objects.filter(page=page, language=language)
    # Before the draft itself: what somebody keeps between these two lines has the number that this one would get.
    last = rows.order_by("-version").values_list("version", flat=True).first() or 0
    known = queries.draft_of(page, language)
    at = known.version if known else 0
    if at != version:
        raise SomebodyWasFirst(_FIRST)
    if known is not None and known.content == content:
        return known
    kept = Draft.objects.create(
        page=page, language=language, version=last + 1, content=content, written_by=by, written_at=time.now()
    )
    rows.filter(version__lte=kept.version - MOST_VERSIONS).delete()
    record("text:draft_kept", by=by, about=kept, page=page, language=language, version=kept.version)
    return kept


@transaction.atomic
def discard(*, page: str, language: str, version: int, by: User) -> None:
    """Throw the draft away, if it is still the one that was seen. Raises SomebodyWasFirst, or NotPossible for none."""
    check_may(by, Permission.EDIT_TEXTS)
    known = _draft_at(page, language, version)
    _end(known)
    record("text:draft_discarded", by=by, about=known, page=page, language=language, version=version)


@transaction.atomic
def publish(
    *,
    page: str,
    language: str,
    version: int,
    by: User,
    note: str = "",
    follows_dutch: bool = False,
    is_reviewed: bool = False,
) -> Edition:
    """Put the draft of exactly that version on the public door.

    `follows_dutch` says that a translation says the same as the Dutch text of now; otherwise it keeps what it was made
    from. Raises NotPossible with what is wrong with the text, and SomebodyWasFirst.
    """
    check_may(by, Permission.EDIT_TEXTS)
    draft = _draft_at(page, language, version)
    try:
        markup.read(draft.content, language)
    except markup.TextError as error:
        raise NotPossible(str(error)) from error
    now = queries.current(page, language)
    is_translation = language != SOURCE_LANGUAGE
    made_from = _made_from(page, now, follows_dutch=follows_dutch) if is_translation else ""
    told = is_translation and is_reviewed
    if now is not None and (draft.content, made_from, told) == (now.content, now.made_from, now.is_reviewed):
        raise NotPossible("Dit is precies de tekst die er al staat.")
    file = shipped(page, language)
    edition = Edition.objects.create(
        page=page,
        language=language,
        number=now.number + 1 if now else 1,
        content=draft.content,
        made_from=made_from,
        is_reviewed=told,
        shipped=file.digest if file else "",
        note=tidy(note).strip(),
        published_by=by,
        published_at=time.now(),
    )
    _end(draft)
    record("text:published", by=by, about=edition, page=page, language=language, number=edition.number)
    return edition


def _made_from(page: str, now: queries.Current | None, *, follows_dutch: bool) -> str:
    dutch = queries.current(page, SOURCE_LANGUAGE)
    if follows_dutch and dutch is not None:
        return dutch.digest
    return now.made_from if now else ""


def _end(draft: Draft) -> None:
    """The draft is over: its last version stays for its number, those before it go."""
    # Before it, and no others: what somebody keeps at this moment is a draft that goes on.
    Draft.objects.filter(page=draft.page, language=draft.language, version__lt=draft.version).delete()
    draft.is_over = True
    draft.save(update_fields=["is_over"])


def _draft_at(page: str, language: str, version: int) -> Draft:
    known = queries.going_on(page, language).select_for_update().first()
    if known is None:
        raise NotPossible("Er is geen concept meer. Misschien heeft iemand het al gepubliceerd of weggegooid.")
    if known.version != version:
        raise SomebodyWasFirst("Het concept is veranderd sinds u het zag. Bekijk het opnieuw.")
    return known
