"""Names and addresses made comparable, so that what is known already is noticed."""

import re

from anyascii import anyascii

# What stands before or behind a name and does not tell one organisation from another.
_SAYS_NOTHING = frozenset(["stichting", "vereniging", "bv", "nv", "de", "het", "een", "the"])
# Here everybody can have an address: the same domain says nothing.
_OPEN_TO_ALL = frozenset(
    [
        "gmail.com",
        "hotmail.com",
        "outlook.com",
        "live.nl",
        "live.com",
        "icloud.com",
        "yahoo.com",
        "ziggo.nl",
        "kpnmail.nl",
    ]
)


def key_of(name: str) -> str:
    """An organisation's name in plain small letters, without "stichting" and the like; never empty for a real name."""
    words = _words(name.replace(".", ""))
    return " ".join([word for word in words if word not in _SAYS_NOTHING] or words)[:120]


def words_of(name: str) -> set[str]:
    """The words by which a professional is found: "Hanna ten Cate" by hanna, ten or cate."""
    return set(_words(name))


def mail_domain(address: str) -> str:
    """The domain of a mail address; "" for none, and for one where everybody can have an address."""
    domain = address.rpartition("@")[2].strip().lower() if "@" in address else ""
    return "" if domain in _OPEN_TO_ALL else domain


def _words(name: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", anyascii(name).lower().replace("'", ""))
