"""The small language the texts are written in: a part of Markdown, links of four kinds, and named places.

Headings, paragraphs, lists, bold and slanted words, quotes (drawn as a notice) and links; no HTML, no pictures, no tables.
`{naam}` stands for a fact from the region profile, and a line with only `{contact}` for a block that is drawn elsewhere.
What is wrong gets a sentence for whoever writes the text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from urllib.parse import urlsplit

from django.utils import translation
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from schakel.core import region
from schakel.duty import words
from schakel.texts.catalogue import OWN_ADDRESSES, SOURCE_LANGUAGE

MOST_CHARACTERS = 20_000
# Hexadecimal: 128 bits are plenty to tell one text from the next.
_DIGEST_LENGTH = 32
_PLACE = re.compile(r"\{([^{}]*)\}")
_BLOCK = re.compile(r"\{([a-z]+)(?::([a-z]+))?\}")
_TELEPHONE = re.compile(r"tel:\+?\d{3,15}")
_MAIL = re.compile(r"mailto:[^@\s?&]+@[^@\s?&]+")

# Blocks that are drawn from elsewhere, each with what may stand behind its colon.
BLOCKS: dict[str, tuple[str, ...]] = {
    "contact": ("",),
    "hulpnummers": ("",),
    "signalen": ("sexual", "labour", "criminal", "organ"),
    "indicatoren": ("sexual", "labour", "criminal", "organ"),
}


class TextError(ValueError):
    """This text can't be shown as it is; the message says what to change, in words for the screen."""


@dataclass(frozen=True)
class Part:
    """A piece of an article: ready HTML, or a block that is drawn elsewhere."""

    html: str = ""
    block: str = ""
    about: str = ""


@dataclass(frozen=True)
class Article:
    """A text, ready to draw. `lead` is its first paragraph; `sentences` are its words, a line each, for measuring."""

    title: str
    lead: SafeString
    parts: tuple[Part, ...]
    sentences: tuple[str, ...]


def digest(source: str) -> str:
    """The first half of the SHA-256 of a text, by which a translation names what it was made from."""
    return sha256(source.strip().encode()).hexdigest()[:_DIGEST_LENGTH]


def facts(language: str) -> dict[str, str]:
    """The named places and what stands there in that language."""
    profile = region.current()
    with translation.override(language):
        hours = words.hours()
    return {
        "naam": profile.name,
        "kort": profile.short_name,
        "regio": profile.region,
        "telefoon": profile.telephone,
        "mail": profile.email,
        "website": profile.website,
        "uren": profile.spoken(profile.hours, language),
        "lezen": hours,
        "werkdagen": str(profile.first_answer_working_days),
    }


def read(source: str, language: str) -> Article:
    """The article that `source` describes, in that language. Raises TextError."""
    if len(source) > MOST_CHARACTERS:
        raise TextError(f"De tekst is te lang: {len(source)} tekens. Er passen er {MOST_CHARACTERS}.")
    tokens = _parsed(source)
    if len(tokens) < 6 or tokens[0].tag != "h1" or tokens[3].type != "paragraph_open":
        raise TextError("Begin met een titel (# Titel), een lege regel en dan een eerste alinea.")
    if any(token.tag == "h1" for token in tokens[1:] if token.type == "heading_open"):
        raise TextError("Er is meer dan één titel. Gebruik ## voor een kop.")
    known = facts(language)
    drawn = _Drawing(known, language)
    title = drawn.plain(tokens[1])
    lead = drawn.inline(tokens[4])
    parts = tuple(_parts(tokens[6:], drawn))
    said = [token for token in tokens if token.type == "inline" and _named_block(token) is None]
    return Article(title, lead, parts, tuple(map(drawn.plain, said)))


@lru_cache(maxsize=256)
def _parsed(source: str) -> list[Token]:
    reader = MarkdownIt("zero", {"html": False}).enable(["heading", "list", "blockquote", "emphasis", "link", "escape"])
    # Where a link leads to is checked here, with a sentence; a link that Markdown drops would stay behind as signs.
    reader.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005  (it is called by name)
    return reader.parse(source.strip())


def _parts(tokens: list[Token], drawn: "_Drawing") -> Iterator[Part]:
    """The tokens as HTML, cut where a block stands."""
    html: list[str] = []
    skip = 0
    for number, token in enumerate(tokens):
        if skip:
            skip -= 1
        elif token.type == "paragraph_open" and (block := _block(tokens[number + 1], token.level)):
            yield Part(html=mark_safe("".join(html)))  # noqa: S308  (escaped piece by piece)
            yield block
            html, skip = [], 2
        else:
            html.append(drawn.token(token))
    if html:
        yield Part(html=mark_safe("".join(html)))  # noqa: S308  (escaped piece by piece)


