"""What the rules about sharing are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

ANY = "*"


@dataclass(frozen=True)
class Term:
    """A purpose, a kind of recipient, a category of data, or something required; `client` is how a client is told."""

    id: str
    name: str
    source: str = ""
    client: str = ""
    missing: str = ""


@dataclass(frozen=True)
class Ground:
    """A legal ground, and what it requires by itself, whoever gets what."""

    id: str
    name: str
    source: str
    client: str
    requires: frozenset[str]


@dataclass(frozen=True)
class SharingRule:
    """One version of one rule. `grounds` is None where the rule says nothing about grounds; `until` is its last day."""

    id: str
    name: str
    purposes: frozenset[str]
    recipients: frozenset[str]
    categories: frozenset[str]
    version: int
    since: date
    source: str
    requires: frozenset[str]
    grounds: frozenset[str] | None = None
    until: date | None = None
    unverified: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether this version holds on that day."""
        return self.since <= day and (self.until is None or day <= self.until)

    def covers(self, purpose: str, recipient: str, category: str) -> bool:
        """Whether the rule is about this purpose, recipient and category."""
        asked = ((self.purposes, purpose), (self.recipients, recipient), (self.categories, category))
        return all(ANY in named or one in named for named, one in asked)


@dataclass(frozen=True)
class RuleBook:
    """Every version of every rule, and the words that they use, by id and in the order of the files."""

    purposes: Mapping[str, Term]
    recipients: Mapping[str, Term]
    categories: Mapping[str, Term]
    grounds: Mapping[str, Ground]
    requirements: Mapping[str, Term]
    rules: tuple[SharingRule, ...]

    def on(self, day: date) -> tuple[SharingRule, ...]:
        """The versions that hold on that day."""
        return tuple(rule for rule in self.rules if rule.holds_on(day))
