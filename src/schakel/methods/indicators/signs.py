"""The signs in plain words, in other languages than Dutch: `signs/LANGUAGE.toml`, made from the Dutch of one moment.

Such a file has `made-from = "…"`, the digest of all Dutch signs it was made from (`digest()` gives today's), and a table per
form: `[labour]`, with a line `deceived-job = "…"` for each indicator. What a file lacks is read in Dutch.
"""

import tomllib
from functools import lru_cache
from hashlib import sha256
from importlib import resources
from typing import Any

from schakel.methods.indicators.catalogue_file import load_all
from schakel.methods.indicators.terms import Indicator

__all__ = ["digest", "made_from", "missing", "sign_in"]

_SOURCE_LANGUAGE = "nl"
_DIGEST_LENGTH = 32


def digest() -> str:
    """The digest of every Dutch sign on the public pages, by which a translation names what it was made from."""
    lines = [f"{one.form.value} {one.id} {one.sign}" for one in _public()]
    return sha256("\n".join(lines).encode()).hexdigest()[:_DIGEST_LENGTH]


def sign_in(indicator: Indicator, language: str) -> str | None:
    """The sign in that language; None when nobody translated it."""
    if language == _SOURCE_LANGUAGE:
        return indicator.sign
    found = _file(language).get(indicator.form.value, {}).get(indicator.id)
    return str(found) if found else None


def made_from(language: str) -> str:
    """The digest of the Dutch signs that a translation was made from; empty when there is no translation."""
    return str(_file(language).get("made-from", ""))


def missing(language: str) -> list[str]:
    """The signs that a language lacks, as FORM.ID."""
    return [f"{one.form.value}.{one.id}" for one in _public() if sign_in(one, language) is None]


def _public() -> list[Indicator]:
    return [one for catalogue in load_all() for one in catalogue.indicators if one.is_public]


@lru_cache
def _file(language: str) -> dict[str, Any]:
    path = resources.files(__package__) / "signs" / f"{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
