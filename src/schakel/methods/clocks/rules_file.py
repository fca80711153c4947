"""Reads the rules: TOML files that a lawyer can read, one table for a term and one under it for each of its versions."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from typing import Any

from schakel.methods.clocks.counting import can_move
from schakel.methods.clocks.terms import Moves, Rule, Span

_FILES = ("law", "work")
_RULE_KEYS = frozenset({"id", "name", "starts", "warn", "ceiling", "ends_with_case", "repeats", "version"})
_VERSION_KEYS = frozenset(
    {
        "number", "since", "until", "term", "source", "variant", "variant_name", "moves", "extension", "warn_days",
        "unverified", "applies_to_running",
    }
)  # fmt: skip


class RulesError(ValueError):
    """The rules can't be used; the message says which and why."""


@lru_cache
def load() -> tuple[Rule, ...]:
    """Every version of every rule, as shipped. Raises RulesError."""
    folder = resources.files(__package__) / "rules"
    rules: list[Rule] = []
    for name in _FILES:
        rules += parse((folder / f"{name}.toml").read_text(encoding="utf-8"), name=name)
    _check_once(rules)
    return tuple(rules)


def parse(text: str, *, name: str) -> tuple[Rule, ...]:
    """The rules in the text of a file; `name` is for the sentence of an error. Raises RulesError."""
    try:
        rules = tuple(
            _rule(table, version)
            for table in tomllib.loads(text)["rule"]
            for version in _checked(table, _RULE_KEYS)["version"]
        )
        _check_once(rules)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise RulesError(f"The rules in {name}.toml have a missing or wrong value: {error}.") from error
    return rules


def rule_for(
    rules: Iterable[Rule], rule_id: str, *, started: date, variant: str = "", today: date | None = None
) -> Rule:
    """The version that holds for a clock which started on that day.

    That is the version of the start, unless a later one says that it applies to what runs (by `today`). Raises KeyError
    where there was no such rule on that day.
    """
    of_the_rule = [rule for rule in rules if rule.id == rule_id and rule.variant == variant]
    held = [rule for rule in of_the_rule if rule.since <= started and (rule.until is None or started <= rule.until)]
    held += [rule for rule in of_the_rule if rule.applies_to_running and started < rule.since <= (today or started)]
    if not held:
        raise KeyError(f"there was no rule {rule_id} {variant} on {started}")
    return max(held, key=lambda rule: rule.version)


def variants_of(rules: Iterable[Rule], rule_id: str) -> dict[str, str]:
    """The variants of a rule and their names, in the order of the file."""
    return {rule.variant: rule.variant_name for rule in rules if rule.id == rule_id}


def with_own_terms(rules: Sequence[Rule], own: Mapping[str, str]) -> tuple[Rule, ...]:
    """The rules with a centre's own terms, by id: "6 weken". Raises RulesError.

    Where the law sets the longest term, a centre's own can only be shorter, in the same unit.
    """
    if unknown := sorted(own.keys() - {rule.id for rule in rules}):
        raise RulesError(f"there is no rule {', '.join(unknown)}")
    return tuple(_with_own_term(rule, own[rule.id]) if rule.id in own else rule for rule in rules)


def _with_own_term(rule: Rule, text: str) -> Rule:
    try:
        term = Span.read(text)
    except ValueError as error:
        raise RulesError(f"{rule.id}: {error}") from error
    if rule.is_ceiling and (term.unit is not rule.term.unit or term.amount > rule.term.amount):
        raise RulesError(
            f"{rule.id} is at most {rule.term.words} ({rule.source}); a centre may only set a shorter term"
        )
    moves = rule.moves if can_move(term, rule.moves) else Moves.NOT
    return replace(rule, term=term, moves=moves, source=f"Eigen termijn van het centrum; {rule.source}")


def _rule(table: Mapping[str, Any], version: Mapping[str, Any]) -> Rule:
    _checked(version, _VERSION_KEYS)
    extension = version.get("extension")
    rule = Rule(
        id=table["id"],
        name=table["name"],
        starts=table["starts"],
        warn=tuple(table.get("warn", ())),
        is_ceiling=table.get("ceiling", False),
        ends_with_case=table.get("ends_with_case", False),
        repeats=table.get("repeats", False),
        version=version["number"],
        since=version["since"],
        until=version.get("until"),
        term=Span.read(version["term"]),
        source=version["source"],
        variant=version.get("variant", ""),
        variant_name=version.get("variant_name", ""),
        moves=Moves(version.get("moves", "")),
        extension=Span.read(extension) if extension is not None else None,
        warn_days=version.get("warn_days", 0),
        unverified=version.get("unverified", ""),
        applies_to_running=version.get("applies_to_running", False),
    )
    if not can_move(rule.term, rule.moves):
        raise ValueError(f"{rule.id}: the {rule.moves.value} does not apply to {rule.term.words}")
    return rule


def _checked(table: Mapping[str, Any], keys: frozenset[str]) -> Mapping[str, Any]:
    """The table, when it has no key that nobody reads. Raises ValueError."""
    if unknown := table.keys() - keys:
        raise ValueError(f"unknown key {', '.join(sorted(unknown))}")
    return table


def _check_once(rules: Iterable[Rule]) -> None:
    """Every day has one version of a rule and variant at most. Raises RulesError."""
    groups: dict[tuple[str, str], list[Rule]] = {}
    for rule in rules:
        groups.setdefault((rule.id, rule.variant), []).append(rule)
    for (rule_id, variant), group in groups.items():
        for earlier, later in pairwise(sorted(group, key=lambda rule: rule.version)):
            if earlier.version == later.version or earlier.until is None or earlier.until >= later.since:
                raise RulesError(f"two versions of {rule_id} {variant} hold on the same day")
            if earlier.until + timedelta(days=1) != later.since:
                raise RulesError(f"between two versions of {rule_id} {variant} there are days without a rule")
