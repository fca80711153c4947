"""The texts that come with the program: `pages/LANGUAGE/KEY.md`, Dutch first, translations beside it.

A translation begins with three lines: `---`, `made-from: DIGEST` and `---`. The digest is that of the Dutch file it says the
same as; `reviewed: yes` may stand there too, once somebody who grew up with the language has read it.
"""

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from schakel.texts import markup
from schakel.texts.catalogue import SOURCE_LANGUAGE
from schakel.texts.markup import TextError

_KNOWN = {"made-from", "reviewed"}
_FENCE = "---\n"


@dataclass(frozen=True)
class Shipped:
    """One file: its words, and for a translation what it was made from and whether it was reviewed."""

    content: str
    made_from: str = ""
    is_reviewed: bool = False

    @property
    def digest(self) -> str:
        """The digest of its words."""
        return markup.digest(self.content)


@lru_cache(maxsize=256)
def shipped(key: str, language: str) -> Shipped | None:
    """The file of a page in a language, or None when there is none. Raises TextError for a head that can't be read."""
    path = resources.files(__package__) / "pages" / language / f"{key}.md"
    return parse(path.read_text(encoding="utf-8")) if path.is_file() else None


def source(key: str) -> Shipped:
    """The Dutch file of a page. Raises TextError when there is none: every page has one."""
    found = shipped(key, SOURCE_LANGUAGE)
    if found is None:
        raise TextError(f"Er is geen Nederlandse tekst {key}.md.")
    return found


def parse(text: str) -> Shipped:
    """A file from its text. Raises TextError."""
    if not text.startswith(_FENCE):
        return Shipped(text.strip() + "\n")
    head, fence, content = text.removeprefix(_FENCE).partition("\n" + _FENCE)
    told = dict(line.partition(":")[::2] for line in head.splitlines())
    if not fence or (unknown := told.keys() - _KNOWN):
        raise TextError(f"Boven de tekst staat iets onbekends: {', '.join(sorted(unknown)) if fence else 'geen slot'}.")
    said = {name: value.strip() for name, value in told.items()}
    return Shipped(content.strip() + "\n", said.get("made-from", ""), said.get("reviewed") == "yes")
