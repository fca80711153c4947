"""Everything that this installation can say about its cases by mail or text message: a fixed table, so that no free word goes out."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What a message is for, in words for the desk; the message itself says less."""

    NEWS = "news", "er is nieuws, aan de melder"
    WORK_WAITS = "work_waits", "er wacht werk, aan een collega"
    TERM_ENDS = "term_ends", "een termijn loopt af, aan een collega"
    HANDED_OVER = "handed_over", "er is iets overgedragen, aan een collega"
    ALL_QUIET = "all_quiet", "er is niets nieuws, aan een collega"
    TODAY = "today", "hoeveel vandaag aandacht vraagt, aan een collega"
    MEETING = "meeting", "uitnodiging voor een overleg, aan een partner"
    STILL_ASKED = "still_asked", "herinnering aan een vraag, aan een partner"
    PROFESSIONAL = "professional", "bericht aan een professional die iets aanvroeg"
    MAILING = "mailing", "mailing aan wie erom vroeg"


@dataclass(frozen=True)
class Text:
    """A subject and a few lines. Neither names the centre, its work, or anybody.

    Both are a string, or one that is translated only when it is read.
    """

    subject: object
    body: object


# The same subject for everything: what shows on a locked screen tells nobody one message from another.
_SUBJECT = _("Bericht")

# In the reporter's language; whoever else reads it learns that somebody wrote, and no more.
TO_REPORTER = {Kind.NEWS: Text(_SUBJECT, _("Er is een nieuw bericht voor je."))}

# To colleagues, who know where to look. What it is about stands at the desk alone.
TO_STAFF = {
    Kind.WORK_WAITS: Text("Bericht", "Er wacht iets op u. Meld u aan om het te zien."),
    Kind.TERM_ENDS: Text("Bericht", "Er loopt een termijn af. Meld u aan om te zien welke."),
    Kind.HANDED_OVER: Text("Bericht", "Een collega gaf u iets over. Meld u aan om het te zien."),
    # The only one with a number in it (`letters.COUNTED`).
    Kind.TODAY: Text("Bericht", "{count} vandaag uw aandacht. Meld u aan om te zien wat."),
    Kind.ALL_QUIET: Text("Bericht", "Er is vandaag niets nieuws. U hoeft niets te doen."),
}

# To partners, at an address that somebody made sure of. Whoever gets it by mistake learns that somebody meets, or asks.
TO_PARTNERS = {
    Kind.MEETING: Text("Overleg", "In de bijlage staat wanneer en waar. Verwachtte u dit niet? Gooi het dan weg."),
    Kind.STILL_ASKED: Text(
        "Bericht",
        "Er wacht nog een vraag op u. Bel degene van wie u die kreeg. Verwachtte u dit niet? Gooi het dan weg.",
    ),
}

# To professionals who asked for a course, material or a mailing: the room that they asked writes what it says.
OWN_WORDS = frozenset({Kind.PROFESSIONAL, Kind.MAILING})
