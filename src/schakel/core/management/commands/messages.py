"""Keeps the translations of the public door: finds what is said in Dutch, updates the catalogues, compiles them."""

import io
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.template import templatize

import schakel
from schakel.core.languages import TRANSLATIONS as LANGUAGES

SOURCES = Path(schakel.__file__).parent
ROOMS = ("core", "intake", "publicsite", "publications", "texts", "duty", "outbox")
# One catalogue serves the whole public door; Dutch is the source and needs none.
LOCALES = SOURCES / "publicsite" / "locale"
# Staff read Dutch: these templates are never shown to visitors.
_DESK_ONLY = ("core/desk*.html", "core/signin.html", "components/navigation.html", "components/shortcuts.html")

_KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
}
# A date that never changes keeps the files equal as long as the words are.
_DATE = datetime(2026, 1, 1, tzinfo=UTC)


def extracted() -> Catalog:
    """Every message that a visitor may read, from the templates and the code."""
    found = new_catalog(None)
    for path in _files():
        source = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            # What is left of a template is no Python: without indentation it is at least readable as such.
            source = "\n".join(line.lstrip() for line in templatize(source).splitlines())
        name = path.relative_to(SOURCES).as_posix()
        for _line, message, comments, context in extract("python", io.BytesIO(source.encode()), keywords=_KEYWORDS):
            found.add(message, locations=[(name, 0)], auto_comments=comments, context=context)
    return found


def updated(language: str, said: Catalog) -> Catalog:
    """The catalogue of `language` with exactly the messages that are `said` now; new ones have no translation yet."""
    catalog = stored(language)
    catalog.update(said, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    return catalog


def stored(language: str) -> Catalog:
    """The catalogue as it was written, or an empty one."""
    path = po_path(language)
    if not path.exists():
        return new_catalog(language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def compiled(catalog: Catalog) -> bytes:
    """The binary form that Django reads."""
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def written(catalog: Catalog) -> bytes:
    """The text form that people edit."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, sort_output=True, include_lineno=False, width=100)
    return buffer.getvalue()


def missing(catalog: Catalog) -> list[str]:
    """The messages without a finished translation."""
    return [
        _words(message.id) for message in catalog if message.id and (message.fuzzy or not _is_complete(message.string))
    ]


def po_path(language: str) -> Path:
    """Where the text form of a catalogue is kept; the binary form stands beside it."""
    return LOCALES / language / "LC_MESSAGES" / "django.po"


def new_catalog(language: str | None) -> Catalog:
    """An empty catalogue."""
    return Catalog(
        locale=language,
        project="Schakel",
        version="1",
        last_translator="Schakel",
        language_team="Schakel",
        msgid_bugs_address="the repository of Schakel",
        header_comment="# The public pages of Schakel; the messages themselves are the Dutch text.",
        creation_date=_DATE,
        revision_date=_DATE,
        fuzzy=False,
    )


class Command(BaseCommand):
    """Update the catalogues after the words of a page changed, or check that this was done."""

    # It reads files only, and works while a page is broken.
    requires_system_checks = []
    help = "Updates the translations of the public door, or with --check says what is missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail when something is missing")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        said = extracted()
        for language in LANGUAGES:
            catalog = updated(language, said)
            path = po_path(language)
            if options["check"]:
                self._check(language, catalog)
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(written(catalog))
            path.with_suffix(".mo").write_bytes(compiled(catalog))
            self.stdout.write(f"{language}: {len(catalog)} messages, {len(missing(catalog))} without a translation")

    def _check(self, language: str, catalog: Catalog) -> None:
        lacking = missing(catalog)
        if lacking:
            listed = "\n  ".join(lacking)
            raise CommandError(f"{language} lacks a translation of:\n  {listed}")
        path = po_path(language)
        if path.read_bytes() != written(catalog) or path.with_suffix(".mo").read_bytes() != compiled(catalog):
            raise CommandError(f"The catalogue {language} is not up to date: run the command without --check.")
        self.stdout.write(f"{language}: complete and up to date")


def _files() -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((SOURCES / room).rglob("*")):
            if path.suffix in (".py", ".html") and "migrations" not in path.parts and not _is_for_the_desk(path):
                yield path


def _is_for_the_desk(path: Path) -> bool:
    return any(path.match(pattern) for pattern in _DESK_ONLY)


def _is_complete(translation: Any) -> bool:
    return all(translation) if isinstance(translation, tuple | list) else bool(translation)


def _words(message_id: Any) -> str:
    return str(message_id[0] if isinstance(message_id, tuple | list) else message_id)
