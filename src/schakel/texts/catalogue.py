"""Which pages of text there are, where they stand on the public door, and which words belong in an address.

An address stands in the history of a telephone that somebody else may hold. So none of them names the subject.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

# The language every text is written in first.
SOURCE_LANGUAGE = "nl"
INDEX_ADDRESS = "/informatie/"


@dataclass(frozen=True)
class TextPage:
    """One page: its key (the name of its files), and its address without the language."""

    key: str
    address: str


@dataclass(frozen=True)
class TextGroup:
    """Pages that stand together on the index, under a heading (words that wait for the language of the page)."""

    title: object
    pages: tuple[TextPage, ...]


def _informs(key: str) -> TextPage:
    return TextPage(key, f"{INDEX_ADDRESS}{key}/")


GROUPS = (
    TextGroup(_("Wat is er aan de hand?"), tuple(map(_informs, ("wat", "liefde", "werk", "opdrachten", "gezondheid")))),
    TextGroup(_("Hulp en rechten"), tuple(map(_informs, ("rechten", "naasten", "stoppen")))),
    TextGroup(
        _("Over ons"),
        (
            _informs("bericht"),
            TextPage("contact", "/contact/"),
            TextPage("privacy", "/privacy/"),
            TextPage("toegankelijkheid", "/toegankelijkheid/"),
        ),
    ),
    TextGroup(_("Voor je werk"), (_informs("professionals"),)),
)
PAGES = {page.key: page for group in GROUPS for page in group.pages}
# The pages under /informatie/; the others had their own address before.
INFORMING = tuple(key for key, page in PAGES.items() if page.address.startswith(INDEX_ADDRESS))

# Where a text may lead to on our own door.
OWN_ADDRESSES = frozenset(
    {"/", INDEX_ADDRESS, "/melden/", "/vervolg/", "/factsheet/"} | {page.address for page in PAGES.values()}
)
