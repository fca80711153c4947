"""Which passwords are refused: too short, too long, on a list of stolen ones or much like it, or about oneself.

What is known offline: the 20,000 of Django, the 30,000 of zxcvbn, both also with digits and signs around them and in
other letters, Dutch favourites, and, where the centre downloaded it, the whole list of Have I Been Pwned.
"""

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from schakel.core import region

SHORTEST, LONGEST = 14, 128
# What zxcvbn calls "very unguessable" begins here: ten thousand million guesses.
_FEWEST_GUESSES = 10_000_000_000
_READ_BY_ZXCVBN = 72
# What must be left when one's own words are taken away.
_OWN_REST = 8
_LEET = str.maketrans(
    {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s", "!": "i"}
)
_DUTCH = (
    "wachtwoord", "welkom", "geheim", "inloggen", "toegang", "hallo", "goedemorgen", "nederland", "holland",
    "amsterdam", "rotterdam", "utrecht", "enschede", "twente", "ajax", "feyenoord", "psv", "fctwente", "zomer",
    "winter", "lente", "herfst", "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus",
    "september", "oktober", "november", "december", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag",
    "zaterdag", "zondag", "liefje", "schatje", "hoihoi", "qwerty", "azerty", "beheerder", "kenniscentrum",
    "mensenhandel", "schakel", "meldpunt", "gemeente", "politie", "zorg", "werk",
)  # fmt: skip


class Length:
    """Fourteen characters at least, 128 at most."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) < SHORTEST:
            raise ValidationError(f"Dit is te kort: neem {SHORTEST} tekens of meer, bijvoorbeeld een paar woorden.")
        if len(password) > LONGEST:
            raise ValidationError(f"Dit is te lang: neem {LONGEST} tekens of minder.")

    def get_help_text(self) -> str:
        return f"{SHORTEST} tot {LONGEST} tekens."


class NotStolen:
    """Not on a list of stolen passwords, nor much like one that is."""

    def validate(self, password: str, user: Any = None) -> None:
        if _core(password) in _known() or _unit(_core(password)) in _known() or _is_in_file(password):
            raise ValidationError("Dit wachtwoord, of een dat er erg op lijkt, is gestolen en bekend. Kies een ander.")

    def get_help_text(self) -> str:
        return "Geen wachtwoord dat ooit gestolen is."


class NotGuessable:
    """Not to be guessed from what is known of the person and the centre, or from patterns."""

    def validate(self, password: str, user: Any = None) -> None:
        own = _own_words(user)
        rest = password.lower()
        for word in sorted(own, key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(rest) < min(_OWN_REST, len(password)):
            raise ValidationError("Dit is te raden: het bestaat bijna helemaal uit uw naam, adres of het centrum.")
        found = zxcvbn(password[:_READ_BY_ZXCVBN], user_inputs=[*own, *_DUTCH])
        if found["guesses"] < _FEWEST_GUESSES:
            raise ValidationError("Dit is te makkelijk te raden. Neem een paar woorden die niet bij elkaar horen.")

    def get_help_text(self) -> str:
        return "Geen naam, datum, rij of herhaling."


@lru_cache
def _known() -> frozenset[str]:
    words = {*CommonPasswordValidator().passwords, *FREQUENCY_LISTS["passwords"], *_DUTCH}
    return frozenset(filter(None, words | {_core(word) for word in words}))


def _core(password: str) -> str:
    """The word in it: lower case, no digits or signs before and after, and letters where 1337 stands."""
    bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password.lower())
    return (bare or password.lower()).translate(_LEET)


def _unit(text: str) -> str:
    """What the text repeats, or the text itself."""
    place = (text + text).find(text, 1)
    return _core(text[:place]) if place < len(text) else text


def _own_words(user: Any) -> set[str]:
    told = [getattr(user, "name", ""), getattr(user, "email", ""), region.current().name, "schakel"]
    return {word for text in told for word in re.split(r"[\W\d_]+", text.lower()) if len(word) >= 3}


def _is_in_file(password: str) -> bool:
    """Whether the centre's own list holds it: lines of SHA-1 in hexadecimal, a colon and a count, in order."""
    if not settings.SCHAKEL_STOLEN_PASSWORDS:
        return False
    wanted = hashlib.sha1(password.encode()).hexdigest().upper().encode()  # noqa: S324  (the list's own hash)
    path = Path(settings.SCHAKEL_STOLEN_PASSWORDS)
    low, high = 0, path.stat().st_size
    with path.open("rb") as file:
        while low < high:
            middle = (low + high) // 2
            file.seek(middle)
            if middle:
                file.readline()
            line = file.readline()
            if line and line[:40].upper() == wanted:
                return True
            if line and line[:40].upper() < wanted:
                low = middle + 1
            else:
                high = middle
        file.seek(low)
        return file.readline()[:40].upper() == wanted
