"""Reads the rules and their words from the TOML files, and refuses what can't be meant."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from itertools import combinations
from typing import Any

from schakel.methods.sharing_rules.terms import ANY, Ground, RuleBook, SharingRule, Term

_TERM_KEYS = frozenset({"id", "name", "source", "client", "missing"})
_GROUND_KEYS = frozenset({"id", "name", "source", "client", "requires"})
_RULE_KEYS = frozenset({"id", "name", "purposes", "recipients", "categories", "version"})
_VERSION_KEYS = frozenset({"number", "since", "until", "grounds", "requires", "source", "unverified"})


class RulesError(ValueError):
    """The rules can't be used; the message says which and why."""


@lru_cache
def load() -> RuleBook:
    """The rules as shipped. Raises RulesError."""
    folder = resources.files(__package__) / "rules"
    words, rules = ((folder / f"{name}.toml").read_text(encoding="utf-8") for name in ("words", "rules"))
    return parse(words, rules)


def parse(words: str, rules: str) -> RuleBook:
    """The rule book in the texts of the two files. Raises RulesError."""
    try:
        named = tomllib.loads(words)
        book = RuleBook(
            **{f"{kind}s": _terms(named[kind]) for kind in ("purpose", "recipient")},
            categories=_terms(named["category"]),
            requirements=_terms(named["requirement"]),
            grounds={table["id"]: _ground(table) for table in named["ground"]},
            rules=tuple(
                _rule(table, version) for table in tomllib.loads(rules)["rule"] for version in table["version"]
            ),
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise RulesError(f"The rules about sharing have a missing or wrong value: {error}.") from error
    _check_names(book)
    _check_once(book)
    return book


def _terms(tables: list[Mapping[str, Any]]) -> dict[str, Term]:
    return {table["id"]: Term(**_checked(table, _TERM_KEYS)) for table in tables}


def _ground(table: Mapping[str, Any]) -> Ground:
    return Ground(**{**_checked(table, _GROUND_KEYS), "requires": frozenset(table["requires"])})


def _rule(table: Mapping[str, Any], version: Mapping[str, Any]) -> SharingRule:
    _checked(table, _RULE_KEYS)
    _checked(version, _VERSION_KEYS)
    return SharingRule(
        id=table["id"],
        name=table["name"],
        purposes=frozenset(table["purposes"]),
        recipients=frozenset(table["recipients"]),
        categories=frozenset(table["categories"]),
        version=version["number"],
        since=version["since"],
        until=version.get("until"),
        grounds=frozenset(version["grounds"]) if "grounds" in version else None,
        requires=frozenset(version["requires"]),
        source=version["source"],
        unverified=version.get("unverified", ""),
    )


def _checked(table: Mapping[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    """The table, when it has no key that nobody reads. Raises ValueError."""
    if unknown := table.keys() - keys:
        raise ValueError(f"unknown key {', '.join(sorted(unknown))}")
    return dict(table)


def _check_names(book: RuleBook) -> None:
    """Every word that a rule uses is one that the words explain. Raises RulesError."""
    for rule in book.rules:
        used = (
            (rule.purposes, book.purposes), (rule.recipients, book.recipients), (rule.categories, book.categories),
            (rule.requires, book.requirements), (rule.grounds or frozenset(), book.grounds),
        )  # fmt: skip
        for named, known in used:
            if strange := sorted(named - known.keys() - {ANY}):
                raise RulesError(f"{rule.id} speaks of {', '.join(strange)}, which nobody explained")
    for ground in book.grounds.values():
        if strange := sorted(ground.requires - book.requirements.keys()):
            raise RulesError(f"{ground.id} requires {', '.join(strange)}, which nobody explained")


def _check_once(book: RuleBook) -> None:
    """Every day has one version of a rule at most. Raises RulesError."""
    for one, other in combinations(book.rules, 2):
        if one.id == other.id and any(one.holds_on(day) and other.holds_on(day) for day in (one.since, other.since)):
            raise RulesError(f"two versions of {one.id} hold on the same day")
