"""Reads the catalogue: one TOML file per source, expanded to one list of indicators per form."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from schakel.methods.indicators.terms import Dimension, Form, Indicator, Status

_FILES = {Form.SEXUAL: "ilo", Form.LABOUR: "ilo", Form.CRIMINAL: "criminal", Form.ORGAN: "organ"}
_TABLE_KEYS = frozenset({"id", "dimension", "weight", "child", "term", "sign", "public"})


class CatalogueError(ValueError):
    """A catalogue can't be used; the message says which file and what is wrong."""


@dataclass(frozen=True)
class Catalogue:
    """The indicators of one form, with where they come from."""

    form: Form
    version: str
    source: str
    status: Status
    indicators: tuple[Indicator, ...]

    def of(self, dimension: Dimension) -> tuple[Indicator, ...]:
        """The indicators of one dimension, in the order of the file."""
        return tuple(indicator for indicator in self.indicators if indicator.dimension is dimension)

    def indicator(self, indicator_id: str) -> Indicator:
        """The indicator with that id. Raises KeyError."""
        for indicator in self.indicators:
            if indicator.id == indicator_id:
                return indicator
        raise KeyError(f"The catalogue {self.form.value} {self.version} has no indicator {indicator_id!r}.")


@lru_cache
def load(form: Form) -> Catalogue:
    """The catalogue of a form, as shipped. Raises CatalogueError."""
    name = _FILES[form]
    text = (resources.files(__package__) / "catalogue" / f"{name}.toml").read_text(encoding="utf-8")
    return parse(text, form, name=name)


def load_all() -> tuple[Catalogue, ...]:
    """The catalogues of all forms."""
    return tuple(load(form) for form in Form)


def parse(text: str, form: Form, *, name: str) -> Catalogue:
    """A catalogue from the text of a file; `name` is for the sentence of an error. Raises CatalogueError."""
    try:
        raw = tomllib.loads(text)
        indicators = tuple(Indicator.from_table(_checked(table), form) for table in raw["indicator"])
        made = Catalogue(form, raw["version"], raw["source"], Status(raw["status"]), indicators)
    except (KeyError, ValueError, TypeError) as error:
        raise CatalogueError(f"The catalogue {name}.toml has a missing or wrong value: {error}.") from error
    ids = [indicator.id for indicator in indicators]
    if doubles := sorted({one for one in ids if ids.count(one) > 1}):
        raise CatalogueError(f"The catalogue {name}.toml has more than one indicator {', '.join(doubles)}.")
    return made


def _checked(table: Mapping[str, Any]) -> Mapping[str, Any]:
    """The table, when it has no key that nobody reads. Raises ValueError."""
    forms = {form.value for form in Form}
    inner = {key for form in forms for key in table.get(form, {})}
    if unknown := (table.keys() - _TABLE_KEYS - forms) | (inner - _TABLE_KEYS):
        raise ValueError(f"unknown key {', '.join(sorted(unknown))}")
    return table