def _block(token: Token, level: int) -> Part | None:
    """The block that a paragraph is, if it is one. Raises TextError for a block that does not exist."""
    found = _named_block(token)
    if found is None or level:
        return None
    about = found[2] or ""
    if about not in BLOCKS[found[1]]:
        raise TextError(f"Na {{{found[1]}: hoort een van: {', '.join(BLOCKS[found[1]])}.")
    return Part(block=found[1], about=about)


def _named_block(token: Token) -> re.Match[str] | None:
    found = _BLOCK.fullmatch(token.content.strip())
    return found if found is not None and found[1] in BLOCKS else None


_TAGS = frozenset({"h2", "h3", "p", "ul", "ol", "li", "blockquote"})


@dataclass(frozen=True)
class _Drawing:
    """Draws tokens, with the facts of the region in the language of the text."""

    known: Mapping[str, str]
    language: str

    def token(self, token: Token) -> str:
        """One block token as HTML."""
        if token.type == "inline":
            return self.inline(token)
        if token.tag not in _TAGS:
            raise TextError("Gebruik alleen koppen met ## en ###.")
        if token.tag == "p" and token.hidden:
            return ""
        if token.tag == "blockquote":
            return '<div class="notice">' if token.nesting > 0 else "</div>\n"
        return f"<{token.tag}>" if token.nesting > 0 else f"</{token.tag}>\n"

    def inline(self, token: Token) -> SafeString:
        """The words of a paragraph, a heading or a line of a list as HTML."""
        return mark_safe("".join(self._inline(token)))  # noqa: S308  (escaped piece by piece)

    def plain(self, token: Token) -> str:
        """The same words without any markup."""
        return " ".join("".join(self._filled(child.content) for child in self._children(token)).split())

    def _children(self, token: Token) -> list[Token]:
        return [
            child if child.type != "softbreak" else Token("text", "", 0, content=" ") for child in token.children or []
        ]

    def _inline(self, token: Token) -> Iterator[str]:
        children = self._children(token)
        kinds = [child.type for child in children if child.content or child.type != "text"]
        # A link that is all there is on its line is a way on: it gets the height of a finger.
        is_alone = kinds[:1] == ["link_open"] and kinds[-1] == "link_close" and kinds.count("link_open") == 1
        leads_away = False
        for child in children:
            if child.type == "link_open":
                address = str(child.attrs.get("href", ""))
                leads_away = _check_link(address)
                yield self._link(address, leads_away=leads_away, is_alone=is_alone)
            elif child.type == "link_close":
                yield f"{self._away() if leads_away else ''}</a>"
            elif child.tag in ("em", "strong"):
                yield f"<{child.tag}>" if child.nesting > 0 else f"</{child.tag}>"
            else:
                yield escape(self._filled(child.content))

    def _away(self) -> SafeString:
        """The mark that a link leads to another site: an arrow, and words for who hears the page."""
        return format_html(
            '<span aria-hidden="true">&nbsp;↗</span><span class="visually-hidden"> ({})</span>', _("andere site")
        )

    def _link(self, address: str, *, leads_away: bool, is_alone: bool) -> str:
        if address.startswith("/") and self.language != SOURCE_LANGUAGE:
            address = f"/{self.language}{address}"
        away = ' rel="noreferrer"' if leads_away else ""
        height = ' class="go"' if is_alone else ""
        return f'<a href="{escape(address)}"{height}{away}>'

    def _filled(self, words: str) -> str:
        return _PLACE.sub(self._fact, words)

    def _fact(self, found: re.Match[str]) -> str:
        name = found[1]
        if name.partition(":")[0] in BLOCKS:
            raise TextError(f"{{{name}}} hoort alleen op een regel te staan, met een lege regel ervoor en erna.")
        if name not in self.known:
            raise TextError(
                f"De plek {{{name}}} bestaat niet. U kunt kiezen uit: {', '.join(sorted(self.known))};"
                f" en op een eigen regel: {', '.join(sorted(BLOCKS))}."
            )
        if not self.known[name]:
            raise TextError(f"Het profiel van de regio zegt niets over {{{name}}}. Laat deze plek weg.")
        return self.known[name]


def _check_link(address: str) -> bool:
    """Whether the link leads to another site. Raises TextError for one that may not stand here."""
    if address.startswith("https://"):
        if not urlsplit(address).hostname:
            raise TextError(f"Dit adres is niet af: {address}")
        return True
    if address.startswith("/") and address.partition("?")[0].partition("#")[0] in OWN_ADDRESSES:
        return False
    if _TELEPHONE.fullmatch(address) or _MAIL.fullmatch(address):
        return False
    raise TextError(
        f"Deze link kan hier niet: {address or '(leeg)'}. Een link gaat naar een eigen pagina (/contact/), een telefoonnummer"
        " (tel:112), een mailadres (mailto:) of een adres dat met https:// begint."
    )
